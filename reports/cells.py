"""What may stand in a cell of a file: clean text, cut to length, and values by kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.text.columns import HEADINGS
from analysis.text.labels import YES_NO
from reports.text import CUT_MARK

TEXT_LIMIT: Final = 32_767
"""Longest text of an Excel cell, in UTF-16 units."""
EXACT: Final = 10**15
"""Excel keeps 15 digits; a whole number from here on is written as text."""

_COLUMN_OF: Final = {text: column for column, text in HEADINGS.items()}
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def column_of(heading: object) -> str:
    """The column name behind a Vietnamese heading; any other name as it is."""
    return _COLUMN_OF.get(str(heading), str(heading))


def clean(text: str) -> str:
    """The text without control characters; half a surrogate pair becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def cut(text: str, limit: int = TEXT_LIMIT, mark: str = CUT_MARK) -> str:
    """The text when it fits into `limit` UTF-16 units, else its beginning and the mark."""
    if len(text) * 2 <= limit or len(text.encode("utf-16-le")) // 2 <= limit:
        return text
    kept = text.encode("utf-16-le")[: 2 * (limit - len(mark))]
    return kept.decode("utf-16-le", errors="ignore") + mark


def warned(frame: pd.DataFrame, warning: str) -> pd.DataFrame:
    """The table with the warning as its last column, in every row; as it is when there is none.

    Every other column keeps its name and place, so a program that reads them goes on reading.
    """
    return frame.assign(warning=warning) if warning else frame


def is_text(values: pd.Series[Any]) -> bool:
    """Whether a column holds nothing but text and blanks."""
    return pd.api.types.infer_dtype(values, skipna=True) in ("string", "empty")


def local_times(values: pd.Series[Any]) -> pd.Series[Any]:
    """A column of times without its zone: what the clock on the wall there showed."""
    return values.dt.tz_localize(None) if values.dt.tz is not None else values


def has_clock(times: pd.Series[Any]) -> bool:
    """Whether any time of a column is not midnight, so the hour must be written too."""
    return bool((times.dt.normalize() != times)[times.notna()].any())


def plain_value(value: Any) -> str | float | datetime | date | None:
    """One cell of a mixed column as text, number, day or None for a blank.

    Truth values become words; a whole number too long for Excel becomes text.
    """
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, bool | np.bool_):
        return YES_NO[bool(value)]
    if isinstance(value, int | np.integer):
        return int(value) if abs(int(value)) < EXACT else str(value)
    if isinstance(value, float | np.floating):
        return float(value) if np.isfinite(value) else None
    if isinstance(value, date):
        return value
    return str(value)


def words(values: Sequence[Any] | pd.Series[Any]) -> pd.Series[Any]:
    """A column of truth values as words, blanks kept."""
    return pd.Series(values).astype(object).map(YES_NO)
