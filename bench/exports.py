"""How fast tables leave: `python -m bench exports`, an Excel book and a CSV file beside DuckDB's COPY."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pandas as pd
from openpyxl import load_workbook

from bench import text_rows as text
from bench.rows import Nation
from bench.serving import ROOT
from bench.table import Measured
from reports.csv_file import csv_blocks
from reports.excel import Cover, Table, excel_book

COLUMNS = 15
_ALONE = "import sys; from bench.exports import alone; alone(sys.argv[1], int(sys.argv[2]))"


def table_of(rows: int) -> pd.DataFrame:
    """Fifteen columns of generated responses: names, days, levels and a comment."""
    nation = Nation()
    frame = pd.concat([batch.to_pandas() for batch in nation.batches(rows)])
    return pd.DataFrame({
        "unit_code": frame["unit_code"].astype("str"),
        "unit_name": frame["unit_code"].astype("str").radd(text.KINDS[2] + " "),
        "officer_code": frame["officer_code"].astype("str"),
        "day": pd.to_datetime(frame["day"]),
        "field": frame["field"].astype("str"), "procedure": frame["procedure"].astype("str"),
        "channel": frame["channel"].astype("str"), "stage": frame["stage"].astype("str"),
        **{name: frame[name] for name in ("overall", "c_place", "c_waiting", "c_attitude")},
        "minute": frame["minute"], "edited": frame["edited"], "comment": frame["comment"].astype("str"),
    })


def alone(kind: str, rows: int) -> None:
    """Makes one file in a process of its own: seconds and megabytes beyond the table itself."""
    frame = table_of(rows)
    before = _most()
    began = time.perf_counter()
    book = kind == "excel"
    made = [excel_book([Table("Bảng", frame)], Cover("Đo tốc độ"))] if book else csv_blocks([frame])
    size = sum(map(len, made))
    seconds = time.perf_counter() - began
    print(seconds, _most(), _most() - before, size / 1e6)


def _most() -> float:
    """The most megabytes this process has held; getrusage would count the one that started it."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def measured_alone(kind: str, rows: int) -> tuple[float, float, float, float]:
    """Seconds, peak megabytes, megabytes beyond the table, megabytes of the file."""
    done = subprocess.run([sys.executable, "-c", _ALONE, kind, str(rows)], cwd=ROOT, check=True,
                          capture_output=True, text=True)
    seconds, peak, beyond, size = map(float, done.stdout.split())
    return seconds, peak, beyond, size


def csv_beside_copy(rows: int, rounds: int = 3) -> tuple[Measured, Measured]:
    """Our CSV and DuckDB's COPY of the same table, in turns."""
    frame, ours, copy = table_of(rows), Measured("csv"), Measured("copy")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.register("rows", frame)
        connection.execute("CREATE TABLE kept AS SELECT * FROM rows")
        for number in range(rounds):
            began = time.perf_counter()
            with Path(folder, f"ours-{number}.csv").open("wb") as file:
                file.writelines(csv_blocks([frame]))
            ours.values.append(time.perf_counter() - began)
            began = time.perf_counter()
            connection.execute(f"COPY kept TO '{Path(folder, f'copy-{number}.csv')}' (HEADER)")
            copy.values.append(time.perf_counter() - began)
    return ours, copy


def opens(rows: int = 2_000) -> int:
    """Rows openpyxl reads from a book we made."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder, "book.xlsx")
        path.write_bytes(excel_book([Table("Bảng", table_of(rows))], Cover("Đo tốc độ")))
        return int(load_workbook(path, read_only=True).worksheets[1].max_row or 0)


def main() -> int:
    """Prints what both files cost."""
    parser = argparse.ArgumentParser(prog="python -m bench exports", description=__doc__)
    parser.add_argument("--excel-rows", type=int, default=100_000)
    parser.add_argument("--csv-rows", type=int, default=1_000_000)
    said = parser.parse_args()
    seconds, peak, beyond, size = measured_alone("excel", said.excel_rows)
    print(f"excel: {said.excel_rows:,} x {COLUMNS}: {seconds:.2f} s, {peak:.0f} MB in all, "
          f"{beyond:.0f} MB beyond the table, file {size:.1f} MB, openpyxl read {opens():,} rows")
    ours, copy = csv_beside_copy(said.csv_rows)
    print(f"csv: {said.csv_rows:,} x {COLUMNS}: {ours.middle:.2f} s, COPY {copy.middle:.2f} s")
    return 0
