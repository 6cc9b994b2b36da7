"""Registered names that resemble texts nobody could resolve: suggestions, a person decides."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from data.suggest import suggest

MOST_TEXTS = 50


def similar(rejected: pd.DataFrame, reason: str, names: Iterable[str]) -> pd.DataFrame:
    """The texts rejected for a reason, how often, and up to three names that resemble each.

    Columns value, rejected, suggestion; the most frequent MOST_TEXTS, "" where none resembles.
    """
    known = list(dict.fromkeys(names))
    counted = rejected.loc[rejected["reason"] == reason, "value"].dropna().value_counts()
    rows = [
        {"value": value, "rejected": int(count), "suggestion": "; ".join(suggest(value, known))}
        for value, count in counted.head(MOST_TEXTS).items() if str(value).strip()
    ]
    return pd.DataFrame(rows, columns=["value", "rejected", "suggestion"])
