"""The nightly copy is made where the setting says, and the record tells whether it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analysis.registers import Unit
from data.backup_log import keep_backup, newest_backup
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
