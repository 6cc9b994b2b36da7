"""Homes filled with generated rows, made once and kept under a folder."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from bench.rows import SET, Nation
from bench.rows import __file__ as rows_file
from data.ledger import open_ledger
from data.settings import Home, open_home
from data.snapshot import __file__ as snapshot_file
from data.snapshot import build
from data.snapshot.contents import Batch, Contents, SourceInfo
from data.snapshot.files import current_path
from data.snapshot.gather import SCHEMA

MOMENT = datetime(2026, 11, 20, 2, tzinfo=UTC)
WRITING = ("contents", "counters", "crowded", "dimensions", "staging", "write")
SOURCE = SourceInfo(1, "bench", SET.code, last_import=MOMENT.isoformat())


def stored(folder: Path, rows: int, nation: Nation | None = None) -> Home:
    """The home of `rows` generated responses; built when the folder has none.

    Its ledger knows no source, so a server leaves the snapshot as it is.
    """
    home = open_home(folder.resolve() / f"rows-{rows}-{made_by()}")
    if current_path(home) is None:
        began = time.perf_counter()
        home.prepare()
        nation = nation or Nation()
        batches = (Batch(SOURCE, batch) for batch in nation.batches(rows))
        meta = {"schema": str(SCHEMA), "seq": "0", "hash": "", "fingerprint": "bench",
                "built_at": MOMENT.isoformat(), "built": "full"}
        build(Contents(nation.registers, [SET], [SOURCE], batches, meta), home, MOMENT)
        open_ledger(home)
        print(f"{rows:,} rows built in {time.perf_counter() - began:.0f} s", flush=True)
    return home


def made_by() -> str:
    """Digits that change with the code that makes rows and writes whole snapshots."""
    files = [Path(rows_file), *(Path(snapshot_file).parent / f"{name}.py" for name in WRITING)]
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:8]
