"""`source add|list|remove` and `sync` to the letter of the contract, as another program calls them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.commands.run import main
from tests.data.sheet_values import ID, TAB, TOML, book
from tests.data.sheets_server import Rows, SheetsServer, serving, status

NOW = "2026-06-01T08:00:00+07:00"
UNITS = "code,name,kind,parent_code\nX1,Xã Một,xã,\nX2,Xã Hai,xã,\n"
ROWS: Rows = [[46146.33 + row / 100, "X1" if row % 2 else "X2", "Hài lòng"] for row in range(20)]
Pair = tuple[int, Any, str]


class Office:
    """A home, files beside it, and the commands run on it."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capture = folder, capture

    def file(self, name: str, content: str) -> str:
        (self.folder / name).write_text(content, encoding="utf-8")
        return str(self.folder / name)

    def run(self, *words: str) -> Pair:
        """Exit status, the JSON document (None when nothing was printed), what people were told."""
        code = main([*words, "--home", str(self.folder / "home"), "--json"])
        said = self._capture.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SheetsServer]:
    """A server with one form's spreadsheet, to which the environment points."""
    with serving() as running:
        running.books[ID] = book(ROWS)
        monkeypatch.setenv("SURVEY_SHEETS_URL", running.url)
        monkeypatch.delenv("SURVEY_GOOGLE_KEY", raising=False)
        yield running


@pytest.fixture
def office(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Office:
    """A home that knows two units."""
    monkeypatch.setenv("SURVEY_NOW", NOW)
    monkeypatch.delenv("SURVEY_LEDGER_URL", raising=False)
    made = Office(tmp_path, capsys)
    assert made.run("units", made.file("units.csv", UNITS))[0] == 0
    return made


def test_a_sheet_is_added_listed_synced_and_removed(office: Office, server: SheetsServer) -> None:
    code, added, _ = office.run("source", "add", office.file("map.toml", TOML))
    assert (code, added["source"], added["kind"]) == (0, "phieu", "google_sheet")
    code, result, _ = office.run("sync", "phieu")
    assert code == 0
    expected = {"source": "phieu", "rows": 20, "new": 20, "changed": 0, "removed": 0, "unchanged": 0,
                "duplicates": 0, "responses": 20, "no_overall": 0, "rejected": [],
                "unreadable_answers": [], "quarantined": False, "reason": None}
    assert expected.items() <= result.items() and result["snapshot"]
    code, results, _ = office.run("sync")
    assert (code, [one["unchanged"] for one in results]) == (0, [20])
    _, table, _ = office.run("table", "satisfaction")
    assert table["rows"][0]["responses"] == 20
    (listed,) = office.run("source", "list")[1]["sources"]
    assert (listed["source"], listed["active"], listed["living"]) == ("phieu", True, True)
    assert office.run("source", "remove", "phieu")[0] == 0
    code, results, said = office.run("sync")
    assert (code, results) == (0, []) and "Chưa có nguồn" in said
    assert office.run("table", "satisfaction")[1]["rows"][0]["responses"] == 20
    assert office.run("source", "list")[1]["sources"][0]["active"] is False
    assert office.run("source", "remove", "phieu")[0] == 2
    assert office.run("sync", "phieu")[0] == 2
    assert office.run("verify")[0] == 0


def test_exit_5_when_the_source_cannot_be_reached(office: Office, server: SheetsServer) -> None:
    office.run("source", "add", office.file("map.toml", TOML))
    office.run("sync")
    server.always = status(404)
    code, result, said = office.run("sync", "phieu")
    assert code == 5 and "404" in said
    assert (result["outcome"], result["source"]) == ("failed", "phieu")
    assert "404" in result["error"] and result["snapshot"]
    assert office.run("table", "satisfaction")[1]["rows"][0]["responses"] == 20
    server.always = None
    assert office.run("sync")[0] == 0


def test_exit_3_when_a_sheet_is_quarantined(office: Office, server: SheetsServer) -> None:
    office.run("source", "add", office.file("map.toml", TOML))
    office.run("sync")
    del server.books[ID].tabs[TAB][5:]
    code, result, said = office.run("sync", "phieu")
    assert (code, result["quarantined"], result["reason"]) == (3, True, "mass_removal")
    assert "không còn trong bảng" in said
    assert office.run("sync")[0] == 3


@pytest.mark.parametrize("words", [
    ("sync", "không-có"), ("source", "remove", "không-có"), ("source", "add", "không-có.toml"),
    ("source",), ("source", "add"), ("source", "remove"), ("sync", "a", "b"),
])
def test_exit_2_for_wrong_words(office: Office, words: tuple[str, ...]) -> None:
    code, document, said = office.run(*words)
    if words == ("source",):
        assert code == 2 or document is not None
    else:
        assert (code, document) == (2, None) and said.count("\n") == 1


@pytest.mark.parametrize(("old", "new"), [
    ('kind = "google_sheet"\n', 'kind = "file"\n'), (ID, "https://example.vn/x"),
    ('overall = "Chung"', 'khong_co = "Chung"'), ("[columns]", "[cot]"),
    ('kind = "google_sheet"\n', 'kind = "google_sheet"\ninterval_minutes = 0\n'),
])
def test_a_wrong_mapping_registers_nothing(office: Office, old: str, new: str) -> None:
    toml = TOML.replace(old, new)
    if '"file"' in new:
        toml = toml.replace(f'spreadsheet_id = "{ID}"\n', "")
    assert office.run("source", "add", office.file("map.toml", toml))[0] == 2
    assert office.run("source", "list")[1] == {"sources": []}


def test_without_a_key_the_real_service_is_not_asked(
    office: Office, server: SheetsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SURVEY_SHEETS_URL")
    office.run("source", "add", office.file("map.toml", TOML))
    code, result, said = office.run("sync", "phieu")
    assert code == 2 and "SURVEY_GOOGLE_KEY" in said
    assert result["outcome"] == "failed"


def test_status_tells_ages_and_warns_of_late_sources(
    office: Office, server: SheetsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.run("source", "add", office.file("map.toml", TOML))
    office.run("sync")
    server.books[ID].tabs["Câu trả lời biểu mẫu 2"] = []
    office.run("sync")
    monkeypatch.setenv("SURVEY_NOW", "2026-06-01T08:31:00+07:00")
    code, document, said = office.run("status")
    (source,) = document["sources"]
    assert (code, source["age_s"], source["late"], source["interval_minutes"]) == (0, 1860, True, 15)
    assert source["outcome"] == "done"
    assert "hai chu kỳ" in said and "Câu trả lời biểu mẫu 2" in said


def test_a_relative_path_starts_at_the_mapping_file(office: Office, server: SheetsServer) -> None:
    with duckdb.connect(str(office.folder / "kho.duckdb")) as connection:
        connection.execute(
            "CREATE TABLE p AS SELECT '04/05/2026 08:00:00' AS \"Dấu thời gian\","
            " 'X1' AS \"Đơn vị\", 'Hài lòng' AS \"Chung\""
        )
    toml = TOML.replace('kind = "google_sheet"', 'kind = "duckdb"\npath = "kho.duckdb"\ntable = "p"')
    toml = toml.replace(f'spreadsheet_id = "{ID}"\n', "").replace(f'sheet = "{TAB}"\n', "")
    office.run("source", "add", office.file("map.toml", toml))
    code, result, _ = office.run("sync", "phieu")
    assert (code, result["responses"]) == (0, 1)


def test_a_mapping_is_proposed_from_the_live_header(office: Office, server: SheetsServer) -> None:
    address = f"https://docs.google.com/spreadsheets/d/{ID}/edit#gid=0"
    server.books[ID].timezone = "Asia/Bangkok"
    code, found, _ = office.run("inspect", address, "--sheet", TAB)
    assert (code, found["rows"]) == (0, 20)
    toml = found["toml"]
    for line in ('kind = "google_sheet"', f'spreadsheet_id = "{ID}"', f'sheet = "{TAB}"',
                 'timezone = "Asia/Bangkok"', 'submitted_at = "Dấu thời gian"', 'unit = "Đơn vị"'):
        assert line in toml
    assert office.run("source", "add", office.file("map.toml", toml))[0] == 0
    code, result, _ = office.run("sync", "nguon-moi")
    assert (code, result["responses"]) == (0, 20)
    assert office.run("inspect", address.replace(ID, "khac"))[0] == 5
    assert office.run("inspect", "https://example.vn/x")[0] == 2
    assert office.run("inspect", "https://docs.google.com/spreadsheets/d/")[0] == 2


def test_people_get_tables_and_sentences(
    office: Office, server: SheetsServer, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ("--home", str(office.folder / "home"))
    main(["source", "add", office.file("map.toml", TOML), *home])
    main(["sync", *home])
    main(["status", *home])
    main(["source", "list", *home])
    main(["source", "remove", "phieu", *home])
    said = capsys.readouterr().out
    assert "Đã đăng ký nguồn “phieu”" in said and "Đã gỡ nguồn “phieu”" in said
    assert "interval_minutes" not in said and "duration_s" not in said


def test_a_source_gets_another_schedule_and_keeps_everything_else(
    office: Office, server: SheetsServer
) -> None:
    name = office.run("source", "add", office.file("map.toml", TOML))[1]["source"]
    status, told, _ = office.run(
        "source", "schedule", name, "--every", "30", "--hours", "07:00-17:00", "--days", "mon, fri"
    )
    assert (status, told) == (0, {
        "source": name, "interval_minutes": 30, "working_hours": "07:00-17:00",
        "working_days": ["mon", "fri"],
    })
    told = office.run("source", "schedule", name, "--every", "5")[1]
    assert (told["interval_minutes"], told["working_days"]) == (5, ["mon", "fri"])
    assert office.run("sync", name)[1]["new"] == len(ROWS)
    for wrong in (["--every", "0"], ["--hours", "17:00-07:00"], ["--days", "hai"]):
        assert office.run("source", "schedule", name, *wrong)[0] == 2
    assert office.run("source", "schedule", "khong-co", "--every", "5")[0] == 2
