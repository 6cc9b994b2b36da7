"""Excel books: real numbers, text that stays text, a cover that says where figures come from."""

from __future__ import annotations

import io
import time
import tracemalloc
from datetime import date, datetime

import numpy as np
import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook

from analysis.errors import InputError
from reports import excel
from reports.excel import Cover, Table, excel_book, sheet_names
from reports.text import METHOD_NOTE

HOSTILE = {
    "E01": "=1+1",
    "E02": "+1+1",
    "E03": "-1+1",
    "E04": "@SUM(1)",
    "E05": "\t=1+1",
    "E06": "\n=1+1",
    "E07": '=HYPERLINK("http://127.0.0.1/"&A1,"x")',
    "E08": "=cmd|' /C calc'!A0",
    "E13": "a =1+1",
    "E15": "+84 901 234 567",
    "E16": "-5",
    "E17": "0901234567",
    "E18": "001099012345",
    "array formula": "{=1+1}",
    "link": "http://127.0.0.1:9777/",
    "internal link": "internal:Sheet1!A1",
    "markup": "<script>alert(1)</script> & <b>",
}
COVER = Cover(
    title="Danh sách cần chú ý",
    filters={"Đơn vị": "Huyện Nam Đông", "Lĩnh vực": "=1+1"},
    period="01/01/2026–30/06/2026",
    snapshot="20260630-0001",
    n=12_345,
    made_at=datetime(2026, 7, 1, 8, 30),
    made_by="=cmd|' /C calc'!A0",
    notes=["3 phiếu đã sửa sau khi gửi"],
)


def book(frame: pd.DataFrame, name: str = "Bảng số liệu", cover: Cover = COVER) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(excel_book([Table(name, frame)], cover)))


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_text_stays_text_in_every_place(case: str) -> None:
    text = HOSTILE[case]
    hostile = Cover(text, {text: text}, text, [text], text, 1, None, text, [text])
    workbook = book(pd.DataFrame({"comment": [text], text: ["x"], "n": [1]}), text, hostile)
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)
    sheet = workbook.worksheets[1]
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].number_format) == (text, "s", "@")
    assert sheet.max_row == 2


def test_numbers_stay_numbers_with_their_formats() -> None:
    frame = pd.DataFrame(
        {
            "unit_code": ["00123"],
            "n": [1234],
            "satisfied_rate": [0.873],
            "gap": [-0.021],
            "mean": [4.0],
            "q_value": [0.0123],
            "day": [pd.Timestamp(2026, 5, 4)],
            "at": [pd.Timestamp(2026, 5, 4, 8, 30)],
            "over": [True],
        }
    )
    cells = book(frame).worksheets[1][2]
    assert [(cell.value, cell.number_format) for cell in cells] == [
        ("00123", "@"),
        (1234, "#,##0"),
        (0.873, "0.0%"),
        (-0.021, "+0.0%;-0.0%;0.0%"),
        (4, "#,##0.00"),
        (0.0123, "0.0000"),
        (datetime(2026, 5, 4), "dd/mm/yyyy"),
        (datetime(2026, 5, 4, 8, 30), "dd/mm/yyyy hh:mm"),
        ("có", "@"),
    ]


def test_blanks_stay_blank_and_columns_do_not_shift() -> None:
    frame = pd.DataFrame(
        {
            "unit_code": [None, "02"],
            "low_rate": [np.nan, np.inf],
            "n": pd.array([None, 7], dtype="Int64"),
            "day": pd.to_datetime([None, "2026-05-04"]),
            "mixed": [None, date(2026, 5, 4)],
            "comment": ["cuối", None],
        }
    )
    rows = list(book(frame).worksheets[1].iter_rows(min_row=2, values_only=True))
    assert rows == [
        (None, None, None, None, None, "cuối"),
        ("02", None, 7, datetime(2026, 5, 4), datetime(2026, 5, 4), None),
    ]


def test_a_mixed_column_keeps_each_kind() -> None:
    frame = pd.DataFrame({"value": [1, True, "1", 2.5, 10**15, date(2026, 5, 4)]})
    values = [row[0] for row in book(frame).worksheets[1].iter_rows(min_row=2, values_only=True)]
    assert values == [1, "có", "1", 2.5, str(10**15), datetime(2026, 5, 4)]


def test_long_numbers_keep_every_digit() -> None:
    frame = pd.DataFrame({"code": np.array([1234567890123456789], dtype=np.int64)})
    assert book(frame).worksheets[1]["A2"].value == "1234567890123456789"


def test_a_long_text_is_cut_with_a_mark() -> None:
    frame = pd.DataFrame({"comment": ["a" * 40_000, "😀" * 20_000, "b" * 32_767, "x\x00\x0by"]})
    values = [row[0] for row in book(frame).worksheets[1].iter_rows(min_row=2, values_only=True)]
    assert len(values[0]) == 32_767
    assert values[0].endswith("… [đã cắt bớt]")
    assert len(values[1].encode("utf-16-le")) // 2 <= 32_767
    assert values[2] == "b" * 32_767
    assert values[3] == "xy"


def test_the_headings_are_bold_frozen_and_filtered() -> None:
    sheet = book(pd.DataFrame({"unit_name": ["A", "B"], "n": [1, 2]})).worksheets[1]
    assert [cell.value for cell in sheet[1]] == ["Đơn vị", "Số trả lời (n)"]
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.column_dimensions["A"].width > 8


def test_vietnamese_headings_give_the_same_formats() -> None:
    sheet = book(pd.DataFrame({"Tỷ lệ hài lòng": [0.5]})).worksheets[1]
    assert (sheet["A1"].value, sheet["A2"].number_format) == ("Tỷ lệ hài lòng", "0.0%")


def test_the_first_sheet_says_where_the_figures_come_from() -> None:
    workbook = book(pd.DataFrame({"n": [1, 2]}))
    lines = list(workbook.worksheets[0].iter_rows(min_row=3, values_only=True))
    assert workbook.sheetnames == ["Thông tin", "Bảng số liệu"]
    assert workbook.worksheets[0]["A1"].value == "Danh sách cần chú ý"
    assert lines[:7] == [
        ("Bộ lọc", "Đơn vị: Huyện Nam Đông"),
        (None, "Lĩnh vực: =1+1"),
        ("Kỳ", "01/01/2026–30/06/2026"),
        ("Số phiếu", 12_345),
        ("Bản dữ liệu", "20260630-0001"),
        ("Thời điểm xuất", datetime(2026, 7, 1, 8, 30)),
        ("Người xuất", "=cmd|' /C calc'!A0"),
    ]
    assert [line[1] for line in lines[7:]] == [
        *METHOD_NOTE,
        "3 phiếu đã sửa sau khi gửi",
        "Bảng số liệu – 2 dòng",
    ]


def test_the_method_note_defines_every_figure() -> None:
    note = " ".join(METHOD_NOTE)
    for words in ("Bình thường", "25 %", "Wilson", "sửa", "xoá", "nhân 4"):
        assert words in note


def test_sheet_names_are_valid_and_unique() -> None:
    names = sheet_names(
        ["a" * 40, "a" * 40, "[x]:*?/\\y", "'''", "HISTORY", "😀" * 20, "thông tin"]
    )
    assert all(len(name.encode("utf-16-le")) // 2 <= 31 for name in names)
    assert len({name.casefold() for name in names}) == len(names)
    assert names[2:5] == ["x y", "Bảng", "HISTORY (2)"]


@pytest.mark.parametrize(
    "frame", [pd.DataFrame(), pd.DataFrame({"n": []}), pd.DataFrame({"n": [1]})]
)
def test_a_small_table_still_makes_a_book(frame: pd.DataFrame) -> None:
    assert book(frame).worksheets[1].max_row == max(len(frame) + 1, 1)


def test_a_table_larger_than_a_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "SHEET_ROWS", 3)
    with pytest.raises(InputError, match="vượt giới hạn 2 dòng"):
        excel_book([Table("x", pd.DataFrame({"n": [1, 2, 3]}))], COVER)


def test_the_same_tables_give_the_same_cells_whatever_the_library_read_mode() -> None:
    frame = pd.DataFrame({"unit_name": ["A", None, "C"], "n": [1, 2, 3]})
    data = excel_book([Table("x", frame)], COVER)
    lazy = openpyxl.load_workbook(io.BytesIO(data), read_only=True).worksheets[1]
    assert list(lazy.iter_rows(values_only=True))[1:] == [("A", 1), (None, 2), ("C", 3)]
    assert pd.read_excel(io.BytesIO(data), sheet_name=1).iloc[:, 1].tolist() == [1, 2, 3]


def test_a_hundred_thousand_rows_take_seconds() -> None:
    count = 100_000
    levels = np.array(["Rất hài lòng", "Hài lòng", "Bình thường"])
    frame = pd.DataFrame({f"c{i}": levels[np.arange(count) % 3] for i in range(13)})
    frame["comment"] = [f"Ý kiến số {i}" for i in range(count)]
    frame["satisfied_rate"] = np.linspace(0, 1, count)
    started = time.process_time()
    data = excel_book([Table("Phiếu", frame)], COVER)
    assert time.process_time() - started < 4
    assert len(data) > 1_000_000


def test_rows_written_by_blocks_stay_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.sheet._BLOCK", 2)
    names, gaps = ["b", None, "=1", "b", "c"], [0.5, np.nan, -0.0, 0.25, 1.0]
    sheet = book(pd.DataFrame({"unit_code": names, "n": range(5), "gap": gaps})).worksheets[1]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows == [["b", 0, 0.5], [None, 1, None], ["=1", 2, 0], ["b", 3, 0.25], ["c", 4, 1]]
    assert [row[0].row for row in sheet.iter_rows(min_row=2)] == [2, 3, 4, 5, 6]


def test_a_large_book_takes_little_more_memory_than_its_file() -> None:
    frame = pd.DataFrame({f"c{i}": [f"mức {n % 5}" for n in range(50_000)] for i in range(12)})
    tracemalloc.start()
    made = len(excel_book([Table("Bảng", frame)], Cover("Lớn")))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 20_000_000 + 4 * made
