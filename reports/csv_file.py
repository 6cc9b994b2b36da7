"""A table as CSV: UTF-8 with BOM, comma, CRLF, Vietnamese headings, nothing a program would run.

The comma is kept although a Vietnamese Excel may expect a semicolon: every other program reads
it, and people who use Excel have the XLSX file. Numbers carry a decimal point, days are ISO.
A text that a spreadsheet would take for a formula gets a leading apostrophe; removing one
apostrophe in front of such a text gives the original back.
"""

from __future__ import annotations

import math
import re
from typing import Any, Final

import pandas as pd
from pandas.api import types

from analysis.text.columns import headed
from reports.cells import by_distinct, clean, has_clock, is_text, local_times, plain_value, words

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


def _day_cells(values: pd.Series[Any]) -> list[str]:
    local = local_times(values)
    return by_distinct(local, str if has_clock(local) else lambda day: str(day)[:10], "")


def _cells(values: pd.Series[Any]) -> list[str]:
    if types.is_bool_dtype(values.dtype):
        values = words(values)
    if types.is_datetime64_any_dtype(values.dtype):
        return _day_cells(values)
    if types.is_numeric_dtype(values.dtype):
        return ["" if value != value else repr(value) for value in _numbers(values)]
    if is_text(values):
        return by_distinct(values, _text_cell, "")
    return [_mixed_cell(value) for value in values.tolist()]


def _numbers(values: pd.Series[Any]) -> list[Any]:
    if values.hasnans and types.is_integer_dtype(values.dtype):
        return [math.nan if pd.isna(value) else value for value in values.tolist()]
    if values.hasnans:
        return values.astype(float).tolist()
    return values.tolist()


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The frame as a CSV file, one row each plus the heading row; no row is left out."""
    named = headed(frame)
    head = [_text_cell(str(name)) for name in named.columns]
    columns = [_cells(named.iloc[:, place]) for place in range(len(head))]
    lines = [",".join(head), *map(",".join, zip(*columns, strict=True))]
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")
