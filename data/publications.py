"""What was published for everyone: kept in the record as it was shown, and never made anew.

Answers that come late change no published table. Two published periods never share a day.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from analysis.errors import InputError
from analysis.periods import label
from analysis.public import Line, line, overlapping
from analysis.scope import Scope
from data import text_public as text
from data.ledger import Ledger, schema
from data.ledger.bodies import encode
from data.queries import choices
from data.queries.public import public_lines, public_periods
from data.settings import Home
from data.snapshot import open_snapshot
from data.verdict import must_be_sound


@dataclass(frozen=True)
class Publication:
    """The table of one period: the event that keeps it, when (ISO, UTC), from which snapshot.

    `demo` says that it was made from the demonstration.
    """

    number: int
    period: str
    at: str
    snapshot: str
    lines: tuple[Line, ...]
    demo: bool = False


def newest(ledger: Ledger) -> int:
    """The number of the last publication, 0 when there is none: what is published moves with it."""
    query = sa.select(sa.func.max(schema.publication.c.publication_id))
    with ledger.engine.connect() as connection:
        return connection.execute(query).scalar() or 0


def publications(ledger: Ledger) -> list[Publication]:
    """Everything published, in the order it was."""
    kept, event = schema.publication, schema.event
    query = sa.select(kept, event.c.at).join(event, event.c.seq == kept.c.publication_id)
    with ledger.engine.connect() as connection:
        rows = connection.execute(query.order_by(kept.c.publication_id)).all()
    return [_publication(row.publication_id, row.period, row.at, row.body) for row in rows]


def publishable(ledger: Ledger, home: Home, scope: Scope) -> list[str]:
    """Finished periods with answers that share no day with a published one, oldest first."""
    if not scope.may("publish") or not home.current.exists():
        return []
    with open_snapshot(home) as snapshot, snapshot.cursor() as cursor:
        found = public_periods(cursor, scope)
    known = _periods(publications(ledger))
    return [period for period in found if not overlapping(period, known)]


def proposed(home: Home, scope: Scope, period: str) -> Publication:
    """The table as publishing it now would keep it.

    InputError for a period that is not over, and for a scope without every unit of the table;
    IntegrityError while the record differs from what it should be.
    """
    if not scope.may("publish"):
        raise InputError(text.NO_RIGHT)
    must_be_sound(home)
    with open_snapshot(home) as snapshot, snapshot.cursor() as cursor:
        lines = public_lines(cursor, scope, period)
        mine = {unit.code for unit in choices(cursor, scope).units}
        if not scope.everything and not {one.code for one in lines if one.code} <= mine:
            raise InputError(text.OUTSIDE)
        return Publication(0, period, "", snapshot.name, tuple(lines))


def make_public(ledger: Ledger, new: Publication, who: str, now: datetime) -> int:
    """Keeps a proposed table for good; returns the number of the event.

    InputError when the period shares a day with a published one.
    """
    body = encode({
        "snapshot": new.snapshot, "demo": new.demo,
        "lines": [[one.code, one.name, one.shown, one.enough] for one in new.lines],
    })
    detail = encode({"who": who, "period": new.period, "snapshot": new.snapshot})
    with ledger.writing(now) as chain:
        known = chain.connection.execute(sa.select(schema.publication.c.period)).scalars()
        if clash := overlapping(new.period, known):
            others = ", ".join(label(period) for period in clash)
            raise InputError(text.OVERLAPS.format(period=label(new.period), others=others))
        return chain.bring("publication", new.period, body, detail=detail)


def _periods(kept: Iterable[Publication]) -> list[str]:
    return [one.period for one in kept]


def _publication(number: int, period: str, at: str, body: str) -> Publication:
    said = json.loads(body)
    lines = tuple(line(code, name, shown, enough) for code, name, shown, enough in said["lines"])
    return Publication(number, period, at, said["snapshot"], lines, said["demo"])
