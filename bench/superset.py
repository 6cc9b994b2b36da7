"""Apache Superset's page of seven charts over its own API; `bench/superset.md` says how to start it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import httpx

from analysis.filters import Filters

ADDRESS = os.environ.get("SUPERSET_ADDRESS", "http://127.0.0.1:8088")
NAME = PASSWORD = "admin"
AT_ONCE = 6
"""Requests a browser has under way to one address."""
NAMED = """
    SELECT r.*, u.name AS unit_name, p.name AS province_name, o.name AS officer_name
    FROM response r JOIN unit u USING (unit_id) LEFT JOIN unit p ON p.unit_id = u.parent_id
    LEFT JOIN officer o USING (officer_id)"""
CRITERIA = ("place", "waiting", "attitude", "guidance", "paperwork", "fees", "result", "deadline",
            "complaints")


def metric(label: str, expression: str) -> dict[str, str]:
    """A figure written in SQL, as people define them in Superset."""
    return {"label": label, "expressionType": "SQL", "sqlExpression": expression,
            "optionName": f"metric_{label}"}


def group(label: str, expression: str) -> dict[str, str]:
    """A column to group by, written in SQL."""
    return {"label": label, "expressionType": "SQL", "sqlExpression": expression}


N = metric("n", "count_if(overall > 0)")
SATISFIED = metric("satisfied", "count_if(overall >= 4)")
LOW = metric("low", "count_if(overall IN (1, 2))")
MONTH, WEEKDAY = group("month", "date_trunc('month', day)"), group("weekday", "isodow(day)")
HOUR = group("hour", "minute // 60")
CHARTS: tuple[tuple[str, list[Any], list[dict[str, str]]], ...] = (
    ("response", [], [N, SATISFIED, LOW]),
    ("response", ["overall"], [metric("people", "count(*)")]),
    ("response", [MONTH], [N, SATISFIED, LOW]),
    ("response", [], [
        metric(f"{code}_{level}", f"count_if(c_{code} = {level})")
        for code in CRITERIA for level in range(1, 6)
    ]),
    ("response", [WEEKDAY, HOUR], [N, SATISFIED, LOW]),
    ("named", ["province_name"], [N, SATISFIED, LOW]),
    ("named", ["officer_name"], [N, SATISFIED, LOW]),
)
"""Seven charts: the dataset, what is grouped by, the figures."""


class Superset:
    """A running Superset with one snapshot as its database."""

    def __init__(self, snapshot: Path, cursor: duckdb.DuckDBPyConnection) -> None:
        self.numbers = {  # people choose them by name; the file holds numbers
            kind: dict(cursor.execute(f"SELECT name, id FROM dim_{kind}").fetchall())
            for kind in ("field", "channel")
        }
        self.client = httpx.Client(base_url=ADDRESS, timeout=300)
        body = {"username": NAME, "password": PASSWORD, "provider": "db", "refresh": False}
        token = self._post("/api/v1/security/login", body)["access_token"]
        self.client.headers["Authorization"] = f"Bearer {token}"
        self.database = self._database(snapshot)
        self.datasets = {
            "response": self._dataset(f"response_{snapshot.stem[-6:]}", "SELECT * FROM response"),
            "named": self._dataset(f"named_{snapshot.stem[-6:]}", NAMED),
        }

    def page(self, filters: Filters, span: tuple[int, int] | None, anew: bool) -> None:
        """Asks for all charts as a browser does; `span` are the unit numbers of filters.unit.

        `anew` passes by what its cache holds, which lives longer than one measurement.
        """
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda chart: self._chart(chart, filters, span, anew), CHARTS))

    def _chart(
        self, chart: Any, filters: Filters, span: tuple[int, int] | None, anew: bool
    ) -> None:
        name, columns, metrics = chart
        query = {
            "columns": columns, "metrics": metrics, "row_limit": 100, "orderby": [],
            "filters": _conditions(filters), "extras": {"where": self._where(filters, span), "having": ""},
        }
        found = self._post("/api/v1/chart/data", {
            "datasource": {"id": self.datasets[name], "type": "table"}, "queries": [query],
            "result_format": "json", "result_type": "full", "force": anew,
        })
        if not found["result"][0]["rowcount"]:
            raise RuntimeError(f"Superset found nothing: {query}")

    def _where(self, filters: Filters, span: tuple[int, int] | None) -> str:
        """Dates and numbers in SQL of our own making; without dates all of history."""
        first, last = filters.from_day or date(2000, 1, 1), filters.to_day or date(2100, 1, 1)
        said = [f"day >= DATE '{first}' AND day < DATE '{last + timedelta(days=1)}'"]
        if span:
            said.append(f"unit_id BETWEEN {span[0]} AND {span[1]}")
        for kind, name in (("field", filters.field), ("channel", filters.channel)):
            if name:
                said.append(f"{kind}_id = {self.numbers[kind][name]}")
        return " AND ".join(said)

    def _database(self, snapshot: Path) -> int:
        said = {
            "database_name": snapshot.stem, "sqlalchemy_uri": f"duckdb:///{snapshot}",
            "extra": '{"engine_params": {"connect_args": {"read_only": true}}}',
        }
        return self._known("database", "database_name", snapshot.stem) or int(
            self._post("/api/v1/database/", said)["id"]
        )

    def _dataset(self, name: str, sql: str) -> int:
        said = {"database": self.database, "schema": "main", "table_name": name, "sql": sql}
        known = self._known("dataset", "table_name", name)
        return known or int(self._post("/api/v1/dataset/", said)["id"])

    def _known(self, kind: str, column: str, name: str) -> int | None:
        query = f"(filters:!((col:{column},opr:eq,value:'{name}')))"
        found = self.client.get(f"/api/v1/{kind}/", params={"q": query}).json()["result"]
        return int(found[0]["id"]) if found else None

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        answer = self.client.post(path, json=body)
        if answer.status_code >= 300:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:800]}")
        return answer.json()


def is_running() -> bool:
    """Whether somebody followed the steps and Superset answers."""
    try:
        return httpx.get(f"{ADDRESS}/health", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def _conditions(filters: Filters) -> list[dict[str, Any]]:
    return [] if filters.respondent_type is None else [
        {"col": "respondent_type", "op": "==", "val": 1 if filters.respondent_type == "individual" else 2}
    ]
