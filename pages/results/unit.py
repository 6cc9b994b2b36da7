"""Đơn vị: how units stand beside each other, and one of them in depth."""

import pandas as pd
import streamlit as st

from analysis.charts.funnel import funnel
from analysis.charts.ranking import rate_dots
from analysis.compare import funnel_limits
from analysis.control import dispersion
from analysis.satisfaction import total, with_rates
from analysis.text.sentences import dispersion_note
from analysis.thresholds import MINIMUM_N, OVERDISPERSED
from analysis.watchlist import statuses
from pages.results.parts import profile, unit_profile, unit_record
from pages.shared import cached, choice, units, widgets
from pages.shared import text_results as words
from pages.shared.opening import clicked, histories, opening_table
from pages.shared.page import View, go_to, link_to, open_page


def ranking(view: View, rated: pd.DataFrame) -> None:
    """Dots in order or the funnel; a click opens the unit's profile."""
    shown = choice.one("show", words.SHOW, words.SHOWN)
    whole = with_rates(total(rated)).iloc[0]["satisfied_rate"]
    if shown == "funnel":
        chart, note = funnel_chart(view, rated, whole)
    else:
        chart, note = rate_dots(rated, widgets.about(view), whole=whole), ""
    picked = widgets.chart_block(chart, view, key=f"units_{shown}_{view.filters.unit}", twin=False)
    st.caption(widgets.plain(f"{note} {words.CLICK_UNIT}".strip()))
    open_unit(view, clicked(picked))


def funnel_chart(view: View, rated: pd.DataFrame, whole: float) -> tuple[object, str]:
    """The funnel, widened when units differ beyond chance, and the sentence that says so."""
    enough = rated[rated["n"] >= MINIMUM_N]
    times = dispersion(enough["satisfied"], enough["n"])
    if enough.empty or times is None or times < OVERDISPERSED:
        return funnel(rated, widgets.about(view)), ""
    first, last = int(enough["n"].min() * 0.8), int(enough["n"].max() * 1.08) + 1
    grid = range(first, last, max(1, (last - first) // 60))
    limits = funnel_limits(whole, [*grid, last], times)
    return funnel(rated, widgets.about(view), limits=limits), dispersion_note(times)


def table(view: View, rated: pd.DataFrame, register: pd.DataFrame) -> None:
    """Every unit with its rates, status, recent months and what the register says."""
    lines = histories(view)
    rows = rated.assign(
        history=[lines.get(code, []) for code in rated["unit_code"]],
        status=statuses(rated), note=units.notes(rated, register, view.today),
    )
    st.subheader(words.UNITS_TABLE, anchor=False)
    open_unit(view, opening_table(rows, words.UNITS_TABLE, view, "unit"))


def open_unit(view: View, code: str | None) -> None:
    """Goes to the profile of a unit that was clicked."""
    if code and code != view.filters.unit:
        go_to("unit", view, unit=code, officer=None)


def one_unit(view: View, register: pd.DataFrame, unit: str) -> None:
    """The profile of one unit, from the register entry to the quality of its data."""
    unit_profile.header(view, register, unit)
    if cached.counts(view).empty:
        st.text(words.EMPTY_UNIT.format(name=units.name_of(register, unit)))
        return
    name = units.name_of(register, unit)
    unit_profile.cards(view, register, unit)
    left, right = st.columns(2, gap="medium")
    with left:
        profile.over_time(view, name, units.events(register, units.under(register, unit)))
        link_to("trend", words.SEE_TREND, view)
        unit_profile.hours(view)
        unit_record.quota(view, unit)
    with right:
        unit_profile.criteria(view, register, unit)
        if not (register["parent_code"] == unit).any():
            unit_profile.officers(view)
    unit_record.comments(view)
    unit_record.quality(view)


view = open_page("unit")
register = cached.everything("units_table", view)
listed = with_rates(units.with_empty(cached.counts(view, ("child",)), register, view.filters.unit))
chosen = view.filters.unit or (listed["unit_code"].iloc[0] if len(listed) == 1 else None)
if chosen is None and not listed["responses"].sum():
    widgets.nothing()
if chosen:
    one_unit(view.only(unit=chosen), register, chosen)
if len(listed) > 1 and listed["responses"].sum():
    ranking(view, listed)
    table(view, listed, register)
