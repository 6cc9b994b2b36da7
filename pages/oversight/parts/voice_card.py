"""One comment: as it was written but for personal numbers, with its mark and what may be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from analysis.text.labels import level
from analysis.text.numbers import day
from pages.shared import text_oversight as words
from pages.shared.doors import voices
from pages.shared.doors.accounts import local
from pages.shared.page import View
from pages.shared.plain import plain

COLOURS = {5: "blue", 4: "blue", 3: "gray", 2: "orange", 1: "orange"}


def voice_card(view: View, row: Mapping[Any, Any], mark: voices.Mark | None) -> None:
    """A comment with when, where, who served, how it was rated, and who marked it when."""
    with st.container(border=True, gap="xxsmall"):
        place = st.container(gap="xxsmall")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if mark:
                st.badge(words.SERIOUS, color="red", icon=":material/flag:")
            answered = 0 if pd.isna(row["level"]) else int(row["level"])
            st.badge(level(answered), color=COLOURS.get(answered, "gray"))  # type: ignore[arg-type]
            for fact in row["ticked"]:
                st.badge(plain(fact), color="violet")
            known = (day(row["day"]), row["unit_name"], row["officer_name"], row["field"])
            st.caption(" · ".join(plain(part) for part in known if isinstance(part, str)))
        if mark:
            said = words.MARKED_BY.format(who=mark.who, at=local(mark.at))
            st.caption(plain(said))
        with st.container(horizontal=True, gap="small"):
            _marking(view, int(row["response_id"]), mark is not None)
            shown = _original(view, row)
        with place:
            st.text(row["text"] if shown is None else shown)
            if shown is not None:
                st.caption(words.ORIGINAL_SHOWN)


def _marking(view: View, response: int, marked: bool) -> None:
    label = words.UNMARK if marked else words.MARK
    if st.button(label, key=f"serious-{response}", type="tertiary", icon=":material/flag:"):
        voices.mark(view, response, not marked)
        st.rerun()


def _original(view: View, row: Mapping[Any, Any]) -> str | None:
    """The original when it was asked for in this very run."""
    if not (row["hidden"] and view.scope.may("original_comments")):
        return None
    key = f"original-{row['response_id']}"
    if not st.button(words.ORIGINAL, key=key, type="tertiary", icon=":material/visibility:"):
        return None
    return voices.original(view, int(row["response_id"])) or words.ORIGINAL_GONE
