"""Events of signing in: in the record at once, or kept aside while a long import is writing it.

Nobody waits at the door for a writer. What is kept aside lies in the file of sessions, so that it
outlives the process, and comes into the record in its order and with its own time.
"""

from __future__ import annotations

import json
import logging
import threading
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa

from data import sessions
from data.access import kept
from data.ledger import Ledger
from data.ledger.engine import make_engine, writing
from data.private_file import locked
from data.settings import Home
from data.trace import keep_trace

HURRY = 1.0
"""Seconds somebody at the door waits for the record before the event is kept aside."""

AGAIN = 2.0
"""Seconds between two tries to write down what was kept aside, beyond the record's own patience."""

_log = logging.getLogger("survey.outbox")
_tables = sa.MetaData()
_waiting = sa.Table(
    "waiting_event", _tables,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
)


def note(home: Home, kind: str, who: str, now: datetime, **facts: Any) -> None:
    """Writes down that a person did something, in about HURRY even while an import runs."""
    try:
        if not waiting(home):
            keep_trace(_hurried(kept(home)), kind, who, now, **facts)
            return
    except sa.exc.OperationalError as error:
        _log.info("an event is kept aside: %s", error.orig)
    with writing(_engine(home)) as connection:
        connection.execute(sa.insert(_waiting).values(
            kind=kind, who=who, at=now.isoformat(), facts=json.dumps(facts)
        ))
    resume(home)


def waiting(home: Home) -> int:
    """How many events are kept aside."""
    with _engine(home).connect() as connection:
        count: int = connection.execute(sa.select(sa.func.count()).select_from(_waiting)).scalar_one()
    return count


def resume(home: Home) -> None:
    """Writes down in the background what was kept aside, by this process or one that died."""
    if waiting(home) and not _busy(home).locked():
        threading.Thread(target=_deliver, args=(home,), name="outbox", daemon=True).start()


def _deliver(home: Home) -> None:
    while waiting(home) and _busy(home).acquire(blocking=False):
        try:
            with locked(home.path / "outbox.lock"):
                _deliver_all(home)
        finally:
            _busy(home).release()


def _deliver_all(home: Home) -> None:
    pause = threading.Event()
    while waiting(home):
        try:
            _deliver_oldest(home)
        except sa.exc.OperationalError as error:
            _log.info("events are still kept aside: %s", error.orig)
            pause.wait(AGAIN)


def _deliver_oldest(home: Home) -> None:
    """A process that dies between the two writes leaves the event twice, never not at all."""
    oldest = sa.select(_waiting).order_by(_waiting.c.id).limit(1)
    with _engine(home).connect() as connection:
        row = connection.execute(oldest).one()
    at = datetime.fromisoformat(row.at)
    keep_trace(kept(home), row.kind, row.who, at, **json.loads(row.facts))
    with writing(_engine(home)) as connection:
        connection.execute(sa.delete(_waiting).where(_waiting.c.id == row.id))


@cache
def _busy(_home: Home) -> threading.Lock:
    return threading.Lock()


def _engine(home: Home) -> sa.Engine:
    engine = sessions.engine(home)
    _prepare(engine)
    return engine


@lru_cache(maxsize=4)
def _prepare(engine: sa.Engine) -> None:
    with writing(engine) as connection:
        _tables.create_all(connection)


@lru_cache(maxsize=4)
def _hurried(ledger: Ledger) -> Ledger:
    """The same record through connections that wait HURRY for another writer."""
    engine = make_engine(ledger.home.ledger_url)
    milliseconds = int(HURRY * 1000)
    sqlite = engine.dialect.name == "sqlite"

    def hurry(connection: Any, _entry: object) -> None:
        wish = "PRAGMA busy_timeout =" if sqlite else "SET lock_timeout ="
        connection.execute(f"{wish} {milliseconds}").close()
        connection.commit()

    sa.event.listen(engine, "connect", hurry)
    return Ledger(ledger.home, engine)
