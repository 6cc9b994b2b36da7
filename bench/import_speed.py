"""How long an import takes: `python -m bench import [ROWS]` brings a CSV of 15 columns in twice."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from bench import text_import as text

CHECKOUT = Path(__file__).resolve().parent.parent
WEIGHTS = [0.02, 0.04, 0.08, 0.40, 0.46]
LIMITS = (("first", 15.0, 700), ("again", 5.0, 700))


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


def measure(words: list[str]) -> tuple[float, int, int]:
    """Seconds, peak megabytes of the process and its children, exit status."""
    began = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-m", "data", *words], cwd=CHECKOUT,
                             stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - began, usage.ru_maxrss // 1024, child.returncode


def main() -> int:
    """Measures both imports; 1 when one is over its limit."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    too_slow = False
    with tempfile.TemporaryDirectory(prefix="survey-bench-") as folder:
        sheet, mapping = Path(folder, "rows.csv"), Path(folder, "map.toml")
        write_rows(sheet, rows)
        mapping.write_text(text.MAPPING, encoding="utf-8")
        words = ["import", str(sheet), "--mapping", str(mapping), "--home", str(Path(folder, "home"))]
        for name, most_seconds, most_megabytes in LIMITS:
            seconds, megabytes, status = measure([*words, "--json"])
            print(f"{name}: {rows} rows, {seconds:.1f} s (limit {most_seconds}), "
                  f"{megabytes} MB (limit {most_megabytes}), exit {status}")
            too_slow |= bool(status) or seconds > most_seconds or megabytes > most_megabytes
    return int(too_slow)


if __name__ == "__main__":
    raise SystemExit(main())
