"""A small version of the load with canaries; `python -m bench canaries` is the whole one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def test_eight_leaders_at_once_see_nothing_of_each_other() -> None:
    command = [sys.executable, "-m", "bench", "canaries",
               "--sessions", "8", "--reruns", "12", "--units", "5"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=CHECKOUT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "96 runs" in done.stdout and "0 foreign, 0 exceptions" in done.stdout
