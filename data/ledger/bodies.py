"""Rows as bytes: the exact body that is kept, and the content that tells rows apart.

Every column is handled by its distinct texts; what is left to do for each row is one join.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv

from data.ahead import ahead

CHUNK = 25_000
"""Rows handled at once, so that memory does not grow with the file."""

Hashes = npt.NDArray[np.uint8]
"""SHA-256 hashes, 32 bytes a line."""

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ESCAPED = r'[\x00-\x1f"\\]'
"""Signs that JSON writes in another way than they are."""


def body_texts(cells: pa.Table) -> pa.Array:
    """One JSON list per row: every cell as it came, null where there was none."""
    columns = [column.combine_chunks() for column in cells.columns]
    parts = [pc.fill_null(_by_text(column, _literals), "null") for column in columns]
    joined = pc.binary_join_element_wise(*parts, ",")
    return pc.binary_join_element_wise("[", joined, "]", "")


def cells_of(bodies: Sequence[str], width: int) -> list[list[str | None]]:
    """The columns of kept bodies; `width` columns even when there is no row."""
    rows = json.loads(f"[{','.join(bodies)}]")
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[]] * width


def table_of(bodies: Sequence[str], width: int) -> pa.Table:
    """Kept bodies as Arrow text columns "0", "1", …; ValueError for what is no body."""
    if not bodies or not width:
        return pa.table({str(place): pa.array([], pa.string()) for place in range(width)})
    # Without an escape a JSON list of texts is a line of CSV; the few other rows are read as JSON.
    odd = [place for place, body in enumerate(bodies) if "\\" in body]
    plain = [body[1:-1] for body in bodies]
    for place in odd:
        plain[place] = ",".join(["null"] * width)
    table = _read_lines("\n".join(plain).encode(), width)
    return _with_rows(table, odd, cells_of([bodies[place] for place in odd], width))


def table_of_lines(bodies: bytes, width: int) -> pa.Table:
    """The same of bodies in UTF-8, one a line; at least one, and at least one column."""
    if b"\\" in bodies:
        return table_of(bodies.decode().split("\n"), width)
    # An end of line stands nowhere inside a body: JSON writes it as an escape.
    return _read_lines(bodies[1:-1].replace(b"]\n[", b"\n"), width)


def _read_lines(lines: bytes, width: int) -> pa.Table:
    names = [str(place) for place in range(width)]
    return pc_csv.read_csv(
        pa.BufferReader(lines),
        read_options=pc_csv.ReadOptions(column_names=names, block_size=1 << 24),
        parse_options=pc_csv.ParseOptions(
            double_quote=False, escape_char=False, ignore_empty_lines=False
        ),
        convert_options=pc_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), null_values=["null"],
            strings_can_be_null=True, quoted_strings_can_be_null=False,
        ),
    )


def _with_rows(table: pa.Table, rows: list[int], cells: list[list[str | None]]) -> pa.Table:
    """The table with these rows in place of those at these numbers."""
    mask = np.zeros(table.num_rows, dtype=bool)
    mask[rows] = True
    columns = [
        pc.replace_with_mask(column.combine_chunks(), pa.array(mask), pa.array(said, pa.string()))
        for column, said in zip(table.columns, cells, strict=True)
    ]
    return pa.table(columns, table.column_names) if rows else table


def contents(cells: pa.Table, names: Sequence[str]) -> pa.Table:
    """What rows say, whatever the order of columns: NFC, trimmed, empty cells null.

    `names` are the canonical names of the columns, which stand in their order in the result.
    """
    said = {}
    for name, column in sorted(zip(names, cells.columns, strict=True), key=lambda pair: pair[0]):
        chunks = [_by_text(chunk, _said) for chunk in pa.chunked_array(column).chunks]
        said[name] = pa.chunked_array(chunks, pa.string())
    return pa.table(said)


def content_hashes(said: pa.Table) -> list[bytes]:
    """SHA-256 of each row of `contents`; empty bytes for a row that says nothing."""
    return list(_hashed(said, said.column_names, lambda text: text))


def row_hashes(cells: pa.Table, names: Sequence[str]) -> Hashes:
    """`content_hashes` of the `contents` of cells; zeros for a row that says nothing."""
    return stacked([content or bytes(32) for content in _hashed(cells, names, _said)])


def stacked(hashes: Sequence[bytes]) -> Hashes:
    """Hashes, one under the other."""
    return np.frombuffer(b"".join(hashes), dtype=np.uint8).reshape(-1, 32)


def _hashed(
    cells: pa.Table, names: Sequence[str], said: Callable[[pa.Array], pa.Array]
) -> Iterator[bytes]:
    columns = sorted(zip(names, range(len(names)), strict=True), key=lambda pair: pair[0])
    for told in ahead(_told(batch, columns, said) for batch in _windows(cells)):
        yield from [sha256(text).digest() if text else b"" for text in told.to_pylist()]


def _told(
    batch: pa.RecordBatch, columns: Sequence[tuple[str, int]], said: Callable[[pa.Array], pa.Array]
) -> pa.Array:
    """What is hashed of each row; empty for one that says nothing."""
    parts = []
    for name, place in columns:

        def part(text: pa.Array, name: str = name) -> pa.Array:
            return pc.binary_join_element_wise(f"{name}\x1e", said(text), "\x1e", "")

        parts.append(pc.fill_null(_by_text(batch.column(place), part), ""))
    return pc.binary_join_element_wise(*parts, "").cast(pa.binary())


def said_cells(said: pa.Table) -> list[dict[str, str]]:
    """Each row of `contents` as canonical column name -> text, without the empty cells."""
    return [
        {name: text for name, text in row.items() if text is not None} for row in said.to_pylist()
    ]


def said_hash(said: Mapping[str, str]) -> bytes:
    """The hash of one row of `said_cells`; zeros for a row that says nothing."""
    joined = "".join(f"{name}\x1e{text}\x1e" for name, text in sorted(said.items()))
    return sha256(joined.encode()).digest() if joined else bytes(32)


def _windows(cells: pa.Table) -> Iterator[pa.RecordBatch]:
    """The rows, CHUNK at a time, whatever parts they came in."""
    for start in range(0, cells.num_rows, CHUNK):
        yield from cells.slice(start, CHUNK).combine_chunks().to_batches()


def _by_text(column: pa.Array, made: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """What is made of a column, made once for each distinct text in it; null stays null."""
    coded = column.cast(pa.string()).dictionary_encode()
    return made(coded.dictionary).take(coded.indices)


def _literals(text: pa.Array) -> pa.Array:
    """Texts as JSON."""
    quoted = pc.binary_join_element_wise('"', text, '"', "")
    escaped = pc.match_substring_regex(text, _ESCAPED)
    literals = pa.array(map(encode, text.filter(escaped).to_pylist()), pa.string())
    return pc.replace_with_mask(quoted, escaped, literals)


def _said(text: pa.Array) -> pa.Array:
    said = pc.utf8_trim_whitespace(pc.utf8_normalize(text, form="NFC"))
    # These two signs separate cells in what is hashed; inside a cell they say no more than a space.
    said = pc.replace_substring_regex(said, "[\x1e\x1f]", " ")
    return pc.if_else(pc.equal(said, ""), None, said)
