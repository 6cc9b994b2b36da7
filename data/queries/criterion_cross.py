"""Low answers to a criterion and to the general question, counted over the same people."""

from __future__ import annotations

import duckdb
import pandas as pd

from analysis.criteria import OVERALL
from analysis.drivers import CROSS_COLUMNS
from analysis.filters import Filters
from analysis.scope import Scope
from data.queries.sums import Question, both, summed
from data.queries.where import criteria, where
from data.snapshot.counters import CROSS


def criterion_cross(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, filters: Filters
) -> pd.DataFrame:
    """For each criterion both_low, criterion_low, overall_low of the n who answered both.

    Columns criterion, criterion_label and the counts, in the order of sets and questions; a
    criterion nobody answered together with the general question has no row. With a criterion in
    the filters there is only that one.
    """
    condition = where(cursor, scope, filters)
    chosen = [c for c in criteria(cursor) if filters.criterion in (None, OVERALL, c.code)]
    sums = [
        both(criterion.column, name, test, f"{name}_{number}")
        for number, criterion in enumerate(chosen) for name, test in CROSS.items()
    ]
    found = summed(cursor, Question(condition, sums, columns=frozenset(["cross"])))
    rows = [
        (one.code, one.label, *(int(found[f"{name}_{number}"].sum()) for name in CROSS))
        for number, one in enumerate(chosen)
    ]
    frame = pd.DataFrame(rows, columns=CROSS_COLUMNS).astype(dict.fromkeys(CROSS, "int64"))
    frame = frame.astype(dict.fromkeys(CROSS_COLUMNS[:2], "str"))
    return frame[frame["n"] > 0].reset_index(drop=True)
