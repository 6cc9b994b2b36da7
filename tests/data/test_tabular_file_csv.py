"""CSV text in every encoding and dialect an office sends."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import InputError
from data.sources.arrow_parts import read_table, write_table
from data.sources.csv_text import records
from data.sources.tabular_file import read_file
from data.sources.workbook_cells import Book

SURVEY = [
    ["Dấu thời gian", "Đơn vị", "Mức độ hài lòng", "Ý kiến"],
    ["04/05/2026 10:11:12", "Xã Hòa Bình", "Rất hài lòng", "Cán bộ nhiệt tình, đúng hẹn"],
    ["05/05/2026 08:00:00", "Phường Tiên Hòa", "Không hài lòng", "Phải chờ lâu; thái độ chưa tốt"],
]


def csv_text(rows: list[list[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    buffer = io.StringIO()
    quoting = csv.QUOTE_MINIMAL if end == "\r\n" else csv.QUOTE_ALL
    csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return buffer.getvalue()


def as_cp1258(text: str) -> bytes:
    """Windows writes base letter and tone mark as two bytes."""
    pieces = []
    for char in unicodedata.normalize("NFC", text):
        try:
            pieces.append(char.encode("cp1258"))
        except UnicodeEncodeError:
            base, *marks = unicodedata.normalize("NFD", char)
            tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
            rest = unicodedata.normalize("NFC", base + "".join(set(marks) - set(tones)))
            pieces.append((rest + "".join(tones)).encode("cp1258"))
    return b"".join(pieces)


TCVN3 = dict(zip(
    "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
    "ĂÂĐÊÔƠƯ",
    "\xb5\xb6\xb7\xb8\xb9\xa8\xbb\xbc\xbd\xbe\xc6\xa9\xc7\xc8\xc9\xca\xcb\xae\xcc\xce\xcf\xd0\xd1"
    "\xaa\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xdc\xdd\xde\xdf\xe1\xe2\xe3\xe4\xab\xe5\xe6\xe7\xe8\xe9\xac"
    "\xea\xeb\xec\xed\xee\xef\xf1\xf2\xf3\xf4\xad\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe"
    "\xa1\xa2\xa7\xa3\xa4\xa5\xa6", strict=True,
))  # fmt: skip
VISCII = {
    "ấ": 0xA4, "ầ": 0xA5, "ò": 0xF2, "à": 0xE0, "á": 0xE1, "ộ": 0xB6, "ệ": 0xAE, "ờ": 0xB6,
    "ơ": 0xBD, "đ": 0xF0, "ị": 0xB8, "ứ": 0xD1, "ế": 0xAA, "ã": 0xE3, "ê": 0xEA, "ủ": 0xFC,
}  # fmt: skip


def as_old(text: str, table: dict[str, str] | dict[str, int]) -> bytes:
    codes = {char: code if isinstance(code, int) else ord(code) for char, code in table.items()}
    return bytes(codes.get(char, ord(char) if ord(char) < 128 else 0x3F) for char in text)


def saved(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def read(path: Path) -> list[list[str]]:
    table = read_file(path)
    return [list(table.header), *(list(row.values()) for row in table.cells.to_pylist())]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_U15_unicode_text_is_decoded_whatever_its_form(tmp_path, encoding, delimiter):
    path = saved(tmp_path / "a.csv", csv_text(SURVEY, delimiter).encode(encoding))
    assert read(path) == SURVEY


def test_U15_utf_16_big_endian_with_a_mark_is_decoded(tmp_path):
    path = saved(tmp_path / "a.csv", b"\xfe\xff" + csv_text(SURVEY).encode("utf-16-be"))
    assert read(path) == SURVEY


def test_U15_windows_1258_becomes_composed_vietnamese(tmp_path):
    assert read(saved(tmp_path / "a.csv", as_cp1258(csv_text(SURVEY)))) == SURVEY


@pytest.mark.parametrize("table", [TCVN3, VISCII], ids=["TCVN3", "VISCII"])
@pytest.mark.parametrize("text", [csv_text(SURVEY), "a,b\r\nxã,tốt\r\n", "a,b\r\nđã rất tốt,5\r\n"])
def test_U15_other_vietnamese_encodings_are_refused_with_the_reason(tmp_path, table, text):
    with pytest.raises(InputError, match="bảng mã"):
        read_file(saved(tmp_path / "a.csv", as_old(text, table)))


@pytest.mark.parametrize(
    "content",
    ["a,b\nMüller,5\n".encode("latin-1"), b"a,b\n\xff\xfe\xfd,1\n", "a,Hài lòng\n".encode()[:-4],
     b"\xef\xbb\xbfa,b\n\xe1\xba,1\n", b"\xff\xfea\0,\0b\0\n\0\x00\xd8", b"a,b\n1,\x81\x8d\n"],
)  # fmt: skip
def test_U15_bytes_that_are_no_certain_text_are_refused(tmp_path, content):
    with pytest.raises(InputError, match="bảng mã"):
        read_file(saved(tmp_path / "a.csv", content))


@pytest.mark.parametrize("content", [b"a,b\n1,x\0y\n", b"a,b\n" + b"1,2\n" * 9000 + b"\0,1\n"])
def test_U15_nul_is_refused_naming_the_line(tmp_path, content):
    with pytest.raises(InputError, match=r"Dòng \d+ chứa ký tự NUL"):
        read_file(saved(tmp_path / "a.csv", content))


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_U15_every_line_end_is_understood_and_kept_inside_quotes(tmp_path, end):
    rows = [["a", "b"], ["một\nhai", "x"], ["ba\r\nbốn", "y"], ["năm\rsáu", "z"]]
    assert read(saved(tmp_path / "a.csv", csv_text(rows, end=end).encode())) == rows


def test_U15_mixed_line_ends_are_understood(tmp_path):
    path = saved(tmp_path / "a.csv", b"a,b\r1,2\n3,4\r\n5,6")
    assert read(path) == [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]


def test_U17_semicolons_with_commas_in_the_text_give_the_right_columns(tmp_path):
    text = "Đơn vị;Thái độ, tác phong;Ý kiến\nXã A;5;tốt, nhanh, gọn\nXã B;8,5;chậm, lâu\n"
    assert read(saved(tmp_path / "a.csv", text.encode())) == [
        ["Đơn vị", "Thái độ, tác phong", "Ý kiến"],
        ["Xã A", "5", "tốt, nhanh, gọn"],
        ["Xã B", "8,5", "chậm, lâu"],
    ]


def test_the_delimiter_is_told_by_the_header_row_even_below_blank_lines(tmp_path):
    path = saved(tmp_path / "a.csv", b"Phieu, dot 1\n\n\nDon vi;Muc\nA;1,5\n")
    assert read_file(path, header_row=4).header == ("Don vi", "Muc")


def test_a_single_column_is_not_split(tmp_path):
    path = saved(tmp_path / "a.csv", "Ý kiến\ntốt, nhanh\nchậm\n".encode())
    assert read(path) == [["Ý kiến"], ["tốt, nhanh"], ["chậm"]]


def test_short_and_long_rows_never_shift_columns(tmp_path):
    table = read_file(saved(tmp_path / "a.csv", b"a,b,c\n1\n1,2,3,4,5\n1,2,3,,\n,,3\n"))
    assert table.header == ("a", "b", "c", "", "")
    assert [list(row.values()) for row in table.cells.to_pylist()] == [
        ["1", None, None, None, None],
        ["1", "2", "3", "4", "5"],
        ["1", "2", "3", None, None],
        [None, None, "3", None, None],
    ]


def test_a_quote_left_open_is_refused_and_swallows_no_rows(tmp_path):
    with pytest.raises(InputError, match="không đóng"):
        read_file(saved(tmp_path / "a.csv", b'a,b\n1,"x\n2,y\n3,z\n'))
    with pytest.raises(InputError, match="Dòng 2"):
        read_file(saved(tmp_path / "a.csv", b'a,b\n1,"x' + b"\n2,y" * 300_000))


def in_process(records_of_file, folder: Path) -> list[list[str | None]]:
    header, cells, _ = read_table(folder, write_table(records_of_file, 1, folder))
    return [header, *(list(row.values()) for row in cells.to_pylist())]


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6)
)


def expected(header: list[str], rows: list[list[str]]) -> list[list[str | None]]:
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    return [header, *([cell or None for cell in row] for row in kept)]


@settings(max_examples=150, deadline=None)
@given(
    rows=TABLES,
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_text_comes_back_from_csv_as_it_was(rows, delimiter, end, encoding):
    header = [f"Cột {i}" for i in range(len(rows[0]) if rows else 2)]
    buffer = io.StringIO()
    quoting = csv.QUOTE_ALL
    csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(
        [header, *rows]
    )
    with TemporaryDirectory() as folder:
        path = saved(Path(folder) / "a.csv", buffer.getvalue().encode(encoding))
        assert in_process(records(path, 1), Path(folder)) == expected(header, rows)


@settings(max_examples=60, deadline=None)
@given(rows=TABLES, shared=st.booleans())
def test_any_text_comes_back_from_a_workbook_as_it_was(rows, shared):
    rows = [[cell.replace("\r", "\n") for cell in row] for row in rows]  # XML has no bare CR
    header = [f"Cột {i}" for i in range(len(rows[0]) if rows else 2)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        with xlsxwriter.Workbook(path, {"constant_memory": not shared}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate([header, *rows]):
                for column, value in enumerate(row):
                    sheet.write_string(number, column, value)
        got = in_process(Book(path).records(None), Path(folder))
    assert got == expected(header, rows)
