"""Stretches of time in which many answers came in at once."""

from __future__ import annotations

import duckdb
import pandas as pd

from analysis.bursts import bursts as bursts_of
from analysis.filters import Filters
from analysis.scope import Scope
from analysis.thresholds import BURST_MINUTES, BURST_OFFICER, BURST_UNIT
from data.queries.where import where


def bursts(cursor: duckdb.DuckDBPyConnection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Bursts by the rule of `analysis.bursts`, with unit_name and officer_name, largest first.

    Only days on which some ten minutes are full enough leave the database.
    """
    condition = where(cursor, scope, filters)
    times = cursor.execute(
        f"""WITH timed AS (
                SELECT r.unit_id, r.officer_id, r.day, r.minute, r.overall,
                       (r.day - DATE '2000-01-01') * 1440 + r.minute AS moment
                FROM response r WHERE r.minute >= 0 AND {condition.sql}
            ), full_days AS (
                SELECT DISTINCT unit_id, officer_id, day FROM (
                    SELECT unit_id, officer_id, day, count(*) OVER (
                        PARTITION BY unit_id, officer_id ORDER BY moment
                        RANGE BETWEEN CURRENT ROW AND ? FOLLOWING
                    ) AS ahead FROM timed
                ) WHERE ahead >= CASE WHEN officer_id IS NULL THEN ? ELSE ? END
            )
            SELECT u.code AS unit_code, u.name AS unit_name, o.code AS officer_code,
                   o.name AS officer_name, t.day, t.minute, t.overall
            FROM timed t JOIN unit u USING (unit_id) LEFT JOIN officer o USING (officer_id)
            WHERE EXISTS (
                SELECT 1 FROM full_days f WHERE f.unit_id = t.unit_id
                AND f.officer_id IS NOT DISTINCT FROM t.officer_id
                AND t.day BETWEEN f.day AND f.day + 1
            )""",
        [*condition.params, BURST_MINUTES - 1, BURST_UNIT, BURST_OFFICER],
    ).to_arrow_table().to_pandas()
    found = bursts_of(times.drop(columns=["unit_name", "officer_name"]))
    for key in ("unit", "officer"):
        names = times.drop_duplicates(f"{key}_code").set_index(f"{key}_code")[f"{key}_name"]
        place = found.columns.get_loc(f"{key}_code")
        found.insert(int(str(place)) + 1, f"{key}_name", found[f"{key}_code"].map(names))
    return found
