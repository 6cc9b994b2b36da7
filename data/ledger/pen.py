"""Writes what a run brought: events, raw rows and the slots they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import sqlalchemy as sa

from analysis.matching import Matching
from data.ledger import schema
from data.ledger.bodies import CHUNK, body_texts
from data.ledger.chain import NOTHING, Chain, row_hashes
from data.ledger.columns import hashes, insert_columns, integers, numbered, same, texts
from data.ledger.incoming import Incoming, Known
from data.ledger.slots import Slots

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Written:
    """Some rows of a table as they are kept: where they stand, their bodies and their hashes."""

    rows: Places
    numbers: Places
    bodies: pa.Array
    hashes: list[bytes]


@dataclass(frozen=True)
class Pen:
    """Writes the rows of one run, all under one header."""

    source_id: int
    run_id: int
    header_id: int
    table: Incoming

    def written(self, rows: Places) -> Iterator[Written]:
        """These rows, CHUNK at a time; nothing is kept yet."""
        for start in range(0, len(rows), CHUNK):
            some = rows[start : start + CHUNK]
            numbers = self.table.row_numbers[some]
            bodies = body_texts(self.table.cells_at(some))
            told = row_hashes(self.run_id, self.header_id, pa.array(numbers), bodies)
            yield Written(some, numbers, bodies, told)

    def insert(self, chain: Chain, parts: Iterable[Written]) -> None:
        """Keeps new rows; they are no slots yet."""
        for part in parts:
            self._keep(chain, "insert", part, [None] * len(part.numbers))

    def settle(self, chain: Chain, known: Known, found: Matching) -> None:
        """Makes the new rows slots, keeps other contents, marks what was removed, restored, moved."""
        alive, gone = known.alive, known.gone
        if len(found.new):
            self._make_slots(chain.connection)
        for kind, pairs in (("change", found.changed), ("annotate", found.annotated)):
            self._change(chain, kind, alive.at(pairs[:, 0]), pairs[:, 1])
        self._mark(chain, "remove", alive.slot_id[found.removed].tolist())
        self._mark(chain, "restore", gone.slot_id[found.restored[:, 0]].tolist())
        for slots, pairs in ((alive, found.unchanged), (gone, found.restored)):
            self._move(chain.connection, slots.at(pairs[:, 0]), pairs[:, 1])

    def _make_slots(self, connection: sa.Connection) -> None:
        raw, nothing = schema.raw_row.c, sa.false()
        found = sa.select(
            raw.raw_id, sa.literal(self.source_id), raw.raw_id, raw.raw_id, sa.literal(1), nothing,
            raw.row_number, raw.content_hash,
        ).where(raw.raw_id > self.run_id, raw.run_id == self.run_id)
        names = [column.name for column in schema.slot.columns]
        connection.execute(sa.insert(schema.slot).from_select(names, found))

    def _change(self, chain: Chain, kind: str, slots: Slots, rows: Places) -> None:
        for number, part in enumerate(self.written(rows)):
            start = number * CHUNK
            edited = slots.at(np.arange(start, start + len(part.rows)))
            first = self._keep(chain, kind, part, edited.slot_id.tolist())
            told = zip(
                edited.slot_id.tolist(), edited.versions.tolist(), part.numbers.tolist(),
                self.table.hashes[part.rows], strict=True,
            )
            _update(chain.connection, [
                {
                    "slot": slot, "latest_raw_id": first + index, "versions": versions + (kind == "change"),
                    "row_number": at, "content_hash": content.tobytes(),
                }
                for index, (slot, versions, at, content) in enumerate(told)
            ])

    def _keep(
        self, chain: Chain, kind: str, part: Written, slots: Sequence[int | None]
    ) -> int:
        vouched = list(zip(slots, part.hashes, strict=True))
        first = chain.add_rows(kind, (self.source_id, self.run_id), vouched)
        insert_columns(chain.connection, schema.raw_row, len(vouched), [
            numbered(first), same(self.run_id), same(self.header_id), integers(part.numbers),
            hashes(self.table.hashes[part.rows].tobytes()), texts(part.bodies),
        ])
        return first

    def _mark(self, chain: Chain, kind: str, slots: list[int]) -> None:
        chain.add_rows(kind, (self.source_id, self.run_id), [(s, NOTHING) for s in slots])
        _update(chain.connection, [{"slot": s, "removed": kind == "remove"} for s in slots])

    def _move(self, connection: sa.Connection, slots: Slots, rows: Places) -> None:
        numbers = self.table.row_numbers[rows]
        moved = numbers != slots.row_number
        told = zip(slots.slot_id[moved].tolist(), numbers[moved].tolist(), strict=True)
        _update(connection, [{"slot": slot, "row_number": number} for slot, number in told])


def _update(connection: sa.Connection, values: list[dict[str, object]]) -> None:
    if values:
        table = schema.slot
        statement = sa.update(table).where(table.c.slot_id == sa.bindparam("slot"))
        connection.execute(statement, values)
