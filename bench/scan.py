"""The least that has to be read: one bare scan of the columns a page needs, and the rows as CSV."""

from __future__ import annotations

from pathlib import Path

import duckdb

from analysis.filters import Filters
from bench.rows import SET
from data.settings import Home
from data.snapshot.reading import open_snapshot

FIELD_ID = "(SELECT id FROM dim_field WHERE name = ?)"
CHANNEL_ID = "(SELECT id FROM dim_channel WHERE name = ?)"


def span_of(cursor: duckdb.DuckDBPyConnection, unit: str | None) -> tuple[int, int] | None:
    """First and last unit number under a unit."""
    found = cursor.execute("SELECT unit_id, last_id FROM unit WHERE code = ?", [unit]).fetchone()
    return (int(found[0]), int(found[1])) if found else None


def bare_scan(
    cursor: duckdb.DuckDBPyConnection, filters: Filters, span: tuple[int, int] | None
) -> object:
    """Every column a page of figures reads, summed once over the rows asked about."""
    columns = ["overall", "minute", "officer_id", *(f"c_{code.code}" for code in SET.criteria)]
    said, values = ["true"], []
    for sql, value in (
        ("day >= ?", filters.from_day), ("day <= ?", filters.to_day),
        ("unit_id >= ?", span and span[0]), ("unit_id <= ?", span and span[1]),
        (f"field_id = {FIELD_ID}", filters.field), (f"channel_id = {CHANNEL_ID}", filters.channel),
        ("respondent_type = ?", filters.respondent_type and 1),
    ):
        if value is not None:
            said.append(sql)
            values.append(value)
    sums = ", ".join(f"sum({column})" for column in columns)
    sql = f"SELECT count(*), {sums} FROM response WHERE {' AND '.join(said)}"
    return cursor.execute(sql, values).fetchall()


def csv_of(home: Home, path: Path) -> Path:
    """The rows as a CSV of words, written once."""
    if path.exists():
        return path
    part = path.with_suffix(".part")
    with open_snapshot(home) as snapshot, duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"ATTACH '{snapshot.path}' AS kept (READ_ONLY)")
        connection.execute("USE kept")
        answers = ", ".join(f"r.c_{criterion.code}" for criterion in SET.criteria)
        connection.execute(f"""
            COPY (SELECT r.day, r.minute, u.name AS unit, p.code AS province, o.name AS officer,
                         f.name AS field, ch.name AS channel,
                         CASE r.respondent_type WHEN 1 THEN 'individual' ELSE 'organisation' END
                         AS respondent_type, r.overall, {answers}
                  FROM response r JOIN unit u USING (unit_id)
                  LEFT JOIN unit p ON p.unit_id = u.parent_id
                  LEFT JOIN officer o USING (officer_id)
                  LEFT JOIN dim_field f ON f.id = r.field_id
                  LEFT JOIN dim_channel ch ON ch.id = r.channel_id)
            TO '{part}' (HEADER)""")
    part.replace(path)
    return path
