"""The command line to the letter of its contract, on a small office."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from data.commands.run import main
from data.settings import CHECKOUT

NOW = "2026-06-01T08:00:00+07:00"
UNITS = "code,name,kind,parent_code\nH,Huyện Thử,huyện,\nA,Xã An Thử,xã,H\nB,Xã Bình Thử,xã,H\n"
OFFICERS = "code,name,unit_code\nA1,Lê Thử Một,A\nB1,Lê Thử Hai,B\n"
DOSSIERS = "unit_code,period_from,period_to,count\nA,2026-05-01,2026-05-31,20\n"
HEADER = "Dấu thời gian,Đơn vị,Cán bộ,Chung,Thái độ,Ý kiến\n"
ROWS = (
    "04/05/2026 08:00:00,A,Lê Thử Một,Rất hài lòng,Hài lòng,=1+1\n"
    "04/05/2026 08:05:00,Xã An Thử,Lê Thử Một,Hài lòng,Bình thường,\n"
    "05/05/2026 08:10:00,B,,Không hài lòng,Tạm,chờ lâu\n"
    "06/05/2026 08:15:00,B,Lê Thử Hai,,Hài lòng,\n"
    "06/05/2026 08:20:00,Xã Lạ,,Hài lòng,Hài lòng,\n"
)
MAPPING = """[source]
name = "thu"
criterion_set = "nam-dong-2024"
[columns]
submitted_at = "Dấu thời gian"
unit = "Đơn vị"
officer = "Cán bộ"
comment = "Ý kiến"
[answers]
overall = "Chung"
attitude = "Thái độ"
"""


class Office:
    """A home with files beside it, and the commands run on it."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder, self.home, self._capture = folder, folder / "home", capture

    def file(self, name: str, content: str) -> str:
        (self.folder / name).write_text(content, encoding="utf-8")
        return str(self.folder / name)

    def run(self, *words: str) -> tuple[int, str, str]:
        status = main([*words, "--home", str(self.home)])
        captured = self._capture.readouterr()
        return status, captured.out, captured.err

    def json(self, *words: str, status: int = 0) -> Any:
        found, out, err = self.run(*words, "--json")
        assert found == status, err
        assert out.count("\n") == 1
        return json.loads(out)

    def bring(self, rows: str = ROWS, header: str = HEADER, status: int = 0) -> Any:
        return self.json(
            "import", self.file("rows.csv", header + rows), "--mapping",
            self.file("map.toml", MAPPING), status=status,
        )


@pytest.fixture
def office(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Office:
    monkeypatch.setenv("SURVEY_NOW", NOW)
    monkeypatch.delenv("SURVEY_LEDGER_URL", raising=False)
    return Office(tmp_path, capsys)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that was filled once; tests work on copies."""
    folder = tmp_path_factory.mktemp("kept")
    files = {"units": UNITS, "officers": OFFICERS, "dossiers": DOSSIERS, "import": HEADER + ROWS}
    (folder / "map.toml").write_text(MAPPING, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SURVEY_NOW", NOW)
        for command, content in files.items():
            (folder / f"{command}.csv").write_text(content, "utf-8")
            words = [command, str(folder / f"{command}.csv"), "--home", str(folder / "home")]
            more = ["--mapping", str(folder / "map.toml")] if command == "import" else []
            assert main([*words, *more]) == 0
    return folder / "home"


@pytest.fixture
def filled(office: Office, kept: Path) -> Office:
    shutil.copytree(kept, office.home)
    return office


def test_an_import_answers_in_the_words_of_the_contract(filled: Office) -> None:
    again = filled.bring()
    assert {key: again[key] for key in ("source", "rows", "new", "changed", "removed", "unchanged",
                                        "duplicates", "responses", "no_overall")} == {
        "source": "thu", "rows": 5, "new": 0, "changed": 0, "removed": 0, "unchanged": 5,
        "duplicates": 0, "responses": 4, "no_overall": 1,
    }
    assert again["rejected"] == [
        {"row": 6, "column": "Đơn vị", "value": "Xã Lạ", "reason": "unknown_unit"}
    ]
    assert again["unreadable_answers"] == [{"row": 4, "criterion": "attitude", "value": "Tạm"}]
    assert again["quarantined"] is False and again["reason"] is None
    assert (filled.home / "snapshots" / again["snapshot"]).is_file()


def test_a_dry_run_changes_nothing(office: Office) -> None:
    office.json("units", office.file("units.csv", UNITS))
    before = office.json("status")
    result = office.json(
        "import", office.file("rows.csv", HEADER + ROWS), "--dry-run", "--mapping",
        office.file("map.toml", MAPPING),
    )
    assert result["new"] == 5 and result["snapshot"] is None
    assert office.json("status") == before


def test_a_quarantined_table_gives_status_3_and_the_figures_stay(filled: Office) -> None:
    before = filled.json("table", "satisfaction")["rows"]
    result = filled.bring(header=HEADER.replace("Chung", "Đổi tên"), status=3)
    assert result["quarantined"] is True and result["reason"] == "missing_header"
    assert filled.json("table", "satisfaction")["rows"] == before
    assert [held["source"] for held in filled.json("status")["quarantine"]] == ["thu"]


def test_a_mapping_of_another_kind_is_refused(filled: Office) -> None:
    mapping = MAPPING.replace('name = "thu"', 'name = "g"\nkind = "google_sheet"\nspreadsheet_id = "x"')
    status, _, err = filled.run(
        "import", filled.file("rows.csv", HEADER + ROWS), "--mapping", filled.file("g.toml", mapping)
    )
    assert status == 2 and "google_sheet" in err


def test_a_table_is_a_document_with_its_filters(filled: Office) -> None:
    may = ("--from", "2026-05-01", "--to", "2026-05-31")
    answer = filled.json("table", "satisfaction", "--by", "unit", *may)
    assert list(answer) == ["table", "filters", "snapshot", "rows"]
    assert answer["filters"] == {"from": "2026-05-01", "to": "2026-05-31"}
    rows = {row["unit_code"]: row for row in answer["rows"]}
    assert (rows["A"]["responses"], rows["A"]["n"], rows["A"]["satisfied_rate"]) == (2, 2, 1.0)
    assert (rows["B"]["responses"], rows["B"]["n"], rows["B"]["low"]) == (2, 1, 1)
    assert list(rows["A"])[:3] == ["unit_code", "unit_name", "responses"]


def test_both_days_count_and_a_parent_holds_its_units(filled: Office) -> None:
    day = filled.json("table", "satisfaction", "--from", "2026-05-05", "--to", "2026-05-05")
    assert day["rows"][0]["responses"] == 1
    assert filled.json("table", "satisfaction", "--unit", "H")["rows"][0]["responses"] == 4


@pytest.mark.parametrize("value", ["x' OR 1=1 --", "x'; COPY raw_row TO 'x.csv'; --", "’ OR ’1’=’1"])
def test_an_unknown_officer_has_no_rows(value: str, filled: Office) -> None:
    status, out, err = filled.run("table", "satisfaction", "--officer", value, "--json")
    assert status == 0 and value in err
    assert not [row for row in json.loads(out)["rows"] if row["responses"]]


def test_responses_hold_comments_only_when_asked(filled: Office) -> None:
    plain = filled.json("table", "responses")["rows"]
    assert len(plain) == 4 and "comment" not in plain[0]
    said = filled.json("table", "responses", "--comments")["rows"]
    assert {row["comment"] for row in said} == {"=1+1", "chờ lâu", None}
    assert {row["day"] for row in said} == {"2026-05-04", "2026-05-05", "2026-05-06"}


def test_a_csv_has_vietnamese_headings_and_no_formula(filled: Office) -> None:
    target = filled.folder / "out.csv"
    status, out, _ = filled.run("table", "responses", "--comments", "--out", str(target))
    written = target.read_bytes()
    assert status == 0 and str(target) in out
    assert written.startswith(b"\xef\xbb\xbf") and "Mã đơn vị" in written.decode("utf-8-sig")
    assert b",'=1+1" in written and b",=1+1" not in written
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_an_xlsx_begins_with_what_it_shows(filled: Office) -> None:
    target = filled.folder / "out.xlsx"
    status, _, _ = filled.run("table", "satisfaction", "--by", "unit", "--out", str(target), "--unit", "H")
    book = openpyxl.load_workbook(target)
    cover = " ".join(str(cell.value) for row in book.worksheets[0] for cell in row if cell.value)
    assert status == 0 and len(book.worksheets) == 2 and ".duckdb" in cover and "H" in cover
    assert [cell.value for cell in book.worksheets[1][1]][:2] == ["Mã đơn vị", "Đơn vị"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_json_file_holds_the_same_document(filled: Office) -> None:
    target = filled.folder / "out.json"
    filled.run("table", "satisfaction", "--out", str(target))
    assert json.loads(target.read_text("utf-8")) == filled.json("table", "satisfaction")


def test_people_see_aligned_tables_and_no_control_characters(office: Office) -> None:
    office.json("units", office.file("units.csv", UNITS.replace("Xã An Thử", "Xã \x1b[31mAn Thử")))
    office.bring(ROWS.replace("Xã An Thử", "A"))
    status, out, _ = office.run("table", "satisfaction", "--by", "unit")
    assert status == 0 and "Đơn vị" in out and "100,0 %" in out.replace("\xa0", " ")
    assert "\x1b" not in out


def test_the_record_is_verified_and_a_change_is_found(filled: Office) -> None:
    assert filled.json("verify")["differences"] == []
    anchor = filled.json("anchor")
    assert anchor["sequence"] == filled.json("status")["head"]["seq"]
    assert {unit["unit_code"]: unit["responses"] for unit in anchor["units"]} == {"A": 2, "B": 2}
    damage = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
        "[c.execute('DROP TRIGGER ' + n) for (n,) in c.execute("
        "\"SELECT name FROM sqlite_master WHERE type = 'trigger'\").fetchall()];"
        "c.execute(\"UPDATE raw_row SET body = replace(body, 'R', 'r')\"); c.commit()"
    )
    subprocess.run([sys.executable, "-c", damage, str(filled.home / "ledger.sqlite")], check=True)
    assert filled.json("verify", status=4)["differences"]


def test_a_kept_anchor_shows_that_the_record_was_made_anew(filled: Office) -> None:
    kept = filled.json("anchor")
    good = filled.file("good.json", json.dumps(kept, indent=1))
    assert filled.json("verify", "--anchor", good)["ok"] is True
    other = json.dumps({**kept, "hash": "0" * 64})
    lines = filled.file("lines.jsonl", json.dumps(kept) + "\n" + other + "\n")
    assert len(filled.json("verify", "--anchor", lines, status=4)["differences"]) == 1
    for content in ("", "[]", "nonsense", "{}"):
        status, out, _ = filled.run("verify", "--anchor", filled.file("bad.json", content))
        assert (status, out) == (2, "")


def test_inspect_proposes_a_mapping_that_imports(filled: Office) -> None:
    rows = filled.file("rows.csv", HEADER + ROWS)
    proposal = filled.json("inspect", rows)
    assert proposal["reasons"] and proposal["rows"] == 5
    status, toml, _ = filled.run("inspect", rows, "--toml")
    assert status == 0 and toml == proposal["toml"]
    result = filled.json("import", rows, "--mapping", filled.file("proposed.toml", toml))
    assert result["new"] == 5


def test_the_home_is_closed_to_everyone_else(filled: Office) -> None:
    for path in [filled.home, *filled.home.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_the_command_line_works_without_streamlit_and_with_any_console(filled: Office) -> None:
    probe = (
        "import sys; from data.commands.run import main;"
        f"status = main(['table', 'satisfaction', '--by', 'unit', '--home', {str(filled.home)!r}]);"
        "assert 'streamlit' not in sys.modules and 'gspread' not in sys.modules; sys.exit(status)"
    )
    variables = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run([sys.executable, "-c", probe], cwd=CHECKOUT, env=variables, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert "Xã An Thử" in done.stdout.decode("utf-8")


def test_a_reader_who_leaves_early_is_no_error(filled: Office) -> None:
    words = f"'{sys.executable}' -m data table responses --json --home '{filled.home}'"
    command = f"{words} | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=CHECKOUT, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_refused_file_says_its_sentence_and_nothing_of_the_log(tmp_path: Path) -> None:
    broken, mapping = tmp_path / "nul.csv", tmp_path / "m.toml"
    broken.write_bytes(b"a,b\n\0\0,1\n")
    mapping.write_text(
        '[source]\nname = "x"\nkind = "file"\ncriterion_set = "nam-dong-2024"\n[constants]\n'
        'submitted_at = "2026-01-02"\nunit = "U"\n[answers]\noverall = "a"\n', encoding="utf-8",
    )
    words = ["--home", str(tmp_path / "h"), "import", str(broken), "--mapping", str(mapping)]
    done = subprocess.run([sys.executable, "-m", "data", *words], cwd=CHECKOUT, capture_output=True)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().strip().splitlines() == [
        "Dòng 2 chứa ký tự NUL; tệp hỏng hoặc không phải văn bản, hãy lưu lại thành CSV UTF-8."
    ]
