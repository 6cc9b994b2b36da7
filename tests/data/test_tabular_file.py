"""Good workbooks and CSV files come in exactly as they are."""

from __future__ import annotations

import os
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from analysis.errors import InputError
from data.sources.tabular_file import read_file, sheet_names


def processor_seconds() -> float:
    """Spent by this process and its finished children; unlike the clock, no matter of luck."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def rows_of(path: Path, **options) -> list[list[str | None]]:
    table = read_file(path, **options)
    return [list(row.values()) for row in table.cells.to_pylist()]


def workbook(path: Path, rows: list[list[object]], sheet: str = "Phiếu") -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_cells_of_a_workbook_become_text_in_their_shortest_exact_form(tmp_path):
    row = [5, 5.0, 8.5, 0.1, "001", True, False, "  hai  dấu cách ", "a\nb", None, "8,5", 12345678901]
    path = workbook(tmp_path / "a.xlsx", [[f"c{i}" for i in range(len(row))], row])
    assert rows_of(path) == [
        ["5", "5", "8.5", "0.1", "001", "TRUE", "FALSE", "  hai  dấu cách ", "a\nb", None, "8,5",
         "12345678901"]
    ]


def test_dates_of_a_workbook_become_iso_text(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        stamp = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
        day = book.add_format({"num_format": '"ngày" dd/mm/yyyy'})
        hour = book.add_format({"num_format": "hh:mm"})
        sheet.write_row(0, 0, ["lúc", "nửa đêm", "ngày", "giờ"])
        sheet.write_datetime(1, 0, datetime(2026, 5, 4, 10, 11, 12), stamp)
        sheet.write_datetime(1, 1, datetime(2026, 5, 4), stamp)
        sheet.write_datetime(1, 2, date(2026, 5, 4), day)
        sheet.write_datetime(1, 3, clock(7, 20), hour)
    assert rows_of(path) == [["2026-05-04T10:11:12", "2026-05-04T00:00:00", "2026-05-04", "07:20:00"]]


def test_dates_counted_from_1904_are_the_same_days(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "ngày")
        sheet.write_datetime(1, 0, date(2026, 5, 4), book.add_format({"num_format": "yyyy-mm-dd"}))
    assert rows_of(path) == [["2026-05-04"]]


def test_formulas_give_the_value_last_computed_and_errors_their_name(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b", "c", "d"])
        sheet.write_formula(1, 0, "=1+1", value=2)
        sheet.write_formula(1, 1, '="Hài "&"lòng"', value="Hài lòng")
        sheet.write_formula(1, 2, "=NA()", value="#N/A")
        sheet.write_formula(1, 3, "=TRUE()", value=True)
    assert rows_of(path) == [["2", "Hài lòng", "#N/A", "TRUE"]]


def test_empty_rows_are_left_out_and_row_numbers_stay_what_a_person_sees(tmp_path):
    rows = [["a", "b"], ["1", None], [None, None], [" ", None], [None, "2"]]
    table = read_file(workbook(tmp_path / "a.xlsx", rows))
    assert table.row_numbers.to_pylist() == [2, 5]
    (tmp_path / "a.csv").write_text("a,b\n1,\n\n ,\n,2\n", encoding="utf-8")
    assert read_file(tmp_path / "a.csv").row_numbers.to_pylist() == [2, 5]


def test_empty_columns_at_the_end_are_dropped_and_those_with_values_kept(tmp_path):
    rows = [["a", None, "c", None, None], ["1", None, "3", None, " "], ["1", None, "3", "4", None]]
    table = read_file(workbook(tmp_path / "a.xlsx", rows))
    assert table.header == ("a", "", "c", "")
    assert [list(row.values()) for row in table.cells.to_pylist()] == [
        ["1", None, "3", None], ["1", None, "3", "4"]
    ]


def test_the_header_may_stand_below_a_title(tmp_path):
    rows = [["PHIẾU KHẢO SÁT"], [None], ["Đơn vị", "Mức"], ["X", 5]]
    table = read_file(workbook(tmp_path / "a.xlsx", rows), header_row=3)
    assert (table.header, table.row_numbers.to_pylist()) == (("Đơn vị", "Mức"), [4])
    (tmp_path / "a.csv").write_text("PHIẾU; KHẢO SÁT\n\nĐơn vị;Mức\nX;5\n", encoding="utf-8")
    table = read_file(tmp_path / "a.csv", header_row=3)
    assert (table.header, table.row_numbers.to_pylist()) == (("Đơn vị", "Mức"), [4])
    with pytest.raises(InputError, match="Dòng 2 không có tiêu đề"):
        read_file(tmp_path / "a.csv", header_row=2)
    with pytest.raises(InputError, match="từ 1 trở lên"):
        read_file(tmp_path / "a.csv", header_row=0)


def test_sheets_are_chosen_by_name_and_an_unknown_name_lists_them(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Ghi chú"
    book.active.append(["x"])
    book.create_sheet("Câu trả lời").append(["Đơn vị"])
    book.save(tmp_path / "a.xlsx")
    assert sheet_names(tmp_path / "a.xlsx") == ["Ghi chú", "Câu trả lời"]
    assert read_file(tmp_path / "a.xlsx").header == ("x",)
    assert read_file(tmp_path / "a.xlsx", sheet="Câu trả lời").header == ("Đơn vị",)
    with pytest.raises(InputError, match="“Khác”; tệp có: “Ghi chú”, “Câu trả lời”"):
        read_file(tmp_path / "a.xlsx", sheet="Khác")


def test_formatted_runs_and_escaped_characters_are_plain_text(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b", "c"])
        sheet.write_rich_string(1, 0, "Rất ", book.add_format({"bold": True}), "hài lòng")
        sheet.write_string(1, 1, "tab\x01 _x000D_ hết")
        sheet.write_string(1, 2, "=1+1")
    assert rows_of(path) == [["Rất hài lòng", "tab\x01 _x000D_ hết", "=1+1"]]


def test_a_table_without_rows_is_an_empty_table(tmp_path):
    table = read_file(workbook(tmp_path / "a.xlsx", [["a", "b"]]))
    assert (table.rows, table.header, table.cells.column_names) == (0, ("a", "b"), ["0", "1"])


def test_a_hundred_thousand_csv_rows_come_in_under_a_second_and_a_half(tmp_path):
    line = "04/05/2026 10:11:12,Xã A," + ",".join(["Rất hài lòng"] * 12) + ",ý kiến\n"
    text = ",".join(f"Câu {i}" for i in range(15)) + "\n" + line * 100_000
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    taken = []
    for _ in range(3):
        start = processor_seconds()
        assert read_file(tmp_path / "a.csv").rows == 100_000
        taken.append(processor_seconds() - start)
    assert min(taken) < 1.5
