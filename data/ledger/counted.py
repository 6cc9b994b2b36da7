"""The rows that count: the version each source chose of every slot, with the cells as kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from analysis.headers import header_index, mapped_headers
from analysis.mapping import SourceMapping
from analysis.renames import present_names
from data.ledger import schema
from data.ledger.bodies import cells_of
from data.ledger.exclusions import excluded_slots
from data.ledger.incoming import Incoming
from data.ledger.slots import sliced
from data.ledger.sources import Headers, Source

ROWS_AT_ONCE = 25_000


@dataclass(frozen=True)
class CountedRows:
    """Rows under one header, at most ROWS_AT_ONCE of them.

    `cells`: index raw_id; columns "0", "1", … (text or None), row, slot, edited, removed.
    A renamed column carries the name the mapping in force uses.
    """

    header: tuple[str, ...]
    cells: pd.DataFrame


def read_counted(
    connection: sa.Connection, source: Source, headers: Headers, slots: Iterable[int] | None
) -> Iterator[CountedRows]:
    """The counted rows of a source, or of these slots, header by header.

    Removed rows count, unless a person decided otherwise.
    """
    slot, raw = schema.slot, schema.raw_row
    latest = source.mapping.counted_version == "latest"
    chosen = slot.c.latest_raw_id if latest else slot.c.first_raw_id
    query = (
        sa.select(
            raw.c.header_id,
            raw.c.raw_id,
            raw.c.body,
            slot.c.row_number,
            slot.c.slot_id,
            slot.c.versions,
            slot.c.removed,
        )
        .join(raw, raw.c.raw_id == chosen)
        .where(slot.c.source_id == source.id)
        .order_by(raw.c.header_id, slot.c.slot_id)
    )
    queries = (
        [query]
        if slots is None
        else [query.where(slot.c.slot_id.in_(some)) for some in sliced(slots)]
    )
    excluded = excluded_slots(connection, source.id)
    for wanted in queries:
        result = connection.execute(wanted, execution_options={"yield_per": ROWS_AT_ONCE})
        for found in result.partitions():
            part = found
            if excluded:
                part = [row for row in found if not (row.removed and row.slot_id in excluded)]
            for header_id, rows in groupby(part, key=lambda row: row[0]):
                header = headers.texts[header_id]
                shown = present_names(header, source.mapping, headers.renamed)
                yield CountedRows(shown, _frame(len(header), list(rows)))


def incoming_rows(table: Incoming, mapping: SourceMapping) -> Iterator[CountedRows]:
    """A table as counted rows, for when it holds exactly what counts: nothing is read back.

    Only the columns the mapping names are there.
    """
    named = mapped_headers(mapping)
    places = sorted({place for name in named for place in header_index(table.header, name)})
    for start in range(0, table.cells.num_rows, ROWS_AT_ONCE):
        part = table.cells.slice(start, ROWS_AT_ONCE)
        columns: dict[str, Any] = {
            str(place): pd.Series(part.column(place).to_pylist(), dtype=object)
            for place in places
        }
        numbers = table.row_numbers[start : start + ROWS_AT_ONCE]
        columns["row"] = np.array(numbers, dtype=np.int64)
        yield CountedRows(table.header, pd.DataFrame(columns))


def _frame(width: int, rows: list[Any]) -> pd.DataFrame:
    _, raw_ids, bodies, numbers, slots, versions, removed = zip(*rows, strict=True)
    columns: dict[str, Any] = {}
    numbered = pd.Index(raw_ids, name="raw_id", dtype="int64")
    for index, cells in enumerate(cells_of(bodies, width)):
        column = np.empty(len(cells), dtype=object)
        column[:] = cells
        columns[str(index)] = pd.Series(column, index=numbered, dtype=object)
    columns["row"] = np.array(numbers, dtype=np.int64)
    columns["slot"] = np.array(slots, dtype=np.int64)
    columns["edited"] = np.array(versions) > 1
    columns["removed"] = np.array(removed, dtype=bool)
    return pd.DataFrame(columns, index=numbered)
