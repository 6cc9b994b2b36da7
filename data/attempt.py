"""A table beside what is known of its source: which rows are known, and whether to doubt it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import sqlalchemy as sa

from analysis.headers import missing_headers
from analysis.mapping import SourceMapping
from analysis.mapping_file import mapping_toml
from analysis.matching import Matching
from data.ledger import Run
from data.ledger.chain import Chain
from data.ledger.counted import CountedRows, incoming_rows, read_counted
from data.ledger.incoming import Incoming, Known, match, read_incoming
from data.ledger.pen import Pen
from data.ledger.runs import keep_run
from data.ledger.slots import slot_columns
from data.ledger.sources import Headers, Source, find_source, keep_header, read_headers
from data.raw_table import RawTable

FEW_REMOVED = 3
"""So many rows may always vanish: in a small sheet one test row is already a large share."""

REMOVED_SHARE = 5
"""More than one known row in this many vanishing at once is taken for an accident or worse."""

PART_ROWS = 50_000
"""More new rows than this are kept in several transactions, so that no other writer waits long."""


@dataclass(frozen=True)
class Attempt:
    """A table beside what is known of its source; `found` is None when headers are missing."""

    mapping: SourceMapping
    source: Source | None
    known: Known
    table: Incoming
    missing: list[str]
    found: Matching | None

    def doubt(self, accept_removal: bool) -> tuple[str | None, str]:
        """Why a person must decide first, with what the sentence about it names."""
        known = len(self.known.alive)
        if known and not self.table.rows and not accept_removal:
            return "empty_table", str(known)
        if self.found is None:
            return "missing_header", ", ".join(self.missing)
        removed = len(self.found.removed)
        if removed > FEW_REMOVED and removed * REMOVED_SHARE > known and not accept_removal:
            return "mass_removal", str(removed)
        return None, ""

    @property
    def in_parts(self) -> bool:
        """Whether so many rows are new that they are kept in several transactions."""
        return self.found is not None and len(self.found.new) > PART_ROWS

    def counted(self, connection: sa.Connection) -> Iterator[CountedRows]:
        """The rows of the source as they count once this table is applied.

        Those the table holds in the version that counts come from it; only the others are read.
        """
        assert self.found is not None
        found, numbers = self.found, self.table.row_numbers
        alive, gone = self.known.alive, self.known.gone
        here, slots, stand = [found.new], [], []
        for known, pairs, same in (
            (alive, found.unchanged, True), (gone, found.restored, True),
            (alive, found.annotated, True), (alive, found.changed, False),
        ):
            paired, rows = known.at(pairs[:, 0]), pairs[:, 1]
            told = np.full(len(rows), self.mapping.counted_version == "latest")
            told |= (paired.latest_raw_id == paired.slot_id) & same  # never had other contents
            here.append(rows[told])
            slots.append(paired.slot_id[~told])
            stand.append(numbers[rows[~told]])
        for known, seen in (
            (alive, np.concatenate([found.unchanged, found.annotated, found.changed])),
            (gone, found.restored),
        ):
            absent = np.ones(len(known), dtype=bool)
            absent[seen[:, 0]] = False
            lost = known.at(absent)
            slots.append(lost.slot_id)
            stand.append(lost.row_number)
        yield from incoming_rows(self.table, self.mapping, np.sort(np.concatenate(here)))
        rows_of = pd.Series(np.concatenate(stand), index=np.concatenate(slots))
        if self.source is not None and len(rows_of):
            source = replace(self.source, mapping=self.mapping)
            back = set(gone.slot_id[found.restored[:, 0]].tolist())
            headers = self.known.headers
            for part in read_counted(connection, source, headers, rows_of.index.tolist(), back):
                numbered = rows_of[part.cells["slot"]].to_numpy()
                yield CountedRows(part.header, part.cells.assign(row=numbered))

    def run(self, who: str, file_name: str | None, reason: str | None) -> Run:
        """The run to keep, without its number; a quarantined one changes nothing."""
        found = self.found if self.found is not None and not reason else Matching()
        counts = {
            "rows": self.table.rows,
            "new": len(found.new),
            "changed": len(found.changed),
            "removed": len(found.removed),
            "restored": len(found.restored),
            "unchanged": len(found.unchanged) + len(found.annotated),
            "annotated": len(found.annotated),
            "duplicates": found.duplicates,
        }
        return Run(
            id=0,
            source=self.mapping.name,
            source_id=0,
            at="",
            who=who,
            file_name=file_name,
            counts=counts,
            quarantined=bool(reason),
            reason=reason,
            digest=self.table.digest(mapping_toml(self.mapping)),
        )

    def begin(self, chain: Chain, run: Run) -> Pen:
        """Keeps the run, and gives what writes its rows.

        The header is kept without any new row, too: the next rename starts from it.
        """
        header = keep_header(chain, run.source_id, self.table.header)
        number = keep_run(chain, run, self.in_parts)
        return Pen(run.source_id, number, header, self.table)


def attempted(connection: sa.Connection, raw: RawTable, mapping: SourceMapping) -> Attempt:
    """A table beside what the record knows of its source; nothing is written."""
    source = find_source(connection, mapping.name)
    number = source.id if source else 0
    headers = read_headers(connection, number, mapping) if source else Headers({}, {})
    with ThreadPoolExecutor(1, "slots") as worker:  # the database reads while rows are hashed
        slots = worker.submit(slot_columns, connection, number)
        table = read_incoming(raw, headers)
        known = Known(slots.result(), headers)
    missing = missing_headers(mapping, raw.header)
    found = None if missing else match(connection, known, table, mapping)
    return Attempt(mapping, source, known, table, missing, found)
