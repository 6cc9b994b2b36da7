"""How a column of a table is written: shares as per cent, numbers the Vietnamese way."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

_SHARES = frozenset({
    "satisfied_rate", "low_rate", "ci_low", "ci_high", "gap", "gap_ci_low", "gap_ci_high",
    "change", "change_ci_low", "change_ci_high", "share", "limit_low", "limit_high", "centre",
    "rate_when_low", "rate_otherwise", "difference", "rate_a", "rate_b",
})


def column_of(name: str, label: str, values: pd.Series) -> Any:
    """The configuration of one column under its Vietnamese heading."""
    if name in _SHARES:
        return st.column_config.NumberColumn(label, format="percent")
    if pd.api.types.is_bool_dtype(values):
        return st.column_config.CheckboxColumn(label)
    if pd.api.types.is_numeric_dtype(values):
        return st.column_config.NumberColumn(label, format="localized")
    return st.column_config.Column(label)
