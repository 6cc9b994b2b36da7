"""Files put into a folder are read once, and everyone can see what became of them."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import openpyxl
import pytest

from analysis.errors import InputError
from analysis.mapping import SourceMapping
from data.raw_table import RawTable
from data.sources.faults import SourceError
from data.sources.folder import Folder, Stillness, put_away

QUICK = Stillness(0.0)


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A folder where files arrive."""
    folder = tmp_path / "hộp thư"
    folder.mkdir()
    return folder


def mapping(folder: Path, **named: object) -> SourceMapping:
    return SourceMapping("hop", "folder", options={"path": str(folder)}, **named)  # type: ignore[arg-type]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def pulled(folder: Path, **named: object) -> list[str | None]:
    """The files pulled, each finished as a good import."""
    found = []
    for one in Folder(still=QUICK).pull(mapping(folder, **named)):
        found.append(one.file_name)
        one.finish({"error": str(one.table)} if isinstance(one.table, InputError) else {"rows": 1})
    return found


def test_each_file_is_read_once_the_oldest_first(box: Path) -> None:
    for age, name in ((50, "b.csv"), (90, "a.CSV"), (10, "c.csv")):
        (box / name).write_text("a\n1\n", encoding="utf-8")
        moment = (box / name).stat().st_mtime - age
        os.utime(box / name, (moment, moment))
    assert pulled(box) == ["a.CSV", "b.csv", "c.csv"]
    assert pulled(box) == []
    assert names(box) == ["done", "rejected"]
    assert names(box / "done") == sorted(
        name + end for name in ("a.CSV", "b.csv", "c.csv") for end in ("", ".json", ".txt")
    )


def test_a_workbook_is_read_by_its_tab_and_a_csv_file_without_one(box: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["khác"])
    book.create_sheet("Phiếu").append(["Đơn vị", "Mức"])
    book["Phiếu"].append(["X1", 5])
    book.save(box / "a.xlsx")
    (box / "b.csv").write_text("Đơn vị,Mức\nX2,4\n", encoding="utf-8")
    tables = [one.table for one in Folder(still=QUICK).pull(mapping(box, sheet="Phiếu"))]
    assert [table.header for table in tables if isinstance(table, RawTable)] == [("Đơn vị", "Mức")] * 2


def test_a_file_that_cannot_be_read_is_rejected_with_its_reason(box: Path) -> None:
    (box / "a.xlsx").write_bytes(b"PK\x03\x04 cut")
    (box / "b.csv").write_bytes(b"")
    (box / "c.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert sorted(map(str, pulled(box))) == ["a.xlsx", "b.csv", "c.xls"]
    assert names(box / "done") == []
    report = json.loads((box / "rejected" / "c.xls.json").read_text("utf-8"))
    assert ".xls" in report["error"]
    assert report["error"] in (box / "rejected" / "c.xls.txt").read_text("utf-8")


def test_a_quarantined_file_is_put_with_the_rejected(box: Path) -> None:
    (box / "a.csv").write_text("a\n1\n", encoding="utf-8")
    result = {"quarantined": True, "note": "Bảng thiếu cột: Chung.", "rows": 1}
    (box / "rejected").mkdir()
    put_away(box / "a.csv", result)
    assert names(box / "rejected") == ["a.csv", "a.csv.json", "a.csv.txt"]
    assert "thiếu cột" in (box / "rejected" / "a.csv.txt").read_text("utf-8")


def test_a_report_lists_rejected_rows_and_nobody_else_reads_it(box: Path) -> None:
    (box / "a.csv").write_text("a\n1\n", encoding="utf-8")
    (one,) = Folder(still=QUICK).pull(mapping(box))
    row = {"row": 12, "column": "Chung", "value": "Tạm", "reason": "unknown_level"}
    one.finish({"rows": 9, "new": 8, "rejected": [row]})
    report = box / "done" / "a.csv.txt"
    assert "Dòng 12" in report.read_text("utf-8") and "Mới: 8" in report.read_text("utf-8")
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert json.loads((box / "done" / "a.csv.json").read_text("utf-8"))["rejected"] == [row]


def test_a_second_file_of_the_same_name_overwrites_nothing(box: Path) -> None:
    for content in ("a\n1\n", "a\n2\n", "a\n3\n"):
        (box / "a.csv").write_text(content, encoding="utf-8")
        assert pulled(box) == ["a.csv"]
    kept = {path.read_text("utf-8") for path in (box / "done").glob("*.csv")}
    assert kept == {"a\n1\n", "a\n2\n", "a\n3\n"}


@pytest.mark.parametrize("name", [
    "~$a.xlsx", ".a.csv", "a.csv.part", "a.csv.tmp", "a.crdownload", "a.pdf", "a",
])
def test_files_still_being_written_and_other_files_stay(box: Path, name: str) -> None:
    (box / name).write_text("a\n1\n", encoding="utf-8")
    assert pulled(box) == []
    assert name in names(box)


def test_a_file_that_grows_meanwhile_waits_for_the_next_time(box: Path) -> None:
    growing, whole = box / "a.csv", box / "b.csv"
    growing.write_text("a\n1\n", encoding="utf-8")
    whole.write_text("a\n1\n", encoding="utf-8")
    asked: list[float] = []

    def grow(seconds: float) -> None:
        asked.append(seconds)
        growing.write_text("a\n1\n2\n", encoding="utf-8")

    still = Stillness(2.0, sleep=grow)
    assert [one.file_name for one in Folder(still=still).pull(mapping(box))] == ["b.csv"]
    assert len(asked) == 1 and 0 < asked[0] <= 2


def test_old_files_are_not_waited_for(box: Path) -> None:
    (box / "a.csv").write_text("a\n1\n", encoding="utf-8")
    os.utime(box / "a.csv", (1, 1))
    asked: list[float] = []
    found = list(Folder(still=Stillness(2.0, sleep=asked.append)).pull(mapping(box)))
    assert ([one.file_name for one in found], asked) == (["a.csv"], [])


def test_links_and_folders_are_left_alone(box: Path, tmp_path: Path) -> None:
    secret = tmp_path / "bi-mat.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    (box / "a.csv").symlink_to(secret)
    (box / "b.csv").mkdir()
    assert pulled(box) == []
    assert secret.exists()


def test_a_folder_that_is_not_there_is_named(box: Path) -> None:
    with pytest.raises(SourceError, match="không có") as caught:
        list(Folder().pull(mapping(box / "không có")))
    assert caught.value.exit_status == 5
    assert Folder().test(mapping(box / "không có")) == str(caught.value)
    assert Folder().test(mapping(box)) == "Thư mục mở được: 0 tệp đang chờ nhập."


def test_a_folder_where_nothing_can_be_put_away_is_named_before_anything_is_read(
    box: Path,
) -> None:
    (box / "a.csv").write_text("a\n1\n", encoding="utf-8")
    (box / "done").write_text("một tệp, không phải thư mục", encoding="utf-8")
    with pytest.raises(SourceError, match="Không ghi được") as caught:
        list(Folder(still=QUICK).pull(mapping(box)))
    assert caught.value.cause == "folder_closed"
