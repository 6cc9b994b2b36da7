"""Removed rows that a person decided not to count; the decision ends when the row comes back."""

from __future__ import annotations

import json

import sqlalchemy as sa

from data.ledger import schema
from data.ledger.bodies import encode
from data.ledger.chain import Chain

DECISIONS = ("exclude", "include")


def keep_exclusion(chain: Chain, source_id: int, slot_id: int, facts: dict[str, str]) -> int:
    """Keeps a decision (`kind` exclude or include, who, reason) about a slot; returns its number.

    The slot stands in the detail: such events are few and found without reading those of rows.
    """
    told = {key: value for key, value in facts.items() if key != "kind"}
    detail = encode({"slot": slot_id, **told})
    return chain.add(facts["kind"], source_id=source_id, detail=detail)


def excluded_slots(connection: sa.Connection, source_id: int) -> set[int]:
    """The slots of a source whose newest decision is to leave them out while they are removed."""
    event = schema.event
    decided = connection.execute(
        sa.select(event.c.seq, event.c.kind, event.c.detail)
        .where(schema.about_no_row(*DECISIONS), event.c.source_id == source_id)
        .order_by(event.c.seq)
    )
    newest: dict[int, tuple[int, str]] = {
        json.loads(detail)["slot"]: (seq, kind) for seq, kind, detail in decided
    }
    excluded = {slot: seq for slot, (seq, kind) in newest.items() if kind == "exclude"}
    if not excluded:
        return set()
    back = connection.execute(
        sa.select(event.c.slot_id, event.c.seq)
        .where(event.c.seq > min(excluded.values()), event.c.kind == "restore")
        .where(event.c.source_id == source_id)
    )
    returned = {slot for slot, seq in back if seq > excluded.get(slot, seq)}
    return set(excluded) - returned


def decided_slots(connection: sa.Connection, source_id: int, after_seq: int) -> set[int]:
    """Slots that decisions after this number are about."""
    event = schema.event
    rows = connection.execute(
        sa.select(event.c.detail)
        .where(schema.about_no_row(*DECISIONS), event.c.source_id == source_id)
        .where(event.c.seq > after_seq)
    )
    return {json.loads(detail)["slot"] for detail in rows.scalars()}
