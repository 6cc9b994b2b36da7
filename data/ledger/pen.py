"""Writes what a run brought: events, raw rows and the slots they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import sqlalchemy as sa

from analysis.matching import Matching
from data.ledger import schema
from data.ledger.bodies import CHUNK, body_texts
from data.ledger.chain import NOTHING, Chain, evidence_hash
from data.ledger.engine import insert_rows
from data.ledger.incoming import Incoming, Known
from data.ledger.slots import Slot


@dataclass(frozen=True)
class Pen:
    """Writes the rows of one run; `header_id` is needed only when there are rows to keep."""

    chain: Chain
    source_id: int
    run_id: int
    header_id: int

    def write(self, known: Known, table: Incoming, found: Matching) -> None:
        """Keeps new and changed rows, and marks what was removed, restored or moved."""
        alive, gone = known.alive, known.gone
        self._insert(table, found.new)
        self._change(table, [alive[a] for a, _ in found.changed], [b for _, b in found.changed])
        self._mark("remove", [alive[a].slot_id for a in found.removed])
        self._mark("restore", [gone[a].slot_id for a, _ in found.restored])
        standing = [(alive[a], b) for a, b in found.unchanged]
        standing += [(gone[a], b) for a, b in found.restored]
        self._update(
            [
                {"slot": slot.slot_id, "row_number": table.row_numbers[row]}
                for slot, row in standing
                if slot.row_number != table.row_numbers[row]
            ],
        )

    def _insert(self, table: Incoming, rows: list[int]) -> None:
        for start in range(0, len(rows), CHUNK):
            some = rows[start : start + CHUNK]
            first = self._keep("insert", table, some, [None] * len(some))
            slots = [
                (number, self.source_id, number, number, 1, False, at, content)
                for number, at, content in zip(
                    range(first, first + len(some)),
                    [table.row_numbers[row] for row in some],
                    [table.hashes[row] for row in some],
                    strict=True,
                )
            ]
            insert_rows(self.chain.connection, schema.slot, slots)

    def _change(self, table: Incoming, slots: list[Slot], rows: list[int]) -> None:
        for start in range(0, len(rows), CHUNK):
            some, edited = rows[start : start + CHUNK], slots[start : start + CHUNK]
            first = self._keep("change", table, some, [slot.slot_id for slot in edited])
            self._update(
                [
                    {
                        "slot": slot.slot_id,
                        "latest_raw_id": first + index,
                        "versions": slot.versions + 1,
                        "row_number": table.row_numbers[row],
                        "content_hash": table.hashes[row],
                    }
                    for index, (slot, row) in enumerate(zip(edited, some, strict=True))
                ],
            )

    def _keep(
        self, kind: str, table: Incoming, rows: list[int], slots: Sequence[int | None]
    ) -> int:
        numbers = [table.row_numbers[row] for row in rows]
        whole = len(rows) == table.cells.num_rows
        bodies = list(body_texts(table.cells if whole else table.cells.take(pa.array(rows))))
        vouched = [
            (slot, evidence_hash(self.run_id, self.header_id, number, body))
            for slot, number, body in zip(slots, numbers, bodies, strict=True)
        ]
        first = self.chain.add_rows(kind, (self.source_id, self.run_id), vouched)
        kept = [
            (first + index, self.run_id, self.header_id, number, table.hashes[row], body)
            for index, (row, number, body) in enumerate(zip(rows, numbers, bodies, strict=True))
        ]
        insert_rows(self.chain.connection, schema.raw_row, kept)
        return first

    def _mark(self, kind: str, slots: list[int]) -> None:
        self.chain.add_rows(kind, (self.source_id, self.run_id), [(s, NOTHING) for s in slots])
        self._update([{"slot": s, "removed": kind == "remove"} for s in slots])

    def _update(self, values: list[dict[str, object]]) -> None:
        if values:
            table = schema.slot
            statement = sa.update(table).where(table.c.slot_id == sa.bindparam("slot"))
            self.chain.connection.execute(statement, values)
