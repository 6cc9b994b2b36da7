"""Seeing as: an administrator looks for a while at what another account would see.

It is kept beside the session on the server, never in the browser, and counts only while the
administrator may manage accounts. The effective scope is never more than either account's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

import sqlalchemy as sa

from analysis.errors import InputError
from analysis.scope import Scope
from data import sessions
from data import text_accounts as text
from data.accounts import account as account_of
from data.ledger import Ledger
from data.ledger.accounts import Account
from data.ledger.engine import writing
from data.settings import Home
from data.trace import keep_trace

LASTS = timedelta(minutes=30)
TAKEN_OUT = frozenset({"export", "original_comments"})
"""Rights nobody has while seeing as another: what is seen stays on the screen."""

_tables = sa.MetaData()
_seeing = sa.Table(
    "seeing", _tables,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("until", sa.Float, nullable=False),
)
_SEES = "SELECT who, account, until FROM seeing WHERE key = ? AND who = ?"


@dataclass(frozen=True)
class Seeing:
    """Whom a session sees as, and until when (seconds since 1970)."""

    who: str
    account: str
    until: float


def begin(ledger: Ledger, key: str, own: Scope, name: str, now: datetime) -> None:
    """The session of an administrator sees as this account from now on, for LASTS.

    InputError for whoever may not manage accounts, without a session, and for an account that is
    disabled, unknown or one's own. Seeing as somebody ends before somebody else is seen as.
    """
    seen = account_of(ledger, name)
    if not key or own.seeing or not own.may("accounts") or not sessions.is_open(ledger.home, key, now):
        raise InputError(text.MAY_NOT_SEE_AS)
    if seen.disabled or seen.name == own.user:
        raise InputError(text.NOT_TO_SEE_AS.format(name=name))
    until = now + LASTS
    keep_trace(
        ledger, "see_as", own.user, now, what="begin", account=name,
        until=until.isoformat(timespec="seconds"),
    )
    with writing(_engine(ledger.home)) as connection:
        connection.execute(sa.delete(_seeing).where(
            sa.or_(_seeing.c.key == key, _seeing.c.until <= now.timestamp())
        ))
        connection.execute(sa.insert(_seeing).values(
            key=key, who=own.user, account=name, until=until.timestamp()
        ))


def end(ledger: Ledger, key: str, now: datetime) -> None:
    """The session sees as itself again; nothing when it does already."""
    with writing(_engine(ledger.home)) as connection:
        row = connection.execute(
            sa.delete(_seeing).where(_seeing.c.key == key).returning(_seeing.c.who, _seeing.c.account)
        ).first()
    if row is not None:
        keep_trace(ledger, "see_as", row.who, now, what="end", account=row.account)


def seeing(ledger: Ledger, key: str, who: str, now: datetime) -> Seeing | None:
    """Whom the session of this person sees as; ends, with its event, when the time is over."""
    rows = sessions.reader(_engine(ledger.home)).rows(_SEES, key, who)
    if not rows:
        return None
    found = Seeing(*rows[0])
    if found.until <= now.timestamp():
        end(ledger, key, now)
        return None
    return found


def seen_as(own: Scope, theirs: Scope, above: Mapping[str, str | None]) -> Scope:
    """What `own` sees as the account of `theirs`: their units and rights, within one's own.

    `above` names each unit's parent. Whoever sees results may see sums about one officer.
    """
    within = own.rights | {"public"} | ({"own"} if own.may("results") else set())
    units, everything = theirs.units, theirs.everything
    if not own.everything:
        mine = own.units
        wide = mine if theirs.everything else [u for u in mine if _under(u, theirs.units, above)]
        units = tuple(dict.fromkeys([u for u in theirs.units if _under(u, mine, above)] + [*wide]))
        everything = False
    return replace(
        theirs, user=own.user, units=units, everything=everything,
        rights=(theirs.rights & within) - TAKEN_OUT, seeing=theirs.user,
    )


def in_force(own: Scope, seen: Account | None) -> bool:
    """Whether seeing as this account may go on."""
    return own.may("accounts") and seen is not None and not seen.disabled


def _under(unit: str, roots: tuple[str, ...], above: Mapping[str, str | None]) -> bool:
    """Whether a unit is one of the roots or lies under one."""
    met: set[str] = set()
    at: str | None = unit
    while at is not None and at not in met:
        if at in roots:
            return True
        met.add(at)
        at = above.get(at)
    return False


def _engine(home: Home) -> sa.Engine:
    return _ready(sessions.engine(home))


@lru_cache(maxsize=4)
def _ready(engine: sa.Engine) -> sa.Engine:
    with writing(engine) as connection:
        _tables.create_all(connection)
    return engine
