"""Stretches of time in which many answers came in at once."""

from __future__ import annotations

import duckdb
import pandas as pd

from analysis.bursts import bursts as bursts_of
from analysis.filters import Filters
from analysis.scope import Scope
from data.queries.where import where
from data.snapshot.crowded import RULE, crowding


def bursts(cursor: duckdb.DuckDBPyConnection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Bursts by the rule of `analysis.bursts`, with unit_name and officer_name, largest first.

    Only answers that lie close to many others leave the database.
    """
    condition = where(cursor, scope, filters)
    rule = cursor.execute("SELECT value FROM meta WHERE key = 'crowded'").fetchone()
    if rule == (RULE,):
        rows, params = f"crowded r WHERE {condition.sql}", condition.params
    else:  # a snapshot from before the table, or of another rule
        found = crowding(condition.sql)
        rows, params = f"response r WHERE r.response_id IN ({found})", condition.params
    times = cursor.execute(
        f"""SELECT u.code AS unit_code, u.name AS unit_name, o.code AS officer_code,
                   o.name AS officer_name, t.day, t.minute, t.overall
            FROM (SELECT r.unit_id, r.officer_id, r.day, r.minute, r.overall FROM {rows}) t
            JOIN unit u USING (unit_id) LEFT JOIN officer o USING (officer_id)""",
        params,
    ).to_arrow_table().to_pandas()
    found_bursts = bursts_of(times.drop(columns=["unit_name", "officer_name"]))
    for key in ("unit", "officer"):
        names = times.drop_duplicates(f"{key}_code").set_index(f"{key}_code")[f"{key}_name"]
        place = found_bursts.columns.get_loc(f"{key}_code")
        named = found_bursts[f"{key}_code"].map(names)
        found_bursts.insert(int(str(place)) + 1, f"{key}_name", named)
    return found_bursts
