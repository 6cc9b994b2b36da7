"""The trace in the record: who signed in, was refused, took data out or changed an account."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from data.ledger import Ledger, moment_text, schema
from data.ledger.bodies import encode

PROCESS = (
    "run", "quarantine", "sync", "withdraw", "mapping", "register", "source", "retire", "codes",
    "publication", "header", "finish", *schema.BACKUP_KINDS, *schema.DECISION_KINDS,
)
"""Kinds of events about data, without a person's name in them for those who may not see names."""

PERSONAL = (*schema.TRACE_KINDS, *schema.MARK_KINDS, "account")
LONGEST = 200


@dataclass(frozen=True)
class TraceEvent:
    """One event of the record: its number, time (ISO, UTC), kind, and what it says besides."""

    seq: int
    at: str
    kind: str
    who: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TraceSearch:
    """What to look for: kinds, a person, from a moment on and before one, and how many at most."""

    kinds: tuple[str, ...]
    who: str = ""
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 500


def keep_trace(ledger: Ledger, kind: str, who: str, now: datetime, **facts: Any) -> int:
    """Writes down that a person did something; returns the number of the event.

    Texts are cut at LONGEST. ValueError for a kind that is no trace.
    """
    if kind not in schema.TRACE_KINDS:
        raise ValueError(kind)
    said = {name: _short(value) for name, value in facts.items() if value is not None}
    with ledger.writing(now) as chain:
        return chain.add(kind, detail=encode({"who": _short(who), **said}))


def read_trace(ledger: Ledger, wanted: TraceSearch) -> list[TraceEvent]:
    """The newest events that fit, newest first."""
    event = schema.event
    query = sa.select(event.c.seq, event.c.at, event.c.kind, event.c.detail)
    query = query.where(schema.about_no_row(*wanted.kinds)).order_by(event.c.seq.desc())
    if wanted.since:
        query = query.where(event.c.at >= moment_text(wanted.since))
    if wanted.until:
        query = query.where(event.c.at < moment_text(wanted.until))
    if wanted.who:
        said = f'"who":{encode(wanted.who)}'
        query = query.where(event.c.detail.contains(said, autoescape=True))
    with ledger.engine.connect() as connection:
        rows = connection.execute(query.limit(wanted.limit)).all()
    return [_event(*row) for row in rows]


def _event(seq: int, at: str, kind: str, detail: str) -> TraceEvent:
    facts = json.loads(detail) if detail.startswith("{") else {}
    return TraceEvent(seq, at, kind, str(facts.pop("who", "")), facts)


def _short(value: Any) -> Any:
    """Text without what no encoding takes, cut at LONGEST; other values as they are."""
    if not isinstance(value, str):
        return value
    return value[:LONGEST].encode("utf-8", "replace").decode()
