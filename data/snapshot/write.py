"""Writes one snapshot file from values and checks it before anyone may read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from analysis.errors import IntegrityError
from data.snapshot.contents import Contents
from data.snapshot.counters import unit_spans, write_counters
from data.snapshot.crowded import write_crowded
from data.snapshot.dimensions import (
    Provisional,
    with_provisional,
    write_dimensions,
    write_names,
)
from data.snapshot.staging import CODED, DIMENSIONS, Staged, quoted, stage
from data.text_snapshot import COUNT_MISMATCH

QUIET = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "1GB",
    "threads": "2",
}
_BY_UNIT = (
    "SELECT u.code, count(*) FROM response r JOIN unit u USING (unit_id) GROUP BY u.code"
)


def write_snapshot(path: Path, contents: Contents) -> int:
    """Writes the file and returns its number of responses.

    Raises IntegrityError, and leaves no file, when what can be read back differs from what was
    given.
    """
    with written(path):
        with duckdb.connect(str(path), config=QUIET) as connection:  # type: ignore[arg-type]
            expected = _fill(connection, contents)
            # Closing keeps silent when the disk is full and leaves all of it in the log beside.
            connection.execute("CHECKPOINT")
        return _checked(path, expected)


@contextmanager
def written(path: Path) -> Iterator[None]:
    """A file that is new, and gone again when anything goes wrong."""
    log = path.with_name(f"{path.name}.wal")
    path.unlink(missing_ok=True)
    log.unlink(missing_ok=True)
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        log.unlink(missing_ok=True)
        raise


def _fill(connection: duckdb.DuckDBPyConnection, contents: Contents) -> dict[str, int]:
    """Fills the file and returns how many responses each unit has to have."""
    staged = stage(connection, contents)
    units, officers = (staged.used(connection, name) for name in ("unit_code", "officer_code"))
    kept = contents.kept
    provisional = Provisional(
        [*reversed(staged.units), *(kept.units if kept else ())],
        [*reversed(staged.officers), *(kept.officers if kept else ())],
        set(units), set(officers),
    )
    registers = with_provisional(contents.registers, provisional)
    numbers = write_dimensions(connection, contents.of(registers))
    for name in DIMENSIONS:
        spelt = staged.spelt[name]
        used = sorted(staged.used(connection, name), key=lambda key: (spelt[key], key))
        numbers[name] = {key: number for number, key in enumerate(used)}
        write_names(connection, name, numbers[name], spelt)
    write_rows(connection, contents, staged, numbers)
    write_counters(connection, *answer_columns(contents))
    write_crowded(connection, unit_spans(connection))
    return units


def answer_columns(contents: Contents) -> tuple[list[str], list[str]]:
    """The columns of levels and of ticked facts as `r."name"`."""
    scales, ticks = contents.scale_columns(), contents.tick_columns()
    return [f"r.{quoted(name)}" for name in scales], [f"r.{quoted(name)}" for name in ticks]


def write_rows(
    connection: duckdb.DuckDBPyConnection,
    contents: Contents,
    staged: Staged,
    numbers: Mapping[str, Mapping[str, int]],
) -> None:
    """Creates, in the schema in use, the tables of single responses."""
    for name in CODED:
        _translate(connection, name, staged.codes[name], numbers[name])
    _write_responses(connection, contents)
    connection.execute(
        "CREATE TABLE comment AS SELECT r.*, c.text, c.search FROM commented c"
        " JOIN response r USING (response_id) ORDER BY r.day DESC, r.response_id DESC"
    )
    connection.execute("CREATE TABLE rejection AS SELECT * FROM rejected ORDER BY ALL")
    connection.execute(
        'CREATE TABLE unreadable AS SELECT u."row", u.criterion, u.value, r.* FROM unread u'
        " JOIN response r USING (response_id) ORDER BY ALL"
    )


def _translate(
    connection: duckdb.DuckDBPyConnection, name: str, was: Mapping[str, int], now: Mapping[str, int]
) -> None:
    """A temporary table from the numbers of staged rows to those of the snapshot."""
    known = [(number, now[text]) for text, number in was.items() if text in now]
    rows = pa.table({
        "was": pa.array([number for number, _ in known], pa.int32()),
        "now": pa.array([number for _, number in known], pa.int32()),
    })
    connection.register("rows", rows)
    connection.execute(f"CREATE TEMP TABLE to_{name} AS SELECT * FROM rows")
    connection.unregister("rows")


def _write_responses(connection: duckdb.DuckDBPyConnection, contents: Contents) -> None:
    """Month by month, so that any days lie close together, and by unit within a month."""
    answers = "".join(f", s.{quoted(c)}" for c in contents.scale_columns() + contents.tick_columns())
    connection.execute(f"""
        CREATE TABLE response AS
        SELECT s.response_id, s.source_id, cs.now AS set_id, u.now AS unit_id,
               o.now AS officer_id, f.now AS field_id, p.now AS procedure_id, s.respondent_type,
               ch.now AS channel_id, st.now AS stage_id, s.day, s.minute, s.overall{answers},
               s.edited, s.removed
        FROM staged s
        JOIN to_set_code cs ON cs.was = s.set_code
        JOIN to_unit_code u ON u.was = s.unit_code
        LEFT JOIN to_officer_code o ON o.was = s.officer_code
        LEFT JOIN to_field f ON f.was = s.field
        LEFT JOIN to_procedure p ON p.was = s.procedure
        LEFT JOIN to_channel ch ON ch.was = s.channel
        LEFT JOIN to_stage st ON st.was = s.stage
        ORDER BY year(s.day) * 12 + month(s.day), unit_id, s.day, s.response_id""")


def _checked(path: Path, expected: dict[str, int]) -> int:
    with duckdb.connect(str(path), read_only=True, config=QUIET) as connection:  # type: ignore[arg-type]
        found = connection.execute(_BY_UNIT).fetchall()
        total, distinct = connection.execute(
            "SELECT count(*), count(DISTINCT response_id) FROM response"
        ).fetchall()[0]
    wanted = sum(expected.values())
    if dict(found) != expected or total != wanted or distinct != total:
        raise IntegrityError(COUNT_MISMATCH.format(detail=f"{total}/{wanted}"))
    return int(total)
