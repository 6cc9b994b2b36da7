"""A full disk: one clear sentence, nothing lost, and the next try works without a restart.

No file may grow beyond a limit in the child process, which every system lets a test ask for; a
file system meets the same code with another error number.
"""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa

from data.commands.run import main
from data.full_disk import disk_is_full
from data.ledger import open_ledger
from data.settings import CHECKOUT, Home
from data.snapshot.files import current_path
from data.text_backup import DISK_FULL
from data.verify import verify

LIMITS = {"importing": 1_000_000, "publishing": 150_000, "backing_up": 60_000, "syncing": 1_000_000}
"""Bytes a file may hold: enough for what comes before, too few for the work itself."""

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
CHILD = (
    "import resource, sys; from data.commands.run import main\n"
    "limit = int(sys.argv[1]); resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))\n"
    "sys.exit(main(sys.argv[2:]))\n"
)


def on_a_full_disk(limit: int, *words: str) -> subprocess.CompletedProcess[str]:
    """A command in a process whose files may not grow beyond a limit."""
    command = [sys.executable, "-c", CHILD, str(limit), *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=CHECKOUT, check=False)


def answers(path: Path) -> Path:
    """A file of 6,000 answers."""
    lines = [f"{1 + n % 28:02}/10/2026 08:{n % 60:02}:00,X{1 + n % 2},{1 + n % 5}" for n in range(6_000)]
    path.write_text("\n".join(["Lúc,Đơn vị,Chung", *lines, ""]), encoding="utf-8")
    return path


@pytest.fixture
def importing(tiny_store: Home, tmp_path: Path) -> tuple[str, ...]:
    """A large import."""
    mapping = tmp_path / "lon.toml"
    mapping.write_text(MAPPING.replace("KIND", ""), encoding="utf-8")
    return "import", str(answers(tmp_path / "lon.csv")), "--mapping", str(mapping)


@pytest.fixture
def publishing(tiny_store: Home, tmp_path: Path) -> tuple[str, ...]:
    """A register of one more unit, which makes the snapshot anew."""
    units = tmp_path / "units.csv"
    units.write_text("code,name,kind\nX9,Xã Chín,xã\n", encoding="utf-8")
    return "units", str(units)


@pytest.fixture
def backing_up(tiny_store: Home, tmp_path: Path) -> tuple[str, ...]:
    """A backup."""
    return "backup", str(tmp_path / "copies")


@pytest.fixture
def syncing(tiny_store: Home, tmp_path: Path) -> tuple[str, ...]:
    """A watched folder with a large file."""
    (tmp_path / "hop").mkdir()
    answers(tmp_path / "hop" / "lon.csv")
    mapping = tmp_path / "hop.toml"
    kind = f'kind = "folder"\npath = "{tmp_path / "hop"}"'
    mapping.write_text(MAPPING.replace("KIND", kind), encoding="utf-8")
    assert main(["source", "add", str(mapping)]) == 0
    return "sync", "lon"


@pytest.mark.parametrize("what", LIMITS)
def test_a_full_disk_is_one_sentence_and_loses_nothing(
    tiny_store: Home, what: str, request: pytest.FixtureRequest
) -> None:
    words = request.getfixturevalue(what)
    ledger = open_ledger(tiny_store)
    before, figures = ledger.figures_head(), current_path(tiny_store)
    done = on_a_full_disk(LIMITS[what], *words)
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert DISK_FULL in done.stderr and len(done.stderr.strip().splitlines()) == 1
    if what != "publishing":  # the unit is registered; only its snapshot is not there yet
        assert ledger.figures_head() == before
    assert current_path(tiny_store) == figures
    assert [d.place for d in verify(ledger, tiny_store)] in ([], ["snapshot"])
    assert main(list(words)) == 0
    assert verify(ledger, tiny_store) == []
    assert not list(tiny_store.snapshots.glob(".new-*"))


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
