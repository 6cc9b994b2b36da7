"""The profile of one unit, block by block; the page decides their order."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.charts.heat import hour_heat
from analysis.charts.quota import quota_bar
from analysis.charts.ranking import rate_dots
from analysis.compare import against
from analysis.masking import masked
from analysis.periods import label
from analysis.satisfaction import with_rates
from analysis.text import labels
from analysis.text.labels import level
from analysis.text.numbers import day, integer
from analysis.text.sentences import burst_sentence
from analysis.watchlist import status, statuses
from pages.shared import cached, profile, units, widgets
from pages.shared import text_results as words
from pages.shared.frame import go_to, link_to
from pages.shared.opening import clicked
from pages.shared.view import View

COMMENTS = 5
QUOTA_PERIODS = 6


def header(view: View, table: pd.DataFrame, unit: str) -> None:
    """Name and register entry: kind, parent, model start, mergers."""
    names = dict(zip(table["unit_code"], table["unit_name"], strict=True))
    row = table[table["unit_code"] == unit].to_dict("records")[0]
    above = units.parent_of(table, unit)
    said = [str(row["kind"] or "").capitalize()]
    said.append(words.PARENT.format(name=names[above]) if above else "")
    if not pd.isna(row["model_start"]):
        said.append(words.MODEL_START.format(day=day(row["model_start"])))
    said.append(units.note(row, names, view.today))
    said += units.taken_in(table, unit)
    st.header(widgets.plain(names[unit]), anchor=False)
    st.text(" · ".join(part for part in said if part))
    if len(table) > 1:
        link_to("unit", words.BACK_TO_UNITS, view, unit=None)


def cards(view: View, table: pd.DataFrame, unit: str) -> None:
    """Satisfied and low rate, responses, and the gap to the rest of the parent."""
    counts = cached.counts(view)
    row = with_rates(counts).iloc[0]
    above = units.parent_of(table, unit)
    low, n = int(row["low"]), int(row["n"])
    with st.grid(4 if above else 3, min_column_width=150):
        widgets.rate_card(words.SATISFIED, int(row["satisfied"]), n)
        widgets.rate_card(words.LOW, low, n)
        said = words.STATUS_NOTE.format(status=labels.status(status(low, n)))
        widgets.number_card(words.RESPONSES, integer(row["responses"]), said)
        if above:
            compared = against(counts, cached.counts(view.only(unit=above)))
            profile.gap_card(compared.iloc[0], units.name_of(table, above))


def criteria(view: View, table: pd.DataFrame, unit: str) -> None:
    """Each criterion against the rest of the parent, or the five levels without one."""
    above = units.parent_of(table, unit)
    whole = view.only(unit=above) if above else None
    profile.criteria(view, whole, _rest_of(table, above) if above else "")
    link_to("criterion", words.SEE_CRITERIA, view)


def officers(view: View) -> None:
    """The officers of the unit as dots that open their profile."""
    rated = with_rates(cached.counts(view, ("unit", "officer")))
    if rated.empty:
        return
    rated["status"] = statuses(rated)
    whole = with_rates(cached.counts(view)).iloc[0]["satisfied_rate"]
    chart = rate_dots(rated, widgets.about(view), key="officer", whole=whole)
    st.header(words.UNIT_OFFICERS, anchor=False)
    code = clicked(widgets.chart_block(chart, view, key="unit_officers"))
    link_to("officer", words.SEE_OFFICERS, view)
    if code:
        go_to("officer", view, officer=code)


def hours(view: View) -> None:
    """Answers by weekday and hour."""
    counts = cached.counts(view, ("weekday", "hour"))
    if not counts.empty:
        widgets.chart_block(hour_heat(counts, widgets.about(view)), view)


def quota(view: View, unit: str) -> None:
    """Forms collected against forms required in the last periods, where dossiers are registered."""
    rows = cached.table(view, "quota")
    rows = rows[(rows["unit_code"] == unit) & (rows["required"] > 0)].tail(QUOTA_PERIODS)
    if rows.empty:
        return
    named = rows.assign(unit_name=rows["period"].map(label), period=None)
    short, total = int((rows["missing"] > 0).sum()), integer(len(rows))
    said = {"count": integer(short), "total": total, "missing": integer(rows["missing"].sum())}
    title = (words.QUOTA_SHORT if short else words.QUOTA_DONE).format(**said)
    chart = quota_bar(named, widgets.about(view))
    widgets.chart_block(replace(chart, title=title, table=rows), view)


def comments(view: View) -> None:
    """The newest comments as plain text, personal numbers masked."""
    if not view.scope.may("comments"):
        return
    st.header(words.UNIT_COMMENTS, anchor=False)
    found = cached.ask("comments", view, "", COMMENTS)
    if found.empty:
        st.text(words.NO_COMMENTS)
    for comment in found.itertuples():
        with st.container(border=True, gap="xxsmall"):
            st.text(masked(comment.text))
            said = words.COMMENT_LINE.format(day=day(comment.day), level=level(comment.level))
            st.text(said)
    link_to("comments", words.SEE_COMMENTS, view)


def quality(view: View) -> None:
    """Edited, removed, unanswered and unreadable rows of the unit, and bursts."""
    st.header(words.UNIT_QUALITY, anchor=False)
    sums = cached.ask("quality", view)[[name for name, _ in words.QUALITY_LINES]].sum()
    st.text(" · ".join(
        words.QUALITY_LINE.format(count=integer(sums[name]), what=what)
        for name, what in words.QUALITY_LINES
    ))
    found = cached.ask("bursts", view)
    if found.empty:
        st.text(words.NO_BURSTS)
    for burst in found.itertuples():
        counts = burst.responses, burst.most_common, burst.from_minute, burst.to_minute
        who = burst.officer_name if isinstance(burst.officer_name, str) else words.ALL_OFFICERS
        st.text(words.BURST_LINE.format(day=day(burst.day), who=who, said=burst_sentence(*counts)))


def _rest_of(table: pd.DataFrame, unit: str) -> str:
    return words.REST_OF.format(name=units.name_of(table, unit))
