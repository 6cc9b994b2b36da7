"""The rows that count: the version each source chose of every slot, with the cells as kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import sqlalchemy as sa

from analysis.headers import header_index, mapped_headers
from analysis.mapping import SourceMapping
from analysis.renames import present_names
from data.ledger import schema
from data.ledger.bodies import table_of
from data.ledger.engine import fetched
from data.ledger.exclusions import excluded_slots
from data.ledger.incoming import Incoming
from data.ledger.slots import among, sliced
from data.ledger.sources import Headers, Source

ROWS_AT_ONCE = 25_000


@dataclass(frozen=True)
class CountedRows:
    """Rows under one header, at most ROWS_AT_ONCE of them.

    `cells`: index raw_id; columns "0", "1", … (categories of text, or none), row, slot, edited,
    removed.
    A renamed column carries the name the mapping in force uses.
    """

    header: tuple[str, ...]
    cells: pd.DataFrame


def read_counted(
    connection: sa.Connection,
    source: Source,
    headers: Headers,
    slots: Iterable[int] | None,
    back: AbstractSet[int] = frozenset(),
) -> Iterator[CountedRows]:
    """The counted rows of a source, or of these slots, header by header.

    Removed rows count, unless a person decided otherwise; `back` are slots about to be restored,
    which ends that decision.
    """
    excluded = excluded_slots(connection, source.id) - back
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
        else [query.where(among(slot.c.slot_id, some)) for some in sliced(slots)]
    )
    for wanted in queries:
        for found in fetched(connection, wanted, ROWS_AT_ONCE):
            part = found
            if excluded:
                part = [row for row in found if not (row[6] and row[4] in excluded)]
            for header_id, rows in groupby(part, key=itemgetter(0)):
                header = headers.texts[header_id]
                shown = present_names(header, source.mapping, headers.renamed)
                yield CountedRows(shown, _frame(len(header), list(rows)))


def incoming_rows(
    table: Incoming, mapping: SourceMapping, rows: npt.NDArray[np.int64] | None = None
) -> Iterator[CountedRows]:
    """A table (or some of its rows) as counted rows: nothing is read back from the record.

    Only the columns the mapping names are there.
    """
    named = mapped_headers(mapping)
    places = sorted({place for name in named for place in header_index(table.header, name)})
    rows = np.arange(table.rows) if rows is None else rows
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[start : start + ROWS_AT_ONCE]
        cells = table.cells_at(some)
        columns = {str(place): _coded(cells.column(place)) for place in places}
        yield CountedRows(
            table.header, pd.DataFrame(columns | {"row": pd.Series(table.row_numbers[some])})
        )


def _frame(width: int, rows: list[Any]) -> pd.DataFrame:
    _, raw_ids, bodies, numbers, slots, versions, removed = zip(*rows, strict=True)
    cells = table_of(bodies, width)
    columns: dict[str, Any] = {str(i): _coded(column) for i, column in enumerate(cells.columns)}
    columns["row"] = np.array(numbers, dtype=np.int64)
    columns["slot"] = np.array(slots, dtype=np.int64)
    columns["edited"] = np.array(versions) > 1
    columns["removed"] = np.array(removed, dtype=bool)
    frame = pd.DataFrame(columns)
    frame.index = pd.Index(raw_ids, name="raw_id", dtype="int64")
    return frame


def _coded(column: pa.ChunkedArray) -> pd.Series[Any]:
    """Cells as a categorical column: each distinct text once, and its place in every row."""
    coded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    texts = pd.Index(coded.dictionary.to_numpy(zero_copy_only=False), dtype=object)
    codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return pd.Series(pd.Categorical.from_codes(codes, categories=texts, validate=False))
