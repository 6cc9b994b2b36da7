"""Every kind of event has a word in the audit trail, and what an event says has one, too."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from data.backup_log import keep_backup
from data.ledger import open_ledger, schema
from data.settings import Home
from data.trace import PERSONAL, PROCESS, TraceSearch
from pages.shared import text_access as words
from pages.shared.doors import accounts

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
EVERY = {
    *schema.EVIDENCE, *schema.BARE_KINDS, *schema.NO_FIGURE_KINDS, *schema.TRACE_KINDS, *schema.MARK_KINDS,
}
OF_ROWS = {"insert", "change", "annotate", "remove", "restore"}
"""Events of single rows: as many as the tables have rows, read from the sources' own pages."""

SILENT = {"answer"}
"""The moment a citizen sent the form is nobody's to look up."""


def test_every_kind_of_event_has_a_word_and_is_listed_unless_it_speaks_of_one_response() -> None:
    assert EVERY - OF_ROWS - SILENT == {*PROCESS, *PERSONAL} == set(words.KIND)
    assert len(set(words.KIND.values())) == len(words.KIND)


def test_copies_and_their_failures_stand_in_the_trail_in_words(tiny_store: Home, tmp_path: Path) -> None:
    ledger = open_ledger(tiny_store)
    keep_backup(ledger, tiny_store, tmp_path / "sao-luu", NOW)
    keep_backup(ledger, tiny_store, tiny_store.path, NOW)
    told = accounts.events(TraceSearch(schema.BACKUP_KINDS), names=True)
    assert told["Sự kiện"].tolist() == ["Sao lưu hỏng", "Sao lưu"]
    failed, made = told["Chi tiết"]
    assert "lý do: Không sao lưu vào chính thư mục dữ liệu" in failed
    assert "số bản giữ: 1" in made and "thư mục: sao-luu" in made and str(tmp_path) not in made
