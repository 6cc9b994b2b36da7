"""Slots: one row of a source through all its versions, derived from the events alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import starmap
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from data.ledger import schema
from data.ledger.bodies import Hashes, stacked
from data.ledger.chain import UNFINISHED
from data.ledger.engine import fetched, insert_rows
from data.ledger.exclusions import decided_slots
from data.ledger.joined import joined
from data.ledger.runs import ROW_KINDS

SLICE = 5_000
"""Numbers asked for in one statement."""

ROWS_AT_ONCE = 25_000


@dataclass(slots=True)
class Slot:
    """One row of a source; `versions` counts what it has said in the columns that are
    read: removals and notes beside them are not included.
    """

    slot_id: int
    source_id: int
    first_raw_id: int
    latest_raw_id: int
    versions: int
    removed: bool
    row_number: int
    content_hash: bytes


@dataclass(frozen=True)
class Slots:
    """Many slots by columns, in the order they first came; the same places mean the same slot."""

    slot_id: npt.NDArray[np.int64]
    latest_raw_id: npt.NDArray[np.int64]
    versions: npt.NDArray[np.int64]
    removed: npt.NDArray[np.bool_]
    row_number: npt.NDArray[np.int64]
    content_hash: Hashes

    def __len__(self) -> int:
        return len(self.slot_id)

    def at(self, places: npt.NDArray[Any]) -> Slots:
        """The slots at these places, or where a truth value for each says so."""
        return Slots(*(getattr(self, column.name)[places] for column in fields(self)))


def slot_columns(connection: sa.Connection, source_id: int) -> Slots:
    """The slots of a source by columns."""
    table = schema.slot
    names = [column.name for column in fields(Slots)]
    if connection.dialect.name == "sqlite":
        return Slots(*map(np.concatenate, zip(*_by_columns(connection, source_id), strict=True)))
    query = sa.select(*(table.c[name] for name in names))
    query = query.where(table.c.source_id == source_id).order_by(table.c.slot_id)
    parts = [_columns([])]
    parts += [_columns(rows) for rows in fetched(connection, query, ROWS_AT_ONCE)]
    return Slots(*map(np.concatenate, zip(*parts, strict=True)))


def _by_columns(connection: sa.Connection, source_id: int) -> Iterator[list[npt.NDArray[Any]]]:
    """The same from SQLite, put in order by the numbers."""
    yield _columns([])
    slot = schema.slot.c
    *numbers, content = (slot[column.name] for column in fields(Slots))
    hashes = sa.func.group_concat(sa.func.hex(content), "")
    for within in spans(connection, source_id):
        found = joined(connection, numbers, hashes, within)
        if found is None:
            continue
        (ids, raw_ids, versions, removed, at), told = found
        order = np.argsort(ids, kind="stable")
        contents = np.frombuffer(bytes.fromhex(told.decode()), dtype=np.uint8).reshape(-1, 32)
        columns = [ids, raw_ids, versions, removed.astype(bool), at, contents]
        yield [column[order] for column in columns]


def spans(connection: sa.Connection, source_id: int) -> Iterator[sa.ColumnElement[bool]]:
    """Conditions that part the slots of a source by their numbers, each true of at most ROWS_AT_ONCE."""
    slot = schema.slot.c
    ends = sa.select(sa.func.min(slot.slot_id), sa.func.max(slot.slot_id))
    first, last = connection.execute(ends.where(slot.source_id == source_id)).one()
    for start in range(first or 0, (last or -1) + 1, ROWS_AT_ONCE):
        within = sa.and_(slot.slot_id >= start, slot.slot_id < start + ROWS_AT_ONCE)
        yield sa.and_(slot.source_id == source_id, within)


def _columns(rows: Sequence[Any]) -> list[npt.NDArray[Any]]:
    """Rows of the query above as the columns of Slots."""
    *numbers, contents = zip(*rows, strict=True) if rows else [()] * len(fields(Slots))
    ids, raw_ids, versions, removed, at = (np.array(column, dtype=np.int64) for column in numbers)
    return [ids, raw_ids, versions, removed.astype(bool), at, stacked(contents)]


def replay(connection: sa.Connection, source_id: int) -> dict[int, Slot]:
    """The slots of a source as its events tell them, without runs withdrawn or unfinished.

    `row_number` is where the latest version stood when it came in.
    """
    event, raw = schema.event, schema.raw_row
    withdrawn = sa.select(event.c.run_id).where(schema.about_no_row("withdraw"))
    rows = connection.execute(
        sa.select(event.c.seq, event.c.kind, event.c.slot_id, raw.c.row_number, raw.c.content_hash)
        .outerjoin(raw, raw.c.raw_id == event.c.seq)
        .where(event.c.source_id == source_id, event.c.kind.in_(ROW_KINDS))
        .where(event.c.run_id.not_in(withdrawn), event.c.run_id.not_in(UNFINISHED))
        .order_by(event.c.seq)
    )
    slots: dict[int, Slot] = {}
    for seq, kind, number, row_number, content in rows:
        if kind == "insert":
            slots[number] = Slot(
                number, source_id, seq, seq, 1, False, row_number, bytes(content or b"")
            )
        elif number in slots:
            _apply(slots[number], seq, kind, row_number, content)
    return slots


def _apply(slot: Slot, seq: int, kind: str, row_number: int, content: bytes | None) -> None:
    if kind in ("change", "annotate"):
        slot.latest_raw_id, slot.row_number = seq, row_number
        slot.content_hash = bytes(content or b"")
        slot.versions += kind == "change"
    slot.removed = kind == "remove"


def rebuild_slots(connection: sa.Connection, source_id: int) -> None:
    """Replaces the slots of a source by what its events tell."""
    table = schema.slot
    connection.execute(sa.delete(table).where(table.c.source_id == source_id))
    slots = replay(connection, source_id).values()
    insert_rows(connection, table, [astuple(slot) for slot in slots])


def read_slots(connection: sa.Connection, source_id: int) -> list[Slot]:
    """The slots of a source in the order they first came."""
    table = schema.slot
    rows = connection.execute(
        sa.select(table).where(table.c.source_id == source_id).order_by(table.c.slot_id)
    )
    return list(starmap(Slot, rows))


def touched_slots(connection: sa.Connection, source_id: int, after_seq: int) -> set[int]:
    """Slots that events after this number changed or decided on, withdrawn runs included.

    A run in parts changes its slots when it is finished.
    """
    event = schema.event
    of_source = sa.and_(event.c.source_id == source_id, event.c.slot_id.is_not(None))
    slots = sa.select(event.c.slot_id).where(of_source, event.c.run_id.not_in(UNFINISHED))
    found = set(connection.execute(slots.where(event.c.seq > after_seq)).scalars())
    undone = connection.execute(
        sa.select(event.c.run_id).where(event.c.seq > after_seq, schema.about_no_row("withdraw", "finish"))
    )
    for run_id in undone.scalars().all():
        found |= set(connection.execute(slots.where(event.c.run_id == run_id)).scalars())
    return found | decided_slots(connection, source_id, after_seq)


def moved_slots(
    connection: sa.Connection, source_id: int, places: Mapping[int, int]
) -> set[int]:
    """Those of these slots (with their row numbers) that stand in another row by now; no event tells."""
    table = schema.slot
    query = sa.select(table.c.slot_id, table.c.row_number).where(table.c.source_id == source_id)
    return {
        slot for some in sliced(places)
        for slot, row in connection.execute(query.where(among(table.c.slot_id, some)))
        if row != places[slot]
    }


def removed_of(connection: sa.Connection, numbers: Iterable[int]) -> set[int]:
    """Those of these slots that are removed now."""
    table = schema.slot
    query = sa.select(table.c.slot_id).where(table.c.removed)
    return {
        slot for some in sliced(numbers)
        for slot in connection.execute(query.where(table.c.slot_id.in_(some))).scalars()
    }


def among(column: sa.ColumnElement[int], some: Sequence[int]) -> sa.ColumnElement[bool]:
    """Whether a column has one of these sorted numbers; rows that came together follow each other."""
    if some and some[-1] - some[0] == len(some) - 1:
        return column.between(some[0], some[-1])
    return column.in_(some)


def sliced(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Sorted numbers in slices that fit one statement."""
    ordered = sorted(numbers)
    for start in range(0, len(ordered), SLICE):
        yield ordered[start : start + SLICE]
