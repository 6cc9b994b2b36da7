"""Comments that a person marked as serious: events of the record that move no figure.

A mark is taken back by another event; who did either, and when, stays in the record.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from analysis.errors import InputError
from data.ledger import Ledger, schema
from data.ledger.bodies import encode
from data.text_decisions import NO_SUCH_ROW


@dataclass(frozen=True)
class Mark:
    """Who marked a comment, and when (ISO, UTC)."""

    who: str
    at: str


def marks(ledger: Ledger) -> dict[int, Mark]:
    """Response (its slot) -> the mark in force."""
    with ledger.engine.connect() as connection:
        return _in_force(connection)


def keep_mark(ledger: Ledger, slot: int, serious: bool, who: str, now: datetime) -> bool:
    """Marks a response's comment or takes the mark back; False when it stands so already.

    InputError when no row has this number.
    """
    with ledger.writing(now) as chain:
        source_id = chain.connection.execute(
            sa.select(schema.slot.c.source_id).where(schema.slot.c.slot_id == slot)
        ).scalar()
        if source_id is None:
            raise InputError(NO_SUCH_ROW.format(slot=slot))
        if serious == (slot in _in_force(chain.connection)):
            return False
        kind = "serious" if serious else "not_serious"
        chain.add(kind, source_id=source_id, detail=encode({"who": who, "response": slot}))
        return True


def _in_force(connection: sa.Connection) -> dict[int, Mark]:
    event = schema.event
    rows = connection.execute(
        sa.select(event.c.kind, event.c.at, event.c.detail)
        .where(schema.about_no_row(*schema.MARK_KINDS))
        .order_by(event.c.seq)
    )
    found: dict[int, Mark] = {}
    for kind, at, detail in rows:
        said = json.loads(detail)
        found.pop(said["response"], None)
        if kind == "serious":
            found[said["response"]] = Mark(said["who"], at)
    return found
