"""How far the figures can be trusted: edited, removed, rejected and unreadable."""

from __future__ import annotations

import duckdb
import pandas as pd

from analysis.filters import Filters
from analysis.scope import Scope
from data.queries.sums import LEVELS, RESPONSES, Question, Sum, grouped, true
from data.queries.where import where

EVERYTHING = Filters()
_DOUBTS = (
    RESPONSES,
    Sum(
        "no_overall", "count_if(r.overall = 0)",
        f"sum(r.responses - {' - '.join(f'r.overall_{level}' for level in LEVELS)})",
    ),
    true("r.edited", "edited"),
    true("r.removed", "removed"),
)


def quality(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, filters: Filters = EVERYTHING
) -> pd.DataFrame:
    """One row a source: responses, no_overall, edited, removed, unreadable and rejected counts.

    Rejected rows belong to no unit and rows excluded by decision to no snapshot, so only a scope
    over everything without filters counts them; otherwise `rejected` and `excluded` are 0.
    """
    condition = where(cursor, scope, filters)
    everything = scope.everything and scope.officer is None and filters == EVERYTHING
    rejected = "true" if everything else "false"
    counted, params = grouped(cursor, Question(
        condition, _DOUBTS, {"source_id": "r.source_id"}, frozenset(["source_id"])
    ))
    return cursor.execute(
        f"""WITH counted AS ({counted}), unread AS (
                SELECT source_id, count(*) AS unreadable FROM unreadable r
                WHERE {condition.sql} GROUP BY source_id
            ), refused AS (
                SELECT source_id, count(*) AS rejected FROM rejection WHERE {rejected}
                GROUP BY source_id
            )
            SELECT s.name AS source, s.counted_version, s.last_import,
                   COLUMNS(* EXCLUDE (source_id, name, counted_version, last_import, excluded)),
                   if({rejected}, excluded, 0)::BIGINT AS excluded
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
        [*params, *condition.params],
    ).df()


def rejections(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> pd.DataFrame:
    """Every rejected row: source, row, column, value, reason; only for a scope over everything.

    What stood in the cell (`value`) is for those who may import; for others it is null.
    """
    allowed = "true" if scope.everything and scope.officer is None else "false"
    return cursor.execute(
        f'SELECT s.name AS source, x."row", x."column", {_cell(scope, "x")}, x.reason FROM rejection x'
        f" JOIN source s USING (source_id) WHERE {allowed} ORDER BY s.source_id, x.\"row\""
    ).df()


def unreadable(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> pd.DataFrame:
    """Answers nobody could read, by label: source, criterion, value, answers (how many).

    As in `rejections`, `value` is null for those who may not import.
    """
    condition = where(cursor, scope, Filters())
    return cursor.execute(
        f"""SELECT s.name AS source, r.criterion, {_cell(scope, "r")}, count(*) AS answers
            FROM unreadable r JOIN source s ON s.source_id = r.source_id
            WHERE {condition.sql} GROUP BY ALL ORDER BY answers DESC, 1, 2, 3""",
        condition.params,
    ).df()


def _cell(scope: Scope, table: str) -> str:
    return f"{table}.value" if scope.may("import") else "NULL::VARCHAR AS value"
