"""A table as CSV: UTF-8 with BOM, comma, CRLF, Vietnamese headings, nothing a program would run.

The comma is kept although a Vietnamese Excel may expect a semicolon: every other program reads
it, and people who use Excel have the XLSX file. Numbers carry a decimal point, days are ISO.
A text that a spreadsheet would take for a formula gets a leading apostrophe; removing one
apostrophe in front of such a text gives the original back.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pandas.api import types

from analysis.text.columns import headed
from analysis.text.labels import YES_NO
from reports.cells import clean, has_clock, is_text, local_times, plain_value
from reports.places import TEXT, by_bits, by_distinct, scalar

_COMMA, _END, _NOTHING = map(scalar, (",", "\r\n", ""))
READABLE: Final = 6
"""Decimals of a file that a person downloads: a rate to a ten-thousandth of a percent."""
_BLOCK: Final = 50_000
"""Rows joined at a time: all that is kept in memory of a large file, once for each worker."""
_WORKERS: Final = min(4, os.cpu_count() or 1)
_INVISIBLE: Final = "\\s\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_SIGNS: Final = "=+\\-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20"
_RUNS: Final = re.compile(f"(^|;)(?='*[{_INVISIBLE}]*[{_SIGNS}]|'*[{_INVISIBLE}]*[\\t\\r\\n])")
_QUOTED: Final = re.compile('[",;\r\n\t]|^\\s|\\s$')
_BROKEN: Final = ',;"\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff'
_HARMLESS: Final = re.compile(f"[^\\W_](?:[^{_BROKEN}]*[^{_BROKEN}\\s])?")
"""Begins with a letter or digit and holds nothing to quote or remove: the common, quick case."""


def neutral(text: str) -> str:
    """The text with an apostrophe before whatever a spreadsheet could run as a formula.

    The start counts after blanks, invisible characters and apostrophes; so does what follows
    a semicolon, which is the start of a cell for a program that splits there.

    >>> neutral("=1+1"), neutral("0901234567"), neutral("a =1+1")
    ("'=1+1", '0901234567', 'a =1+1')
    """
    return _RUNS.sub(r"\1'", text)


def _text_cell(text: str) -> str:
    if _HARMLESS.fullmatch(text):
        return text
    safe = neutral(clean(text))
    return '"' + safe.replace('"', '""') + '"' if _QUOTED.search(safe) else safe


def _mixed_cell(value: Any) -> str:
    plain = plain_value(value)
    if plain is None:
        return ""
    return _text_cell(plain) if isinstance(plain, str) else str(plain)


def _column(values: pd.Series[Any], decimals: int | None) -> pa.Array:
    """A column ready to be written by blocks: whole numbers, or places among distinct texts."""
    if types.is_bool_dtype(values.dtype):
        return by_distinct(values, lambda value: _text_cell(YES_NO[bool(value)]), "")
    if types.is_datetime64_any_dtype(values.dtype):
        local = local_times(values)
        return by_distinct(local, str if has_clock(local) else lambda day: str(day)[:10], "")
    if types.is_integer_dtype(values.dtype):
        return pa.array(values, from_pandas=True)
    if types.is_numeric_dtype(values.dtype):
        return _numbers(values.to_numpy(dtype=float, na_value=np.nan), decimals)
    if is_text(values):
        return by_distinct(values, lambda text: _text_cell(str(text)), "")
    return pa.array([_mixed_cell(value) for value in values.tolist()], TEXT)


def _numbers(values: NDArray[np.float64], decimals: int | None) -> pa.Array:
    if decimals is not None:
        values = np.round(values, decimals) + 0.0  # which makes 0.0 of -0.0
    write = repr if decimals is None else partial(np.format_float_positional, trim="0")
    return by_bits(values, write, "")


def _lines(columns: Sequence[pa.Array], start: int) -> bytes:
    """The rows of one block; Arrow lays the joined lines one after the other."""
    cells = [pc.fill_null(c.slice(start, _BLOCK).cast(TEXT), "") for c in columns]
    cells[-1] = pc.binary_join_element_wise(cells[-1], _END, _NOTHING)
    return bytes(pc.binary_join_element_wise(*cells, _COMMA).buffers()[2])


def csv_blocks(
    frames: Iterable[pd.DataFrame], decimals: int | None = None
) -> Iterator[bytes]:
    """The rows of frames of one kind as a CSV file in parts: a heading, then every row.

    Only a few parts exist at a time. With `decimals`, fractions are rounded to so many and written
    without an exponent, for people; without, they are exact, for programs.
    """
    heading = b""
    with ThreadPoolExecutor(_WORKERS) as pool:  # Arrow and the counting of texts leave Python free
        for frame in frames:
            named = headed(frame)
            if not heading:
                cells = ",".join(_text_cell(str(name)) for name in named.columns)
                yield (heading := f"{cells}\r\n".encode("utf-8-sig"))
            yield from _blocks(named, decimals, pool)


def _blocks(named: pd.DataFrame, decimals: int | None, pool: ThreadPoolExecutor) -> Iterator[bytes]:
    values = [named.iloc[:, place] for place in range(named.shape[1])]
    columns = list(pool.map(partial(_column, decimals=decimals), values))
    coming: deque[Future[bytes]] = deque()
    for start in range(0, len(named) if columns else 0, _BLOCK):
        coming.append(pool.submit(_lines, columns, start))
        if len(coming) > _WORKERS:
            yield coming.popleft().result()
    while coming:
        yield coming.popleft().result()


def csv_bytes(frame: pd.DataFrame, decimals: int | None = None) -> bytes:
    """The same file as a whole."""
    return b"".join(csv_blocks([frame], decimals))
