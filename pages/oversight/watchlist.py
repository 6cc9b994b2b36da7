"""Danh sách cần chú ý: who is over 25 %, by strength of evidence; praise, bursts and the quota."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.charts.quota import quota_bar
from analysis.charts.rows import masked
from analysis.periods import label
from analysis.text.labels import status
from analysis.text.numbers import day, integer
from analysis.text.sentences import CLIFF, WATCH_NOTE, burst_sentence, praise_note
from analysis.watchlist import dealt, excellence, statuses
from pages.oversight.parts.watch_cards import MOST_FEW, deck, folded, group
from pages.shared import cached, choice, widgets
from pages.shared import text_oversight as words
from pages.shared.page import View, open_page
from pages.shared.plain import plain

GROUPS = {"over_enough": ("orange", 24), "over_few": ("yellow", 12), "near": ("violet", 6)}
MOST_PRAISED, MOST_PROMISING, MOST_BURSTS = 12, 6, 20


def watch(view: View, of: str) -> None:
    """The list by status: proved first, then weak evidence, then near; too few answers last."""
    st.caption(WATCH_NOTE)
    frame = cached.table(view, "watchlist", (of,))
    if frame.empty:
        st.text(words.NO_OFFICERS)
        return
    frame = frame.assign(status=statuses(frame))
    parts, few = dealt(frame)
    drawn = [parts[code].head(most) for code, (_, most) in GROUPS.items()]
    cards = deck(view, of, "low_rate", pd.concat([*drawn, few.head(MOST_FEW)]))
    if not frame["over"].any():
        st.text(words.NO_ONE_OVER.format(noun=cards.noun))
    for code, (colour, most) in GROUPS.items():
        group(cards, parts[code], status(code), colour, most)
    folded(cards, few)
    left = {code: integer((frame["status"] == code).sum()) for code in ("ok", "insufficient")}
    st.text(words.REST[left["insufficient"] != "0"].format(noun=cards.noun, **left))
    full_table(view, frame.drop(columns="evidence"), words.FULL_TABLE)


def praise(view: View, of: str) -> None:
    """Those above 90 % satisfied, with the same care."""
    st.caption(praise_note())
    frame = excellence(cached.counts(view, (of,)))
    praised, promising = (frame[frame["evidence"] == code] for code in ("enough", "few"))
    drawn = pd.concat([praised.head(MOST_PRAISED), promising.head(MOST_PROMISING)])
    cards = deck(view, of, "satisfied_rate", drawn)
    if not (frame["evidence"] == "enough").any():
        st.text(words.NO_ONE_PRAISED.format(noun=cards.noun))
    group(cards, praised, words.PRAISED, "blue", MOST_PRAISED)
    group(cards, promising, words.PROMISING, "gray", MOST_PROMISING)
    full_table(view, frame.drop(columns="over"), words.PRAISE_TABLE)


def full_table(view: View, frame: pd.DataFrame, name: str) -> None:
    """Every row with its counts; no rate below the minimum."""
    with st.expander(name):
        widgets.table_block(masked(frame, widgets.about(view)), name, view)


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
