"""The comments an overview shows: those marked as serious first, then the newest of the unhappy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from analysis.text.labels import level
from analysis.text.numbers import day, integer
from pages.shared import cached
from pages.shared import text_overview as words
from pages.shared.doors.voices import count, serious
from pages.shared.page import View, link_to
from pages.shared.part import part

MOST = 5


def voices(view: View) -> None:
    """Serious comments with how many there are, then new ones of people who answered low."""
    marked = serious(view, MOST)
    if not marked.empty:
        said = words.SERIOUS_COMMENTS.format(count=integer(count(view)))
        st.subheader(said, anchor=False)
        _list(marked)
        link_to("comments", words.SEE_SERIOUS, view, marked="serious")
    unhappy(view, *map(str, marked["response_id"].tolist()))


@part
def unhappy(view: View, *shown: str) -> None:
    """The newest comments of people who answered low, without those shown already."""
    st.subheader(words.COMMENTS, anchor=False)
    comments = cached.ask("comments", view)
    low = comments["level"].to_numpy(float, na_value=np.nan)
    seen = comments["response_id"].isin(map(int, shown)).to_numpy()
    found = comments.iloc[np.flatnonzero((low >= 1) & (low <= 2) & ~seen)[:MOST]]
    if found.empty:
        st.text(words.NO_COMMENTS)
    _list(found)
    link_to("comments", words.SEE_COMMENTS, view)


def _list(comments: pd.DataFrame) -> None:
    for comment in comments.to_dict("records"):
        answered = 0 if pd.isna(comment["level"]) else int(comment["level"])
        with st.container(border=True, gap="xxsmall"):
            st.text(comment["text"])
            st.text(words.COMMENT_LINE.format(
                day=day(comment["day"]), unit=comment["unit_name"], level=level(answered)
            ))
