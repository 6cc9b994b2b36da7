"""Writes one snapshot file from values and checks it before anyone may read it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb

from analysis.errors import IntegrityError
from data.snapshot.contents import Contents
from data.snapshot.dimensions import with_provisional, write_dimensions
from data.snapshot.staging import DIMENSIONS, quoted, stage
from data.text_snapshot import COUNT_MISMATCH

_QUIET = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "1GB",
    "threads": "2",
}
_BY_UNIT = (
    "SELECT u.code, count(*) FROM response r JOIN unit u USING (unit_id) GROUP BY ALL ORDER BY ALL"
)


def write_snapshot(path: Path, contents: Contents) -> int:
    """Writes the file and returns its number of responses.

    Raises IntegrityError, and leaves no file, when what can be read back differs from what was
    given.
    """
    log = path.with_name(f"{path.name}.wal")
    path.unlink(missing_ok=True)
    log.unlink(missing_ok=True)
    try:
        with duckdb.connect(str(path), config=_QUIET) as connection:  # type: ignore[arg-type]
            expected = _fill(connection, contents)
            # Closing keeps silent when the disk is full and leaves all of it in the log beside.
            connection.execute("CHECKPOINT")
        return _checked(path, expected)
    except BaseException:
        path.unlink(missing_ok=True)
        log.unlink(missing_ok=True)
        raise


def _fill(
    connection: duckdb.DuckDBPyConnection, contents: Contents
) -> list[tuple[str, int]]:
    stage(connection, contents)
    expected = connection.execute(
        "SELECT unit_code, count(*) FROM staged GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    officers = connection.execute(
        "SELECT DISTINCT officer_code FROM staged WHERE officer_code IS NOT NULL"
    ).fetchall()
    registers = with_provisional(
        contents, {code for code, _ in expected}, {code for (code,) in officers}
    )
    write_dimensions(connection, replace(contents, registers=registers))
    for name in DIMENSIONS:
        connection.execute(
            f"CREATE TABLE dim_{name} AS SELECT (row_number() OVER (ORDER BY name) - 1)::INTEGER"
            f" AS id, name FROM (SELECT DISTINCT {name} AS name FROM staged WHERE {name} IS NOT NULL)"
            " ORDER BY id"
        )
    _write_responses(connection, contents)
    return expected


def _write_responses(connection: duckdb.DuckDBPyConnection, contents: Contents) -> None:
    answers = "".join(f", s.{quoted(c)}" for c in contents.scale_columns() + contents.tick_columns())
    connection.execute(f"""
        CREATE TABLE response AS
        SELECT s.response_id, s.source_id, cs.set_id, u.unit_id, o.officer_id,
               f.id AS field_id, p.id AS procedure_id, s.respondent_type, ch.id AS channel_id,
               st.id AS stage_id, s.day, s.minute, s.overall{answers}, s.edited, s.removed
        FROM staged s
        JOIN criterion_set cs ON cs.code = s.set_code
        JOIN unit u ON u.code = s.unit_code
        LEFT JOIN officer o ON o.code = s.officer_code
        LEFT JOIN dim_field f ON f.name = s.field
        LEFT JOIN dim_procedure p ON p.name = s.procedure
        LEFT JOIN dim_channel ch ON ch.name = s.channel
        LEFT JOIN dim_stage st ON st.name = s.stage
        ORDER BY u.unit_id, s.day, s.response_id""")
    connection.execute(
        "CREATE TABLE comment AS SELECT response_id, comment AS text, search FROM staged"
        " WHERE comment IS NOT NULL AND comment <> '' ORDER BY response_id"
    )
    connection.execute("CREATE TABLE rejection AS SELECT * FROM rejected ORDER BY ALL")
    connection.execute("CREATE TABLE unreadable AS SELECT * FROM unread ORDER BY ALL")


def _checked(path: Path, expected: list[tuple[str, int]]) -> int:
    with duckdb.connect(str(path), read_only=True, config=_QUIET) as connection:  # type: ignore[arg-type]
        found = connection.execute(_BY_UNIT).fetchall()
        total, distinct = connection.execute(
            "SELECT count(*), count(DISTINCT response_id) FROM response"
        ).fetchall()[0]
    wanted = sum(count for _, count in expected)
    if sorted(found) != sorted(expected) or total != wanted or distinct != total:
        raise IntegrityError(COUNT_MISMATCH.format(detail=f"{total}/{wanted}"))
    return int(total)
