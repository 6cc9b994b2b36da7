"""Homes filled with generated rows, made once and kept under a folder."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from bench.rows import SET, Nation
from data.ledger import open_ledger
from data.settings import Home, open_home
from data.snapshot.contents import Contents, SourceInfo
from data.snapshot.dimensions import write_dimensions
from data.snapshot.files import current_path, put_in_force, snapshot_name
from data.snapshot.gather import SCHEMA
from data.snapshot.staging import stage
from data.snapshot.write import DIMENSIONS, _write_responses

MOMENT = datetime(2026, 11, 20, 2, tzinfo=UTC)
SOURCE = SourceInfo(1, "bench", SET.code, last_import=MOMENT.isoformat())


def stored(folder: Path, rows: int, nation: Nation | None = None) -> Home:
    """The home of `rows` generated responses; built when the folder has none."""
    home = open_home(folder.resolve() / f"rows-{rows}-s{SCHEMA}")
    if current_path(home) is None:
        began = time.perf_counter()
        _build(home, rows, nation or Nation())
        print(f"{rows:,} rows built in {time.perf_counter() - began:.0f} s", flush=True)
    return home


def _build(home: Home, rows: int, nation: Nation) -> None:
    home.prepare()
    ledger = open_ledger(home)  # no source in it: a server leaves the snapshot as it is
    meta = {"schema": str(SCHEMA), "seq": "0", "hash": "", "fingerprint": "bench",
            "built_at": MOMENT.isoformat(), "built": "full"}
    contents = Contents(nation.registers, [SET], [SOURCE], [], meta)
    temporary = home.snapshots / f".new-{os.getpid()}.duckdb"
    temporary.unlink(missing_ok=True)
    with duckdb.connect(str(temporary), config={"memory_limit": "3GB", "threads": "2"}) as connection:
        stage(connection, contents)
        for batch in nation.batches(rows):
            connection.register("rows", batch)
            connection.execute("INSERT INTO staged BY NAME SELECT * FROM rows")
            connection.unregister("rows")
        write_dimensions(connection, contents)
        for name in DIMENSIONS:
            connection.execute(
                f"CREATE TABLE dim_{name} AS SELECT (row_number() OVER (ORDER BY name) - 1)::INTEGER"
                f" AS id, name FROM (SELECT DISTINCT {name} AS name FROM staged WHERE {name} IS NOT NULL)"
                " ORDER BY id"
            )
        _write_responses(connection, contents)
    put_in_force(home, temporary, snapshot_name(MOMENT, 0, temporary))
    ledger.engine.dispose()
