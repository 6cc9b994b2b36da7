"""The figures for everyone, as they may be published: one table for each finished period.

The same for whoever asks: no filters, so that no two tables of a period can be subtracted. What
is published when, and that no two periods share a day, is the work of data/publications.py.
"""

from __future__ import annotations

from datetime import datetime

import duckdb
import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.filters import Filters
from analysis.periods import kind_of, period_end, period_start
from analysis.public import KINDS, Line, finished, line, public_frame
from analysis.scope import Scope
from analysis.suppression import published
from analysis.text import suppression as words
from data.queries.counts import counts
from data.settings import ZONE

GROUPS = {"low": ["n1", "n2"], "n3": ["n3"], "satisfied": ["n4", "n5"]}
_EVERYONE = Scope("", "public", everything=True)


def public_periods(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> list[str]:
    """Months, quarters, halves and years with answers that were over when the snapshot was built."""
    if not _may_look(scope):
        return []
    return finished(list(counts(cursor, _EVERYONE, Filters(), ("month",))["period"]), _built(cursor))


def public_table(cursor: duckdb.DuckDBPyConnection, scope: Scope, period: str) -> pd.DataFrame:
    """`public_lines` as a table with rates and intervals."""
    return public_frame(public_lines(cursor, scope, period))


def public_lines(cursor: duckdb.DuckDBPyConnection, scope: Scope, period: str) -> list[Line]:
    """Answers of a period by unit, hidden and rounded, the sum of all units last.

    No scope, no rows. Raises InputError for anything but a finished period of KINDS.
    """
    if kind_of(period) not in KINDS or str(period_end(period)) >= _built(cursor):
        raise InputError(words.ONLY_FINISHED.format(period=period[:40]))
    if not _may_look(scope):
        return []
    units = _units(cursor, period)
    table = published(np.column_stack([units[names].sum(axis=1) for names in GROUPS.values()]))
    return [
        line(str(code), str(name), [int(number) for number in numbers], bool(enough))
        for code, name, numbers, enough in zip(
            [*units["unit_code"], ""], [*units["unit_name"], words.TOTAL], table.shown,
            table.enough, strict=True,
        )
    ]


def _units(cursor: duckdb.DuckDBPyConnection, period: str) -> pd.DataFrame:
    """Answers of the period for every unit that ever had one, in tree order."""
    asked = Filters(period_start(period), period_end(period))
    ever = counts(cursor, _EVERYONE, Filters(), ("unit",))[["unit_code", "unit_name"]]
    found = counts(cursor, _EVERYONE, asked, ("unit",)).drop(columns="unit_name")
    numbers = [name for names in GROUPS.values() for name in names]
    units = ever.merge(found, on="unit_code", how="left")
    return units.assign(**units[numbers].fillna(0).astype("int64"))


def _may_look(scope: Scope) -> bool:
    return scope.everything or bool(scope.units) or scope.officer is not None


def _built(cursor: duckdb.DuckDBPyConnection) -> str:
    """The local day the snapshot was built, ISO."""
    found = cursor.execute("SELECT value FROM meta WHERE key = 'built_at'").fetchone()
    return str(datetime.fromisoformat(found[0]).astimezone(ZONE).date()) if found else "0001-01-01"
