"""How soon new rows are seen: `python -m bench grown --rows 10000000 --new 10000`.

A snapshot of generated rows is built once under --dir; a CSV of further rows is then brought into
the record of a copy of that home and published, so that every call starts from the same.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from analysis.mapping_file import parse_mapping
from analysis.registers import Registers
from bench import text_import as text
from bench.rows import DAYS, FIRST_DAY, Nation
from bench.store import MOMENT, made_by
from data.criteria import criterion_set_for, load_criterion_sets
from data.intake import IntakeOptions, import_table
from data.ledger import Ledger, open_ledger
from data.settings import Home, open_home
from data.snapshot import build, open_snapshot, publish
from data.snapshot.contents import Batch, Contents, SourceInfo
from data.snapshot.files import current_path
from data.sources.tabular_file import read_file

MAPPING = parse_mapping(text.MAPPING.replace("create_units", "partial"))
ANSWERS = ("access_officers", "access_procedures", "attitude", "responsibility", "guidance")
APART = 1 << 40
"""Added to the numbers of generated rows, so that none is a row of the record."""


def grown_home(folder: Path, rows: int, nation: Nation) -> Home:
    """The home whose snapshot holds the generated rows and takes further ones; built once."""
    home = open_home(folder.resolve() / f"grown-{rows}-{made_by()}")
    if current_path(home) is None:
        home.prepare()
        ledger = open_ledger(home)
        ledger.register_units(nation.registers.units.values(), "bench", MOMENT)
        ledger.register_officers(nation.registers.officers.values(), "bench", MOMENT)
        source = ledger.add_source(MAPPING, "bench", MOMENT)
        asked = criterion_set_for(MAPPING, load_criterion_sets(home))
        info = SourceInfo(source.id, source.name, asked.code, last_import=MOMENT.isoformat())
        batches = (Batch(info, _renamed(batch)) for batch in nation.batches(rows))
        build(Contents(nation.registers, [asked], [info], batches), home, MOMENT, ledger)
        ledger.close()
    return home


def _copied(home: Home, folder: Path) -> Home:
    """The same home elsewhere on the same disk; snapshots, which nobody writes to, are shared."""
    snapshots = folder / home.snapshots.name

    def take(source: str, target: str) -> None:
        (os.link if Path(target).parent == snapshots else shutil.copy2)(source, target)

    shutil.copytree(home.path, folder, copy_function=take, dirs_exist_ok=True)
    return open_home(folder)


def _renamed(batch: pa.RecordBatch) -> pa.Table:
    """The generated answers under the codes of a set that a sheet can be read by."""
    table = pa.Table.from_batches([batch])
    numbers = pa.compute.add(table.column("response_id"), APART)
    answers = [name for name in table.column_names if name.startswith("c_")]
    kept = table.drop_columns(["response_id", *answers[len(ANSWERS):]])
    named = {old: f"c_{new}" for old, new in zip(answers, ANSWERS, strict=False)}
    kept = kept.rename_columns([named.get(name, name) for name in kept.column_names])
    return kept.append_column("response_id", numbers)


def write_new(path: Path, rows: int, registers: Registers, seed: int) -> None:
    """A sheet of 15 columns on the last days, with units and officers by their codes."""
    random = np.random.default_rng(seed)
    officers = list(registers.officers.values())
    last = FIRST_DAY + timedelta(days=DAYS)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        write = csv.writer(file)
        write.writerow(text.HEADER)
        for number, place in enumerate(random.integers(0, len(officers), rows)):
            day = last - timedelta(days=int(random.integers(0, 10)))
            clock = f"{random.integers(7, 17):02d}:{random.integers(0, 60):02d}:00"
            write.writerow([
                f"{day:%d/%m/%Y} {clock}", officers[place].unit_code, officers[place].code,
                text.FIELD.format(number % 12), text.PROCEDURE.format(number % 12, seed),
                text.KINDS[0], "qr", text.STAGES[0], *random.choice(text.LEVELS, 6),
                text.COMMENT.format(f"{seed}-{number}"),
            ])


def _timed(home: Home, ledger: Ledger, path: Path) -> Iterator[tuple[str, float, float]]:
    """Seconds by the clock and of the processor of each step."""
    began, processor = time.perf_counter(), time.process_time()
    raw = read_file(path)
    import_table(ledger, raw, MAPPING, IntakeOptions(MOMENT, "bench", path.name, accept_removal=True))
    yield "record", time.perf_counter() - began, time.process_time() - processor
    began, processor = time.perf_counter(), time.process_time()
    publish(ledger, home, MOMENT)
    yield "publish", time.perf_counter() - began, time.process_time() - processor


def main() -> int:
    """Measures one call; 1 when the snapshot was built anew instead of beside the other."""
    parser = argparse.ArgumentParser(prog="python -m bench grown", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--new", type=int, default=10_000)
    parser.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir(), "survey-bench"))
    said = parser.parse_args()
    home = grown_home(said.dir, said.rows, nation := Nation())
    with tempfile.TemporaryDirectory(prefix="grown-", dir=home.path.parent) as folder:
        home = _copied(home, Path(folder, "home"))
        ledger, path = open_ledger(home), Path(folder, "new.csv")
        write_new(path, said.new, nation.registers, seed=1)
        for name, seconds, processor in _timed(home, ledger, path):
            print(f"{name}: {said.new:,} rows on {said.rows:,} in {seconds:.2f} s; processor {processor:.2f} s")
        ledger.close()
        meta = open_snapshot(home).meta()
    print(f"{meta['rows']} rows, {meta.get('changed', 0)} of them beside; built from {meta['built']}")
    return int(meta.get("changed", "0") == "0")


if __name__ == "__main__":
    raise SystemExit(main())
