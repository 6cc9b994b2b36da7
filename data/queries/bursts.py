"""Stretches of time in which many answers came in at once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.bursts import bursts as bursts_of
from analysis.filters import Filters
from analysis.scope import Scope
from data.queries import small
from data.queries.small import Cursor, nulled
from data.queries.where import NOTHING, Where, where
from data.snapshot.crowded import RULE, crowding


def bursts(cursor: Cursor, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Bursts by the rule of `analysis.bursts`, with unit_name and officer_name, largest first.

    Only answers that lie close to many others leave the database.
    """
    condition = where(cursor, scope, filters)
    kept = small.meta(cursor).get("crowded") == RULE
    if kept and not small.found_in(cursor, "crowded", condition.spans):
        return small.once(cursor, _none).copy()
    return _found(cursor, _times(cursor, condition, kept=kept))


def _none(cursor: Cursor) -> pd.DataFrame:
    return _found(cursor, _times(cursor, NOTHING, kept=True))


def _found(cursor: Cursor, times: pd.DataFrame) -> pd.DataFrame:
    units, officers = small.units(cursor).names, small.officers(cursor)
    times["unit_code"] = units.code.take(times["unit_id"].to_numpy())
    times["officer_code"] = officers.code.take(nulled(times["officer_id"]), allow_fill=True)
    found = bursts_of(times)
    for key, names in (("unit", units), ("officer", officers)):
        numbers = np.array([names.number.get(code, -1) for code in found[f"{key}_code"]], dtype=np.int64)
        place = int(str(found.columns.get_loc(f"{key}_code")))
        found.insert(place + 1, f"{key}_name", names.name.take(numbers, allow_fill=True))
    return found


def _times(cursor: Cursor, condition: Where, *, kept: bool) -> pd.DataFrame:
    """Unit, officer, day, minute and level of each response that crowds under the condition."""
    if kept:
        rows = f"crowded r WHERE {condition.sql}"
    else:  # a snapshot from before the table, or of another rule
        rows = f"response r WHERE r.response_id IN ({crowding(condition.sql)})"
    return cursor.execute(
        f"SELECT r.unit_id, r.officer_id, r.day, r.minute, r.overall FROM {rows}", condition.params,
    ).df()
