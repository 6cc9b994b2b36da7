"""Who is over a line, group by group as cards: the watchlist by status, and its mirror for praise."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import streamlit as st

from analysis.charts.rows import masked
from analysis.text.labels import status
from analysis.text.numbers import integer
from analysis.thresholds import MINIMUM_N
from analysis.watchlist import dealt, excellence, statuses, watchlist
from pages.oversight.parts.watch_cards import Deck, card, deck
from pages.shared import cached, widgets
from pages.shared import text_oversight as words
from pages.shared.page import View
from pages.shared.part import part, worked

GROUPS = {"over_enough": ("orange", 24), "over_few": ("yellow", 12), "near": ("violet", 6)}
MOST_PRAISED, MOST_PROMISING, MOST_FEW = 12, 6, 6


@worked
def judged(view: View, of: str) -> pd.DataFrame:
    """Every row with its status, no rate below the minimum."""
    frame = watchlist(cached.counts(view, (of,)))
    return masked(frame.assign(status=statuses(frame)), widgets.about(view))


@part
def watched_groups(view: View, of: str, *marks: str) -> None:
    """The cards by status, and how many rows have none."""
    frame = judged(view, of)
    parts, few = dealt(frame)
    drawn = [parts[code].head(most) for code, (_, most) in GROUPS.items()]
    cards = deck(view, of, "low_rate", pd.concat([*drawn, few.head(MOST_FEW)]), marks)
    if not frame["over"].any():
        st.text(words.NO_ONE_OVER.format(noun=cards.noun))
    for code, (colour, most) in GROUPS.items():
        _group(cards, parts[code], status(code), colour, most)
    _folded(cards, few)
    often = Counter(frame["status"].tolist())
    left = {code: integer(often[code]) for code in ("ok", "insufficient")}
    st.text(words.REST[left["insufficient"] != "0"].format(noun=cards.noun, **left))


@worked
def praised(view: View, of: str) -> pd.DataFrame:
    """Every row against the line of praise, no rate below the minimum."""
    return masked(excellence(cached.counts(view, (of,))), widgets.about(view))


@part
def praised_groups(view: View, of: str, *marks: str) -> None:
    """The cards of those above the line, by strength of evidence."""
    frame = praised(view, of)
    proved, promising = (frame.loc[frame["evidence"].to_numpy(object) == code] for code in ("enough", "few"))
    drawn = pd.concat([proved.head(MOST_PRAISED), promising.head(MOST_PROMISING)])
    cards = deck(view, of, "satisfied_rate", drawn, marks)
    if proved.empty:
        st.text(words.NO_ONE_PRAISED.format(noun=cards.noun))
    _group(cards, proved, words.PRAISED, "blue", MOST_PRAISED)
    _group(cards, promising, words.PROMISING, "gray", MOST_PROMISING)


def _group(cards: Deck, rows: pd.DataFrame, heading: str, colour: str, most: int) -> None:
    """A heading with how many there are, and a card for each of the first rows."""
    if rows.empty:
        return
    said = words.GROUP.format(status=heading, count=integer(len(rows)), noun=cards.noun)
    st.badge(said, color=colour)  # type: ignore[arg-type]
    _grid(cards, rows, most)


def _folded(cards: Deck, rows: pd.DataFrame) -> None:
    """Those over the line on fewer answers than any rate is shown for, closed until asked for."""
    if rows.empty:
        return
    with st.expander(words.TOO_FEW.format(count=integer(len(rows)), noun=cards.noun)):
        st.caption(words.TOO_FEW_NOTE.format(minimum=integer(MINIMUM_N)))
        _grid(cards, rows, MOST_FEW)


def _grid(cards: Deck, rows: pd.DataFrame, most: int) -> None:
    with st.grid(3, min_column_width=270):
        for row in rows.head(most).to_dict("records"):
            card(cards, row)
    if len(rows) > most:
        left = integer(len(rows) - most)
        st.caption(words.MORE_ROWS.format(count=left, noun=cards.noun))
