"""Responses that came in many within minutes, kept apart: bursts are found without reading the rest.

A filter leaves fewer answers in any ten minutes, never more, so every burst of every question lies
in here. A response that crowds no longer may still stand in it: whoever asks counts anew.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from analysis.thresholds import BURST_MINUTES, BURST_OFFICER, BURST_UNIT

RULE = f"{BURST_MINUTES} {BURST_OFFICER} {BURST_UNIT}"
"""What `meta` says of the table under "crowded"; made by another rule it is not read."""
_SAME_DESK = "PARTITION BY unit_id, officer_id ORDER BY moment"


def crowding(condition: str) -> str:
    """SQL: numbers of the responses `r` under a condition that lie in ten minutes full enough."""
    return f"""
        SELECT response_id FROM (
            SELECT response_id, max(crowds) OVER ({_SAME_DESK}
                RANGE BETWEEN {BURST_MINUTES - 1} PRECEDING AND CURRENT ROW) AS crowded
            FROM (
                SELECT *, count(*) OVER ({_SAME_DESK}
                    RANGE BETWEEN CURRENT ROW AND {BURST_MINUTES - 1} FOLLOWING
                ) >= CASE WHEN officer_id IS NULL THEN {BURST_UNIT} ELSE {BURST_OFFICER} END AS crowds
                FROM (
                    SELECT r.response_id, r.unit_id, r.officer_id,
                           (r.day - DATE '2000-01-01') * 1440 + r.minute AS moment
                    FROM response r WHERE r.minute >= 0 AND {condition}
                )
            )
        ) WHERE crowded"""


def write_crowded(
    connection: duckdb.DuckDBPyConnection, spans: Iterable[tuple[int, int]]
) -> None:
    """Creates the table beside `response`, one range of units after the other."""
    connection.execute("CREATE TEMP TABLE crowding (response_id BIGINT)")
    for span in spans:
        found = crowding("r.unit_id BETWEEN ? AND ?")
        connection.execute(f"INSERT INTO crowding {found}", span)
    connection.execute(
        "CREATE TABLE crowded AS FROM response SEMI JOIN crowding USING (response_id)"
        " ORDER BY unit_id, day, response_id"
    )
    connection.execute("INSERT INTO meta VALUES ('crowded', ?)", [RULE])


def write_crowded_beside(connection: duckdb.DuckDBPyConnection, base: str) -> None:
    """The same for changes beside a base: only windows with a response that is new can be newly full.

    Such a window reaches one day back or on. Nothing when the base has no table of this rule.
    """
    rule = connection.execute(f"SELECT value FROM {base}.meta WHERE key = 'crowded'").fetchone()
    if rule != (RULE,):
        return
    connection.execute(
        "CREATE TEMP TABLE near AS SELECT DISTINCT unit_id, officer_id, (day + step)::DATE AS day"
        " FROM part.response, (VALUES (-1), (0), (1)) steps(step)"
    )
    found = crowding(
        "r.day BETWEEN (SELECT min(day) FROM near) AND (SELECT max(day) FROM near) AND EXISTS ("
        "FROM near n WHERE n.unit_id = r.unit_id AND n.day = r.day"
        " AND n.officer_id IS NOT DISTINCT FROM r.officer_id)"
    )
    kept = f"(FROM {base}.crowded ANTI JOIN gone USING (response_id))"
    connection.execute(
        f"CREATE TABLE part.crowded AS FROM response SEMI JOIN ({found}) USING (response_id)"
        f" ANTI JOIN {kept} USING (response_id)"
    )
    connection.execute(f"CREATE VIEW crowded AS FROM {kept} UNION ALL BY NAME FROM part.crowded")
    connection.execute("INSERT INTO meta VALUES ('crowded', ?)", [RULE])
