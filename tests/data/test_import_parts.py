"""A large table comes in by parts: nobody waits long, and it counts as a whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pyarrow as pa
import pytest
import sqlalchemy as sa

from analysis.mapping import SourceMapping
from analysis.registers import Unit
from data import attempt, intake
from data.intake import IntakeOptions, import_table, withdraw
from data.ledger import Ledger, open_ledger, pen, schema
from data.ledger.chain import Chain
from data.ledger.slots import read_slots, rebuild_slots
from data.raw_table import RawTable
from data.settings import CHECKOUT, Home
from data.snapshot import compare, publish
from data.verify import verify

NOW = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)
OPTIONS = IntakeOptions(NOW, "an", "phieu.csv")
MAPPING = SourceMapping(
    "phieu", criterion_set="nam-dong-2024",
    columns={"submitted_at": ("Lúc",), "unit": ("Đơn vị",)}, answers={"overall": "Chung"},
)
WAITING = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from data.ledger import open_ledger
from data.settings import open_home
from data.trace import keep_trace
ledger, longest, count = open_ledger(open_home(Path(sys.argv[1]))), 0.0, 0
print("ready", flush=True)
while not Path(sys.argv[1], "stop").exists():
    began = time.monotonic()
    keep_trace(ledger, "sign_in", "an", datetime.now(UTC))
    longest, count = max(longest, time.monotonic() - began), count + 1
    time.sleep(0.02)
print(longest, count)
"""


def sheet(rows: int, changed: int = -1) -> RawTable:
    """So many rows; one of them may say something else."""
    seconds = [f"2026-04-{n // 3600 % 28 + 1:02}T{n % 24:02}:{n // 60 % 60:02}:{n % 60:02}" for n in range(rows)]
    return RawTable(("Lúc", "Đơn vị", "Chung"), pa.table({
        "0": pa.array([f"{text}.{n:06}" if n > 3600 else text for n, text in enumerate(seconds)]),
        "1": pa.array([f"X{n % 7}" for n in range(rows)]),
        "2": pa.array(["1" if n == changed else str(n % 5 + 1) for n in range(rows)]),
    }), pa.array(range(2, rows + 2)))


@pytest.fixture
def ward(ledger: Ledger) -> Ledger:
    """A record that knows seven units."""
    ledger.register_units([Unit(f"X{n}", f"Xã {n}") for n in range(7)], "an", NOW)
    return ledger


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five new rows are many, and four a part."""
    monkeypatch.setattr(attempt, "PART_ROWS", 5)
    monkeypatch.setattr(pen, "CHUNK", 4)


def states(ledger: Ledger) -> list[tuple[object, ...]]:
    """The slots of the source without their numbers."""
    with ledger.engine.connect() as connection:
        slots = read_slots(connection, ledger.source("phieu").id)
    return [(s.versions, s.removed, s.row_number, bytes(s.content_hash)) for s in slots]


@pytest.fixture
def broken_off(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The power goes after the second part."""
    add_rows, parts = Chain.add_rows, []

    def failing(chain: Chain, *given: object) -> int:
        parts.append(given)
        if len(parts) > 2:
            raise KeyboardInterrupt
        return add_rows(chain, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Chain, "add_rows", failing)
    yield
    monkeypatch.undo()


@pytest.mark.usefixtures("small_parts")
def test_a_table_in_parts_is_kept_as_one_in_a_piece(ward: Ledger) -> None:
    done = import_table(ward, sheet(23), MAPPING, OPTIONS)
    assert (done.new, done.responses) == (23, 23)
    (run,) = ward.runs()
    assert (run.id, run.counts["new"], run.applied) == (done.run, 23, True)
    publish(ward, ward.home, NOW)
    assert verify(ward, ward.home) == []
    kept = states(ward)
    with ward.writing(NOW) as chain:
        rebuild_slots(chain.connection, ward.source("phieu").id)
    assert states(ward) == kept
    again = import_table(ward, sheet(24, changed=3), MAPPING, OPTIONS)
    assert (again.unchanged, again.changed, again.new) == (22, 1, 1)
    withdraw(ward, again.run or 0, "an", "thử", NOW)
    withdraw(ward, run.id, "an", "thử", NOW)
    publish(ward, ward.home, NOW)
    assert (states(ward), verify(ward, ward.home)) == ([], [])


@pytest.mark.usefixtures("small_parts")
def test_a_table_broken_off_never_counts(ward: Ledger, request: pytest.FixtureRequest) -> None:
    publish(ward, ward.home, NOW)
    request.getfixturevalue("broken_off")
    with pytest.raises(KeyboardInterrupt):
        import_table(ward, sheet(23), MAPPING, OPTIONS)
    with ward.engine.connect() as connection:
        kept = connection.execute(sa.select(sa.func.count()).select_from(schema.raw_row)).scalar()
    middle = ward.head()
    assert (kept, ward.runs(), states(ward)) == (8, [], [])
    assert list(ward.counted(ward.source("phieu").id)) == []
    publish(ward, ward.home, NOW)
    assert verify(ward, ward.home) == [] == compare(ward, ward.home)
    request.getfixturevalue("monkeypatch").undo()
    done = import_table(ward, sheet(23), MAPPING, OPTIONS)
    assert (done.new, done.unchanged, len(ward.runs())) == (23, 0, 1)
    publish(ward, ward.home, NOW)
    assert verify(ward, ward.home) == [] == verify(ward, ward.home, after=middle)


@pytest.mark.usefixtures("small_parts")
def test_what_is_published_and_checked_half_way_is_made_good_at_the_end(
    ward: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle, heads = intake._settle, []

    def seen(chain: Chain, *given: object) -> None:
        heads.append(chain.seq)
        settle(chain, *given)  # type: ignore[arg-type]

    written = pen.Pen.insert

    def watched(self: pen.Pen, chain: Chain, parts: object) -> None:
        written(self, chain, parts)  # type: ignore[arg-type]
        heads.append(chain.seq)
        if len(heads) == 3:
            other = open_ledger(ward.home)  # sees the parts that are kept
            publish(other, other.home, NOW)
            assert (other.runs(), verify(other, other.home)) == ([], [])
            heads.append(other.head())
            other.close()

    publish(ward, ward.home, NOW)
    monkeypatch.setattr(intake, "_settle", seen)
    monkeypatch.setattr(pen.Pen, "insert", watched)
    import_table(ward, sheet(23), MAPPING, OPTIONS)
    publish(ward, ward.home, NOW)
    assert compare(ward, ward.home) == []
    half_way = heads[3]
    assert verify(ward, ward.home, after=half_way) == []


def test_a_table_is_prepared_anew_when_the_record_moved(
    ward: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared, times = intake._prepared, []

    def moving(*given: object) -> object:
        found = prepared(*given)  # type: ignore[arg-type]
        times.append(found)
        if len(times) == 1:
            ward.register_units([Unit("X7", "Xã 7"), Unit("X8", "Xã 8")], "an", NOW)
        return found

    monkeypatch.setattr(intake, "_prepared", moving)
    rows = sheet(9)
    rows = RawTable(rows.header, rows.cells.set_column(1, "1", pa.array(["X8"] * 9)), rows.row_numbers)
    done = import_table(ward, rows, MAPPING, OPTIONS)
    assert (len(times), done.responses, done.rejected) == (2, 9, [])


def test_others_write_while_a_large_table_comes_in(sqlite_home: Home) -> None:
    ledger = open_ledger(sqlite_home)
    ledger.register_units([Unit(f"X{n}", f"Xã {n}") for n in range(7)], "an", NOW)
    table = sheet(120_000)
    words = [sys.executable, "-c", WAITING, str(sqlite_home.path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        assert import_table(ledger, table, MAPPING, OPTIONS).new == 120_000
        (sqlite_home.path / "stop").touch()
        longest, count = other.communicate(timeout=60)[0].split()
    print(f"longest wait of {count} sign-ins: {float(longest):.2f} s")
    assert int(count) > 3
    assert float(longest) < 15
    ledger.close()
