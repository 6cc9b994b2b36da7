"""GET /healthz: what a monitor may know, and nothing about people or figures."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from data.ledger import SyncRun, open_ledger
from data.settings import Home
from tests.conftest import MOMENT
from tests.data.sheet_values import MAPPING as SHEET
from web.health import healthz


@pytest.fixture
def monitor() -> TestClient:
    return TestClient(Starlette(routes=[Route("/healthz", healthz)]))


def test_a_fresh_home_is_empty_and_well(empty_store: Home, monitor: TestClient) -> None:
    answer = monitor.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "empty", "snapshot": None, "data_age_s": None, "sources": []
    }


def test_health_says_snapshot_and_age(tiny_store: Home, monitor: TestClient) -> None:
    said = monitor.get("/healthz").json()
    assert said["status"] == "ok"
    assert said["snapshot"] == tiny_store.current.read_text().strip()
    assert said["data_age_s"] == 0
    assert [source["age_s"] for source in said["sources"]] == [0]


def test_health_holds_no_name_and_no_figure(tiny_store: Home, monitor: TestClient) -> None:
    said = monitor.get("/healthz")
    assert "thu" not in json.dumps(said.json()["sources"])
    assert "68" not in json.dumps({**said.json(), "snapshot": ""})


def test_a_damaged_snapshot_is_an_error(tiny_store: Home, monitor: TestClient) -> None:
    snapshot = tiny_store.snapshots / tiny_store.current.read_text().strip()
    snapshot.write_bytes(b"no database")
    answer = monitor.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "error"


def test_a_living_source_says_when_it_was_last_read(
    tiny_store: Home, monitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = open_ledger(tiny_store)
    added = ledger.add_source(SHEET, "thử", MOMENT)
    sync = SyncRun(0, added.name, added.id, "", "thử", "done", 9)
    ledger.keep_sync(sync, MOMENT)
    ledger.close()
    assert monitor.get("/healthz").json()["sources"][1] == {
        "id": added.id, "age_s": 0, "late": False
    }
    monkeypatch.setenv("SURVEY_NOW", (MOMENT + timedelta(minutes=31)).isoformat())
    assert monitor.get("/healthz").json()["sources"][1] == {
        "id": added.id, "age_s": 1860, "late": True
    }
