"""The nightly copy is made where the setting says, and the record tells whether it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analysis.registers import Unit
from data.backup_log import LATE, backup_state, keep_backup, newest_backup
from data.ledger import Ledger, open_ledger
from data.settings import Home
from data.verify import verify
from web.work import back_up

NOW = datetime(2026, 5, 4, 19, 30, tzinfo=UTC)


@pytest.fixture
def kept(sqlite_home: Home) -> Iterator[Ledger]:
    """A record with one unit."""
    ledger = open_ledger(sqlite_home)
    ledger.register_units([Unit("X1", "Xã Một")], "an", NOW)
    yield ledger
    ledger.close()


def test_a_copy_is_an_event_that_changes_no_figure(kept: Ledger, tmp_path: Path) -> None:
    figures, head = kept.figures_head(), kept.head()
    done = keep_backup(kept, kept.home, tmp_path / "copies", NOW)
    assert (done.sentence, done.sequence, done.kept) == ("", head.seq, 1)
    assert (newest_backup(kept), kept.figures_head()) == (done, figures)
    assert len(list((tmp_path / "copies").glob("2026*"))) == 1
    assert verify(kept, kept.home) == []


def test_a_copy_that_fails_says_why(kept: Ledger, tmp_path: Path) -> None:
    assert newest_backup(kept) is None
    done = keep_backup(kept, kept.home, kept.home.path / "copies", NOW)
    assert done.sentence.startswith("Không sao lưu vào chính thư mục dữ liệu")
    (tmp_path / "file").write_text("x")
    assert keep_backup(kept, kept.home, tmp_path / "file" / "copies", NOW).sentence
    assert verify(kept, kept.home) == []


def test_the_server_copies_only_where_a_folder_is_set(
    kept: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SURVEY_HOME", str(kept.home.path))
    monkeypatch.delenv("SURVEY_LEDGER_URL", raising=False)
    monkeypatch.delenv("SURVEY_BACKUP", raising=False)
    back_up()
    assert newest_backup(kept) is None
    monkeypatch.setenv("SURVEY_BACKUP", str(tmp_path / "copies"))
    back_up()
    newest = newest_backup(kept)
    assert newest is not None
    assert (newest.sentence, newest.folder) == ("", str(tmp_path / "copies"))


def test_the_state_of_the_copies_says_what_is_missing(kept: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    off = backup_state(kept, None, NOW)
    assert (off.folder, off.good, off.kept, off.late, off.possible) == (None, None, (), False, True)
    assert backup_state(kept, folder, NOW).late
    good = keep_backup(kept, kept.home, folder, NOW)
    state = backup_state(kept, folder, NOW + LATE)
    assert (state.good, state.failed, state.late, state.broken) == (good, None, False, False)
    assert state.kept == ((1, 7), (1, 5), (1, 12))
    assert backup_state(kept, folder, NOW + LATE + timedelta(seconds=1)).late
    failed = keep_backup(kept, kept.home, kept.home.path / "copies", NOW + timedelta(days=1))
    state = backup_state(kept, folder, NOW + timedelta(days=1))
    assert (state.good, state.failed, state.broken, state.late) == (good, failed, True, False)
    for night in range(1, 10):
        keep_backup(kept, kept.home, folder, NOW + timedelta(days=1 + night))
    state = backup_state(kept, folder, NOW + timedelta(days=10))
    assert (state.broken, state.failed) == (False, failed)
    assert state.kept[0] == (7, 7) and backup_state(kept, tmp_path / "gone", NOW).kept[0] == (0, 7)
