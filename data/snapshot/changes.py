"""Changes beside a snapshot: a small file that takes a large one for its base and corrects it.

It holds every small table anew, the responses that are new or were read again (schema `part`), the
numbers of those that count no longer as the base has them (`gone`) and counters of the difference.
Views of the names people ask for put both together, so no question knows of it.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.snapshot.contents import Contents, Kept
from data.snapshot.counters import COUNTERS, counting
from data.snapshot.crowded import write_crowded_beside
from data.snapshot.dimensions import Provisional, with_provisional, write_dimensions, write_names
from data.snapshot.files import base_of
from data.snapshot.reading import BASE, attach
from data.snapshot.staging import CODED, DIMENSIONS, Staged, stage
from data.snapshot.write import QUIET, answer_columns, write_rows, written

SMALLEST = 200_000
"""Responses of a base; a snapshot of fewer is written anew as fast."""
PART = 10
"""Changes are at most this part of their base; then both are written as one."""
_ROWS = ("response", "comment", "rejection", "unreadable")


class NoPlaceBeside(Exception):
    """What changed cannot stand beside the base: all of it has to be written anew."""


def beside(kept: Kept) -> bool:
    """Whether the base is so large, and what changed so little, that it is worth a file of its own."""
    return not kept.renewed and kept.rows >= SMALLEST and (kept.changed + len(kept.touched)) * PART <= kept.rows


def write_changes(path: Path, contents: Contents, base: Path) -> int:
    """Writes the changes and returns how many responses the two files have.

    Raises NoPlaceBeside when a response is gone for good, has moved to another unit, officer or
    month, or a code is unknown to the base; leaves no file then.
    """
    with written(path), duckdb.connect(str(path), config=QUIET) as connection:  # type: ignore[arg-type]
        attach(connection, base, BASE)
        staged = stage(connection, contents, "part")
        _write_small(connection, contents, staged)
        connection.execute("CREATE SCHEMA part; SET schema = 'part'")
        write_rows(connection, contents, staged, staged.codes)
        connection.execute("SET schema = 'main'")
        _take_away(connection, contents)
        for table in _ROWS:
            connection.execute(
                f"CREATE VIEW {table} AS SELECT * FROM (FROM {BASE}.{table} ANTI JOIN gone"
                f" USING (response_id)) UNION ALL BY NAME SELECT * FROM part.{table}"
            )
        counters = _write_counters(connection, contents)
        write_crowded_beside(connection, BASE)
        total = _finish(connection, counters)
        connection.execute("CHECKPOINT")
    return total


def _write_small(
    connection: duckdb.DuckDBPyConnection, contents: Contents, staged: Staged
) -> None:
    """Units, officers and sets keep the numbers of the base; new names get further ones."""
    kept = contents.kept
    assert kept is not None
    codes = {unit.code for unit in kept.units}, {officer.code for officer in kept.officers}
    provisional = Provisional(kept.units, kept.officers, *codes)
    registers = with_provisional(contents.registers, provisional)
    numbers = write_dimensions(connection, contents.of(registers))
    if any(numbers[name] != staged.codes[name] for name in CODED if name not in DIMENSIONS):
        raise NoPlaceBeside
    for name in DIMENSIONS:
        write_names(connection, name, staged.codes[name], staged.spelt[name])


def _take_away(connection: duckdb.DuckDBPyConnection, contents: Contents) -> None:
    """Fills `gone`, and `lost` with the responses of the base that count no longer as they stand."""
    known = contents.kept and base_of(contents.kept.path)
    former = "UNION FROM kept.gone" if known else ""
    connection.execute(
        f"CREATE TABLE gone AS SELECT response_id FROM {BASE}.response SEMI JOIN touched USING"
        f" (response_id) UNION SELECT response_id FROM {BASE}.rejection SEMI JOIN touched USING"
        f" (response_id) {former}"
    )
    connection.execute(
        f"CREATE TEMP TABLE lost AS FROM {BASE}.response SEMI JOIN gone USING (response_id)"
    )
    missing = connection.execute(
        "SELECT count(*) FROM lost l ANTI JOIN part.response r ON r.response_id = l.response_id"
        " AND r.unit_id = l.unit_id AND r.officer_id IS NOT DISTINCT FROM l.officer_id"
        " AND date_trunc('month', r.day) = date_trunc('month', l.day)"
    ).fetchall()[0][0]
    if missing:
        raise NoPlaceBeside


def _write_counters(connection: duckdb.DuckDBPyConnection, contents: Contents) -> str:
    """Creates the counters of the base with rows for what came and, taken away, what went."""
    known = dict(connection.execute(f"SELECT key, value FROM {BASE}.meta").fetchall())
    names = str(known.get("counters", ""))
    for counter in COUNTERS:
        if counter.name in names.split():
            came, went = (counting(counter, *answer_columns(contents), sign) for sign in ("", "-"))
            connection.execute(
                f"CREATE TABLE part.{counter.name} AS {came} FROM {counter.rows('part.response')}"
                f" GROUP BY ALL UNION ALL {went} FROM {counter.rows('lost')} GROUP BY ALL"
            )
            connection.execute(
                f"CREATE VIEW {counter.name} AS FROM {BASE}.{counter.name}"
                f" UNION ALL BY NAME FROM part.{counter.name}"
            )
    return names


def _finish(connection: duckdb.DuckDBPyConnection, counters: str) -> int:
    """Says in `meta` what there is; the number of responses of both files, each counted once."""
    total, twice, changed = connection.execute(
        f"""SELECT (SELECT count(*) FROM response),
            (SELECT count(*) - count(DISTINCT response_id) FROM part.response) + (
                SELECT count(*) FROM {BASE}.response SEMI JOIN part.response USING (response_id)
                ANTI JOIN gone USING (response_id)
            ), (SELECT count(*) FROM part.response) + (SELECT count(*) FROM gone)"""
    ).fetchall()[0]
    if twice:
        raise NoPlaceBeside
    connection.execute(
        f"""INSERT INTO meta
            SELECT 'counters', ? UNION ALL SELECT 'rows', ? UNION ALL SELECT 'changed', ?
            UNION ALL SELECT key, min(value) FROM (
                SELECT key, value FROM {BASE}.meta WHERE key = 'first_day'
                UNION ALL SELECT 'first_day', min(day)::VARCHAR FROM part.response
            ) GROUP BY key
            UNION ALL SELECT key, max(value) FROM (
                SELECT key, value FROM {BASE}.meta WHERE key = 'last_day'
                UNION ALL SELECT 'last_day', max(day)::VARCHAR FROM part.response
            ) GROUP BY key""",
        [counters, str(total), str(changed)],
    )
    return int(total)
