"""Registered numbers of dossiers beside the responses they ask for."""

from __future__ import annotations

import duckdb
import pandas as pd

from analysis.filters import Filters
from analysis.names import fold
from analysis.scope import Scope
from data.queries.condition import Span, Where
from data.queries.sums import Question, grouped
from data.queries.where import spans_sql, visible_spans


def dossiers(cursor: duckdb.DuckDBPyConnection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Registered dossier counts whose period touches the days asked for.

    Columns: unit_code, unit_name, period_from, period_to (dates), field (null: all fields),
    dossiers, early, on_time, late, responses. `responses` are those of the unit with everything
    under it in the whole period and field; other filters do not thin them.
    """
    spans = visible_spans(cursor, scope, filters.unit)
    units, params = spans_sql(spans, "u.unit_id")
    conditions = [units]
    values: list[object] = list(params)
    for sql, value in (
        ("d.period_to >= ?", filters.from_day),
        ("d.period_from <= ?", filters.to_day),
        ("d.field_key = ?", None if filters.field is None else fold(filters.field)),
    ):
        if value is not None:
            conditions.append(sql)
            values.append(value)
    counted, counted_params = _counted(cursor, spans)
    frame = cursor.execute(
        f"""WITH counted AS ({counted})
            SELECT u.code AS unit_code, u.name AS unit_name, d.period_from, d.period_to, d.field,
                   d.count AS dossiers, d.early, d.on_time, d.late,
                   coalesce(sum(r.responses), 0)::BIGINT AS responses
            FROM dossier d JOIN unit u USING (unit_id) LEFT JOIN dim_field f ON f.key = d.field_key
            LEFT JOIN counted r ON r.key_unit BETWEEN u.unit_id AND u.last_id
            AND r.key_day BETWEEN d.period_from AND d.period_to
            AND (d.field IS NULL OR r.key_field = f.id)
            WHERE {' AND '.join(conditions)}
            GROUP BY ALL ORDER BY min(u.unit_id), d.period_from, d.period_to, d.field""",
        [*counted_params, *values],
    ).df()
    return frame.astype(dict.fromkeys(("early", "on_time", "late"), "Int64"))


def _counted(
    cursor: duckdb.DuckDBPyConnection, spans: tuple[Span, ...]
) -> tuple[str, list[object]]:
    """Responses by unit and day, or month where no period cuts one, and field where it matters."""
    days, fields = cursor.execute(
        "SELECT bool_or(day(period_from) <> 1 OR period_to <> last_day(period_to)),"
        " bool_or(field IS NOT NULL) FROM dossier"
    ).fetchall()[0]
    sql, params = spans_sql(spans, "r.unit_id")
    if days is None:  # nothing is registered, so nothing is counted
        sql = f"({sql}) AND false"
    day = "r.day" if days else "date_trunc('month', r.day)::DATE"
    keys = {"key_unit": "r.unit_id", "key_day": day}
    keys["key_field"] = "r.field_id" if fields else "NULL::INTEGER"
    columns = frozenset(["field_id"] if fields else [])
    condition = Where(sql, params, spans)
    return grouped(cursor, Question(condition, [], keys, columns, "day" if days else "month"))
