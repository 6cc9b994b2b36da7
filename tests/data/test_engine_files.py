"""SQLite's locks belong to the process: opening the file once more must not let go of them."""

from __future__ import annotations

import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from data.ledger import open_ledger
from data.settings import Home
from data.trace import TraceSearch, keep_trace, read_trace

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
CHECKOUT = Path(__file__).resolve().parents[2]


def another_process(home: Home) -> None:
    """A command that opens the ledger, reads it and leaves."""
    words = ["-m", "data", "--home", str(home.path), "user", "list"]
    subprocess.run([sys.executable, *words], check=True, cwd=CHECKOUT, capture_output=True)


def test_what_a_server_writes_is_never_lost_to_a_command_that_ends(sqlite_home: Home) -> None:
    server = open_ledger(sqlite_home)
    keep_trace(server, "denied", "a", NOW)
    open_ledger(sqlite_home)  # as every request does
    another_process(sqlite_home)
    keep_trace(server, "denied", "b", NOW)
    another_process(sqlite_home)
    found = read_trace(open_ledger(sqlite_home), TraceSearch(("denied",)))
    assert [event.who for event in found] == ["b", "a"]


def test_a_new_ledger_is_closed_to_others(sqlite_home: Home) -> None:
    open_ledger(sqlite_home)
    assert stat.S_IMODE((sqlite_home.path / "ledger.sqlite").stat().st_mode) == 0o600
