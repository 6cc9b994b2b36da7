"""Rows of an import that are not surely of the units whoever imports may fill.

A row nobody can place today would count for whichever unit its text is explained as tomorrow, so
every row is asked, whether it counts, is rejected or is held back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import sqlalchemy as sa

from analysis.errors import InputError
from analysis.mapping import SourceMapping
from analysis.names import Resolver, fold
from analysis.normalise_cells import Cells, constant_column, renamer
from analysis.registers import Registers
from data.attempt import Attempt
from data.ledger.counted import CountedRows, incoming_rows, read_counted
from data.ledger.sources import Source, read_headers
from data.text_ledger import FOREIGN_ROWS, FOREIGN_SOURCE, REASONS

MOST_NAMED = 20
"""So many rows of the sheet a refusal names; whoever mends the file finds the others beside them."""


@dataclass(frozen=True)
class Own:
    """The units whose rows somebody may bring in, and the registers that say what a text means."""

    units: frozenset[str]
    registers: Registers


def refuse_foreign_rows(connection: sa.Connection, attempt: Attempt, own: Own) -> None:
    """InputError when any row of a table, or of the source it would go to, is not surely one's own.

    The source is asked under the mapping it has: an edit must not carry a response away either.
    """
    unit = attempt.mapping.columns.get("unit", ())
    lost = [header for header in attempt.missing if header in unit]
    if lost:
        raise InputError(REASONS["missing_header"].format(detail=", ".join(lost)))
    foreign = _foreign(incoming_rows(attempt.table, attempt.mapping), attempt.mapping, own)
    if foreign:
        named = ", ".join(map(str, foreign[:MOST_NAMED])) + (
            "…" if len(foreign) > MOST_NAMED else ""
        )
        raise InputError(FOREIGN_ROWS.format(count=len(foreign), rows=named))
    if attempt.source is not None:
        refuse_foreign_source(connection, attempt.source, own)


def refuse_foreign_source(connection: sa.Connection, source: Source, own: Own) -> None:
    """InputError when a source holds a row, as first or as last seen, that is not surely one's own."""
    headers = read_headers(connection, source.id)
    for version in ("first", "latest"):
        mapping = replace(source.mapping, counted_version=version)
        kept = read_counted(connection, replace(source, mapping=mapping), headers, None)
        if _foreign(kept, mapping, own):
            raise InputError(FOREIGN_SOURCE.format(source=source.name))


def _foreign(parts: Iterable[CountedRows], mapping: SourceMapping, own: Own) -> list[int]:
    """Numbers of the rows of which no unit is told, or one that may be another's."""
    resolver, renamed = Resolver(own.registers), renamer(mapping.values.get("unit", {}))

    def another(text: str) -> bool:
        found = resolver.unit_candidates(renamed.get(fold(text), text))
        return not found or not own.units.issuperset(found)

    rows: list[int] = []
    for part in parts:
        foreign, told = (np.zeros(len(part.cells), dtype=bool) for _ in range(2))
        if "unit" in mapping.constants and "unit" not in mapping.columns:
            columns = [constant_column("unit", mapping.constants["unit"], len(part.cells))]
        else:
            found = Cells(part.cells, part.header)
            columns = [one for name in mapping.columns.get("unit", ()) for one in found.parts(name)]
        for column in columns:  # of two columns under one header each must be one's own
            foreign |= column.where(another)
            told |= ~column.blank
        rows += part.cells["row"].to_numpy()[foreign | ~told].tolist()
    return sorted(rows)
