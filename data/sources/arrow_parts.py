"""Records to Arrow files, batch by batch, so that memory holds one batch and not the table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, zip_longest
from pathlib import Path

import pyarrow as pa

from analysis.errors import InputError
from data import text_files as text
from data.sources import limits

BATCH_ROWS = 4_000
ROW = "row"
Record = tuple[int, list[str]]


def write_table(records: Iterator[Record], header_row: int, folder: Path) -> dict[str, object]:
    """Writes `part-*.arrow` (column "row", then "0", "1", …) and returns header, parts, width.

    Rows without content are left out. A row longer than the header keeps its further cells in
    columns without a header; a shorter one ends in nulls: no cell ever changes its column.
    """
    header = _header(records, header_row)
    parts = _Parts(folder, len(header))
    body = _body(records, len(header))
    while batch := list(islice(body, BATCH_ROWS)):
        parts.add(batch)
    parts.close()
    return {"header": header, "parts": parts.names, "width": parts.width}


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


def _header(records: Iterator[Record], header_row: int) -> list[str]:
    for number, cells in records:
        if number >= header_row:
            header = _trimmed(cells)
            if number > header_row or not header:
                break
            return header
    raise InputError(text.NO_HEADER.format(row=header_row))


def _body(records: Iterator[Record], width: int) -> Iterator[Record]:
    count = 0
    for number, cells in records:
        if not any(map(str.strip, cells)):
            continue
        if len(cells) > width:
            cells = _trimmed(cells, width)
        count += 1
        if count > limits.MAX_ROWS:
            raise InputError(text.TOO_MANY_ROWS.format(limit=text.thousands(limits.MAX_ROWS)))
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

    def __init__(self, folder: Path, width: int) -> None:
        self.folder, self.width = folder, width
        self.names: list[str] = []
        self._writer: pa.ipc.RecordBatchFileWriter | None = None

    def add(self, batch: list[Record]) -> None:
        """Writes one batch of rows."""
        numbers, rows = zip(*batch, strict=True)
        widest = max(map(len, rows))
        if self._writer is None or widest > self.width:
            self.width = max(self.width, widest)
            self._open()
        first = [*rows[0], *[""] * (self.width - len(rows[0]))]
        columns = zip_longest(first, *rows[1:])
        arrays = [pa.array([cell or None for cell in column], pa.string()) for column in columns]
        names = [ROW, *(str(index) for index in range(self.width))]
        assert self._writer is not None
        self._writer.write_batch(pa.record_batch([pa.array(numbers, pa.int32()), *arrays], names))

    def _open(self) -> None:
        self.close()
        self.names.append(f"part-{len(self.names)}.arrow")
        fields = [(ROW, pa.int32()), *((str(index), pa.string()) for index in range(self.width))]
        path = str(self.folder / self.names[-1])
        self._writer = pa.ipc.new_file(path, pa.schema(fields))

    def close(self) -> None:
        """Finishes the file that is open, if any."""
        if self._writer is not None:
            self._writer.close()
