"""The comments an overview shows: those marked as serious first, then the newest of the unhappy."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.text.labels import level
from analysis.text.numbers import day, integer
from pages.shared import cached
from pages.shared import text_overview as words
from pages.shared.doors.voices import count, serious
from pages.shared.page import View, link_to

MOST = 5


def voices(view: View) -> None:
    """Serious comments with how many there are, then new ones of people who answered low."""
    marked = serious(view, MOST)
    if not marked.empty:
        said = words.SERIOUS_COMMENTS.format(count=integer(count(view)))
        st.subheader(said, anchor=False)
        _list(marked)
        link_to("comments", words.SEE_SERIOUS, view, marked="serious")
    st.subheader(words.COMMENTS, anchor=False)
    comments = cached.ask("comments", view)
    low = comments[comments["level"].between(1, 2).fillna(False)]
    low = low[~low["response_id"].isin(marked["response_id"])].head(MOST)
    if low.empty:
        st.text(words.NO_COMMENTS)
    _list(low)
    link_to("comments", words.SEE_COMMENTS, view)


def _list(comments: pd.DataFrame) -> None:
    for comment in comments.itertuples():
        answered = 0 if pd.isna(comment.level) else int(comment.level)
        with st.container(border=True, gap="xxsmall"):
            st.text(comment.text)
            st.text(words.COMMENT_LINE.format(
                day=day(comment.day), unit=comment.unit_name, level=level(answered)
            ))
