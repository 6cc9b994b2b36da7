"""The only way to figures: every one is kept by (snapshot, scope, filters, what was asked).

Nothing in here reads who is signed in or the session: what a person may see is in the key.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd

from analysis.scope import Scope
from data.living import living
from data.queries import Choices
from data.settings import now, open_home
from data.snapshot.files import current_path
from pages.shared.address import Options
from pages.shared.doors import asked
from pages.shared.doors.record import opened
from pages.shared.parted import Parted
from pages.shared.view import View


def current_snapshot() -> str | None:
    """The name of the snapshot in force; None while there is none."""
    path = current_path(open_home())
    return path.name if path else None


def choices(snapshot: str, scope: Scope) -> Choices:
    """What this person may filter by."""
    return asked.whole_scope("choices", snapshot, scope)


def labels(snapshot: str, scope: Scope) -> Options:
    """Every code of the choices with the words a filter shows; shared, so only for reading."""
    return asked.labels(snapshot, scope)


def counts(view: View, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """Additive counts of the view, one row a key of `by`."""
    return ask("counts", view, by)


def quality(view: View) -> pd.DataFrame:
    """How many rows of each source were edited, removed, rejected or unreadable."""
    return everything("quality", view)


def ask(question: str, view: View, *rest: Any) -> pd.DataFrame:
    """The answer to one of QUESTIONS about the view; `rest` must be hashable."""
    return asked.answer(question, view.snapshot, view.scope, view.filters, rest)


def responses(view: View, with_comments: bool, first: int) -> pd.DataFrame | Parted:
    """The single responses of the view; of more than `first` only so many are read."""
    found = ask("responses", view, with_comments, first)
    count = int(ask("response_count", view)["responses"].iloc[0])
    if count == len(found):
        return found
    asks = view.snapshot, view.scope, view.filters, with_comments
    return Parted(found, count, lambda: asked.response_parts(*asks))


def everything(question: str, view: View) -> pd.DataFrame:
    """The answer to one of WHOLE_SCOPE, whatever the filters are."""
    return asked.whole_scope(question, view.snapshot, view.scope)


def table(view: View, name: str, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """A table of the contract (satisfaction, watchlist, quota, trend, compare) for the view."""
    return asked.table(name, view.snapshot, view.scope, view.filters, by)


def is_late(view: View) -> bool:
    """Whether a living source was last read more than two intervals ago; asked once a minute."""
    return _is_late(str(open_home().path), f"{view.now:%d %H:%M}", view.snapshot)


@lru_cache(maxsize=10)
def _is_late(home: str, minute: str, snapshot: str) -> bool:
    with opened() as (ledger, _):
        return any(one.late and one.last for one in living(ledger, now()))
