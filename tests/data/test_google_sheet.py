"""A spreadsheet is read as it stands: every cell, every column, in two calls."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.errors import InputError
from data.raw_table import RawTable
from data.settings import CHECKOUT, Settings
from data.sources.addresses import sheets_server, spreadsheet_id
from data.sources.faults import SourceError
from data.sources.google_sheet import GoogleSheet
from data.sources.pulled import Pulled
from tests.data.sheet_values import HEADER, ID, MAPPING, TAB, book, key_file, reader
from tests.data.sheets_server import Book, Rows, SheetsServer, failure, metadata, serving, values

SHARED = Path(os.environ.get("SURVEY_SHARED", CHECKOUT.parent / "shared"))


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    """A server with one form's spreadsheet."""
    with serving() as running:
        running.books[ID] = book()
        yield running


def pulled(server: SheetsServer, **changes: Any) -> Pulled:
    (found,) = reader(server).pull(replace(MAPPING, **changes))
    return found


def table(server: SheetsServer, **changes: Any) -> RawTable:
    found = pulled(server, **changes).table
    assert isinstance(found, RawTable)
    return found


def recorded(name: str) -> list[Any]:
    """The documents a recording holds for reads of spreadsheets, with their status."""
    recording = json.loads((SHARED / "data" / "sheets-api" / name).read_text("utf-8"))
    return [
        (exchange["response"]["status"]["code"], json.loads(exchange["response"]["body"]["string"]))
        for exchange in recording["interactions"]
        if exchange["request"]["method"] == "GET"
        and "sheets.googleapis.com" in exchange["request"]["uri"]
    ]


def shape(document: Any) -> Any:
    """Names and kinds of values, whatever the values are."""
    if isinstance(document, dict):
        return {name: shape(value) for name, value in document.items() if name != "defaultFormat"
                and name != "spreadsheetTheme"}
    return [shape(document[0])] if isinstance(document, list) and document else type(document)


def test_the_server_answers_in_the_shape_of_the_recordings() -> None:
    own = Book({"Sheet1": [["A1", "B1"]]}, "Etc/GMT", "en_US")
    code, document = recorded("SpreadsheetTest.test_timezone_and_locale.json")[0]
    assert (code, shape(document)) == (200, shape(metadata("x", own)))
    found = recorded("WorksheetTest.test_get_all_values.json")
    assert shape(found[-1][1]) == shape(values(own, "'Sheet1'", True))
    empty = next(document for _, document in found if document.keys() == {"range", "majorDimension"})
    assert shape(empty) == shape(values(Book({"S": []}), "S", True))
    batch = recorded("SpreadsheetTest.test_values_batch_get.json")[-1][1]
    made = {"spreadsheetId": "x", "valueRanges": [values(own, "Sheet1", True)]}
    assert shape(batch) == shape(made)
    for name, own_error in (
        ("private", failure(403, "The caller does not have permission", "PERMISSION_DENIED")),
        ("non_existing", failure(404, "Requested entity was not found.", "NOT_FOUND")),
    ):
        code, document = recorded(f"ClientTest.test_access_{name}_spreadsheet.json")[-1]
        assert (code, document) == (own_error["error"]["code"], own_error)


def test_the_recorded_answer_with_serial_dates_is_read_as_it_is() -> None:
    name = "WorksheetTest.test_get_all_values_date_time_render_options.json"
    document = next(d for _, d in recorded(name) if d.get("values", [[0]])[0][1:2] == [43831])
    with serving() as running:
        running.books[ID] = Book({"S": document["values"]})
        found = table(running, sheet="S")
    assert found.header == ("2", "43831", "string", "53")
    assert found.cells.to_pylist() == [{"0": "1.5", "1": "0.12", "2": "36162", "3": None}]


def test_cells_come_as_text_and_lose_nothing(server: SheetsServer) -> None:
    found = table(server)
    assert found.header == tuple(HEADER)
    assert found.row_numbers.to_pylist() == [2, 3, 4, 5, 6]
    assert [list(row.values()) for row in found.cells.to_pylist()] == [
        ["46146.33333333333", "X1", "Hài lòng", "nhanh", "001", None, None],
        ["46146.34", "X2", "Rất hài lòng", None, "0901234567", "chờ", "7"],
        ["46147.5", "X1", "Không hài lòng", None, None, None, None],
        [None] * 7,
        ["46148.25", "X2", "4", "TRUE", "12", "8.5", None],
    ]


def test_a_sheet_takes_two_calls_that_ask_for_unformatted_values(server: SheetsServer) -> None:
    table(server)
    first, second = server.reads()
    assert first.path == f"/v4/spreadsheets/{ID}"
    assert second.path.startswith(f"/v4/spreadsheets/{ID}/values/")
    assert second.query["valueRenderOption"] == ["UNFORMATTED_VALUE"]
    assert second.query["dateTimeRenderOption"] == ["SERIAL_NUMBER"]
    assert first.authorization is None


@pytest.mark.parametrize("tab", ["Tổ 1's", "a!b", "100%", "A1", "Phiếu / tháng 5?", "🌵"])
def test_a_tab_of_any_name_is_read(server: SheetsServer, tab: str) -> None:
    server.books[ID] = book(tab=tab)
    assert table(server, sheet=tab).rows == 5


def test_without_a_tab_the_first_one_is_read(server: SheetsServer) -> None:
    server.books[ID].tabs["Khác"] = [["x"]]
    assert table(server, sheet=None).header == tuple(HEADER)


def test_a_tab_is_found_whatever_its_unicode_form(server: SheetsServer) -> None:
    import unicodedata

    server.books[ID] = book(tab=unicodedata.normalize("NFD", TAB) + " ")
    assert table(server).rows == 5


def test_an_empty_sheet_is_a_table_without_rows(server: SheetsServer) -> None:
    server.books[ID] = Book({TAB: []})
    found = table(server)
    assert (found.header, found.rows) == ((), 0)
    server.books[ID] = book(rows=[])
    assert table(server).header == tuple(HEADER[:6])
    assert table(server).rows == 0


def test_a_header_further_down_keeps_the_row_numbers_a_person_sees(server: SheetsServer) -> None:
    server.books[ID] = Book({TAB: [["Phiếu tháng 5"], [], list(HEADER), ["1", "X1"]]})
    found = table(server, header_row=3)
    assert (found.header, found.row_numbers.to_pylist()) == (tuple(HEADER[:6]), [4])


def test_a_row_wider_than_the_header_keeps_its_cells(server: SheetsServer) -> None:
    server.books[ID] = Book({TAB: [["a"], ["1", "2", "3"]]})
    found = table(server)
    assert found.header == ("a", "", "")
    assert found.cells.to_pylist() == [{"0": "1", "1": "2", "2": "3"}]


def test_half_a_surrogate_pair_does_not_stop_a_sheet(server: SheetsServer) -> None:
    content = b'{"range": "x", "majorDimension": "ROWS", "values": [["a"], ["\\ud83d!"]]}'
    server.faults = [lambda _handler: True,
                     lambda handler: bool(handler.send(200, content, {}))]
    assert table(server).cells.to_pylist() == [{"0": "?!"}]


def test_another_zone_than_the_mapping_says_is_a_warning(server: SheetsServer) -> None:
    server.books[ID].timezone = "Etc/GMT"
    (warning,) = pulled(server).warnings
    assert "Etc/GMT" in warning and "Asia/Ho_Chi_Minh" in warning
    assert pulled(server, timezone="UTC").warnings == ()
    server.books[ID].timezone = "Asia/Bangkok"
    assert pulled(server).warnings == ()
    assert pulled(server).timezone == "Asia/Bangkok"


def test_a_second_tab_of_answers_is_noticed(server: SheetsServer) -> None:
    server.books[ID].tabs |= {"Câu trả lời biểu mẫu 2": [], "Tổng hợp": [], "Form Responses 3": []}
    first, second = pulled(server).warnings
    assert "Câu trả lời biểu mẫu 2" in first and "Form Responses 3" in second


def test_a_renamed_tab_is_named_with_the_tabs_there_are(server: SheetsServer) -> None:
    server.books[ID] = Book({"Phiếu 2026": [], "Tổng hợp": []})
    with pytest.raises(SourceError, match=f"{TAB}.*Phiếu 2026, Tổng hợp") as caught:
        table(server)
    assert caught.value.cause == "unknown_tab"
    assert caught.value.exit_status == 5


def test_a_connection_that_works_is_told_in_one_sentence(server: SheetsServer) -> None:
    assert reader(server).test(MAPPING) == f"Kết nối được: trang “{TAB}” có 5 dòng, 7 cột."


def test_a_key_gets_a_token_and_only_the_right_to_read(
    server: SheetsServer, tmp_path: Path
) -> None:
    server.token = "thu-token"
    (found,) = reader(server, key=key_file(tmp_path, server)).pull(MAPPING)
    assert isinstance(found.table, RawTable) and found.table.rows == 5
    assert server.asked[0].path == "/token"
    assert server.asked[0].authorization is None
    assert {asked.authorization for asked in server.reads()} == {"Bearer thu-token"}


def test_a_token_no_header_can_carry_is_refused(server: SheetsServer, tmp_path: Path) -> None:
    server.token = "mật\r\nX: y"
    assert "không nhận khoá" in reader(server, key=key_file(tmp_path, server)).test(MAPPING)
    assert server.reads() == []


def test_a_sheet_not_shared_names_whom_to_share_it_with(
    server: SheetsServer, tmp_path: Path
) -> None:
    server.token, server.books[ID].shared = "t", False
    said = reader(server, key=key_file(tmp_path, server)).test(MAPPING)
    assert "doc@thu.iam.gserviceaccount.com" in said
    assert len(server.reads()) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_key_others_can_read_is_refused(server: SheetsServer, tmp_path: Path, mode: int) -> None:
    path = key_file(tmp_path, server, mode)
    said = reader(server, key=path).test(MAPPING)
    assert "0600" in said and f"{mode:04o}" in said
    assert server.asked == []


@pytest.mark.parametrize("content", [
    "", "không phải JSON", "[]", "[" * 100_000, '{"type": "service_account"}',
    '{"type":"service_account","client_email":"a","private_key":"BÍ-MẬT","token_uri":"http://x.vn/"}',
    '{"type":"service_account","client_email":"a","private_key":"BÍ-MẬT","token_uri":"https://x/"}',
])
def test_a_file_that_is_no_key_is_refused_without_quoting_it(
    server: SheetsServer, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "khoa.json"
    path.write_text(content, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(InputError) as caught:
        list(reader(server, key=path).pull(MAPPING))
    assert "BÍ-MẬT" not in str(caught.value) and str(path) not in str(caught.value)


@pytest.mark.parametrize("make", [
    lambda path: None, lambda path: path.mkdir(), lambda path: os.mkfifo(path),
], ids=["missing", "folder", "pipe"])
def test_a_key_that_cannot_be_read_is_one_sentence(
    server: SheetsServer, tmp_path: Path, make: Any
) -> None:
    make(tmp_path / "khoa.json")
    assert "SURVEY_GOOGLE_KEY" in reader(server, key=tmp_path / "khoa.json").test(MAPPING)


@pytest.mark.parametrize(("said", "words"), [
    ("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
     "Check your iat and exp values in the JWT claim.", "Đồng hồ"),
    ("Invalid JWT Signature.", "khoá đã bị xoá"),
])
def test_a_key_that_is_turned_away_says_why(
    server: SheetsServer, tmp_path: Path, said: str, words: str
) -> None:
    server.refusal = {"error": "invalid_grant", "error_description": said}
    assert words in reader(server, key=key_file(tmp_path, server)).test(MAPPING)
    assert server.reads() == []


def test_without_a_key_only_this_machine_is_asked() -> None:
    for url in (None, "https://sheets.example.vn"):
        with pytest.raises(InputError, match="SURVEY_GOOGLE_KEY"):
            list(GoogleSheet(Settings(sheets_url=url, google_key=None)).pull(MAPPING))


@pytest.mark.parametrize("url", [
    "http://sheets.example.vn", "http://127.0.0.1.example.vn", "ftp://127.0.0.1", "127.0.0.1:80",
    "http://127.0.0.1@example.vn/", "http://u:p@127.0.0.1/", "https://x.vn/?a=b", "http://[::1",
    "http://127.0.0.1:99999", "https://",
])
def test_a_server_that_is_neither_encrypted_nor_this_machine_is_refused(url: str) -> None:
    with pytest.raises((InputError, ValueError)):
        sheets_server(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:81", "http://127.0.0.1:81/",
                                 "http://127.0.0.1:81/v4", "http://127.0.0.1:81/v4/spreadsheets/"])
def test_the_address_of_a_server_may_name_its_version(url: str) -> None:
    assert sheets_server(url) == "http://127.0.0.1:81"


def test_the_address_of_a_spreadsheet_is_as_good_as_its_id(server: SheetsServer) -> None:
    address = f"https://docs.google.com/spreadsheets/d/{ID}/edit?gid=0#gid=0"
    assert spreadsheet_id(address) == spreadsheet_id(f" {ID} ") == ID
    assert table(server, options={"spreadsheet_id": address}).rows == 5
    for wrong in ("", "../x", "a/b", "x" * 201, "https://example.vn/spreadsheets/d/abc", "a?b"):
        with pytest.raises(InputError):
            spreadsheet_id(wrong)


def test_the_key_never_leaves_its_file(server: SheetsServer, tmp_path: Path) -> None:
    key = key_file(tmp_path, server)
    server.token, server.books[ID].shared = "bi-mat-thu", False
    code = (
        "import logging; logging.basicConfig(level=0)\n"
        "from tests.data.sheet_values import MAPPING\n"
        "from data.settings import Settings\n"
        "from data.sources.google_sheet import GoogleSheet\n"
        "list(GoogleSheet(Settings()).pull(MAPPING))\n"
    )
    environment = os.environ | {"SURVEY_GOOGLE_KEY": str(key), "SURVEY_SHEETS_URL": server.url}
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, env=environment,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "doc@thu" in done.stderr
    private = json.loads(key.read_text("utf-8"))["private_key"]
    secrets = [line for line in private.splitlines()[1:-1] if line] + ["bi-mat-thu"]
    for secret in secrets:
        assert secret not in done.stdout + done.stderr


SIZE = r"""
import re, time
from pathlib import Path
from dataclasses import replace
from data.settings import Settings
from data.sources.google_sheet import GoogleSheet
from tests.data.sheet_values import MAPPING
begun = time.monotonic()
(found,) = GoogleSheet(Settings()).pull(MAPPING)
peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024
print(found.table.rows, len(found.table.header), peak, round(time.monotonic() - begun, 1))
"""


def test_a_hundred_thousand_rows_of_thirty_columns_fit_the_memory(server: SheetsServer) -> None:
    rows: Rows = [[f"Tiêu đề {column}" for column in range(30)]]
    rows += [
        [46146 + row / 1000, "X1", "Rất hài lòng", *(f"câu trả lời {column} 😀" for column in range(27))]
        for row in range(100_000)
    ]
    server.books[ID] = Book({TAB: rows})
    environment = os.environ | {"SURVEY_SHEETS_URL": server.url}
    done = subprocess.run([sys.executable, "-c", SIZE], cwd=CHECKOUT, env=environment,
                          capture_output=True, text=True, check=True)
    found = re.findall(r"[\d.]+", done.stdout)
    assert found[:2] == ["100000", "30"]
    assert int(found[2]) < 500, f"{found[2]} MB"
