"""The figures in the profile of one unit, block by block; the page decides their order."""

from __future__ import annotations

import streamlit as st

from analysis.charts.chart import Chart
from analysis.charts.heat import hour_heat
from analysis.charts.ranking import rate_dots
from analysis.compare import gap
from analysis.satisfaction import summed, with_rates
from analysis.text import labels
from analysis.text.numbers import day, integer
from analysis.watchlist import status, statuses
from pages.results.parts import profile
from pages.shared import cached, text, units, widgets
from pages.shared import text_results as words
from pages.shared.frame import go_to, link_to
from pages.shared.opening import clicked
from pages.shared.part import part, worked
from pages.shared.register import register
from pages.shared.view import View


@part
def header(view: View, unit: str) -> None:
    """Name and register entry: kind, parent, model start, mergers."""
    known = register(view)
    above = known.parent_of(unit)
    said = [str(known.entries[unit]["kind"] or "").capitalize()]
    said.append(words.PARENT.format(name=known.names[above]) if above else "")
    if unit in known.starts:
        said.append(words.MODEL_START.format(day=day(known.starts[unit])))
    said.append(units.note(known, unit, view.today))
    said += units.taken_in(known, unit)
    st.header(widgets.plain(known.names[unit]), anchor=False)
    st.text(" · ".join(one for one in said if one))


@part
def cards(view: View, unit: str) -> None:
    """Satisfied and low rate, responses, and the gap to the rest of the parent."""
    known, own = register(view), summed(cached.counts(view))
    above = known.parent_of(unit)
    with st.grid(4 if above else 3, min_column_width=150):
        widgets.rate_card(words.SATISFIED, own.satisfied, own.n)
        widgets.rate_card(words.LOW, own.low, own.n)
        said = words.STATUS_NOTE.format(status=labels.status(status(own.low, own.n)))
        widgets.number_card(words.RESPONSES, integer(own.responses), said)
        if above:
            whole = summed(cached.counts(view.only(unit=above)))
            profile.gap_card(gap(own, whole), known.names[above])


@part
def course(view: View, unit: str) -> None:
    """The trend with what the register says happened, and answers by weekday and hour."""
    known = register(view)
    marks = units.events(known, known.under(unit))
    profile.over_time(view, known.names[unit], marks)
    link_to("trend", words.SEE_TREND, view)
    counts = cached.counts(view, ("weekday", "hour"))
    if not counts.empty:
        widgets.chart_block(hour_heat(counts, widgets.about(view)), view)


@part
def criteria(view: View, unit: str) -> None:
    """Each criterion against the rest of the parent, or the five levels without one."""
    known = register(view)
    above = known.parent_of(unit)
    whole = view.only(unit=above) if above else None
    profile.criteria(view, whole, words.REST_OF.format(name=known.names[above]) if above else "")
    link_to("criterion", words.SEE_CRITERIA, view)


@worked
def officer_dots(view: View) -> Chart | None:
    """The officers of the unit in the order of their rates; None without any."""
    rated = with_rates(cached.counts(view, ("unit", "officer")))
    if rated.empty:
        return None
    rated["status"] = statuses(rated)
    whole = summed(cached.counts(view)).satisfied_rate
    return rate_dots(rated, widgets.about(view), key="officer", whole=whole)


@part
def officer_rows(view: View) -> None:
    """The numbers of the dots."""
    chart = officer_dots(view)
    if chart is not None and not chart.empty:
        with st.expander(text.TABLE):
            widgets.table_block(chart.table, chart.title, view, offer=False)


def officers(view: View) -> None:
    """The officers of the unit as dots that open their profile."""
    chart = officer_dots(view)
    if chart is None:
        return
    st.header(words.UNIT_OFFICERS, anchor=False)
    code = clicked(widgets.chart_block(chart, view, key="unit_officers", twin=False))
    officer_rows(view)
    link_to("officer", words.SEE_OFFICERS, view)
    if code:
        go_to("officer", view, officer=code)
