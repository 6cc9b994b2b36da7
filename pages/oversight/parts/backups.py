"""The nightly copies: the last good one, where, how many are kept, and what went wrong."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import streamlit as st

from analysis.text.numbers import integer
from pages.shared import text_record as words
from pages.shared import widgets
from pages.shared.doors import record
from pages.shared.doors.record import BackupState
from pages.shared.foot import age_words
from pages.shared.plain import plain
from pages.shared.view import View


def backups(view: View) -> None:
    """The state in three cards, below what must be done."""
    st.subheader(words.BACKUP, anchor=False)
    state = record.backups(view.now)
    if not state.possible:
        st.info(words.BACKUP_ELSEWHERE)
        return
    if state.folder is None:
        st.info(plain(words.BACKUP_OFF))
    if state.late:
        st.warning(words.BACKUP_LATE, icon=":material/warning:")
    if state.failed:
        at, folder = _local(state.failed.at, view), state.failed.folder
        why = state.failed.sentence.replace(folder, Path(folder).name)
        (st.error if state.broken else st.caption)(plain(words.BACKUP_FAILED.format(at=at, sentence=why)))
    if state.folder or state.good:
        with st.grid(3, min_column_width=180):
            _cards(state, view)
        st.caption(words.BACKUP_BY_HAND)


def _local(moment: str, view: View) -> str:
    """An ISO moment by the clock on the wall."""
    return f"{datetime.fromisoformat(moment).astimezone(view.now.tzinfo):%d/%m/%Y %H:%M}"


def _cards(state: BackupState, view: View) -> None:
    good = state.good
    if good is None:
        widgets.number_card(words.BACKUP_GOOD, words.BACKUP_NONE, words.BACKUP_NEVER)
    else:
        age, folder = age_words(good.at, view.now), Path(good.folder).name
        where = words.BACKUP_WHERE.format(age=age, folder=folder)
        widgets.number_card(words.BACKUP_GOOD, _local(good.at, view), where)
        upto = words.BACKUP_UP_TO.format(seq=integer(good.sequence))
        widgets.number_card(words.BACKUP_CHECKED, words.BACKUP_FITS, upto)
    if state.kept:
        (days, most), (weeks, most_weeks), (months, most_months) = state.kept
        longer = words.BACKUP_LONGER.format(
            weeks=weeks, most_weeks=most_weeks, months=months, most_months=most_months
        )
        widgets.number_card(words.BACKUP_KEPT, words.BACKUP_DAYS.format(days=days, most=most), longer)
