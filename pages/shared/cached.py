"""The only caches: every figure by (snapshot, scope, filters, what was asked), bounded.

Nothing in here reads who is signed in or the session: what a person may see is in the key.
A cursor lives for one question of one run, never longer.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analysis.filters import Filters
from analysis.scope import Scope
from data import queries
from data.living import living
from data.queries import Choices
from data.settings import now, open_home
from data.snapshot.files import current_path
from data.snapshot.reading import Snapshot
from data.tables import build_table
from pages.shared.doors.record import opened
from pages.shared.view import View

QUESTIONS = {
    "bursts": queries.bursts,
    "comment_page": queries.comment_page,
    "comments": queries.comments,
    "counts": queries.counts,
    "criterion_cross": queries.criterion_cross,
    "dossiers": queries.dossiers,
    "quality": queries.quality,
    "responses": queries.responses,
    "ticks": queries.ticks,
}
WHOLE_SCOPE = {
    "choices": queries.choices,
    "officers_table": queries.officers_table,
    "quality": queries.quality,
    "rejections": queries.rejections,
    "units_table": queries.units_table,
    "unreadable": queries.unreadable,
}


def current_snapshot() -> str | None:
    """The name of the snapshot in force; None while there is none."""
    path = current_path(open_home())
    return path.name if path else None


def choices(snapshot: str, scope: Scope) -> Choices:
    """What this person may filter by."""
    return _whole_scope("choices", snapshot, scope)


def counts(view: View, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """Additive counts of the view, one row a key of `by`."""
    return ask("counts", view, by)


def quality(view: View) -> pd.DataFrame:
    """How many rows of each source were edited, removed, rejected or unreadable."""
    return everything("quality", view)


def ask(question: str, view: View, *rest: Any) -> pd.DataFrame:
    """The answer to one of QUESTIONS about the view; `rest` must be hashable."""
    return _answer(question, view.snapshot, view.scope, view.filters, rest)


def everything(question: str, view: View) -> pd.DataFrame:
    """The answer to one of WHOLE_SCOPE, whatever the filters are."""
    return _whole_scope(question, view.snapshot, view.scope)


def table(view: View, name: str, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """A table of the contract (satisfaction, watchlist, quota, trend, compare) for the view."""
    return _table(name, view.snapshot, view.scope, view.filters, by)


def is_late(view: View) -> bool:
    """Whether a living source was last read more than two intervals ago; asked once a minute."""
    return _is_late(str(open_home().path), f"{view.now:%d %H:%M}", view.snapshot)


def _open(snapshot: str) -> Snapshot:
    return Snapshot(open_home().snapshots / snapshot)


@st.cache_data(max_entries=10, show_spinner=False)
def _is_late(home: str, minute: str, snapshot: str) -> bool:
    with opened() as (ledger, _):
        return any(one.late and one.last for one in living(ledger, now()))


@st.cache_data(max_entries=1000, show_spinner=False)
def _answer(
    question: str, snapshot: str, scope: Scope, filters: Filters, rest: tuple[Any, ...]
) -> pd.DataFrame:
    with _open(snapshot).cursor() as cursor:
        return QUESTIONS[question](cursor, scope, filters, *rest)


@st.cache_data(max_entries=200, show_spinner=False)
def _whole_scope(question: str, snapshot: str, scope: Scope) -> Any:
    with _open(snapshot).cursor() as cursor:
        return WHOLE_SCOPE[question](cursor, scope)


@st.cache_data(max_entries=500, show_spinner=False)
def _table(
    name: str, snapshot: str, scope: Scope, filters: Filters, by: tuple[str, ...]
) -> pd.DataFrame:
    with _open(snapshot).cursor() as cursor:
        return build_table(name, cursor, scope, filters, by)
