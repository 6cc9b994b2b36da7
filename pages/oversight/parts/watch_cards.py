"""One person or unit as a card: counts, interval, what is missing, where it goes, where to look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from analysis.periods import label, mention, parse, previous
from analysis.text.numbers import MISSING, integer, interval, rate
from analysis.text.sentences import Change, change_phrase, more_sentence
from analysis.thresholds import MINIMUM_N
from pages.shared import cached
from pages.shared import text_oversight as words
from pages.shared.doors import voices
from pages.shared.page import View, link_to
from pages.shared.plain import plain

FEWEST_QUARTERS = 4
MEASURES = {
    "low_rate": (words.LOW_RATE, "low", words.LOW_OF),
    "satisfied_rate": (words.SATISFIED_RATE, "satisfied", words.SATISFIED_OF),
}


@dataclass(frozen=True)
class Deck:
    """Cards of one page: whose (`of` is "officer" or "unit"), which rate, its history by quarter, and how
    many comments about each row are marked as serious."""

    view: View
    of: str
    measure: str
    history: Mapping[str, Sequence[Mapping[Any, Any]]]
    serious: Mapping[str, int]

    @property
    def noun(self) -> str:
        """What one row is."""
        return words.NOUNS[self.of]


def marked(view: View, of: str) -> list[str]:
    """The code of whoever each comment marked as serious is about; the record knows, not the figures."""
    return voices.serious(view)[f"{of}_code"].dropna().tolist()


def deck(view: View, of: str, measure: str, rows: pd.DataFrame, marks: Sequence[str]) -> Deck:
    """The deck with the quarters of these rows up to the end of the period, whatever its start."""
    codes = tuple(rows[f"{of}_code"])
    trend = cached.ask("trends", view.only(from_day=None), (of, "quarter"), codes)
    history: dict[str, list[Mapping[Any, Any]]] = {}
    for quarter in trend.to_dict("records"):
        history.setdefault(quarter[f"{of}_code"], []).append(quarter)
    return Deck(view, of, measure, history, Counter(marks))


def card(cards: Deck, row: Mapping[Any, Any]) -> None:
    """One row in a box, with links to the profile and the comments."""
    title, column, counted = MEASURES[cards.measure]
    k, n = int(row[column]), int(row["n"])
    quarters = cards.history.get(row[f"{cards.of}_code"], ())
    value = rate(k, n, MINIMUM_N)
    enough = [quarter[cards.measure] for quarter in quarters if quarter["n"] >= MINIMUM_N]
    with st.container(border=True, height="stretch", gap="xxsmall"):
        st.markdown(f"**{plain(row[f'{cards.of}_name'])}**")
        if cards.of == "officer":
            st.caption(plain(row["unit_name"]))
        st.metric(
            title, value if n >= MINIMUM_N else MISSING, height="content",
            chart_data=enough if len(enough) >= FEWEST_QUARTERS else None,
        )
        st.caption(counted.format(k=integer(k), n=integer(n)))
        if n < MINIMUM_N:
            st.caption(value)
        else:
            spread = interval(row["ci_low"], row["ci_high"])
            st.caption(words.INTERVAL.format(interval=spread), help=words.INTERVAL_HELP)
        if not pd.isna(row["more_needed"]) and row["more_needed"] > 0:
            st.caption(more_sentence(int(row["more_needed"])))
        if len(quarters) > 1 and n >= MINIMUM_N:
            st.caption(_change(quarters[-1]))
        target = {cards.of: row[f"{cards.of}_code"]}
        if serious := cards.serious.get(row[f"{cards.of}_code"], 0):
            said = words.SERIOUS_HERE.format(count=integer(serious))
            link_to("comments", said, cards.view, marked="serious", **target)
        with st.container(horizontal=True):
            link_to(cards.of, words.PROFILE, cards.view, **target)
            if cards.view.scope.may("comments"):
                link_to("comments", words.COMMENTS, cards.view, **target)


def _change(quarter: Mapping[Any, Any]) -> str:
    before = mention(previous(quarter["period"]), parse(quarter["period"]).first.year)
    change = Change(quarter["change_ci_low"], quarter["change_ci_high"], before)
    return words.TREND.format(period=label(quarter["period"]), change=change_phrase(change))
