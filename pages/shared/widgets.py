"""How things look on every page: charts with their table, rates with n, empty states.

Streamlit reads Markdown in labels, captions, headings and alerts; whatever a sheet, a citizen
or a register wrote goes through `plain`, `st.text` or a table cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

import pandas as pd
import streamlit as st

from analysis.charts.chart import About, Chart
from analysis.proportions import wilson
from analysis.text.columns import worded
from analysis.text.numbers import MISSING, integer, interval, rate
from analysis.thresholds import MINIMUM_N
from pages.shared import around, text
from pages.shared.columns import beginning, configured, order, shown, size
from pages.shared.downloads import table_downloads
from pages.shared.plain import plain
from pages.shared.plot import plot
from pages.shared.view import View


def empty_state(title: str, body: str, link: Any = None, label: str = "") -> NoReturn:
    """A box that says what is missing and what to do, with a link to where; ends the page."""
    with st.container(border=True):
        st.subheader(plain(title), anchor=False)
        st.text(body)
        if link is not None:
            st.page_link(link, label=label)
    st.stop()


def nothing() -> NoReturn:
    """Says that no response fits the filters; ends the page."""
    empty_state(text.NOTHING_TITLE, text.NOTHING_BODY)


def finding(sentence: str) -> None:
    """One sentence of the page's main finding, larger than the rest."""
    st.subheader(plain(sentence), anchor=False)


def rate_card(label: str, count: int, n: int, history: Sequence[float | None] | None = None) -> None:
    """A share with its n and interval; below the minimum a dash with "chưa đủ phiếu"."""
    enough = n >= MINIMUM_N
    with st.container(border=True, height="stretch", gap="xxsmall"):
        value = rate(count, n, MINIMUM_N)
        st.metric(plain(label), value if enough else MISSING, chart_data=_gaps(history, enough))
        if not enough:
            st.caption(value)
            return
        low, high = wilson(count, n)
        decimals = 1 if high - low < 0.02 else 0  # both ends must not read the same
        whole = interval(low, high, decimals).replace("–", "–\u2060")  # never broken in two lines
        said = text.RATE_INTERVAL.format(interval=whole)
        st.caption(f"{text.RATE_N.format(n=integer(n))} · {said}")


def _gaps(history: Sequence[float | None] | None, enough: bool) -> list[float] | None:
    known = [rate for rate in history or () if rate is not None]
    if not enough or len(known) < 2:
        return None
    return [float("nan") if rate is None else rate for rate in history or ()]


def number_card(label: str, value: str, note: str = "") -> None:
    """A count with one line that says what it is measured against."""
    with st.container(border=True, height="stretch", gap="xxsmall"):
        st.metric(plain(label), value)
        st.caption(plain(note))


def about(view: View, measure: str = "satisfied_rate") -> About:
    """What a chart of this view is about."""
    return About(view.whose, view.period, measure)


def chart_block(chart: Chart, view: View, key: str | None = None, *, twin: bool = True) -> Any:
    """Title (the finding), subtitle, figure with alt text, reading sentence and table twin.

    With a `key` a click on a point reruns the page; the selection is returned. A page that shows
    the same rows as a table of its own leaves the twin out.
    """
    around.head(chart.title, chart.subtitle)
    if chart.empty:
        return None
    picked = plot(chart, key)
    around.reading(chart.reading)
    if twin:
        with st.expander(text.TABLE):
            table_block(chart.table, chart.title, view, offer=False)
    return picked


def table_block(
    frame: pd.DataFrame, name: str, view: View, *, offer: bool = True, as_file: bool = False
) -> None:
    """The table under Vietnamese headings, its size, and its downloads; `as_file` with its columns."""
    frame = worded(frame)
    while name in view.tables:  # two charts may have the same finding
        name += text.AGAIN
    view.tables[name] = frame
    columns = list(frame.columns) if as_file else order(frame.columns)
    st.dataframe(
        shown(beginning(frame)), hide_index=True, column_order=columns,
        column_config=configured(frame), alt=name, placeholder=MISSING,
    )
    st.caption(size(len(frame), len(columns)))
    if offer:
        table_downloads(frame, name, view)
