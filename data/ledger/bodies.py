"""Rows as bytes: the exact body that is kept, and the content that tells rows apart."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256

import pyarrow as pa
import pyarrow.compute as pc

CHUNK = 10_000
"""Rows handled at once, so that memory does not grow with the file."""

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def body_texts(cells: pa.Table) -> Iterator[str]:
    """One JSON list per row: every cell as it came, null where there was none."""
    for batch in cells.to_batches(max_chunksize=CHUNK):
        yield from map(encode, zip(*(column.to_pylist() for column in batch.columns), strict=True))


def cells_of(bodies: Sequence[str], width: int) -> list[list[str | None]]:
    """The columns of kept bodies; `width` columns even when there is no row."""
    rows = json.loads(f"[{','.join(bodies)}]")
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[]] * width


def table_of(bodies: Sequence[str], width: int) -> pa.Table:
    """Kept bodies as Arrow text columns "0", "1", …"""
    columns = cells_of(bodies, width)
    return pa.table({str(i): pa.array(column, pa.string()) for i, column in enumerate(columns)})


def contents(cells: pa.Table, names: Sequence[str]) -> pa.Table:
    """What rows say, whatever the order of columns: NFC, trimmed, empty cells null.

    `names` are the canonical names of the columns, which stand in their order in the result.
    """
    said = {}
    for name, column in sorted(zip(names, cells.columns, strict=True), key=lambda pair: pair[0]):
        text = pc.utf8_trim_whitespace(pc.utf8_normalize(column.cast(pa.string()), form="NFC"))
        # These two signs separate cells below; inside a cell they say no more than a space.
        text = pc.replace_substring_regex(text, "[\x1e\x1f]", " ")
        said[name] = pc.if_else(pc.equal(text, ""), None, text)
    return pa.table(said)


def content_hashes(said: pa.Table) -> list[bytes]:
    """SHA-256 of each row of `contents`; empty bytes for a row that says nothing."""
    hashes: list[bytes] = []
    for batch in said.to_batches(max_chunksize=CHUNK):
        parts = [
            pc.fill_null(pc.binary_join_element_wise(f"{name}\x1e", column, "\x1e", ""), "")
            for name, column in zip(batch.column_names, batch.columns, strict=True)
        ]
        joined = pc.binary_join_element_wise(*parts, "").cast(pa.binary()).to_pylist()
        hashes.extend(sha256(text).digest() if text else b"" for text in joined)
    return hashes


def said_cells(said: pa.Table) -> list[dict[str, str]]:
    """Each row of `contents` as canonical column name -> text, without the empty cells."""
    return [
        {name: text for name, text in row.items() if text is not None} for row in said.to_pylist()
    ]
