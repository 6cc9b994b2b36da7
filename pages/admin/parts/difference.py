"""A table held back beside the record: headers old and new, what was renamed, what vanished."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import zip_longest

import pandas as pd
import streamlit as st

from analysis.matching import header_key
from analysis.names import search_key
from analysis.text.numbers import integer
from pages.shared import text_record as words
from pages.shared.doors.deciding import HeldTable
from pages.shared.plain import plain
from pages.shared.view import View

ALIKE = 0.6


def renamed(run_id: int, table: HeldTable) -> dict[str, str]:
    """Old header -> the new one a person says it is; only one much like it is chosen beforehand."""
    chosen: dict[str, str] = {}
    for place, header in enumerate(table.missing):
        offered = ["", *table.proposals[header]]
        picked = st.selectbox(
            plain(words.RENAMED.format(header=header)), offered, index=_likely(header, offered),
            format_func=lambda text: text or words.NOT_RENAMED, key=f"renamed-{run_id}-{place}",
        )
        if picked:
            chosen[header] = picked
    return chosen


def _likely(header: str, offered: list[str]) -> int:
    """The place of the first proposal when it is mostly the same words, else of "none"."""
    first = offered[1] if len(offered) > 1 else ""
    one, other = sorted((search_key(header), search_key(first)), key=len)
    return int(bool(one) and (one in other or SequenceMatcher(None, one, other).ratio() >= ALIKE))


def headers_beside(table: HeldTable, view: View) -> None:
    """Both headers side by side, with what differs; nothing when they are the same."""
    old = {header_key(text): text for text in table.old_header}
    new = {header_key(text): text for text in table.new_header}
    if not table.old_header or old.keys() == new.keys():
        return
    gone = [text for key, text in old.items() if key not in new]
    came = [text for key, text in new.items() if key not in old]
    same = [(text, new[key]) for key, text in old.items() if key in new]
    rows = [*zip_longest(gone, came, fillvalue=""), *same]
    marks = [words.DIFFERS] * (len(rows) - len(same)) + [""] * len(same)
    st.markdown(f"**{words.HEADERS}**")
    frame = pd.DataFrame(rows, columns=[words.OLD_HEADER, words.NEW_HEADER])
    st.dataframe(frame.assign(**{words.MARK: marks}), hide_index=True, alt=words.HEADERS, placeholder="–")


def vanished(table: HeldTable, view: View, run_id: int) -> None:
    """The known rows this table lacks."""
    if table.vanished.empty:
        return
    with st.expander(words.VANISHED.format(n=integer(table.vanished_count))):
        st.dataframe(
            table.vanished, hide_index=True, alt=words.VANISHED_ALT, key=f"vanished-{run_id}",
            column_config={"row": words.ROW}, placeholder="–",
        )
