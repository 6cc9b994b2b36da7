"""Every pull of a living source is kept for ever, and keeping it changes no figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from analysis.mapping import SourceMapping
from data.ledger import Ledger, SyncRun, open_ledger
from data.settings import Home
from data.snapshot.publish import publish
from data.verify import verify

NOW = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)
MAPPING = SourceMapping(
    "phieu", "duckdb", "nam-dong-2024", columns={"submitted_at": ("Lúc",), "unit": ("Đơn vị",)},
    answers={"overall": "Chung"}, options={"path": "/x.duckdb", "table": "t"},
)


def logged(ledger: Ledger, outcome: str, minutes: int = 0, sentence: str = "") -> SyncRun:
    source = ledger.add_source(MAPPING, "an", NOW)
    moment = NOW + timedelta(minutes=minutes)
    sync = SyncRun(
        0, "phieu", source.id, "", "an", outcome, 1200, sentence, {"rows": 3}, (7,), ("lạ",)
    )
    number = ledger.keep_sync(sync, moment)
    return replace(sync, id=number, at=moment.isoformat(timespec="seconds"))


def test_a_sync_is_read_back_as_it_was_kept(ledger: Ledger) -> None:
    kept = logged(ledger, "failed", sentence="Không kết nối được | máy chủ.")
    assert ledger.sync_runs() == [kept]
    assert verify(ledger, ledger.home) == []


def test_syncs_come_newest_first_and_no_more_than_asked(ledger: Ledger) -> None:
    kept = [logged(ledger, "done", minute) for minute in range(5)]
    assert ledger.sync_runs(3) == kept[:1:-1]


def test_the_newest_sync_of_every_outcome_is_found(ledger: Ledger) -> None:
    done = [logged(ledger, "done", minute) for minute in range(3)][-1]
    failed = [logged(ledger, "failed", minute) for minute in range(3, 5)][-1]
    assert ledger.newest_syncs() == [failed, done]


@pytest.mark.parametrize("change", ["UPDATE sync SET outcome = 'done'", "DELETE FROM sync"])
def test_the_log_refuses_change(ledger: Ledger, change: str) -> None:
    logged(ledger, "failed")
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), ledger.engine.begin() as connection:
        connection.exec_driver_sql(change)


def test_an_edited_log_is_found(sqlite_home: Home) -> None:
    ledger = open_ledger(sqlite_home)
    logged(ledger, "failed")
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER sync_refuses_update")
        connection.exec_driver_sql("UPDATE sync SET outcome = 'done'")
    assert [found.place for found in verify(ledger, sqlite_home)] == ["sync"]


def test_a_logged_sync_makes_no_new_snapshot(ledger: Ledger) -> None:
    logged(ledger, "done")
    first = publish(ledger, ledger.home, NOW)
    logged(ledger, "failed", 15)
    assert publish(ledger, ledger.home, NOW + timedelta(minutes=15)) == first
    assert verify(ledger, ledger.home) == []


def test_a_ledger_without_the_log_gets_it_when_it_is_opened(sqlite_home: Home) -> None:
    ledger = open_ledger(sqlite_home)
    source = ledger.add_source(MAPPING, "an", NOW)
    with ledger.engine.begin() as connection:
        for table in ("sync", "account", "credential", "codes", "answer", "publication"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    ledger.close()
    again = open_ledger(sqlite_home)
    assert again.source("phieu") == source
    assert logged(again, "done").source_id == source.id
