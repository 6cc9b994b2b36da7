"""GET /healthz: what a monitor may know, and nothing about people or figures."""

from __future__ import annotations

import json

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from data.settings import Home
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
