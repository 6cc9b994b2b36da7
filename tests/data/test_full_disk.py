"""A full disk: one clear sentence, nothing lost, and the same process works again when there is room.

A small tmpfs where the machine lets a test mount one, else a limit on files: the head of the test run
says which.
"""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa

from data.full_disk import disk_is_full
from data.settings import CHECKOUT, Home
from data.text_backup import DISK_FULL
from tests.data import small_disk

MAPPING = """
[source]
name = "lon"
criterion_set = "nam-dong-2024"
date_order = "dmy"
KIND
[columns]
submitted_at = "Lúc"
unit = "Đơn vị"
[answers]
overall = "Chung"
"""
WORDS = {
    "importing": ("import", "DISK/lon.csv", "--mapping", "DISK/lon.toml"),
    "publishing": ("units", "DISK/units.csv"),
    "backing up": ("backup", "DISK/copies"),
    "syncing": ("sync", "lon"),
}
LEFT = {"importing": 1_000_000, "publishing": 150_000, "backing up": 60_000, "syncing": 1_000_000}
"""Bytes the disk has left: too few for the work itself; with none, it ends at its first write."""


@pytest.fixture
def office(tiny_store: Home, tmp_path: Path) -> Path:
    """All that goes onto the small disk: a home, 6,000 answers as a file and in a watched folder."""
    place = tmp_path / "office"
    shutil.copytree(tiny_store.path, place / "home")
    lines = [f"{1 + n % 28:02}/10/2026 08:{n % 60:02}:00,X{1 + n % 2},{1 + n % 5}" for n in range(6_000)]
    (place / "lon.csv").write_text("\n".join(["Lúc,Đơn vị,Chung", *lines, ""]), encoding="utf-8")
    (place / "lon.toml").write_text(MAPPING.replace("KIND", ""), encoding="utf-8")
    (place / "hop").mkdir()
    shutil.copy(place / "lon.csv", place / "hop")
    kind = 'kind = "folder"\npath = "DISK/hop"'
    (place / "hop.toml").write_text(MAPPING.replace("KIND", kind), encoding="utf-8")
    (place / "units.csv").write_text("code,name,kind\nX9,Xã Chín,xã\n", encoding="utf-8")
    return place


def test_a_full_disk_is_one_sentence_and_loses_nothing(office: Path, tmp_path: Path) -> None:
    """One process meets it again and again, at every work, with less and more room."""
    tries = [(what, left) for what in WORDS for left in (0, LEFT[what])]
    asked = json.dumps([(left, WORDS[what]) for what, left in tries])
    (tmp_path / "disk").mkdir()
    line, environment = small_disk.command(tmp_path / "disk", str(office), asked)
    done = subprocess.run(line, env=environment, capture_output=True, text=True, cwd=CHECKOUT, check=False)
    assert done.returncode == 0, done.stderr
    for (what, left), found in zip(tries, json.loads(done.stdout), strict=True):
        assert found["status"] == 2, (what, left, found["said"])
        assert DISK_FULL in found["said"] and len(found["said"].strip().splitlines()) == 1, (what, left)
        assert found["counted"] == 68 and found["same_figures"], (what, left)
        assert found["same_record"] or (what == "publishing" and left), (what, left)
        assert found["again"] == [0, ""], (what, left)
        assert found["counted_again"] == 68 + 6_000 * (what in ("importing", "syncing")), (what, left)
        assert ("X9" in found["units"]) == (what == "publishing") and "X8" in found["units"], (what, left)
        assert found["differences"] == [] == found["left_behind"], (what, left)
        assert found["files"] == [f"hop/{'done/' * (what == 'syncing')}lon.csv"], (what, left)


def no_space() -> None:
    """As the system says it."""
    raise OSError(errno.ENOSPC, "x")


def through_sqlalchemy() -> None:
    """As SQLAlchemy passes it on."""
    try:
        no_space()
    except OSError as error:
        raise sa.exc.OperationalError("INSERT", {}, error) from error


def in_duckdb() -> None:
    """As DuckDB says it."""
    raise duckdb.IOException("Could not write file: No space left on device")


@pytest.mark.parametrize("meet", [no_space, through_sqlalchemy, in_duckdb])
def test_a_full_disk_is_told_from_other_failures(meet: Callable[[], None]) -> None:
    with pytest.raises(Exception) as met:
        meet()
    assert disk_is_full(met.value)
    assert not disk_is_full(ValueError("x")) and not disk_is_full(OSError(errno.EACCES, "x"))
