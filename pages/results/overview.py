"""Tổng quan: the state of a unit in ten seconds, everything leading to where it comes from."""

import pandas as pd
import streamlit as st

from analysis.charts.chart import About
from analysis.charts.distribution import distribution_bar
from analysis.charts.ranking import rate_dots
from analysis.charts.trend import sparkline, trend_line
from analysis.periods import label, mention, parse, previous
from analysis.satisfaction import with_rates
from analysis.text.labels import level
from analysis.text.numbers import day, integer, percent
from analysis.text.sentences import Change, Overview, overview
from analysis.thresholds import MINIMUM_N
from pages.shared import cached, widgets
from pages.shared import text_overview as words
from pages.shared.page import View, link_to, open_page

PERIODS, ENDS, COMMENTS = 12, 3, 5


def sentence(months: pd.DataFrame, watched: int | None) -> str:
    """The newest month in one sentence."""
    last = months.iloc[-1]
    before = mention(previous(last["period"]), parse(last["period"]).first.year)
    change = Change(last["change_ci_low"], last["change_ci_high"], before)
    counted = (int(last[name]) for name in ("responses", "satisfied", "n"))
    return overview(Overview(label(last["period"]), *counted, change, watched))


def quota_note(view: View) -> str:
    """How far the responses of the period cover what the dossiers ask for."""
    quota = cached.table(view, "quota")
    required = int(quota["required"].sum())
    if not required:
        return words.NO_QUOTA
    progress = percent(quota["responses"].sum() / required, 0)
    return words.QUOTA.format(progress=progress, required=integer(required))


def cards(view: View, counts: pd.Series, months: pd.DataFrame, watched: pd.Series) -> None:
    """Four figures: satisfied, responses, low, to watch."""
    low = widgets.about(view, "low_rate")
    with st.grid(4, min_column_width=150):
        satisfied = sparkline(months, widgets.about(view))
        widgets.rate_card(words.SATISFIED, counts["satisfied"], counts["n"], satisfied)
        widgets.number_card(words.RESPONSES, integer(counts["responses"]), quota_note(view))
        widgets.rate_card(words.LOW, counts["low"], counts["n"], sparkline(months, low))
        widgets.number_card(
            words.WATCH, integer(watched.get("enough", 0)),
            words.WATCH_NOTE.format(few=integer(watched.get("few", 0))),
        )


def both_ends(view: View, whole: float) -> None:
    """The best and the weakest units above the minimum, with their intervals."""
    units = with_rates(cached.counts(view, ("child",) if view.filters.unit else ("unit",)))
    rated = units[units["n"] >= MINIMUM_N].sort_values("satisfied_rate")
    shown = rated if len(rated) <= 2 * ENDS else pd.concat([rated[:ENDS], rated[-ENDS:]])
    widgets.chart_block(rate_dots(shown, widgets.about(view), whole=whole), view)
    link_to("unit", words.SEE_UNITS, view)


def unhappy(view: View) -> None:
    """The newest comments of people who answered low, as plain text."""
    st.subheader(words.COMMENTS, anchor=False)
    comments = cached.ask("comments", view)
    low = comments[comments["level"].between(1, 2).fillna(False)].head(COMMENTS)
    if low.empty:
        st.text(words.NO_COMMENTS)
    for comment in low.itertuples():
        with st.container(border=True, gap="xxsmall"):
            st.text(comment.text)
            st.text(words.COMMENT_LINE.format(
                day=day(comment.day), unit=comment.unit_name, level=level(comment.level)
            ))
    link_to("comments", words.SEE_COMMENTS, view)


view = open_page("overview")
counts = cached.table(view, "satisfaction")
if counts.empty:
    widgets.nothing()
whole = counts.iloc[0]
months = cached.table(view.only(from_day=None), "trend").tail(PERIODS)
watched = cached.table(view, "watchlist")["evidence"].value_counts()
widgets.finding(sentence(months, int(watched.get("enough", 0))))
cards(view, whole, months, watched)
link_to("watchlist", words.SEE_WATCHLIST, view)
left, right = st.columns(2, gap="medium")
with left:
    widgets.chart_block(distribution_bar(counts, widgets.about(view)), view)
    link_to("criterion", words.SEE_CRITERIA, view)
with right:
    both_ends(view, whole["satisfied_rate"])
widgets.chart_block(trend_line(months, About(view.whose, words.TREND_PERIOD)), view)
link_to("trend", words.SEE_TREND, view)
unhappy(view)
