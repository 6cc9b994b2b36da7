"""What an import would do or did: counts, every rejected row, what cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from analysis.text.columns import heading, headings
from analysis.text.numbers import integer
from analysis.text.reasons import REASONS, WHAT_TO_DO
from pages.shared import text_admin as words
from pages.shared.plain import plain
from reports.csv_file import csv_bytes

_SURE = {"mass_removal", "empty_table"}


def can_go_on(result: Any) -> bool:
    """Whether a person may decide to apply a doubtful table as it is."""
    return result.reason in _SURE


def show_result(result: Any, key: str) -> None:
    """The counts as cards, then the lists; a doubtful table says why first."""
    if result.quarantined:
        why = " ".join((result.note, words.HELD_TO_DO[result.reason], words.HELD_TRY))
        st.warning(f"**{words.HELD_TITLE}**  \n{plain(why)}")
    counts: Mapping[str, int] = {
        **{name: getattr(result, name) for name in words.COUNTS if hasattr(result, name)},
        "rejected": len(result.rejected), "unreadable": len(result.unreadable_answers),
    }
    with st.grid(4, min_column_width=130):
        for name, label in words.COUNTS.items():
            with st.container(border=True, height="stretch"):
                st.metric(label, integer(counts[name]))
    if not any((result.new, result.changed, result.removed, result.restored, result.quarantined)):
        st.info(words.NOTHING_NEW)
    for template, count in ((words.NO_OVERALL, result.no_overall), (words.RESTORED, result.restored)):
        if count:
            st.caption(template.format(n=integer(count)))
    _rejected(pd.DataFrame(result.rejected), key)
    _unreadable(pd.DataFrame(result.unreadable_answers), key)


def explained(rejected: pd.DataFrame) -> pd.DataFrame:
    """Rejected rows with reason and remedy in words."""
    return rejected.assign(
        what_to_do=rejected["reason"].map(WHAT_TO_DO), reason=rejected["reason"].map(REASONS)
    )


def listed(frame: pd.DataFrame, name: str, key: str) -> None:
    """A table to scroll through and to take along as CSV."""
    shown = dict(zip(frame.columns, headings(list(frame.columns)), strict=True))
    st.dataframe(frame, hide_index=True, column_config=shown, placeholder="", alt=name)
    st.download_button(
        words.DOWNLOAD_REJECTED, csv_bytes(frame), f"{key}.csv", "text/csv", key=f"{key}-csv",
        on_click="ignore", type="tertiary", icon=":material/download:",
    )


def _rejected(frame: pd.DataFrame, key: str) -> None:
    if frame.empty:
        return
    by_reason = frame["reason"].value_counts()
    said = "; ".join(f"{REASONS[reason]}: {integer(count)}" for reason, count in by_reason.items())
    st.markdown(f"**{words.REJECTED}**")
    st.caption(plain(f"{said}. {words.REJECTED_ALL}"))
    listed(explained(frame), words.REJECTED, f"{key}-rejected")


def _unreadable(frame: pd.DataFrame, key: str) -> None:
    if frame.empty:
        return
    st.markdown(f"**{words.UNREADABLE}**")
    known = {"respondent_type": heading("respondent_type")}
    listed(frame.replace({"criterion": known}), words.UNREADABLE, f"{key}-unreadable")
