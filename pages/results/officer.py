"""Cán bộ: each person beside the rest of their own unit, and one person in facts."""

from collections import Counter
from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.charts.chart import About, Chart
from analysis.charts.ranking import drawn_places, rate_dots
from analysis.compare import against
from analysis.satisfaction import summed
from analysis.text.numbers import integer, rate
from analysis.thresholds import MINIMUM_N
from analysis.watchlist import statuses
from pages.results.parts import officer_profile, profile
from pages.results.parts.own_profile import own_profile
from pages.shared import cached, text, widgets
from pages.shared import text_results as words
from pages.shared.opening import clicked, opening_table, told
from pages.shared.page import View, go_to, open_page
from pages.shared.part import part, worked


@worked
def beside_own_unit(view: View) -> pd.DataFrame:
    """Each officer at each unit as told: status, note and the gap to the rest of that unit."""
    own = cached.counts(view, ("unit", "officer"))
    rows = against(own, cached.counts(view, ("unit",)), on="unit_code")
    few = {n: rate(0, n, MINIMUM_N) for n in range(MINIMUM_N)}
    rows = rows.assign(status=statuses(rows), note=[few.get(n, "") for n in rows["n"].tolist()])
    return told(rows, widgets.about(view))


@worked
def dots(view: View) -> Chart:
    """The officers in the order of their rates; the table of the page stands in for the chart's."""
    about, whole = widgets.about(view), summed(cached.counts(view)).satisfied_rate
    rows = told_apart(beside_own_unit(view), about)
    drawn = rate_dots(rows, about, key="officer", whole=whole)
    return replace(drawn, table=drawn.table.head(0))  # a nation's officers would push all else out


def told_apart(rows: pd.DataFrame, about: About) -> pd.DataFrame:
    """The rows with the unit behind every name that is drawn and two rows share."""
    names, units = rows["officer_name"].tolist(), rows["unit_name"]
    often = Counter(names)
    for at in drawn_places(rows, about):
        if often[names[at]] > 1:
            names[at] = text.OFFICER_AT.format(name=names[at], unit=units.iat[at])
    return rows.assign(officer_name=pd.array(names, dtype="str"))


def everyone(view: View) -> None:
    """All officers of the view as dots and as a table; both open a profile."""
    rows = beside_own_unit(view)
    if rows.empty:
        widgets.empty_state(words.NO_OFFICERS_TITLE, words.NO_OFFICERS_BODY)
    st.caption(words.OFFICERS_NOTE.format(minimum=integer(MINIMUM_N)))
    picked = widgets.chart_block(dots(view), view, key=f"officers_{view.filters.unit}", twin=False)
    st.caption(words.CLICK_OFFICER)
    st.subheader(words.OFFICERS_TABLE, anchor=False)
    opened = opening_table(rows, words.OFFICERS_TABLE, view, "officer")
    if code := clicked(picked) or opened:
        go_to("officer", view, officer=code)


def one(view: View, code: str) -> None:
    """The profile of one officer."""
    who = officer_profile.person(view, code)
    officer_profile.header(who)
    if cached.counts(who.own).empty:
        st.text(words.EMPTY_OFFICER.format(name=who.name))
        return
    profile_of(view, code)


@part
def profile_of(view: View, code: str) -> None:
    """What the answers say about one officer, beside the rest of the unit."""
    who = officer_profile.person(view, code)
    officer_profile.cards(who)
    left, right = st.columns(2, gap="medium")
    with left:
        officer_profile.change(who)
        officer_profile.fields(who)
    with right:
        profile.over_time(who.own, who.name, kind="quarter")
    profile.criteria(who.own, who.whole, words.REST_OF.format(name=who.unit_name))


view = open_page("officer")
if not view.scope.officer and view.filters.officer:
    one(view, view.filters.officer)
elif cached.counts(view).empty:
    widgets.nothing()
elif view.scope.officer:
    own_profile(view)
else:
    everyone(view)
