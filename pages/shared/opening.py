"""Charts and tables whose points and rows open a profile."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from analysis.charts.chart import About
from analysis.charts.rows import masked
from analysis.text.columns import heading, worded
from analysis.text.numbers import MISSING
from analysis.thresholds import MINIMUM_N
from pages.shared import cached
from pages.shared import text_results as words
from pages.shared.columns import beginning, points_column, share_column, shown, size
from pages.shared.view import View

RECENT = 12
TALLEST = 25
COLUMNS = ("unit_name", "n", "satisfied_rate", "interval", "low_rate", "status", "gap", "verdict",
           "history", "note")


def clicked(picked: Any) -> str | None:
    """The code of the point someone clicked in a chart drawn with a key."""
    chosen = picked.selection.points if picked else []
    code = chosen[0].get("customdata") if chosen else None
    return str(code[0] if isinstance(code, list) else code) if code else None


def histories(view: View) -> dict[str, list[float]]:
    """Satisfied per cent of the last months with enough answers, oldest first, by child unit."""
    counts = cached.counts(view, ("child", "month"))
    n4, n5, n = (counts[name].to_numpy("int64") for name in ("n4", "n5", "n"))
    enough = n >= MINIMUM_N
    rates = ((n4 + n5)[enough] / n[enough] * 100).round(1).tolist()
    found: dict[str, list[float]] = {}
    for code, rate in zip(counts["unit_code"].array[enough].tolist(), rates, strict=True):
        found.setdefault(code, []).append(rate)
    return {code: known[-RECENT:] for code, known in found.items()}


def told(rows: pd.DataFrame, about: About) -> pd.DataFrame:
    """Rated rows as people read them: no rate below the minimum, words for codes.

    Of a long table only the lowest rates are drawn, so they come first.
    """
    if len(beginning(rows)) < len(rows):
        rows = rows.iloc[np.lexsort((rows["satisfied_rate"], rows["n"] < MINIMUM_N))]
    return worded(masked(rows, about))


def opening_table(rows: pd.DataFrame, name: str, view: View, key: str) -> str | None:
    """The rows as told with a button each; returns the code of the row whose button was clicked.

    The download holds the numbers, not buttons and lines.
    """
    view.tables[name] = rows.drop(columns="history", errors="ignore")
    first = beginning(rows)
    rows_shown = shown(first, open=[words.OPEN] * len(first))
    columns = [c for c in COLUMNS if c in {*first.columns, "interval"} and c != f"{key}_name"]
    if key == "officer" and not _several(rows["unit_code"]):
        columns.remove("unit_name")
    columns = [f"{key}_name", "open", *columns]
    st.dataframe(
        rows_shown, hide_index=True, column_order=columns, alt=name,
        column_config=_config(columns, key), placeholder=MISSING,
        height="content" if len(first) <= TALLEST else "auto",
    )
    st.caption(size(len(rows), len(columns)))
    click = st.session_state.get(f"open_{key}")
    return str(rows.iloc[click["row"]][f"{key}_code"]) if click else None


def _several(codes: pd.Series) -> bool:
    return any(code != codes.iat[0] for code in codes.array)


def _config(columns: list[str], key: str) -> dict[str, Any]:
    known: dict[str, Any] = {name: st.column_config.Column(heading(name)) for name in columns}
    for name in ("satisfied_rate", "low_rate"):
        known[name] = share_column(heading(name))
    return known | {
        f"{key}_name": st.column_config.TextColumn(heading(f"{key}_name"), pinned=True),
        "n": st.column_config.NumberColumn("n", format="localized"),
        "gap": points_column(words.GAP_POINTS),
        "note": st.column_config.TextColumn(words.NOTE, width=270),
        "status": st.column_config.TextColumn(heading("status"), width=165),
        "history": st.column_config.LineChartColumn(words.HISTORY),
        "open": st.column_config.ButtonColumn("", key=f"open_{key}", type="tertiary"),
    }
