"""A server and a command write one ledger; neither may throw away what the other still holds."""

from __future__ import annotations

import subprocess
import sys

from analysis.registers import Unit
from data.ledger import open_ledger
from data.settings import CHECKOUT, Home

CHILD = (
    "import sys; from analysis.registers import Unit; from data.ledger import open_ledger\n"
    "from data.settings import open_home; from pathlib import Path\n"
    "ledger = open_ledger(open_home(Path(sys.argv[1])))\n"
    "if sys.argv[2:]: ledger.register_units([Unit(sys.argv[2], 'Xã')], 'an')\n"
    "print(' '.join(sorted(ledger.registers().units))); ledger.close()\n"
)


def in_another_process(home: Home, *words: str) -> str:
    """Registers a unit, when one is named, and says which there are."""
    command = [sys.executable, "-c", CHILD, str(home.path), *words]
    done = subprocess.run(command, capture_output=True, text=True, cwd=CHECKOUT, check=True)
    return done.stdout.strip()


def test_opening_a_ledger_twice_keeps_what_other_processes_need(sqlite_home: Home) -> None:
    held = open_ledger(sqlite_home)
    held.register_units([Unit("A", "Xã")], "an")
    open_ledger(sqlite_home).close()
    assert in_another_process(sqlite_home, "B") == "A B"
    held.register_units([Unit("C", "Xã")], "an")
    assert in_another_process(sqlite_home) == "A B C"
    assert sorted(held.registers().units) == ["A", "B", "C"]
    held.close()
