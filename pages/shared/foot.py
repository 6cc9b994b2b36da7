"""What stands around every page: whose data and which period above, age and method below."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from analysis.text.numbers import integer
from pages.shared import cached, text, text_record, text_sync, widgets
from pages.shared.banner import seal_sentence
from pages.shared.drawn import still
from pages.shared.plain import plain
from pages.shared.view import View


def headline(view: View) -> None:
    """The line under the title: whose data, which period, how many responses."""
    counted = integer(cached.counts(view)["responses"].to_numpy().sum())
    said = [view.whose, view.period, text.RESPONSES.format(n=counted)]
    _line(" · ".join(plain(part) for part in said), cached.is_late(view))


@still
def _line(said: str, late: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(said, width="content")
        if late:  # a badge in a caption is paler than anyone reads
            st.badge(text_sync.FOOT_LATE, icon=":material/schedule:", color="orange")


def foot(view: View) -> None:
    """Data age, snapshot, last seal, how many rows were edited or removed, and the method."""
    edited, removed, excluded, newest = _sums(view)
    changed = text.FOOT_CHANGED.format(edited=integer(edited), removed=integer(removed))
    age = text.FOOT_AGE.format(age=age_words(newest, view.now)) if newest else ""
    if excluded:
        changed += text_record.EXCLUDED.format(n=integer(excluded))
    if view.scope.officer is not None:  # an officer is not told about single rows
        changed = ""
    late = text_sync.FOOT_LATE if cached.is_late(view) else ""
    said = [age, late, changed, seal_sentence(), text.FOOT_SNAPSHOT.format(name=view.snapshot)]
    _foot(" · ".join(plain(part) for part in said if part))


def _sums(view: View) -> tuple[int, int, int, str]:
    """Rows edited, removed and excluded in the whole scope, and the moment of its last import."""
    quality = cached.quality(view)
    imports = [moment for moment in quality["last_import"] if isinstance(moment, str)]
    edited, removed, excluded = (int(quality[name].to_numpy().sum()) for name in ("edited", "removed", "excluded"))
    return edited, removed, excluded, max(imports, default="")


@still
def _foot(said: str) -> None:
    st.divider()
    st.caption(said)
    with st.expander(text.HOW):
        st.text(text.HOW_BODY)


def age_words(moment: str, now: datetime) -> str:
    """How long ago an ISO moment was, in words; a moment without zone is UTC."""
    then = datetime.fromisoformat(moment)
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    minutes = max(0, int((now - then).total_seconds() // 60))
    for words, size in ((text.AGE_DAYS, 2880), (text.AGE_HOURS, 120), (text.AGE_MINUTES, 2)):
        if minutes >= size:
            unit = {2880: 1440, 120: 60, 2: 1}[size]
            return words.format(n=integer(minutes // unit))
    return text.AGE_NOW


def empty_home(sources: Any) -> None:
    """The page while nothing was ever imported; ends it. `sources` is None for who may not import."""
    body = text.EMPTY_BODY if sources else text.EMPTY_FOR_OTHERS
    widgets.empty_state(text.EMPTY_TITLE, body, sources, text.GO_TO_SOURCES)
