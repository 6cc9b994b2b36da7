"""Danh sách cần chú ý: who is over 25 %, by strength of evidence; praise, bursts and the quota."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.charts.quota import quota_bar
from analysis.periods import label
from analysis.text.numbers import day
from analysis.text.sentences import CLIFF, WATCH_NOTE, burst_sentence, praise_note
from pages.oversight.parts.watch_cards import marked
from pages.oversight.parts.watch_groups import judged, praised, praised_groups, watched_groups
from pages.shared import cached, choice, widgets
from pages.shared import text_oversight as words
from pages.shared.page import View, open_page
from pages.shared.plain import plain

MOST_BURSTS = 20


def watch(view: View, of: str) -> None:
    """The list by status: proved first, then weak evidence, then near; too few answers last."""
    st.caption(WATCH_NOTE)
    if cached.counts(view, (of,)).empty:
        st.text(words.NO_OFFICERS)
        return
    watched_groups(view, of, *marked(view, of))
    full_table(view, judged(view, of).drop(columns="evidence"), words.FULL_TABLE)


def praise(view: View, of: str) -> None:
    """Those above 90 % satisfied, with the same care."""
    st.caption(praise_note())
    praised_groups(view, of, *marked(view, of))
    full_table(view, praised(view, of).drop(columns="over"), words.PRAISE_TABLE)


def full_table(view: View, frame: pd.DataFrame, name: str) -> None:
    """Every row with its counts."""
    with st.expander(name):
        widgets.table_block(frame, name, view)


def bursts(view: View) -> None:
    """Many answers within minutes: shown, never removed."""
    st.caption(words.BURSTS_NOTE)
    found = cached.ask("bursts", view)
    if found.empty:
        st.text(words.NO_BURSTS)
        return
    for row in found.head(MOST_BURSTS).itertuples():
        with st.container(border=True, gap="xxsmall"):
            st.markdown(f"**{plain(row.officer_name or row.unit_name)}**")
            st.caption(plain(words.BURST_AT.format(day=day(row.day), unit=row.unit_name)))
            st.text(burst_sentence(row.responses, row.most_common, row.from_minute, row.to_minute))
    widgets.table_block(found, words.BURSTS_TABLE, view)


def quota(view: View) -> None:
    """How many forms the dossiers ask for, and how many are missing."""
    found = cached.table(view, "quota")
    if found.empty:
        widgets.empty_state(words.NO_QUOTA, words.NO_QUOTA_BODY)
    periods = sorted(found["period"].unique(), reverse=True)
    names = {period: label(period) for period in periods}
    period = choice.one("quota_period", words.QUOTA_PERIOD, names, long=True)
    about = replace(widgets.about(view), period=names[period])
    widgets.chart_block(quota_bar(found[found["period"] == period], about), view)
    st.caption(CLIFF)


view = open_page("watchlist")
shown = choice.one("show", words.SHOW, words.SHOWS)
if shown in ("watch", "praise"):
    of = choice.one("of", words.OF, words.OFS)
    (watch if shown == "watch" else praise)(view, of)
else:
    (bursts if shown == "bursts" else quota)(view)
