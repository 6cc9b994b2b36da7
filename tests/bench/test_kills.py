"""What was acknowledged survives kill -9, and doing it again ends like an undisturbed run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def test_twelve_kills_lose_nothing() -> None:
    """In a process of its own, since it forks; `python -m bench kills` does a hundred."""
    command = [sys.executable, "-m", "bench", "kills", "--count", "12"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=CHECKOUT, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("0 wrong") == 4
