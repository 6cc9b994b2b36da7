"""U19: the same rows come again, whole, renamed or in overlapping parts, and count once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analysis.mapping import SourceMapping
from analysis.registers import Unit
from data.intake import ImportResult, IntakeOptions, import_table
from data.ledger import Ledger, open_ledger
from data.settings import open_home
from data.snapshot import open_snapshot
from data.snapshot.publish import publish
from data.sources.tabular_file import read_file

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
MAPPING = SourceMapping(
    "phieu", criterion_set="nam-dong-2024", columns={"submitted_at": ("Lúc",), "unit": ("Đơn vị",)},
    answers={"overall": "Chung"},
)
ROWS = [f"{1 + n // 3:02d}/04/2026 08:{n:02d}:00,X{n % 2},{1 + n % 5}" for n in range(30)]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(open_home(tmp_path / "home"))
    opened.register_units([Unit("X0", "Xã Không"), Unit("X1", "Xã Một")], "an", NOW)
    yield opened
    opened.close()


def taken(ledger: Ledger, path: Path, rows: list[str], *, partial: bool = False) -> ImportResult:
    """What an import of a file with these rows did."""
    path.write_text("\n".join(("Lúc,Đơn vị,Chung", *rows)), "utf-8-sig")
    mapping = replace(MAPPING, partial=partial)
    return import_table(ledger, read_file(path), mapping, IntakeOptions(NOW, "an", path.name))


def counted(ledger: Ledger, tmp_path: Path) -> int:
    home = open_home(tmp_path / "home")
    publish(ledger, home, NOW)
    with open_snapshot(home).cursor() as cursor:
        return int(cursor.execute("SELECT count(*) FROM response").fetchone()[0])


def test_u19_the_same_file_again_or_renamed_brings_nothing_new(
    ledger: Ledger, tmp_path: Path
) -> None:
    assert taken(ledger, tmp_path / "thang 4.csv", ROWS).new == 30
    for name in ("thang 4.csv", "thang 4 (1).csv", "BẢN SAO.CSV"):
        again = taken(ledger, tmp_path / name, ROWS)
        assert (again.new, again.changed, again.removed, again.unchanged) == (0, 0, 0, 30)
    assert counted(ledger, tmp_path) == 30


def test_u19_two_halves_that_overlap_are_one_whole(ledger: Ledger, tmp_path: Path) -> None:
    assert taken(ledger, tmp_path / "dau.csv", ROWS[:20], partial=True).new == 20
    second = taken(ledger, tmp_path / "cuoi.csv", ROWS[10:], partial=True)
    assert (second.new, second.removed, second.unchanged) == (10, 0, 10)
    for rows in (ROWS[:20], ROWS[10:], ROWS[::-1]):
        again = taken(ledger, tmp_path / "lai.csv", rows, partial=True)
        assert (again.new, again.changed, again.removed) == (0, 0, 0)
    assert counted(ledger, tmp_path) == 30
