"""The red banner on every page while the record differs from what it should be."""

from __future__ import annotations

import streamlit as st

from analysis.text.numbers import day
from pages.shared import text_record as words
from pages.shared.doors import record
from pages.shared.plain import plain


def warnings() -> list[str]:
    """What files with figures must say about the record; nothing while it is sound."""
    found = record.verdict()
    return [found.warning] if found and not found.sound else []


def banner() -> None:
    """Draws the banner; nothing while the record is sound."""
    for sentence in warnings():
        st.error(plain(sentence), icon=":material/gpp_bad:")


def check_sentence() -> str:
    """When the record was checked last, and that nothing was found; the banner says the rest."""
    found = record.verdict()
    if found is None:
        return words.CHECKED_NEVER
    return words.CHECKED_SOUND.format(at=found.checked_at) if found.sound else words.CHECKED_BROKEN


def seal_sentence() -> str:
    """The day of the last seal; "" while there is none."""
    sealed = record.newest_seal_day()
    return words.SEALED.format(date=day(sealed)) if sealed else ""
