"""The figures for everyone: one table for each finished quarter, the same for whoever asks.

Quarters share no day and take no filters, so that no two tables can be subtracted.
"""

from __future__ import annotations

from datetime import date, datetime

import duckdb
import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.filters import Filters
from analysis.periods import kind_of, period_end, period_start
from analysis.proportions import wilson
from analysis.scope import Scope
from analysis.suppression import HIDDEN, published, window
from analysis.text import suppression as words
from data.queries.counts import counts

KIND = "quarter"
GROUPS = {"low": ["n1", "n2"], "n3": ["n3"], "satisfied": ["n4", "n5"]}
COLUMNS = [
    "unit_code", "unit_name", *GROUPS, "n", "satisfied_rate", "ci_low", "ci_high", "reason",
]
_EVERYONE = Scope("", "public", everything=True)


def public_periods(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> list[str]:
    """The quarters with answers that were over when the snapshot was built, oldest first."""
    if not _may_look(scope):
        return []
    found = counts(cursor, _EVERYONE, Filters(), (KIND,))
    return [str(period) for period in found["period"] if period_end(period) < _built(cursor)]


def public_table(cursor: duckdb.DuckDBPyConnection, scope: Scope, period: str) -> pd.DataFrame:
    """Answers of a quarter by unit, hidden and rounded, the sum of all units last.

    Columns: COLUMNS; hidden numbers are null, `reason` says why there is no rate. The rate and its
    interval rest on what is shown alone; the interval holds rounding and chance. No scope, no
    rows. Raises InputError for anything but a finished quarter.
    """
    if kind_of(period) != KIND or period_end(period) >= _built(cursor):
        raise InputError(words.ONLY_FINISHED_QUARTERS.format(period=period[:40]))
    if not _may_look(scope):
        return pd.DataFrame(columns=COLUMNS)
    units = _units(cursor, period)
    table = published(np.column_stack([units[names].sum(axis=1) for names in GROUPS.values()]))
    rows = [
        (code, name, *_row([int(number) for number in line], bool(enough)))
        for code, name, line, enough in zip(
            [*units["unit_code"], None], [*units["unit_name"], words.TOTAL], table.shown,
            table.enough, strict=True,
        )
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype(dict.fromkeys([*GROUPS, "n"], "Int64"))


def _units(cursor: duckdb.DuckDBPyConnection, period: str) -> pd.DataFrame:
    """Answers of the quarter for every unit that ever had one, in tree order."""
    asked = Filters(period_start(period), period_end(period))
    ever = counts(cursor, _EVERYONE, Filters(), ("unit",))[["unit_code", "unit_name"]]
    found = counts(cursor, _EVERYONE, asked, ("unit",)).drop(columns="unit_name")
    numbers = [name for names in GROUPS.values() for name in names]
    units = ever.merge(found, on="unit_code", how="left")
    return units.assign(**units[numbers].fillna(0).astype("int64"))


def _row(shown: list[int], enough: bool) -> tuple[object, ...]:
    """The numbers of a line with its rate, interval and the reason why there is none."""
    numbers = tuple(None if number == HIDDEN else number for number in shown)
    satisfied, n = shown[-2], shown[-1]
    if HIDDEN in (satisfied, n):
        return (*numbers, None, None, None, words.HIDDEN)
    if not enough:
        return (*numbers, None, None, None, words.FEW)
    (least, most), (few, many) = window(satisfied), window(n, enough)
    low, _ = wilson(least, max(many, least))
    _, high = wilson(min(most, few), few)
    return (*numbers, min(1.0, satisfied / n), low, high, "")


def _may_look(scope: Scope) -> bool:
    return scope.everything or bool(scope.units) or scope.officer is not None


def _built(cursor: duckdb.DuckDBPyConnection) -> date:
    found = cursor.execute("SELECT value FROM meta WHERE key = 'built_at'").fetchone()
    return datetime.fromisoformat(found[0]).date() if found else date.min
