"""Questions to a snapshot, each asked once: by (snapshot, scope, filters, what was asked), bounded.

Nothing in here reads who is signed in or the session: what a person may see is in the key.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.filters import Filters
from analysis.scope import Scope
from analysis.trend import trend
from data import queries
from data.ahead import ahead
from data.queries.where import Cursor
from data.settings import open_home
from data.snapshot.reading import Snapshot
from data.tables import build_table
from pages.shared import options
from pages.shared.address import Options
from pages.shared.kept import Kept

pd.options.mode.string_storage = "python"  # twice as fast on frames of a few rows, same dtype
_FIGURES = Kept(1_000, 32 << 20)
_REGISTERS = Kept(1_000, 32 << 20)



def trends(
    cursor: Cursor, scope: Scope, filters: Filters, by: tuple[str, ...], codes: tuple[str, ...]
) -> pd.DataFrame:
    """The trend by `by` of these codes of its first key alone: of a nation it is too much to keep."""
    return trend(queries.counts_of(cursor, scope, filters, by, codes))


QUESTIONS = {
    "bursts": queries.bursts,
    "comment_page": queries.comment_page,
    "comments": queries.comments,
    "counts": queries.counts,
    "criterion_cross": queries.criterion_cross,
    "dossiers": queries.dossiers,
    "quality": queries.quality,
    "response_count": queries.response_count,
    "responses": queries.responses,
    "ticks": queries.ticks,
    "trends": trends,
}
WHOLE_SCOPE = {
    "choices": queries.choices,
    "officers_table": queries.officers_table,
    "quality": queries.quality,
    "rejections": queries.rejections,
    "units_table": queries.units_table,
    "unreadable": queries.unreadable,
}


def answer(
    question: str, snapshot: str, scope: Scope, filters: Filters, rest: tuple[Any, ...]
) -> pd.DataFrame:
    """The answer to one of QUESTIONS; `rest` must be hashable."""
    key = question, _nobodys(scope), filters, rest
    return _asked(_FIGURES, snapshot, key, lambda c: QUESTIONS[question](c, *key[1:3], *rest))


def whole_scope(question: str, snapshot: str, scope: Scope) -> Any:
    """The answer to one of WHOLE_SCOPE, which no filter narrows."""
    key = question, _nobodys(scope)
    return _asked(_REGISTERS, snapshot, key, lambda c: WHOLE_SCOPE[question](c, key[1]))


def table(
    name: str, snapshot: str, scope: Scope, filters: Filters, by: tuple[str, ...]
) -> pd.DataFrame:
    """A table of the contract."""
    key = "table", name, _nobodys(scope), filters, by
    return _asked(_FIGURES, snapshot, key, lambda c: build_table(name, c, *key[2:]))


def response_parts(
    snapshot: str, scope: Scope, filters: Filters, with_comments: bool
) -> Iterator[pd.DataFrame]:
    """Every response, part by part; none is kept. IntegrityError at once without the snapshot."""
    cursor = Snapshot(open_home().snapshots / snapshot).cursor()
    return ahead(queries.response_parts(cursor, scope, filters, with_comments))


def kept(key: Hashable, work: Callable[[], Any]) -> Any:
    """What `work` finds, kept among the figures; who may see it must be in the key."""
    return _FIGURES.get(key, work)


def labels(snapshot: str, scope: Scope) -> Options:
    """Every code of the choices with the words a filter shows; shared, so only for reading."""
    key = snapshot, "labels", _nobodys(scope)
    return _REGISTERS.get(key, lambda: options.offered(whole_scope("choices", snapshot, scope)))


def _asked(
    kept: Kept, snapshot: str, key: tuple[Any, ...], work: Callable[[Cursor], Any]
) -> Any:
    """A cursor lives for one question, which is asked of a snapshot only once."""

    def asked() -> Any:
        with Snapshot(open_home().snapshots / snapshot).cursor() as cursor:
            return work(cursor)

    return kept.get((snapshot, *key), asked)


def _nobodys(scope: Scope) -> Scope:
    """The scope without the name: whoever may see exactly the same is shown the same answer."""
    return replace(scope, user="")
