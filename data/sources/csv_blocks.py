"""Large CSV text read block by block by Arrow, wherever that cannot differ from reading records.

Only UTF-8 whose quotes stand where a program puts them and whose records are all as wide as the
header is read here; for everything else the caller reads record by record.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv

from data.ahead import ahead
from data.sources import limits
from data.sources.csv_text import SAMPLE_LINES, delimiter_of, lines

BLOCK_BYTES = limits.MEGABYTE
LEAST_BYTES = limits.MEGABYTE
"""Smaller files are read fast enough record by record."""

LOOKED_BACK = 1_000
_SAID = r"[^\s\pZ\pC]"
"""A sign that is certainly no space, whoever decides what a space is."""


class UntidyError(ValueError):
    """Text that has to be read record by record."""


def tables(
    path: Path, header_row: int, header: list[str], encoding: str
) -> Iterator[tuple[pa.Array, pa.Table]]:
    """Record numbers and cells (columns "0", "1", …) below the header, without blank records.

    UntidyError, or another ValueError of Arrow, for text that is not to be read here.
    """
    if path.stat().st_size < LEAST_BYTES or not encoding.startswith("utf-8"):
        raise UntidyError
    delimiter = delimiter_of(list(islice(lines(path, encoding), SAMPLE_LINES)), header_row)
    number = 1
    parsed = (_parsed(block, delimiter, len(header)) for block in _blocks(path, delimiter.encode()))
    for table in ahead(parsed):
        numbers = pa.arange(number, number + table.num_rows).cast(pa.int32())
        number += table.num_rows
        kept = pc.and_(_filled(table), pc.greater(numbers, header_row))
        yield numbers.filter(kept), table.filter(kept)


def _blocks(path: Path, delimiter: bytes) -> Iterator[bytes]:
    """The bytes in blocks of whole records."""
    with path.open("rb") as file:
        rest = file.read(len(codecs.BOM_UTF8)).removeprefix(codecs.BOM_UTF8)
        while data := rest + file.read(BLOCK_BYTES):
            end = len(data) if len(data) < BLOCK_BYTES else _end(data)
            block, rest = data[:end], data[end:]
            if b"\0" in block or block.startswith(codecs.BOM_UTF8) or not _tidy(block, delimiter):
                raise UntidyError
            yield block


def _end(data: bytes) -> int:
    """Where the last whole record ends: at the end of a line outside quotes."""
    end = len(data)
    for _ in range(LOOKED_BACK):
        end = data.rfind(b"\n", 0, end)
        if end > 0 and data.count(b'"', 0, end) % 2 == 0:
            return end + 1
    raise UntidyError


def _tidy(block: bytes, delimiter: bytes) -> bool:
    """Whether quotes stand around whole cells only, and doubled inside them."""
    if b'"' not in block:
        return True
    between = re.escape(delimiter) + rb"\r\n"
    quoted = rb'(?:\A|(?<=[' + between + rb']))"[^"]*(?:""[^"]*)*"(?=[' + between + rb"]|\Z)"
    return b'"' not in re.sub(quoted, b"", block)


def _parsed(block: bytes, delimiter: str, width: int) -> pa.Table:
    names = [str(place) for place in range(width)]
    table = pc_csv.read_csv(
        pa.BufferReader(block),
        read_options=pc_csv.ReadOptions(
            column_names=names, block_size=len(block) + 1, use_threads=False
        ),
        parse_options=pc_csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
        ),
        convert_options=pc_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), null_values=[""],
            strings_can_be_null=True, check_utf8=False,
        ),
    )
    for column in table.columns:
        if (pc.max(pc.binary_length(column)).as_py() or 0) > limits.MAX_CELL_CHARACTERS:
            raise UntidyError
    return table


def _filled(table: pa.Table) -> pa.Array:
    """Which records hold anything."""
    filled = pc.fill_null(pc.match_substring_regex(table.column(0), _SAID), False)
    filled = filled.combine_chunks()
    if pc.all(filled).as_py():
        return filled
    doubtful = pc.invert(filled)
    cells = [[cell or "" for cell in row.values()] for row in table.filter(doubtful).to_pylist()]
    return pc.replace_with_mask(filled, doubtful, pa.array([any(map(str.strip, row)) for row in cells]))
