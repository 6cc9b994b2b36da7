"""Records to Arrow files, batch by batch, so that memory holds one batch and not the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, zip_longest
from pathlib import Path

import pyarrow as pa

from analysis.errors import InputError
from data import text_files as text
from data.sources import limits

BATCH_ROWS = 4_000
ROW = "row"
Record = tuple[int, list[str]]


def write_table(
    records: Iterator[Record], header_row: int, folder: Path, most: int = limits.MAX_ROWS
) -> dict[str, object]:
    """Writes `part-*.arrow` (column "row", then "0", "1", …) and returns header, parts, width.

    Rows without content are left out. A row longer than the header keeps its further cells in
    columns without a header; a shorter one ends in nulls: no cell ever changes its column.
    InputError for more than `most` rows, or for more cells than MAX_ROWS of the widest have.
    """
    header = header_of(records, header_row)
    parts = _Parts(folder, len(header), most)
    body = _body(records, len(header))
    while batch := list(islice(body, BATCH_ROWS)):
        parts.add(batch)
    parts.close()
    return {"header": header, "parts": parts.names, "width": parts.width}


def write_parts(
    header: list[str], parts: Iterable[tuple[pa.Array, pa.Table]], folder: Path
) -> dict[str, object]:
    """As `write_table`, for row numbers and cells that are columns already."""
    written = _Parts(folder, len(header), limits.MAX_CSV_ROWS, "block")
    for numbers, cells in parts:
        written.add_columns(numbers, cells)
    written.close()
    return {"header": header, "parts": written.names, "width": written.width}


def header_of(records: Iterator[Record], header_row: int) -> list[str]:
    """The header, from which `records` then goes on; InputError when there is none."""
    for number, cells in records:
        if number >= header_row:
            header = _trimmed(cells)
            if number > header_row or not header:
                break
            return header
    raise InputError(text.NO_HEADER.format(row=header_row))


def read_table(folder: Path, answer: dict[str, object]) -> tuple[list[str], pa.Table, pa.Array]:
    """Header, cells and row numbers of what `write_table` wrote."""
    width = int(str(answer["width"]))
    columns = [str(index) for index in range(width)]
    empty = pa.schema([(ROW, pa.int32()), *((name, pa.string()) for name in columns)])
    tables = [empty.empty_table()]
    for name in _texts(answer["parts"]):
        with pa.OSFile(str(folder / name)) as file:
            tables.append(pa.ipc.open_file(file).read_all())
    table = pa.concat_tables(tables, promote_options="default")
    header = _texts(answer["header"])
    padded = header + [""] * (width - len(header))
    return padded, table.select(columns), table.column(ROW).combine_chunks()


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _body(records: Iterator[Record], width: int) -> Iterator[Record]:
    for number, cells in records:
        if not any(map(str.strip, cells)):
            continue
        if len(cells) > width:
            cells = _trimmed(cells, width)
        yield number, cells


def _trimmed(cells: list[str], width: int = 0) -> list[str]:
    """The cells without blank ones at the end, but not fewer than `width`."""
    last = len(cells)
    while last > width and not cells[last - 1].strip():
        last -= 1
    if last > limits.MAX_COLUMNS:
        raise InputError(text.TOO_MANY_COLUMNS.format(limit=limits.MAX_COLUMNS))
    return cells[:last]


class _Parts:
    """One Arrow file as long as the width stays; a wider row opens the next."""

    def __init__(self, folder: Path, width: int, most: int, name: str = "part") -> None:
        self.folder, self.width, self._most, self._name = folder, width, most, name
        self.names: list[str] = []
        self._rows = 0
        self._writer: pa.ipc.RecordBatchFileWriter | None = None

    def add(self, batch: list[Record]) -> None:
        """Writes one batch of rows."""
        numbers, rows = zip(*batch, strict=True)
        widest = max(map(len, rows))
        if self._writer is None or widest > self.width:
            self.width = max(self.width, widest)
            self._open()
        self._count(len(rows))
        first = [*rows[0], *[""] * (self.width - len(rows[0]))]
        columns = zip_longest(first, *rows[1:])
        arrays = [pa.array([cell or None for cell in column], pa.string()) for column in columns]
        names = [ROW, *(str(index) for index in range(self.width))]
        assert self._writer is not None
        self._writer.write_batch(pa.record_batch([pa.array(numbers, pa.int32()), *arrays], names))

    def add_columns(self, numbers: pa.Array, cells: pa.Table) -> None:
        """Writes a part of the rows, all as wide as the header."""
        self._count(cells.num_rows)
        if self._writer is None:
            self._open()
        assert self._writer is not None
        table = pa.table([numbers, *cells.columns], [ROW, *cells.column_names])
        self._writer.write_table(table)

    def _count(self, rows: int) -> None:
        self._rows += rows
        most = min(self._most, limits.MAX_ROWS * limits.MAX_COLUMNS // max(1, self.width))
        if self._rows > most:
            raise InputError(text.TOO_MANY_ROWS.format(limit=text.thousands(most)))

    def _open(self) -> None:
        self.close()
        self.names.append(f"{self._name}-{len(self.names)}.arrow")
        fields = [(ROW, pa.int32()), *((str(index), pa.string()) for index in range(self.width))]
        path = str(self.folder / self.names[-1])
        self._writer = pa.ipc.new_file(path, pa.schema(fields))

    def close(self) -> None:
        """Finishes the file that is open, if any."""
        if self._writer is not None:
            self._writer.close()
