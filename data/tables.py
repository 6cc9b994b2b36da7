"""The tables of the contract: a question to the snapshot joined with the rule that reads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from analysis.compare import compare
from analysis.errors import InputError
from analysis.filters import Filters
from analysis.quota import quota
from analysis.satisfaction import with_rates
from analysis.scope import Scope
from analysis.trend import trend
from analysis.watchlist import watchlist
from data.queries import counts, dossiers, responses
from data.queries.where import Cursor
from data.text_snapshot import NO_TABLE_KEYS, TABLE_KEYS, UNKNOWN_TABLE

PERIODS = ("day", "week", "month", "quarter", "half", "year")
Builder = Callable[[Cursor, Scope, Filters, tuple[str, ...]], pd.DataFrame]


def build_table(
    name: str,
    cursor: Cursor,
    scope: Scope,
    filters: Filters,
    by: Sequence[str] = (),
    *,
    comments: bool = False,
) -> pd.DataFrame:
    """The rows of one contract table; InputError for an unknown name or way to group.

    `comments` brings the comments along in table `responses`, if the scope may see them.
    """
    if name not in TABLES:
        raise InputError(UNKNOWN_TABLE.format(name=name[:80], known=", ".join(TABLES)))
    if name == "responses" and comments and not by:
        return responses(cursor, scope, filters, with_comments=True)
    return TABLES[name](cursor, scope, filters, tuple(by))


def _satisfaction(
    cursor: Cursor, scope: Scope, filters: Filters, by: tuple[str, ...]
) -> pd.DataFrame:
    return with_rates(counts(cursor, scope, filters, by))


def _watchlist(
    cursor: Cursor, scope: Scope, filters: Filters, by: tuple[str, ...]
) -> pd.DataFrame:
    """By officer where officers are known, else by unit."""
    _only("watchlist", by, ("unit", "officer", "child"))
    if by:
        return watchlist(counts(cursor, scope, filters, by))
    officers = counts(cursor, scope, filters, ("officer",))
    return watchlist(counts(cursor, scope, filters, ("unit",)) if officers.empty else officers)


def _quota(cursor: Cursor, scope: Scope, filters: Filters, by: tuple[str, ...]) -> pd.DataFrame:
    _only("quota", by, ("unit",))
    return quota(dossiers(cursor, scope, filters))


def _trend(cursor: Cursor, scope: Scope, filters: Filters, by: tuple[str, ...]) -> pd.DataFrame:
    """By month unless a period is asked for; other keys make one series each."""
    keys = by if set(by) & set(PERIODS) else (*by, "month")
    return trend(counts(cursor, scope, filters, keys))


def _compare(cursor: Cursor, scope: Scope, filters: Filters, by: tuple[str, ...]) -> pd.DataFrame:
    _only("compare", by, ("unit", "child", "officer", "field", "respondent_type", "channel"))
    return compare(counts(cursor, scope, filters, by or ("unit",)))


def _responses(
    cursor: Cursor, scope: Scope, filters: Filters, by: tuple[str, ...]
) -> pd.DataFrame:
    _only("responses", by, ())
    return responses(cursor, scope, filters)


def _only(name: str, by: tuple[str, ...], known: tuple[str, ...]) -> None:
    if not known and by:
        raise InputError(NO_TABLE_KEYS.format(name=name))
    if not set(by) <= set(known):
        raise InputError(TABLE_KEYS.format(name=name, known=", ".join(known)))


TABLES: dict[str, Builder] = {
    "satisfaction": _satisfaction,
    "watchlist": _watchlist,
    "quota": _quota,
    "trend": _trend,
    "compare": _compare,
    "responses": _responses,
}
