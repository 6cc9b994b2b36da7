"""Xuất dữ liệu of many responses: the page reads the beginning, the file all of it part by part."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
import sqlalchemy as sa
import streamlit as st
from streamlit.testing.v1 import AppTest

from analysis.errors import InputError
from data.ledger import open_ledger, schema
from data.settings import Home
from reports import excel
from reports.streamed import Streamed

PAGE = "pages/admin/export.py"


@pytest.fixture
def offered(demo_store: Home, app: AppTest, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the page offers of the responses of one commune: file name and how to make it."""
    found: dict[str, Any] = {}
    app.run()
    app.switch_page(PAGE)
    app.query_params["table"], app.query_params["unit"] = "responses", "MH09"
    monkeypatch.setattr(st, "download_button", lambda _label, data, name, *_, **__: found.update({name: data}))
    app.run()
    assert not app.exception and len(app.dataframe[0].value) == 20
    said = next(m.value for m in app.markdown if "dòng ×" in m.value)
    return found | {"rows": int(said.strip("*").split(" dòng")[0].replace(".", ""))}


def test_the_csv_holds_every_row_the_page_counted(demo_store: Home, offered: dict[str, Any]) -> None:
    (make,) = [made for name, made in offered.items() if name.endswith("-1.csv")]
    made = make()
    assert isinstance(made, Streamed)
    _, *rows = csv.reader(io.StringIO(b"".join(made.parts()).decode("utf-8-sig")))
    assert len(rows) == offered["rows"] > 500 and len({len(row) for row in rows}) == 1
    ledger = open_ledger(demo_store)
    with ledger.engine.connect() as connection:
        told = sa.select(schema.event.c.detail).where(schema.event.c.kind == "export")
        (detail,) = connection.execute(told).scalars()
    assert json.loads(detail)["rows"] == len(rows)
    ledger.close()


def test_a_book_that_cannot_hold_the_rows_is_refused_before_they_are_read(
    offered: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel, "SHEET_ROWS", 500)
    (make,) = [made for name, made in offered.items() if name.endswith("-1.xlsx")]
    with pytest.raises(InputError, match="499"):
        make()
