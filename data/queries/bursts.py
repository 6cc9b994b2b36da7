"""Stretches of time in which many answers came in at once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.bursts import bursts as bursts_of
from analysis.filters import Filters
from analysis.scope import Scope
from data.queries import small
from data.queries.small import Cursor, nulled
from data.queries.where import where
from data.snapshot.crowded import RULE, crowding


def bursts(cursor: Cursor, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Bursts by the rule of `analysis.bursts`, with unit_name and officer_name, largest first.

    Only answers that lie close to many others leave the database.
    """
    condition = where(cursor, scope, filters)
    if small.meta(cursor).get("crowded") == RULE:
        rows = f"crowded r WHERE {condition.sql}"
    else:  # a snapshot from before the table, or of another rule
        rows = f"response r WHERE r.response_id IN ({crowding(condition.sql)})"
    times = cursor.execute(
        f"SELECT r.unit_id, r.officer_id, r.day, r.minute, r.overall FROM {rows}", condition.params,
    ).df()
    units, officers = small.units(cursor).names, small.officers(cursor)
    unit, officer = times["unit_id"].to_numpy(), nulled(times["officer_id"])
    times["unit_code"] = units.code.take(unit)
    times["officer_code"] = officers.code.take(officer, allow_fill=True)
    found = bursts_of(times)
    for key, names in (("unit", units), ("officer", officers)):
        numbers = np.array([names.number.get(code, -1) for code in found[f"{key}_code"]], dtype=np.int64)
        place = int(str(found.columns.get_loc(f"{key}_code")))
        found.insert(place + 1, f"{key}_name", names.name.take(numbers, allow_fill=True))
    return found
