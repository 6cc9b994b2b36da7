"""What every test may rely on: invented situations, a fixed moment, no one's settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
NOW = "2026-11-20T09:00:00+07:00"


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the home of the person who runs it."""
    for name in ("SURVEY_LEDGER_URL", "SURVEY_SHEETS_URL", "SURVEY_GOOGLE_KEY", "SURVEY_NOW"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SURVEY_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real data; a test that needs it fails when it is missing."""
    folder = Path(os.environ.get("SURVEY_SHARED", CHECKOUT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.fail(f"no real data in {folder}: set SURVEY_SHARED")
    return folder
