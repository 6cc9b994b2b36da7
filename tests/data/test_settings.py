"""Settings are what the environment says now, however often they were asked for before."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from data.settings import now, open_home, said


def test_a_changed_environment_is_seen_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("one", "two", "one"):
        monkeypatch.setenv("SURVEY_HOME", str(tmp_path / name))
        assert open_home().path == (tmp_path / name).resolve()
    moment = "2026-11-20T09:00:00+07:00"
    monkeypatch.setenv("SURVEY_NOW", moment)
    assert now() == datetime.fromisoformat(moment)
    monkeypatch.delenv("SURVEY_NOW")
    assert now() != datetime.fromisoformat(moment)


def test_settings_are_read_once_while_nothing_changes() -> None:
    assert said() is said()


def test_a_home_made_beforehand_is_closed_at_its_first_use_and_never_later(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    (folder / "criterion_sets").mkdir(parents=True)
    folder.chmod(0o755)
    open_home(folder).prepare()
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o755)
    open_home(folder).prepare()
    assert folder.stat().st_mode & 0o777 == 0o755


def test_a_folder_with_other_things_in_it_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thu-khac.txt").write_text("x")
    tmp_path.chmod(0o755)
    open_home(tmp_path).prepare()
    assert tmp_path.stat().st_mode & 0o777 == 0o755
