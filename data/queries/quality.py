"""How far the figures can be trusted: edited, removed, rejected, unreadable, bursts."""

from __future__ import annotations

import duckdb
import pandas as pd

from analysis.filters import Filters
from analysis.scope import Scope
from data.queries.where import spans_sql, visible_spans, where


def quality(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> pd.DataFrame:
    """One row a source: responses, no_overall, edited, removed, unreadable and rejected counts.

    Rejected rows belong to no unit, so only a scope over everything counts them; for others
    `rejected` is 0.
    """
    condition = where(cursor, scope, Filters())
    rejected = "true" if scope.everything else "false"
    return cursor.execute(
        f"""WITH counted AS (
                SELECT source_id, count(*) AS responses, count_if(overall = 0) AS no_overall,
                       count_if(edited) AS edited, count_if(removed) AS removed
                FROM response r WHERE {condition.sql} GROUP BY source_id
            ), unread AS (
                SELECT x.source_id, count(*) AS unreadable FROM unreadable x
                JOIN response r USING (response_id) WHERE {condition.sql} GROUP BY x.source_id
            ), refused AS (
                SELECT source_id, count(*) AS rejected FROM rejection WHERE {rejected}
                GROUP BY source_id
            )
            SELECT s.name AS source, s.counted_version, s.last_import,
                   COLUMNS(* EXCLUDE (source_id, name, counted_version, last_import))
            FROM (
                SELECT s.*, coalesce(responses, 0)::BIGINT AS responses,
                       coalesce(no_overall, 0)::BIGINT AS no_overall,
                       coalesce(edited, 0)::BIGINT AS edited,
                       coalesce(removed, 0)::BIGINT AS removed,
                       coalesce(unreadable, 0)::BIGINT AS unreadable,
                       coalesce(rejected, 0)::BIGINT AS rejected
                FROM source s LEFT JOIN counted USING (source_id)
                LEFT JOIN unread USING (source_id) LEFT JOIN refused USING (source_id)
            ) s WHERE responses + rejected > 0 OR {rejected} ORDER BY source_id""",
        [*condition.params, *condition.params],
    ).df()


def rejections(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> pd.DataFrame:
    """Every rejected row: source, row, column, value, reason; only for a scope over everything."""
    allowed = "true" if scope.everything else "false"
    return cursor.execute(
        'SELECT s.name AS source, x."row", x."column", x.value, x.reason FROM rejection x'
        f" JOIN source s USING (source_id) WHERE {allowed} ORDER BY s.source_id, x.\"row\""
    ).df()


def unreadable(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> pd.DataFrame:
    """Answers nobody could read, by label: source, criterion, value, answers (how many)."""
    condition = where(cursor, scope, Filters())
    return cursor.execute(
        f"""SELECT s.name AS source, x.criterion, x.value, count(*) AS answers
            FROM unreadable x JOIN response r USING (response_id)
            JOIN source s ON s.source_id = x.source_id
            WHERE {condition.sql} GROUP BY ALL ORDER BY answers DESC, ALL""",
        condition.params,
    ).df()


def bursts(
    cursor: duckdb.DuckDBPyConnection,
    scope: Scope,
    filters: Filters,
    minutes: int = 10,
    at_least: int = 20,
) -> pd.DataFrame:
    """The fullest stretch of `minutes` of each unit and day that holds `at_least` responses.

    Columns: unit_code, unit_name, day, from_minute (of the day), responses; fullest first.
    Responses without a time of day are left out.
    """
    condition = where(cursor, scope, filters)
    return cursor.execute(
        f"""WITH per_minute AS (
                SELECT unit_id, day, minute::INTEGER AS minute, count(*) AS responses
                FROM response r WHERE r.minute >= 0 AND {condition.sql} GROUP BY ALL
            ), stretch AS (
                SELECT unit_id, day, minute, sum(responses) OVER (
                    PARTITION BY unit_id, day ORDER BY minute
                    RANGE BETWEEN CURRENT ROW AND ? FOLLOWING
                )::BIGINT AS responses FROM per_minute
            ), fullest AS (
                SELECT unit_id, day, arg_max(minute, (responses, -minute)) AS from_minute,
                       max(responses) AS responses
                FROM stretch WHERE responses >= ? GROUP BY unit_id, day
            )
            SELECT u.code AS unit_code, u.name AS unit_name, b.day, b.from_minute, b.responses
            FROM fullest b JOIN unit u USING (unit_id)
            ORDER BY b.responses DESC, b.day, u.unit_id""",
        [*condition.params, minutes - 1, at_least],
    ).df()


def dossiers(cursor: duckdb.DuckDBPyConnection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Registered dossier counts beside the responses of the same unit, days and field.

    Columns: unit_code, unit_name, period_from, period_to (dates), field (null: all fields),
    dossiers, early, on_time, late, responses. A count is listed when its whole period lies
    within the days asked for. Responses are those of the unit with everything under it.
    """
    units, params = spans_sql(visible_spans(cursor, scope, filters.unit), "u.unit_id")
    return cursor.execute(
        f"""WITH daily AS (
                SELECT unit_id, day, field_id, count(*) AS responses FROM response GROUP BY ALL
            ), asked AS (
                SELECT row_number() OVER () AS number, d.*, u.code, u.name, u.last_id, f.id
                FROM dossier d JOIN unit u USING (unit_id)
                LEFT JOIN dim_field f ON f.name = d.field
                WHERE {units} AND (? IS NULL OR d.period_from >= ?)
                AND (? IS NULL OR d.period_to <= ?) AND (? IS NULL OR d.field = ?)
            )
            SELECT a.code AS unit_code, a.name AS unit_name, a.period_from, a.period_to, a.field,
                   a.count AS dossiers, a.early, a.on_time, a.late,
                   coalesce(sum(r.responses), 0)::BIGINT AS responses
            FROM asked a LEFT JOIN daily r ON r.unit_id BETWEEN a.unit_id AND a.last_id
            AND r.day BETWEEN a.period_from AND a.period_to
            AND (a.field IS NULL OR r.field_id = a.id)
            GROUP BY ALL ORDER BY min(a.unit_id), a.period_from, a.period_to, a.field""",
        [
            *params, filters.from_day, filters.from_day, filters.to_day, filters.to_day,
            filters.field, filters.field,
        ],
    ).df().astype(dict.fromkeys(("early", "on_time", "late"), "Int64"))
