"""Registered numbers of dossiers beside the responses they ask for."""

from __future__ import annotations

import duckdb
import pandas as pd

from analysis.filters import Filters
from analysis.scope import Scope
from data.queries.where import spans_sql, visible_spans


def dossiers(cursor: duckdb.DuckDBPyConnection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Registered dossier counts whose period touches the days asked for.

    Columns: unit_code, unit_name, period_from, period_to (dates), field (null: all fields),
    dossiers, early, on_time, late, responses. `responses` are those of the unit with everything
    under it in the whole period and field; other filters do not thin them.
    """
    units, params = spans_sql(visible_spans(cursor, scope, filters.unit), "u.unit_id")
    conditions = [units]
    values: list[object] = list(params)
    for sql, value in (
        ("d.period_to >= ?", filters.from_day),
        ("d.period_from <= ?", filters.to_day),
        ("d.field = ?", filters.field),
    ):
        if value is not None:
            conditions.append(sql)
            values.append(value)
    frame = cursor.execute(
        f"""WITH daily AS (
                SELECT unit_id, day, field_id, count(*) AS responses FROM response GROUP BY ALL
            )
            SELECT u.code AS unit_code, u.name AS unit_name, d.period_from, d.period_to, d.field,
                   d.count AS dossiers, d.early, d.on_time, d.late,
                   coalesce(sum(r.responses), 0)::BIGINT AS responses
            FROM dossier d JOIN unit u USING (unit_id) LEFT JOIN dim_field f ON f.name = d.field
            LEFT JOIN daily r ON r.unit_id BETWEEN u.unit_id AND u.last_id
            AND r.day BETWEEN d.period_from AND d.period_to
            AND (d.field IS NULL OR r.field_id = f.id)
            WHERE {' AND '.join(conditions)}
            GROUP BY ALL ORDER BY min(u.unit_id), d.period_from, d.period_to, d.field""",
        values,
    ).df()
    return frame.astype(dict.fromkeys(("early", "on_time", "late"), "Int64"))
