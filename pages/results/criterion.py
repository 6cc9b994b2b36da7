"""Tiêu chí: where people are not content, in which units, and what goes with low answers."""

import streamlit as st

from analysis.charts.differences import driver_dots
from analysis.charts.distribution import diverging_bars
from analysis.charts.heat import heat_map
from analysis.drivers import drivers
from analysis.text.numbers import integer
from analysis.thresholds import MINIMUM_N
from pages.shared import cached, choice, widgets
from pages.shared import text_results as words
from pages.shared.page import View, open_page
from pages.shared.part import part

ALL = "all"


def of_one_set(view: View) -> View:
    """The view of one questionnaire: that of the filters, else the one chosen here."""
    sets = {one.code: one.label for one in view.choices.sets}
    if view.filters.criterion_set or len(sets) < 2:
        return view
    code = choice.one("set", words.SET, {**sets, ALL: words.EVERY_SET}, long=True)
    if code == ALL:
        return view
    chosen = view.only(criterion_set=code)
    n = integer(cached.counts(chosen)["responses"].sum())
    st.caption(widgets.plain(words.SET_NOTE.format(name=sets[code], n=n)))
    return chosen


@part
def figures(view: View) -> None:
    """How people answered each question, what goes with low answers, where, and the facts ticked."""
    about = widgets.about(view)
    counts = cached.counts(view, ("criterion",))
    left, right = st.columns(2, gap="medium")
    with left:
        widgets.chart_block(diverging_bars(counts, about), view)
    if not view.scope.officer:  # sums about one person hold neither crossings nor other units
        with right:
            found = drivers(cached.ask("criterion_cross", view))
            widgets.chart_block(driver_dots(found, about), view)
        widgets.chart_block(heat_map(cached.counts(view, ("child", "criterion")), about), view)
    ticks(view)


def ticks(view: View) -> None:
    """How often each fact was ticked, with how many were asked."""
    counts = cached.ask("ticks", view)
    if counts.empty:
        return
    ticked, asked = int(counts["ticked"].sum()), int(counts["responses"].max())
    title = words.TICKS_TITLE if ticked else words.TICKS_NONE
    st.subheader(
        widgets.plain(title.format(ticked=integer(ticked), responses=integer(asked))), anchor=False
    )
    share = (counts["ticked"] / counts["responses"]).where(counts["responses"] >= MINIMUM_N)
    rows = counts.assign(asked=counts["responses"], share=share)
    shown = rows[["option_label", "ticked", "asked", "share"]].sort_values("ticked", ascending=False)
    widgets.table_block(shown, words.TICKS_TABLE, view, offer=False)
    st.caption(words.TICKS_NOTE)


view = open_page("criterion")
if cached.counts(view).empty:
    widgets.nothing()
one = of_one_set(view)
if not cached.counts(one, ("criterion",))["n"].sum():
    widgets.empty_state(words.NO_CRITERIA_TITLE, words.NO_CRITERIA_BODY)
figures(one)
