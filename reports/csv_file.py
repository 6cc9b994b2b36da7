"""A table as CSV: UTF-8 with BOM, comma, CRLF, Vietnamese headings, nothing a program would run.

The comma is kept although a Vietnamese Excel may expect a semicolon: every other program reads
it, and people who use Excel have the XLSX file. Numbers carry a decimal point, days are ISO.
A text that a spreadsheet would take for a formula gets a leading apostrophe; removing one
apostrophe in front of such a text gives the original back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pandas.api import types

from analysis.text.columns import headed
from reports.cells import clean, has_clock, is_text, local_times, plain_value, words

_TEXT: Final = pa.large_string()
READABLE: Final = 6
"""Decimals of a file that a person downloads: a rate to a ten-thousandth of a percent."""
_BLOCK: Final = 50_000
"""Rows joined at a time: keeps the lines of a large file out of memory twice."""
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
    """A column as the texts of its cells; every distinct value is written once."""
    if types.is_bool_dtype(values.dtype):
        values = words(values)
    if types.is_datetime64_any_dtype(values.dtype):
        local = local_times(values)
        return _distinct(local, str if has_clock(local) else lambda day: str(day)[:10])
    if types.is_integer_dtype(values.dtype):
        return pc.fill_null(pa.array(values, from_pandas=True).cast(_TEXT), "")
    if types.is_numeric_dtype(values.dtype):
        return _numbers(values.to_numpy(dtype=float, na_value=np.nan), decimals)
    if is_text(values):
        return _distinct(values, lambda text: _text_cell(str(text)))
    return pa.array([_mixed_cell(value) for value in values.tolist()], _TEXT)


def _distinct(values: pd.Series[Any], write: Callable[[Any], str]) -> pa.Array:
    codes, found = pd.factorize(values)
    written = pa.array([*map(write, found.astype(object)), ""], _TEXT)
    return written.take(pa.array(np.where(codes < 0, len(found), codes)))


def _numbers(values: NDArray[np.float64], decimals: int | None) -> pa.Array:
    """Told apart by their bits, since 0.0 and -0.0 are written differently."""
    if decimals is not None:
        values = np.round(values, decimals) + 0.0  # which makes 0.0 of -0.0
    codes, bits = pd.factorize(values.view("int64"))
    found = bits.view("float64").tolist()
    write = repr if decimals is None else partial(np.format_float_positional, trim="0")
    written = ["" if value != value else write(value) for value in found]
    return pa.array(written, _TEXT).take(pa.array(codes))


def _lines(columns: list[pa.Array]) -> pa.Buffer:
    """The rows of some columns, without the end of the last line."""
    lines = pc.binary_join_element_wise(*columns, pa.scalar(",", _TEXT))
    whole = pa.LargeListArray.from_arrays([0, len(lines)], lines)
    return pc.binary_join(whole, pa.scalar("\r\n", _TEXT))[0].as_buffer()


def csv_bytes(frame: pd.DataFrame, decimals: int | None = None) -> bytes:
    """The frame as a CSV file, one row each plus the heading row; no row is left out.

    With `decimals`, fractions are rounded to so many and written without an exponent, for people;
    without, they are exact, for programs.
    """
    named = headed(frame)
    head = ",".join(_text_cell(str(name)) for name in named.columns)
    columns = [_column(named.iloc[:, place], decimals) for place in range(named.shape[1])]
    starts = range(0, len(frame) if columns else 0, _BLOCK)
    blocks = [_lines([column.slice(start, _BLOCK) for column in columns]) for start in starts]
    return b"\r\n".join([head.encode("utf-8-sig"), *blocks, b""])
