"""How things look on every page: charts with their table, rates with n, empty states.

Streamlit reads Markdown in labels, captions, headings and alerts; whatever a sheet, a citizen
or a register wrote goes through `plain`, `st.text` or a table cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import pandas as pd
import streamlit as st

from analysis.proportions import wilson
from analysis.text.columns import headings
from analysis.text.numbers import integer, interval, rate
from analysis.thresholds import MINIMUM_N
from pages.shared import text
from pages.shared.downloads import table_downloads
from pages.shared.plain import plain
from pages.shared.view import View

if TYPE_CHECKING:
    from analysis.charts.chart import Chart

_SHARES = frozenset({
    "satisfied_rate", "low_rate", "ci_low", "ci_high", "gap", "gap_ci_low", "gap_ci_high",
    "change", "change_ci_low", "change_ci_high", "share", "limit_low", "limit_high", "centre",
})


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
    st.markdown(f"##### {plain(sentence)}")


def rate_card(label: str, count: int, n: int, history: list[float] | None = None) -> None:
    """A share with its n and interval, or "chưa đủ phiếu" below the minimum."""
    enough = n >= MINIMUM_N
    with st.container(border=True, height="stretch", gap="xxsmall"):
        st.metric(plain(label), rate(count, n, MINIMUM_N), chart_data=history if enough else None)
        said = [text.RATE_N.format(n=integer(n))]
        if enough:
            said.append(text.RATE_INTERVAL.format(interval=interval(*wilson(count, n))))
        st.caption(" · ".join(said))


def number_card(label: str, value: str, note: str = "", history: list[float] | None = None) -> None:
    """A count with one line that says what it is measured against."""
    with st.container(border=True, height="stretch", gap="xxsmall"):
        st.metric(plain(label), value, chart_data=history)
        st.caption(plain(note))


def chart_block(chart: Chart, view: View, key: str | None = None) -> Any:
    """Title (the finding), subtitle, figure with alt text, reading sentence and table twin.

    With a `key` a click on a point reruns the page; the selection is returned.
    """
    st.subheader(plain(chart.title), anchor=False)
    st.caption(plain(chart.subtitle))
    if chart.empty:
        return None
    picked = st.plotly_chart(
        chart.figure, config={"displayModeBar": False, "locale": "vi"}, alt=chart.alt,
        key=key, on_select="rerun" if key else "ignore", selection_mode="points",
    )
    st.caption(plain(chart.reading))
    with st.expander(text.TABLE):
        table_block(chart.table, chart.title, view, offer=False)
    return picked


def table_block(frame: pd.DataFrame, name: str, view: View, *, offer: bool = True) -> None:
    """The table under Vietnamese headings, its size, and (unless it is a twin) its downloads."""
    view.tables[name] = frame
    config = {
        column: _column(column, label, frame[column])
        for column, label in zip(frame.columns, headings(list(frame.columns)), strict=True)
    }
    st.dataframe(frame, hide_index=True, column_config=config, alt=name)
    st.caption(text.SHOWN_ROWS.format(n=integer(len(frame))))
    if offer:
        table_downloads(frame, name, view)


def _column(name: str, label: str, values: pd.Series) -> Any:
    if name in _SHARES:
        return st.column_config.NumberColumn(label, format="percent")
    if pd.api.types.is_bool_dtype(values):
        return st.column_config.CheckboxColumn(label)
    if pd.api.types.is_numeric_dtype(values):
        return st.column_config.NumberColumn(label, format="localized")
    return st.column_config.Column(label)
