"""A table beside what is known of its source: which rows are known, and whether to doubt it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pyarrow as pa
import sqlalchemy as sa

from analysis.headers import missing_headers
from analysis.mapping import SourceMapping
from analysis.mapping_file import mapping_toml
from analysis.matching import Matching
from data.ledger import Run
from data.ledger.chain import Chain
from data.ledger.counted import CountedRows, incoming_rows
from data.ledger.incoming import Incoming, Known, match, read_incoming
from data.ledger.pen import Pen
from data.ledger.runs import keep_run
from data.ledger.slots import read_slots
from data.ledger.sources import Headers, Source, find_source, keep_header, read_headers
from data.raw_table import RawTable

FEW_REMOVED = 3
"""So many rows may always vanish: in a small sheet one test row is already a large share."""

REMOVED_SHARE = 5
"""More than one known row in this many vanishing at once is taken for an accident or worse."""


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
        if known and not self.table.hashes and not accept_removal:
            return "empty_table", str(known)
        if self.found is None:
            return "missing_header", ", ".join(self.missing)
        removed = len(self.found.removed)
        if removed > FEW_REMOVED and removed * REMOVED_SHARE > known and not accept_removal:
            return "mass_removal", str(removed)
        return None, ""

    def counted_rows(self) -> Iterable[CountedRows] | None:
        """The rows of this table when, applied, exactly these count; else None."""
        slots = self.known.slots
        if self.found is None or len(self.found.unchanged) != len(slots):
            return None
        unedited = all(slot.versions == 1 for slot in slots)
        return incoming_rows(self.table, self.mapping) if unedited else None

    def run(self, who: str, file_name: str | None, reason: str | None) -> Run:
        """The run to keep, without its number; a quarantined one changes nothing."""
        found = self.found if self.found is not None and not reason else Matching()
        counts = {
            "rows": len(self.table.hashes),
            "new": len(found.new),
            "changed": len(found.changed),
            "removed": len(found.removed),
            "restored": len(found.restored),
            "unchanged": len(found.unchanged),
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

    def apply(self, chain: Chain, run: Run) -> int:
        """Keeps the run and its rows; returns its number."""
        assert self.found is not None
        rows_to_keep = self.found.new or self.found.changed
        header = keep_header(chain, run.source_id, self.table.header) if rows_to_keep else 0
        number = keep_run(chain, run)
        Pen(chain, run.source_id, number, header).write(self.known, self.table, self.found)
        return number


def attempted(connection: sa.Connection, raw: RawTable, mapping: SourceMapping) -> Attempt:
    """A table beside what the record knows of its source; nothing is written."""
    source = find_source(connection, mapping.name)
    known = Known([], Headers({}, {}))
    if source is not None:
        headers = read_headers(connection, source.id, mapping)
        known = Known(read_slots(connection, source.id), headers)
    table = read_incoming(raw, known.headers)
    missing = missing_headers(mapping, raw.header)
    found = None if missing else match(connection, known, table, mapping)
    table = replace(table, said=pa.table({}))  # as large as the cells, and told by now
    return Attempt(mapping, source, known, table, missing, found)
