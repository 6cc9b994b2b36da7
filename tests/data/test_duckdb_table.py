"""Another program's DuckDB store is read, never touched, and never leads anywhere else."""

from __future__ import annotations

import re
import sqlite3
import struct
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from analysis.mapping import SourceMapping
from data.raw_table import RawTable
from data.settings import CHECKOUT
from data.sources.duckdb_table import DuckdbTable
from data.sources.faults import SourceError


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with one table, a view of it and a table in a schema of its own."""
    path = tmp_path / "phiếu của xã.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE TABLE phieu (luc TIMESTAMP, ngay DATE, don_vi VARCHAR, muc DOUBLE,"
            " diem DECIMAL(9,2), so BIGINT, that BOOLEAN, \"Ý \"\"kiến\" VARCHAR, ma VARCHAR)"
        )
        connection.execute(
            "INSERT INTO phieu VALUES ('2026-05-04 08:15:30', '2026-05-04', 'X1', 4, 4.50, 12,"
            " true, 'nhanh', '001'), (NULL, NULL, '', 2.5, 3.00, -1, false, NULL, '0901')"
        )
        connection.execute("CREATE VIEW gan_day AS SELECT don_vi, muc FROM phieu WHERE muc > 3")
        connection.execute("CREATE SCHEMA cu")
        connection.execute("CREATE TABLE cu.phieu_cu AS SELECT 1 AS a")
    return path


def mapping(path: Path, table: str = "phieu") -> SourceMapping:
    return SourceMapping("kho", "duckdb", options={"path": str(path), "table": table})


def read(path: Path, table: str = "phieu") -> RawTable:
    (found,) = DuckdbTable().pull(mapping(path, table))
    assert isinstance(found.table, RawTable)
    return found.table


def fault(path: Path, table: str = "phieu") -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(path, table)
    said = str(caught.value)
    assert said.endswith(".") and "\n" not in said and caught.value.exit_status == 5
    assert DuckdbTable().test(mapping(path, table)) == said
    return caught.value


def test_every_cell_comes_as_text(store: Path) -> None:
    found = read(store)
    assert found.header == (
        "luc", "ngay", "don_vi", "muc", "diem", "so", "that", 'Ý "kiến', "ma"
    )
    assert found.row_numbers.to_pylist() == [2, 3]
    assert [list(row.values()) for row in found.cells.to_pylist()] == [
        ["2026-05-04 08:15:30", "2026-05-04", "X1", "4", "4.50", "12", "TRUE", "nhanh", "001"],
        [None, None, "", "2.5", "3", "-1", "FALSE", None, "0901"],
    ]


def test_a_view_and_a_table_of_another_schema_are_read(store: Path) -> None:
    assert read(store, "gan_day").cells.to_pylist() == [{"0": "X1", "1": "4"}]
    assert read(store, "cu.phieu_cu").header == read(store, "phieu_cu").header == ("a",)


def test_reading_leaves_no_trace(store: Path) -> None:
    before, content = sorted(store.parent.iterdir()), store.read_bytes()
    read(store)
    assert (sorted(store.parent.iterdir()), store.read_bytes()) == (before, content)


@pytest.mark.parametrize("table", [
    "không_có", 'phieu" UNION SELECT 1 --', "phieu; DROP TABLE phieu", "duckdb_settings()",
    "read_csv('/etc/passwd')", "information_schema.tables", "'/etc/passwd'",
])
def test_only_a_table_of_the_store_can_be_named(store: Path, table: str) -> None:
    error = fault(store, table)
    assert error.cause == "unknown_table"
    assert "cu.phieu_cu, gan_day, phieu" in str(error)


@pytest.mark.parametrize("source", ["read_csv('{0}')", "read_text('{0}')", "'{0}'"])
def test_a_view_that_leads_out_of_the_store_is_refused(store: Path, source: str) -> None:
    outside = store.parent / "bi-mat.csv"
    outside.write_text("a,b\n1,2\n", encoding="utf-8")
    with duckdb.connect(str(store)) as connection:
        connection.execute(f"CREATE VIEW ra AS SELECT * FROM {source.format(outside)}")
    assert fault(store, "ra").cause == "store_outside"


def test_what_a_killed_writer_had_committed_is_read(store: Path) -> None:
    code = (
        f"import duckdb, os, signal; c = duckdb.connect({str(store)!r});"
        "c.execute(\"INSERT INTO phieu (ma) VALUES ('003')\"); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    assert store.with_name(store.name + ".wal").exists()
    assert read(store).rows == 3


def test_a_store_its_writer_holds_is_named_and_read_later(store: Path) -> None:
    code = f"import duckdb, time; c = duckdb.connect({str(store)!r}); print('x', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as writer:
        try:
            assert writer.stdout is not None and writer.stdout.readline()
            assert fault(store).cause == "store_locked"
        finally:
            writer.kill()
            writer.wait()
    assert read(store).rows == 2


@pytest.mark.parametrize(("content", "cause"), [
    (b"", "store_foreign"), (b"a,b\n1,2\n", "store_foreign"), (b"\0" * 5000, "store_foreign"),
    (b"\0" * 8 + b"DUCK", "store_corrupt"), (b"\0" * 8 + b"DUCK" + b"\xff" * 9000, "store_newer"),
])
def test_a_file_that_is_no_store_is_named(tmp_path: Path, content: bytes, cause: str) -> None:
    path = tmp_path / "x.duckdb"
    path.write_bytes(content)
    error = fault(path)
    assert error.cause in (cause, "store_corrupt") and "x.duckdb" in str(error)
    if cause == "store_foreign":
        assert error.cause == cause


def test_a_store_of_sqlite_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (a)")
    assert fault(path).cause == "store_foreign"


def test_a_store_of_a_newer_format_is_named(store: Path) -> None:
    content = bytearray(store.read_bytes())
    content[12:20] = struct.pack("<Q", 250)
    store.write_bytes(content)
    assert fault(store).cause in ("store_newer", "store_corrupt")


@pytest.mark.parametrize("place", [0.3, 0.6, 0.9])
def test_a_damaged_store_is_named(store: Path, place: float) -> None:
    with duckdb.connect(str(store)) as connection:
        connection.execute("CREATE TABLE lon AS SELECT range AS a, hash(range) AS b FROM range(200000)")
    content = bytearray(store.read_bytes())
    start = int(len(content) * place)
    content[start : start + 5000] = b"\x5a" * 5000
    store.write_bytes(content)
    assert fault(store, "lon").cause == "store_corrupt"


def test_a_store_cut_short_is_named(store: Path) -> None:
    store.write_bytes(store.read_bytes()[:9000])
    assert fault(store).cause == "store_corrupt"


def test_a_store_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert fault(tmp_path / "không có.duckdb").cause == "store_missing"
    assert fault(tmp_path).cause == "store_missing"


@pytest.mark.parametrize("path", ["md:kho", "https://127.0.0.1:9/x.duckdb", "s3://a/b", ":memory:"])
def test_no_address_is_ever_followed(path: str) -> None:
    with pytest.raises(SourceError) as caught:
        list(DuckdbTable().pull(SourceMapping("k", options={"path": path, "table": "t"})))
    assert caught.value.cause == "store_missing"


SIZE = r"""
import re, sys, time
from pathlib import Path
from tests.data.test_duckdb_table import read
begun = time.monotonic()
found = read(Path(sys.argv[1]), "lon")
peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024
print(found.rows, len(found.header), peak)
"""


def test_a_hundred_thousand_rows_of_thirty_columns_fit_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "lon.duckdb"
    columns = ", ".join(f"'câu trả lời ' || range AS c{number}" for number in range(30))
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"CREATE TABLE lon AS SELECT {columns} FROM range(100000)")
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-c", SIZE, str(path)], cwd=CHECKOUT,
                          capture_output=True, text=True, check=True)
    rows, width, peak = map(int, re.findall(r"\d+", done.stdout))
    assert (rows, width) == (100_000, 30)
    assert peak < 500, f"{peak} MB"
    assert time.monotonic() - begun < 60
