"""Low answers to a criterion and to the general question, counted over the same people."""

from __future__ import annotations

import duckdb
import pandas as pd

from analysis.criteria import OVERALL
from analysis.drivers import CROSS_COLUMNS
from analysis.filters import Filters
from analysis.scope import Scope
from data.queries.where import AskedCriterion, criteria, where

COUNTS = {
    "both_low": "{answer} IN (1, 2) AND r.overall IN (1, 2)",
    "criterion_low": "{answer} IN (1, 2) AND r.overall > 0",
    "overall_low": "{answer} > 0 AND r.overall IN (1, 2)",
    "n": "{answer} > 0 AND r.overall > 0",
}


def criterion_cross(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, filters: Filters
) -> pd.DataFrame:
    """For each criterion both_low, criterion_low, overall_low of the n who answered both.

    Columns criterion, criterion_label and the counts, in the order of sets and questions; a
    criterion nobody answered together with the general question has no row. With a criterion in
    the filters there is only that one.
    """
    condition = where(cursor, scope, filters)
    asked = [c for c in criteria(cursor) if filters.criterion in (None, OVERALL, c.code)]
    aggregates = ", ".join(_counted(criterion) for criterion in asked) or "count(*)"
    found = cursor.execute(
        f"SELECT {aggregates} FROM response r WHERE {condition.sql}", condition.params
    ).fetchall()[0]
    size = len(COUNTS)
    rows = [
        (criterion.code, criterion.label, *found[number * size : (number + 1) * size])
        for number, criterion in enumerate(asked)
    ]
    frame = pd.DataFrame(rows, columns=CROSS_COLUMNS).astype(dict.fromkeys(COUNTS, "int64"))
    frame = frame.astype(dict.fromkeys(CROSS_COLUMNS[:2], "str"))
    return frame[frame["n"] > 0].reset_index(drop=True)


def _counted(criterion: AskedCriterion) -> str:
    return ", ".join(
        f"coalesce(count_if({test.format(answer=criterion.column)}), 0)::BIGINT"
        for test in COUNTS.values()
    )
