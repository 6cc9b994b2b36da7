"""Ý kiến: what people wrote, found without accents, as plain text with personal numbers hidden."""

from dataclasses import replace
from math import ceil

import pandas as pd
import streamlit as st

from analysis.filters import CommentSearch
from analysis.text.labels import LEVELS, level
from analysis.text.numbers import integer
from pages.oversight.parts.voice_card import voice_card
from pages.shared import cached, choice, widgets
from pages.shared import text_oversight as words
from pages.shared.doors import voices
from pages.shared.page import View, open_page

SIZE = 20
LEVEL_CHOICES = {str(code): label for code, label in LEVELS.items()} | {"0": level(0)}


def wanted(view: View) -> CommentSearch:
    """What the person looks for: words as they are typed, levels, a ticked fact, a mark."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input(
            words.SEARCH, key="q", bind="query-params", type="search", live=True, max_chars=100,
            placeholder=words.SEARCH_HINT, width=320,
        )
        levels = choice.some("level", words.LEVEL, LEVEL_CHOICES, len(LEVEL_CHOICES))
        ticks = cached.ask("ticks", view)
        ticked = ticks[ticks["ticked"] > 0] if "ticked" in ticks else pd.DataFrame()
        options = {"": words.ANY_TICK} | {
            row.option: words.TICK_OPTION.format(label=row.option_label, count=integer(row.ticked))
            for row in ticked.itertuples()
        }
        tick = choice.one("tick", words.TICK, options, long=True) if len(options) > 1 else ""
        said = words.ONLY_MARKED.format(count=integer(voices.count(view)))
        only = choice.one("marked", words.MARKS, {"": words.ANY_MARK, "serious": said})
    marked = tuple(sorted(marks)) if only else None
    return CommentSearch(typed or "", tuple(map(int, levels)), tick or None, marked, size=SIZE)


def page_of(view: View, asked: CommentSearch) -> tuple[pd.DataFrame, int, str]:
    """One page of comments, its number and the key of its page buttons: new for a new search."""
    key = f"page-{view.filters}-{asked}"
    number = int(st.session_state.get(key, 1))
    found = cached.ask("comment_page", view, replace(asked, page=number))
    if found.empty and number > 1:
        return cached.ask("comment_page", view, asked), 1, key
    return found, number, key


view = open_page("comments")
marks = voices.marks()
found, number, key = page_of(view, wanted(view))
if found.empty:
    widgets.empty_state(words.NO_COMMENTS, words.NO_COMMENTS_BODY)
total, before = int(found["found"].iloc[0]), SIZE * (number - 1)
ends = {"first": integer(before + 1), "last": integer(before + len(found))}
st.caption(words.SHOWN.format(found=integer(total), **ends))
for row in found.to_dict("records"):
    voice_card(view, row, marks.get(int(row["response_id"])))
if total > SIZE:
    st.pagination(ceil(total / SIZE), key=key)
st.caption(words.MASKED_NOTE)
listed = found.drop(columns=["found", "ticked", "hidden", "response_id"])
view.tables[words.COMMENTS_TABLE] = listed.rename(columns={"text": "comment"})
