"""The rows that count: the version each source chose of every slot, with the cells as kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import sqlalchemy as sa

from analysis.headers import header_index, mapped_headers
from analysis.mapping import SourceMapping
from analysis.renames import present_names
from data.ledger import schema
from data.ledger.bodies import table_of, table_of_lines
from data.ledger.engine import fetched
from data.ledger.exclusions import excluded_slots
from data.ledger.incoming import Incoming
from data.ledger.joined import Numbers, joined
from data.ledger.slots import among, sliced, spans
from data.ledger.sources import Headers, Source

ROWS_AT_ONCE = 25_000

_Found: TypeAlias = tuple[int, pa.Table, Numbers]
"""A header's number, cells, and one line each of raw numbers, row numbers, slots, versions, removed."""
_SLOT, _REMOVED = 2, 4


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
    excluded = list(excluded_slots(connection, source.id) - back)
    found = (
        _by_columns(connection, source, headers)
        if slots is None and connection.dialect.name == "sqlite"
        else _by_rows(connection, source, headers, slots)
    )
    for header_id, cells, numbers in found:
        if excluded:
            out = (numbers[_REMOVED] == 1) & np.isin(numbers[_SLOT], excluded)
            cells, numbers = cells.filter(pa.array(~out)), numbers[:, ~out]
        if cells.num_rows:
            shown = present_names(headers.texts[header_id], source.mapping, headers.renamed)
            yield CountedRows(shown, _frame(cells, numbers))


def _chosen(source: Source) -> sa.ColumnElement[bool]:
    """Which version of a slot counts."""
    slot, latest = schema.slot.c, source.mapping.counted_version == "latest"
    return schema.raw_row.c.raw_id == (slot.latest_raw_id if latest else slot.first_raw_id)


def _by_rows(
    connection: sa.Connection, source: Source, headers: Headers, slots: Iterable[int] | None
) -> Iterator[_Found]:
    slot, raw = schema.slot, schema.raw_row
    query = (
        sa.select(
            raw.c.header_id, raw.c.body, raw.c.raw_id, slot.c.row_number, slot.c.slot_id,
            slot.c.versions, slot.c.removed,
        )
        .join(raw, _chosen(source))
        .where(slot.c.source_id == source.id)
        .order_by(raw.c.header_id, slot.c.slot_id)
    )
    asked = [query] if slots is None else [
        query.where(among(slot.c.slot_id, some)) for some in sliced(slots)
    ]
    for wanted in asked:
        for found in fetched(connection, wanted, ROWS_AT_ONCE):
            for header_id, rows in groupby(found, key=itemgetter(0)):
                _, bodies, *numbers = zip(*rows, strict=True)
                cells = table_of(bodies, len(headers.texts[header_id]))
                yield header_id, cells, np.array(numbers, dtype=np.int64)


def _by_columns(
    connection: sa.Connection, source: Source, headers: Headers
) -> Iterator[_Found]:
    """The same of all slots from SQLite."""
    slot, raw = schema.slot.c, schema.raw_row.c
    numbers = (raw.raw_id, slot.row_number, slot.slot_id, slot.versions, slot.removed)
    bodies = sa.func.group_concat(raw.body, "\n")
    for header_id, header in sorted(headers.texts.items()):
        for within in spans(connection, source.id):
            under = sa.and_(within, raw.header_id == header_id, _chosen(source))
            try:
                told = joined(connection, numbers, bodies, under)
            except sa.exc.DataError:  # longer than SQLite allows a text to be
                some = connection.execute(sa.select(slot.slot_id).where(within)).scalars()
                rows = _by_rows(connection, source, headers, some)
                yield from (found for found in rows if found[0] == header_id)
                continue
            if told is not None:
                lines, kept = told[1], np.stack(told[0])
                order = np.argsort(kept[_SLOT], kind="stable")
                cells = table_of_lines(lines, len(header))
                yield header_id, cells.take(pa.array(order)), kept[:, order]


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


def _frame(cells: pa.Table, numbers: Numbers) -> pd.DataFrame:
    raw_id, row, slot, versions, removed = numbers
    columns: dict[str, Any] = {name: _coded(cells.column(name)) for name in cells.column_names}
    rest = {"row": row, "slot": slot, "edited": versions > 1, "removed": removed == 1}
    frame = pd.DataFrame(columns | rest)
    frame.index = pd.Index(raw_id, name="raw_id", dtype="int64")
    return frame


def _coded(column: pa.ChunkedArray) -> pd.Series[Any]:
    """Cells as a categorical column: each distinct text once, and its place in every row."""
    coded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    texts = pd.Index(coded.dictionary.to_numpy(zero_copy_only=False), dtype=object)
    codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return pd.Series(pd.Categorical.from_codes(codes, categories=texts, validate=False))
