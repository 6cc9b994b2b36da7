"""The units one below as a chart and as a table; both open a profile."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.charts.chart import Chart
from analysis.charts.funnel import funnel
from analysis.charts.ranking import rate_dots
from analysis.compare import funnel_limits
from analysis.control import dispersion
from analysis.satisfaction import summed, with_rates
from analysis.text.sentences import dispersion_note
from analysis.thresholds import MINIMUM_N, OVERDISPERSED
from analysis.watchlist import statuses
from pages.shared import cached, choice, units, widgets
from pages.shared import text_results as words
from pages.shared.frame import go_to
from pages.shared.opening import clicked, histories, opening_table, told
from pages.shared.part import worked
from pages.shared.register import register
from pages.shared.view import View


@worked
def children(view: View) -> pd.DataFrame:
    """The rated counts of the units one below, with those nobody answered about."""
    counts = cached.counts(view, ("child",))
    return with_rates(register(view).with_empty(counts, view.filters.unit))


def ranking(view: View, rated: pd.DataFrame) -> None:
    """Dots in order or the funnel; a click opens the unit's profile."""
    shown = choice.one("show", words.SHOW, words.SHOWN)
    if shown == "funnel":
        chart, note = funnel_chart(view), dispersion_note(spread(rated))
    else:
        chart, note = dots(view), ""
    picked = widgets.chart_block(chart, view, key=f"units_{shown}_{view.filters.unit}", twin=False)
    st.caption(widgets.plain(f"{note} {words.CLICK_UNIT}".strip()))
    open_unit(view, clicked(picked))


@worked
def dots(view: View) -> Chart:
    """The units in the order of their rates."""
    rated = children(view)
    whole = summed(rated).satisfied_rate
    return rate_dots(rated, widgets.about(view), whole=whole)


def spread(rated: pd.DataFrame) -> float | None:
    """How much the units with enough answers vary beyond chance (analysis.control)."""
    enough = rated[rated["n"] >= MINIMUM_N]
    return dispersion(enough["satisfied"], enough["n"])


@worked
def funnel_chart(view: View) -> Chart:
    """The funnel, widened when units differ beyond chance."""
    rated, times = children(view), spread(children(view))
    if times is None or times < OVERDISPERSED:
        return funnel(rated, widgets.about(view))
    n = rated["n"][rated["n"] >= MINIMUM_N]
    first, last = int(n.min() * 0.8), int(n.max() * 1.08) + 1
    grid = range(first, last, max(1, (last - first) // 60))
    limits = funnel_limits(summed(rated).satisfied_rate, [*grid, last], times)
    return funnel(rated, widgets.about(view), limits=limits)


@worked
def rows(view: View) -> pd.DataFrame:
    """Every unit as told: its rates, status, recent months and what the register says."""
    rated, lines = children(view), histories(view)
    return told(rated.assign(
        history=[lines.get(code, []) for code in rated["unit_code"].tolist()],
        status=statuses(rated), note=units.notes(register(view), rated, view.today),
    ), widgets.about(view))


def table(view: View) -> None:
    """The units as a table whose rows open a profile."""
    st.subheader(words.UNITS_TABLE, anchor=False)
    open_unit(view, opening_table(rows(view), words.UNITS_TABLE, view, "unit"))


def open_unit(view: View, code: str | None) -> None:
    """Goes to the profile of a unit that was clicked."""
    if code and code != view.filters.unit:
        go_to("unit", view, unit=code, officer=None)
