"""How a column of a table is written: shares as per cent, numbers the Vietnamese way."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st

from analysis.periods import label
from analysis.text.columns import heading, headings
from analysis.text.numbers import integer, interval
from pages.shared import text

_SHARES = frozenset({
    "satisfied_rate", "low_rate", "ci_low", "ci_high", "share", "limit_low", "limit_high",
    "centre", "rate_when_low", "rate_otherwise", "rate_a", "rate_b",
})
_POINTS = frozenset({
    "gap", "gap_ci_low", "gap_ci_high", "change", "change_ci_low", "change_ci_high", "difference",
})


def share_column(label: str) -> Any:
    """A share as "96,0 %", sorted as a number: the step fixes one decimal."""
    return st.column_config.NumberColumn(label, format="percent", step=0.001)


def points_column(label: str) -> Any:
    """A difference in points with one decimal."""
    return st.column_config.NumberColumn(label, format="localized", step=0.1)


FEW_COLUMNS = 3
"""As many columns a phone shows side by side."""
MOST_ROWS, FIRST_ROWS = 1_000, 200
"""A table longer than the first is drawn as its beginning only; files hold every row."""


def beginning(frame: pd.DataFrame) -> pd.DataFrame:
    """What a person reads of a table: all of it, or the first rows of a long one."""
    return frame if len(frame) <= MOST_ROWS else frame.head(FIRST_ROWS)


def size(rows: int, columns: int) -> str:
    """How many rows a table has, how many of them are drawn, and that a wide one goes on sideways."""
    if rows > MOST_ROWS:
        return text.FIRST_ROWS.format(n=integer(rows), shown=integer(FIRST_ROWS))
    wide = text.WIDE_TABLE.format(n=integer(columns)) if columns > FEW_COLUMNS else ""
    return text.SHOWN_ROWS.format(n=integer(rows)) + wide


def interval_column(frame: pd.DataFrame) -> list[str]:
    """The confidence interval of each row as one text, "84–90 %"."""
    return [interval(*ends) for ends in zip(frame["ci_low"].tolist(), frame["ci_high"].tolist(), strict=True)]


def order(columns: Sequence[str]) -> list[str]:
    """The columns as a screen draws them: both ends of the confidence interval are one."""
    if not {"ci_low", "ci_high"}.issubset(columns):
        return list(columns)
    return ["interval" if name == "ci_low" else name for name in columns if name != "ci_high"]


def shown(frame: pd.DataFrame, **more: Any) -> pa.Table | pd.DataFrame:
    """The frame as a screen writes it: shares to a tenth of a per cent, points, periods by name.

    `more` are further columns. As Arrow, which is what a browser is sent; columns of several kinds
    of values at once are left to Streamlit.
    """
    plain = (np.dtype, pd.StringDtype)  # Arrow reads these fastest as numpy
    written = {
        name: column.to_numpy() if isinstance(column.dtype, plain) else column
        for name, column in frame.items()
    } | more
    if {"ci_low", "ci_high"}.issubset(frame.columns):
        written["interval"] = interval_column(frame)
    if "period" in frame:
        keys = frame["period"].tolist()
        written["period"] = [label(key) if isinstance(key, str) and key else key for key in keys]
    for name in _SHARES.intersection(written):
        written[name] = frame[name].to_numpy(float, na_value=np.nan).round(3)
    for name in _POINTS.intersection(written):
        written[name] = (frame[name].to_numpy(float, na_value=np.nan) * 100).round(1)
    try:
        return pa.table({str(name): pa.array(column, from_pandas=True) for name, column in written.items()})
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        return pd.DataFrame(written)



def configured(frame: pd.DataFrame) -> dict[str, Any]:
    """How each column is written, under its Vietnamese heading; of the interval, too."""
    kinds = tuple(zip(frame.columns, frame.dtypes, strict=True))
    return _configured(kinds, tuple(frame.attrs.get("labels", {}).items()))


@lru_cache(500)
def _configured(kinds: tuple[tuple[str, Any], ...], labels: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Tables of one kind have the same columns on every page; Streamlit copies what it is given."""
    names = headings([name for name, _ in kinds], dict(labels))
    config = {column: column_of(column, label, kind) for (column, kind), label in zip(kinds, names, strict=True)}
    return config | {"interval": st.column_config.TextColumn(heading("interval"))}


def column_of(name: str, label: str, kind: Any) -> Any:
    """The configuration of one column of a dtype under its Vietnamese heading."""
    if name in _POINTS:
        return points_column(text.IN_POINTS.format(name=label))
    if name in _SHARES:
        return share_column(label)
    if pd.api.types.is_bool_dtype(kind):
        return st.column_config.CheckboxColumn(label)
    if pd.api.types.is_numeric_dtype(kind):
        return st.column_config.NumberColumn(label, format="localized")
    return st.column_config.Column(label)
