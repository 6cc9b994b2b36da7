"""How fast an import is: `python -m bench import --rows 1000000` brings a CSV of 15 columns in twice.

Each is the whole command: file to published snapshot, record and chain included.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from bench import text_import as text

CHECKOUT = Path(__file__).resolve().parent.parent
WEIGHTS = [0.02, 0.04, 0.08, 0.40, 0.46]
PAUSE = 0.05
MEGABYTE = 1 << 20


def write_rows(path: Path, rows: int) -> None:
    """A sheet of 40 units with 8 officers each over two years, 15 columns, every row different."""
    random = np.random.default_rng(1)
    units, officers = random.integers(1, 41, rows), random.integers(1, 9, rows)
    seconds = random.integers(0, 2 * 365 * 86400, rows)
    levels = random.choice(text.LEVELS, (rows, 6), p=WEIGHTS)
    numbers = random.integers(0, 12, (rows, 5))
    start = datetime(2024, 1, 1)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        write = csv.writer(file)
        write.writerow(text.HEADER)
        for i in range(rows):
            when = start + timedelta(seconds=int(seconds[i]))
            field, procedure, kind, channel, said = numbers[i]
            write.writerow([
                f"{when:%d/%m/%Y %H:%M:%S}", text.UNIT.format(units[i]),
                text.OFFICER.format(officers[i]), text.FIELD.format(field),
                text.PROCEDURE.format(field, procedure), text.KINDS[int(kind == 0)],
                ("qr", "paper", "online")[channel % 3], text.STAGES[channel % 2], *levels[i],
                text.COMMENT.format(i) if said == 0 else "",
            ])


@dataclass
class Cost:
    """What a command took: seconds by the clock and of the processor, megabytes of all processes."""

    seconds: float = 0.0
    processor: float = 0.0
    megabytes: int = 0
    status: int = 0


def measure(words: list[str]) -> Cost:
    """Runs a command and measures it with every process it starts."""
    began, cost, ended = time.perf_counter(), Cost(), threading.Event()
    child = subprocess.Popen([sys.executable, "-m", "data", *words], cwd=CHECKOUT,
                             stdout=subprocess.DEVNULL)
    watch = threading.Thread(target=_watch, args=(child.pid, cost, ended))
    watch.start()
    _, status, usage = os.wait4(child.pid, 0)
    cost.seconds, cost.processor = time.perf_counter() - began, usage.ru_utime + usage.ru_stime
    cost.status = child.returncode = os.waitstatus_to_exitcode(status)
    ended.set()
    watch.join()
    return cost


def _watch(root: int, cost: Cost, ended: threading.Event) -> None:
    while not ended.wait(PAUSE):
        cost.megabytes = max(cost.megabytes, sum(map(_resident, _family(root))) // MEGABYTE)


def _family(root: int) -> list[int]:
    """A process and all that it or its children started."""
    found = [root]
    for number in found:
        try:
            said = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii")
        except OSError:  # ended meanwhile
            continue
        found += map(int, said.split())
    return found


def _resident(number: int) -> int:
    try:
        pages = Path(f"/proc/{number}/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def main() -> int:
    """Measures the first import and the same file again; 1 only when one of them failed."""
    parser = argparse.ArgumentParser(prog="python -m bench import")
    parser.add_argument("--rows", type=int, default=100_000)
    rows, failed = parser.parse_args().rows, 0
    with tempfile.TemporaryDirectory(prefix="survey-bench-") as folder:
        sheet, mapping = Path(folder, "rows.csv"), Path(folder, "map.toml")
        write_rows(sheet, rows)
        mapping.write_text(text.MAPPING, encoding="utf-8")
        words = ["import", str(sheet), "--mapping", str(mapping), "--home", str(Path(folder, "home"))]
        for name in ("first", "again"):
            cost = measure([*words, "--json"])
            print(f"{name}: {rows:,} rows in {cost.seconds:.1f} s, {rows / cost.seconds:,.0f} rows/s; "
                  f"processor {cost.processor:.1f} s; peak of all processes {cost.megabytes} MB; "
                  f"exit {cost.status}")
            failed |= bool(cost.status)
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
