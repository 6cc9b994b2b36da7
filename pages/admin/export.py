"""Xuất dữ liệu: choose a table, see its first rows and size, take it out."""

import pandas as pd
import streamlit as st

from analysis.roles import TABLE_RIGHTS
from analysis.scope import Scope
from analysis.text.columns import worded
from analysis.text.numbers import integer, number
from pages.shared import cached, choice, widgets
from pages.shared import text_admin as words
from pages.shared.downloads import table_downloads
from pages.shared.page import View, open_page
from pages.shared.parted import Parted
from reports.csv_file import READABLE, csv_bytes

SHOWN, SAMPLE = 20, 500
PERIODS = ("month", "day", "week", "quarter", "half", "year")
GROUPS = ("unit", "officer", "criterion", "field", "respondent_type", "channel")
BY = {
    "satisfaction": GROUPS + PERIODS,
    "watchlist": ("officer", "unit"),
    "trend": PERIODS,
    "compare": ("unit", "officer", "field", "respondent_type", "channel"),
}
THEN_BY = {"satisfaction": GROUPS + PERIODS, "trend": GROUPS}


def allowed(scope: Scope) -> dict[str, str]:
    """The tables this person may take out."""
    return {
        name: label for name, label in words.TABLES.items()
        if any(scope.may(right) for right in TABLE_RIGHTS[name])
    }


def asked(name: str) -> tuple[str, ...]:
    """By what the table is divided: one key, or two where the table allows it."""
    if name not in BY:
        return ()
    first = choice.one("by", words.BY, {key: words.KEYS[key] for key in BY[name]}, long=True)
    others = [key for key in THEN_BY.get(name, ()) if key != first and not both_periods(key, first)]
    if not others:
        return (first,)
    options = {"": words.NOT_MORE} | {key: words.KEYS[key] for key in others}
    then = choice.one("then", words.THEN_BY, options, long=True)
    keys = (first, then) if then else (first,)
    return keys[::-1] if name == "trend" else keys


def both_periods(one: str, other: str) -> bool:
    """Two periods at once say nothing."""
    return one in PERIODS and other in PERIODS


def rows(view: View, name: str) -> pd.DataFrame | Parted:
    """The table as it will be downloaded; of many responses only the beginning is here."""
    by = asked(name)
    if name != "responses":
        return cached.table(view, name, by)
    with_comments = view.scope.may("comments") and st.checkbox(words.WITH_COMMENTS, key="texts")
    return cached.responses(view, with_comments, SAMPLE)


def size(frame: pd.DataFrame, rows: int) -> str:
    """About how large the CSV file of so many rows will be, from its first ones."""
    head, sample = csv_bytes(frame.head(0)), frame.head(SAMPLE)
    body = (len(csv_bytes(sample, READABLE)) - len(head)) / max(1, len(sample)) * rows
    kilobytes = (len(head) + body) / 1024
    if kilobytes < 1024:
        return words.KILOBYTES.format(n=integer(max(1, kilobytes)))
    return words.MEGABYTES.format(n=number(kilobytes / 1024))


view = open_page("export")
with st.grid(3, min_column_width=240):
    name = choice.one("table", words.TABLE, allowed(view.scope), long=True)
    table = rows(view, name)
frame = table.first if isinstance(table, Parted) else table
if frame.empty:
    widgets.empty_state(words.NO_ROWS, words.NO_ROWS_BODY)
title, counted = words.TABLES[name], {"rows": integer(len(table))}
about = size(frame, len(table))
st.markdown(f"**{words.SIZE.format(**counted, columns=frame.shape[1], size=about)}**")
offer = st.container()
st.caption(words.EXPORT_NOTE)
if len(table) > SHOWN:
    st.caption(words.PREVIEW.format(**counted, shown=SHOWN))
widgets.table_block(frame.head(SHOWN), title, view, offer=False, as_file=True)
view.tables[title] = table.changed(worded) if isinstance(table, Parted) else worded(table)
with offer:
    table_downloads(view.tables[title], title, view)
