"""Registered names that resemble texts nobody could resolve: suggestions, a person decides."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from pages.shared import text_admin as words
from pages.shared import widgets
from pages.shared.doors.remapping import resembling
from pages.shared.view import View

MOST_TEXTS = 50


def similar(rejected: pd.DataFrame, reason: str, names: Iterable[str]) -> pd.DataFrame:
    """The texts rejected for a reason, how often, and up to three names that resemble each.

    Columns value, rejected, suggestion; the most frequent MOST_TEXTS, "" where none resembles.
    """
    known = list(dict.fromkeys(names))
    counted = rejected.loc[rejected["reason"] == reason, "value"].dropna().value_counts()
    rows = [
        {"value": value, "rejected": int(count), "suggestion": "; ".join(resembling(value, known))}
        for value, count in counted.head(MOST_TEXTS).items() if str(value).strip()
    ]
    return pd.DataFrame(rows, columns=["value", "rejected", "suggestion"])


def alike(view: View, found: pd.DataFrame) -> None:
    """Registered names that resemble those nobody knows."""
    units = similar(found, "unknown_unit", (unit.name for unit in view.choices.units))
    people = similar(found, "unknown_officer", (who.name for who in view.choices.officers))
    if units.empty and people.empty:
        return
    st.subheader(words.SIMILAR, anchor=False)
    st.caption(words.SIMILAR_NOTE)
    for frame, name in ((units, words.SIMILAR_UNITS), (people, words.SIMILAR_OFFICERS)):
        if len(frame):
            widgets.table_block(frame.rename(columns={"value": name}), name, view, offer=False)
