"""Tổng quan: the state of a unit in ten seconds, everything leading to where it comes from."""

import pandas as pd
import streamlit as st

from analysis.charts.chart import About, Chart
from analysis.charts.distribution import distribution_bar
from analysis.charts.ranking import rate_dots
from analysis.charts.trend import sparkline, trend_line
from analysis.satisfaction import with_rates
from analysis.text.numbers import integer
from analysis.thresholds import MINIMUM_N
from pages.results.parts import summary
from pages.results.parts.voices import voices
from pages.shared import cached, widgets
from pages.shared import text_overview as words
from pages.shared.page import View, link_to, open_page
from pages.shared.part import part

PERIODS, ENDS = 12, 3


def cards(view: View, counts: pd.Series, months: pd.DataFrame, watched: pd.Series) -> None:
    """Four figures: satisfied, responses, low, to watch."""
    low = widgets.about(view, "low_rate")
    few = watched.get("few", 0)
    note = words.WATCH_FEW.format(few=integer(few)) if few else words.WATCH_NOTE
    with st.grid(4, min_column_width=150):
        satisfied = sparkline(months, widgets.about(view))
        widgets.rate_card(words.SATISFIED, counts["satisfied"], counts["n"], satisfied)
        widgets.number_card(words.RESPONSES, integer(counts["responses"]), summary.quota_note(view))
        widgets.rate_card(words.LOW, counts["low"], counts["n"], sparkline(months, low))
        widgets.number_card(words.WATCH, integer(watched.get("enough", 0)), note)


def around_of(view: View) -> str | None:
    """Whose parts the overview compares: the unit's own, or with none its parent's within the scope."""
    own = view.filters.unit
    parents = {unit.code: unit.parent_code for unit in view.choices.units}
    group = own if own in parents.values() else parents.get(own or "")
    return group if group in parents else None  # a parent outside the scope is not compared with


def both_ends(view: View) -> Chart | None:
    """The best and the weakest units above the minimum; a unit without parts among its siblings."""
    own = view.filters.unit
    names = {unit.code: unit.name for unit in view.choices.units}
    group = around_of(view)
    around = view.only(unit=group)
    units = with_rates(cached.counts(around, ("child" if group else "unit",)))
    rated = units[units["n"] >= MINIMUM_N].sort_values("satisfied_rate")
    ends = pd.concat([rated[:ENDS], rated[rated["unit_code"] == own], rated[-ENDS:]])
    shown = ends.drop_duplicates("unit_code")
    if len(shown) < 2:
        return None  # a unit alone is the best and the weakest
    whole = cached.table(around, "satisfaction")["satisfied_rate"].iloc[0]
    about = About(names.get(group, view.whose) if own else view.whose, view.period)
    return rate_dots(shown, about, whole=whole, highlight=own)


@part
def figures(view: View) -> None:
    """The finding, the cards and the charts."""
    counts = cached.table(view, "satisfaction")
    months = cached.table(view.only(from_day=None), "trend").tail(PERIODS)
    watched = cached.table(view, "watchlist")["evidence"].value_counts()
    widgets.finding(summary.sentence(months, int(watched.get("enough", 0))))
    cards(view, counts.iloc[0], months, watched)
    link_to("watchlist", words.SEE_WATCHLIST, view)
    ends = both_ends(view)
    left, *right = st.columns(2 if ends else 1, gap="medium")
    with left:
        widgets.chart_block(distribution_bar(counts, widgets.about(view)), view)
        link_to("criterion", words.SEE_CRITERIA, view)
    for place in right:
        with place:
            widgets.chart_block(ends, view)
            link_to("unit", words.SEE_UNITS, view, unit=around_of(view))
    widgets.chart_block(trend_line(months, About(view.whose, words.TREND_PERIOD)), view)
    link_to("trend", words.SEE_TREND, view)


view = open_page("overview")
if cached.table(view, "satisfaction").empty:
    widgets.nothing()
figures(view)
if view.scope.may("comments"):
    voices(view)
