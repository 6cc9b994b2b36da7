"""Every way figures leave the house, and that each says when the record was found different."""

from __future__ import annotations

import ast
import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import streamlit as st
from openpyxl import load_workbook
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from analysis.errors import IntegrityError
from data.access import kept, whole
from data.anchor import kept_anchors
from data.commands.run import main
from data.ledger import Ledger, open_ledger, schema
from data.publications import make_public, proposed
from data.settings import Home
from data.verdict import check, warning_of
from reports.streamed import Streamed
from tests.conftest import MOMENT
from tests.test_architecture import MODULES, path
from web.public import ROUTES

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
BRIEF = (
    "Lần kiểm tra ngày 20/11/2026 thấy sổ gốc đã bị sửa, chỗ đầu tiên là sự kiện số 2. Số liệu này đang "
    "được xem lại, chưa thể tin được."
)
DOORS = {
    "download_button", "csv_bytes", "csv_blocks", "excel_book", "Route", "to_csv", "to_excel", "to_json", "to_parquet",
    "FileResponse", "StreamingResponse",
}
"""What a byte passes on its way out; `attachment` in a header is counted too."""

WARNED = {
    ("data/commands/table.py", "csv_bytes"), ("data/commands/table.py", "excel_book"),
    ("pages/shared/downloads.py", "csv_blocks"), ("pages/shared/downloads.py", "excel_book"),
    ("pages/shared/downloads.py", "download_button"),
    ("web/public.py", "Route"), ("web/public.py", "attachment"), ("web/public.py", "csv_bytes"),
}
"""Figures go out here: each one is asked for below with a record that was changed."""

PASSED_ON = {("web/handing.py", "attachment"), ("web/handing.py", "StreamingResponse")}
"""Hands on, in parts, what the pages made."""

REFUSED = {("pages/oversight/anchor.py", "download_button")}
"""Seals, which are not made meanwhile."""

NO_FIGURES = {
    ("data/commands/codes.py", "csv_bytes"): "one-time codes of the form",
    ("pages/admin/export.py", "csv_bytes"): "a sample that is only measured",
    ("pages/admin/parts/import_confirm.py", "download_button"): "a mapping",
    ("pages/admin/parts/import_history.py", "download_button"): "a mapping",
    ("pages/admin/parts/import_result.py", "csv_bytes"): "rejected rows as they stand in the file",
    ("pages/admin/parts/import_result.py", "download_button"): "the same",
    ("server.py", "Route"): "health: no names, no figures",
    ("web/form.py", "Route"): "the citizens' form",
    ("web/oidc.py", "Route"): "sign-in",
    ("web/signin.py", "Route"): "sign-in",
    ("web/sync.py", "Route"): "how many rows a sync brought",
}


def ways_out() -> Iterator[tuple[str, str]]:
    """Every call in the product that makes or sends a file, and every address it answers."""
    for file in MODULES:
        if path(file).startswith(("bench/", "reports/")):  # reports makes what others send
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in DOORS:
                    yield path(file), name
            elif isinstance(node, ast.Constant) and "attachment;" in str(node.value):
                yield path(file), "attachment"


def test_every_way_out_is_known_and_either_warns_or_carries_no_figure() -> None:
    assert set(ways_out()) - WARNED - REFUSED - PASSED_ON - set(NO_FIGURES) == set()


def spoil(ledger: Ledger) -> None:
    """Changes the second event as the owner of the file could, and lets the check find it."""
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER event_refuses_update")
        connection.exec_driver_sql("UPDATE event SET detail = 'x' WHERE seq = 2")
    assert not check(ledger, ledger.home, NOW, full=True).sound


@pytest.fixture
def published(tiny_store: Home) -> Home:
    """The small district with one period on the board."""
    ledger = kept(tiny_store)
    make_public(ledger, proposed(tiny_store, whole("quan.tri"), "2026-Q3"), "quan.tri", MOMENT)
    return tiny_store


@pytest.fixture
def broken(published: Home) -> Home:
    """The same after its record was changed and the check has seen it."""
    spoil(open_ledger(published))
    return published


@pytest.fixture
def browser() -> TestClient:
    """A stranger's browser before the board."""
    return TestClient(Starlette(routes=ROUTES))


@pytest.fixture
def offered(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """What the overview offers for download: file name and how to make it."""
    found: dict[str, Any] = {}
    monkeypatch.setattr(st, "download_button", lambda _label, data, name, *_, **__: found.update({name: data}))
    app.run()
    assert not app.exception
    return {name: partial(whole_file, made) for name, made in found.items()}


def whole_file(make: Callable[[], bytes]) -> bytes:
    """The bytes that leave: a streamed file with all its parts."""
    made = make()
    return b"".join(made.parts()) if isinstance(made, Streamed) else made


def read(content: bytes) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of a CSV file."""
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    return head, rows


def satisfaction(tmp_path: Path, ending: str) -> bytes:
    """The first table of the contract, as the command writes it."""
    target = tmp_path / f"bang.{ending}"
    assert main(["table", "satisfaction", "--by", "unit", "--out", str(target)]) == 0
    return target.read_bytes()


def test_a_csv_of_the_command_gains_one_last_column_and_loses_nothing(
    published: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head, rows = read(satisfaction(tmp_path, "csv"))
    assert "Cảnh báo" not in head and BRIEF not in capsys.readouterr().err
    spoil(open_ledger(published))
    warned_head, warned_rows = read(satisfaction(tmp_path, "csv"))
    assert warned_head == [*head, "Cảnh báo"]
    assert warned_rows == [[*row, BRIEF] for row in rows] and len(rows) == 2
    assert "số 2 đã bị sửa" in capsys.readouterr().err


def test_a_book_of_the_command_says_so_on_its_cover_and_in_its_table(broken: Home, tmp_path: Path) -> None:
    cover, table = load_workbook(io.BytesIO(satisfaction(tmp_path, "xlsx"))).worksheets
    assert any("số 2 đã bị sửa" in str(cell.value) for row in cover.iter_rows() for cell in row)
    assert [row[-1] for row in table.iter_rows(values_only=True)] == ["Cảnh báo", BRIEF, BRIEF]


def test_json_says_so_beside_the_rows_and_only_then(
    published: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--json", "table", "watchlist"]) == 0
    sound = json.loads(capsys.readouterr().out)
    assert set(sound) == {"table", "filters", "snapshot", "rows"}
    spoil(open_ledger(published))
    assert main(["--json", "table", "watchlist"]) == 0
    assert json.loads(capsys.readouterr().out) == {**sound, "warning": BRIEF}


@pytest.mark.parametrize("words", [["status"], ["table", "trend"], ["source", "list"]])
def test_every_command_says_so_beside_what_it_prints(
    broken: Home, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    said = capsys.readouterr()
    assert "số 2 đã bị sửa" in said.err and "số 2 đã bị sửa" not in said.out


def test_pages_hand_out_nothing_without_it(
    broken: Home, offered: dict[str, Callable[[], bytes]]
) -> None:
    assert offered and all(name.startswith("CANH-BAO-") for name in offered)
    for name, made in offered.items():
        if name.endswith(".csv"):
            head, rows = read(made())
            assert head[-1] == "Cảnh báo" and rows and {row[-1] for row in rows} == {BRIEF}, name
        else:
            cover, *tables = load_workbook(io.BytesIO(made())).worksheets
            assert any("số 2 đã bị sửa" in str(cell.value) for row in cover.iter_rows() for cell in row)
            for table in tables:
                head, *rows = table.iter_rows(values_only=True)
                assert head[-1] == "Cảnh báo" and {row[-1] for row in rows} == {BRIEF}


def test_pages_add_nothing_while_the_record_is_sound(
    published: Home, offered: dict[str, Callable[[], bytes]]
) -> None:
    assert offered and not any("CANH-BAO" in name for name in offered)
    assert "Cảnh báo".encode() not in next(made() for name, made in offered.items() if name.endswith("csv"))


def test_a_citizen_reads_it_in_red_on_the_public_board(published: Home, browser: TestClient) -> None:
    assert "alarm" not in browser.get("/cong-khai").text.partition("</style>")[2]
    plain = browser.get("/cong-khai.csv")
    spoil(open_ledger(published))
    for address in ("/cong-khai", "/cong-khai?period=2026-Q3", "/cong-khai?period=2031"):
        assert f'<p class="note alarm" role="alert">{BRIEF}</p>' in browser.get(address).text
    late = browser.get("/cong-khai.csv")
    assert late.headers["content-disposition"] == plain.headers["content-disposition"].replace(
        'filename="', 'filename="CANH-BAO-'
    )
    head, rows = read(plain.content)
    assert read(late.content) == ([*head, "Cảnh báo"], [[*row, BRIEF] for row in rows])


def test_nothing_is_published_or_sealed_until_the_record_is_sound(
    broken: Home, app: AppTest, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(IntegrityError, match="Chưa công bố, chưa niêm phong được"):
        proposed(broken, whole("quan.tri"), "2026-10")
    app.run()
    for page in ("pages/oversight/board.py", "pages/oversight/anchor.py"):
        app.switch_page(page).run()
        assert not app.exception
        assert any("Chưa công bố, chưa niêm phong được" in said.value.replace("\\", "") for said in app.error)
    assert "publish" not in [button.key for button in app.button] and not app.code
    assert main(["anchor"]) == 4
    assert "sự kiện số 2" in capsys.readouterr().err
    assert kept_anchors(broken) == []


def test_a_seal_is_made_as_soon_as_the_record_is_whole_again(published: Home) -> None:
    ledger = open_ledger(published)
    query = sa.select(schema.event.c.detail).where(schema.event.c.seq == 2)
    with ledger.engine.connect() as connection:
        before = connection.execute(query).scalar_one()
    spoil(ledger)
    assert warning_of(published) == BRIEF
    with ledger.engine.begin() as connection:
        connection.execute(sa.update(schema.event).where(schema.event.c.seq == 2).values(detail=before))
    assert main(["anchor"]) == 0
    assert len(kept_anchors(published)) == 1 and warning_of(published) == ""
