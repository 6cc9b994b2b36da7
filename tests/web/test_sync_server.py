"""The server pulls living sources by itself, and for whoever has the token; no browser is open."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from analysis.mapping_file import parse_mapping
from analysis.registers import Unit
from data.ledger import SyncRun, open_ledger
from data.settings import Home, Settings, now, open_home
from data.snapshot import open_snapshot
from data.sync import SyncOptions, sync
from data.sync_lock import only_sync
from tests.data.sheet_values import ID, TAB, TOML, book
from tests.data.sheets_server import Rows, SheetsServer, status
from tests.data.sheets_server import serving as sheets
from tests.web.conftest import Server, serving
from web import text

ROWS: Rows = [[46146.33 + row / 100, "X1" if row % 2 else "X2", "Hài lòng"] for row in range(20)]
NEW: Rows = [[46150.5, "X1", "Hài lòng"]]
TOKEN = "mot-ma-dai-va-kho-doan-0123456789"
EVERY_MINUTE = TOML.replace("[columns]", "interval_minutes = 1\n[columns]")
SECOND = EVERY_MINUTE.replace('"phieu"', '"hong"').replace(ID, "9ZyX-khong-co-bang-nay")


@pytest.fixture
def google() -> Iterator[SheetsServer]:
    with sheets() as running:
        running.books[ID] = book(ROWS)
        yield running


@pytest.fixture
def home(tmp_path: Path, google: SheetsServer, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with a sheet of twenty answers, read almost a minute ago, and one that is not there."""
    monkeypatch.setenv("SURVEY_SHEETS_URL", google.url)
    opened = open_home(tmp_path / "home")
    with closing(open_ledger(opened)) as ledger:
        ledger.register_units([Unit("X1", "Xã Một"), Unit("X2", "Xã Hai")], "an")
        ledger.add_source(parse_mapping(EVERY_MINUTE), "an")
        sync(ledger, SyncOptions("an", clock=lambda: now() - timedelta(seconds=50)))
        ledger.add_source(parse_mapping(SECOND), "an")
    return opened


def counted(home: Home) -> int:
    with open_snapshot(home).cursor() as cursor:
        return int(cursor.execute("SELECT count(*) FROM response").fetchone()[0])


def syncs(home: Home) -> list[SyncRun]:
    with closing(open_ledger(home)) as ledger:
        return ledger.sync_runs()


def until(true: object, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.3)


def asked(
    server: Server, query: str = "", token: str = TOKEN, method: str = "POST"
) -> tuple[int, dict[str, str], bytes]:
    return server.answer(f"/api/sync{query}", method, {"Authorization": f"Bearer {token}"})


def test_a_new_row_is_counted_without_any_browser_and_a_failure_stops_nothing(
    home: Home, google: SheetsServer
) -> None:
    assert counted(home) == 20
    google.books[ID] = book(ROWS + NEW)
    with serving(home.path) as server:
        until(lambda: counted(home) == 21)
        found = {run.source: run for run in syncs(home) if run.who == "server"}
        assert found["hong"].outcome == "failed" and found["hong"].sentence
        assert found["phieu"].outcome == "done" and found["phieu"].counts["new"] == 1
        assert server.answer("/healthz")[0] == 200
        assert asked(server)[0] == 404, "no token is set"
        assert asked(server, method="GET")[0] == 404


def test_whoever_has_the_token_starts_a_sync_and_nobody_else(
    home: Home, google: SheetsServer
) -> None:
    with serving(home.path, SURVEY_SYNC_TOKEN=TOKEN, SURVEY_NOW=now().isoformat()) as server:
        until(lambda: any(run.source == "hong" for run in syncs(home)))
        before = len(syncs(home))
        code, headers, _ = asked(server, method="GET")
        assert (code, headers["allow"]) == (405, "POST")
        assert asked(server, method="PUT")[0] == 405
        for wrong in ("", TOKEN[:-1], TOKEN + "x", "mã có dấu".encode().decode("latin-1")):
            assert asked(server, token=wrong)[0] == 401
        assert server.answer("/api/sync", "POST")[0] == 401
        assert len(syncs(home)) == before and counted(home) == 20

        google.books[ID] = book(ROWS + NEW)
        code, headers, body = asked(server, "?source=phieu")
        (document,) = json.loads(body)
        assert (code, document["outcome"], document["new"]) == (200, "done", 1)
        assert headers["cache-control"] == "no-store" and counted(home) == 21
        outcomes = {one["source"]: one["outcome"] for one in json.loads(asked(server)[2])}
        assert outcomes == {"phieu": "done", "hong": "failed"}
        code, _, body = asked(server, "?source=khong-co")
        assert code == 400 and "khong-co" in json.loads(body)["error"]


def test_asking_too_often_is_refused_and_guessing_locks_nobody_out(home: Home) -> None:
    with serving(home.path, SURVEY_SYNC_TOKEN=TOKEN, SURVEY_NOW=now().isoformat()) as server:
        guesses = [asked(server, token="sai")[0] for _ in range(25)]
        assert set(guesses) == {401, 429} and guesses[-1] == 429
        codes = [asked(server, "?source=khong-co")[0] for _ in range(8)]
        assert codes[:6] == [400] * 6 and codes[-1] == 429
        code, headers, body = asked(server)
        assert code == 429 and int(headers["retry-after"]) == 10
        assert json.loads(body)["error"] == text.TOO_OFTEN


def test_the_token_is_in_no_error_and_no_listing() -> None:
    assert TOKEN not in repr(Settings(sync_token=TOKEN))  # type: ignore[arg-type]


def test_the_server_looks_again_when_somebody_else_syncs(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web.sync import sync_due

    monkeypatch.setenv("SURVEY_HOME", str(home.path))
    with closing(open_ledger(home)) as ledger, only_sync(ledger, 0):
        before = len(syncs(home))
        sync_due()
    assert len(syncs(home)) == before
    sync_due()
    assert len(syncs(home)) > before


def test_a_busy_google_changes_no_figure(
    home: Home, google: SheetsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web.sync import sync_due

    monkeypatch.setenv("SURVEY_HOME", str(home.path))
    google.always = status(403)
    monkeypatch.setenv("SURVEY_NOW", (now() + timedelta(minutes=5)).isoformat())
    sync_due()
    assert syncs(home)[0].outcome == "failed" and counted(home) == 20
    assert TAB not in syncs(home)[0].sentence
