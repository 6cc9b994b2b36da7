"""The banners on every page: the record differs from what it should be; seeing as another account."""

from __future__ import annotations

import streamlit as st

from analysis.scope import Scope
from analysis.text.numbers import day
from pages.shared import text_access as access_words
from pages.shared import text_record as words
from pages.shared.doors import looking, record
from pages.shared.doors.accounts import ROLE_NAMES as ROLES
from pages.shared.plain import plain


def warnings() -> list[str]:
    """What files with figures must say about the record; nothing while it is sound."""
    found = record.verdict()
    return [found.warning] if found and not found.sound else []


def brief_warning() -> str:
    """The same in one short sentence, for a table that leaves the house; "" while it is sound."""
    found = record.verdict()
    return found.brief if found else ""


def banner() -> None:
    """Draws the banner; nothing while the record is sound."""
    for sentence in warnings():
        st.error(plain(sentence), icon=":material/gpp_bad:")


def seeing_banner(scope: Scope) -> None:
    """Says whom an administrator sees as, with the way out; nothing for everybody else."""
    if not scope.seeing:
        return
    said = access_words.SEEING.format(
        name=plain(scope.seeing), role=ROLES[scope.role], minutes=looking.minutes_left(scope)
    )
    names = [access_words.RIGHTS[r] for r in sorted(looking.withheld(scope)) if r in access_words.RIGHTS]
    said += access_words.SEEING_LESS.format(rights=", ".join(names)) if names else ""
    with st.container(horizontal=True, vertical_alignment="center", key="seeing"):
        st.warning(said, icon=":material/visibility:", width="stretch")
        st.button(access_words.LEAVE, key="seeing-end", type="primary", on_click=looking.end)


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
