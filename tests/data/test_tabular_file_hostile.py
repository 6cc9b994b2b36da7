"""Files made to harm: each is refused with one clear sentence, and cheaply (family U)."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest

from analysis.errors import InputError
from data.sources import limits
from data.sources.tabular_file import CHECKOUT, read_file, sheet_names, variables

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def good(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["Đơn vị", "Mức"])
    book.active.append(["Xã A", 5])
    book.save(path)
    return path


def changed(path: Path, parts: dict[str, bytes], *, drop: str = "") -> Path:
    """A good workbook with some parts replaced, added or left out."""
    source = io.BytesIO(good(path).read_bytes())
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts and name != drop:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return path


def sheet_xml(rows: bytes, prolog: bytes = b"") -> bytes:
    head = b'<?xml version="1.0"?>' + prolog
    return head + f'<worksheet xmlns="{MAIN}"><sheetData>'.encode() + rows + b"</sheetData></worksheet>"


def processor_seconds() -> float:
    """Spent by this process and its finished children; unlike the clock, no matter of luck."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def refusal(path: Path) -> str:
    """The one sentence a person gets."""
    with pytest.raises(InputError) as caught:
        read_file(path)
    message = str(caught.value)
    assert message.endswith(".") and "\n" not in message and "Error" not in message
    return message


def child_cost(path: Path, kind: str) -> tuple[dict[str, object], float, float, int]:
    """Answer, processor seconds, megabytes and exit status of the reading process run past the checks."""
    request = {"task": "read", "kind": kind, "path": str(path), "sheet": None, "header_row": 1}
    meter = (
        "import resource, subprocess, sys; "
        "done = subprocess.run([sys.executable, '-m', 'data.sources.reading_child']); "
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(f'\\n{used.ru_maxrss} {used.ru_utime + used.ru_stime} {done.returncode}')"
    )
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", meter], input=json.dumps({**request, "folder": folder}),
            capture_output=True, text=True, cwd=CHECKOUT, timeout=180, check=True,
        )  # fmt: skip
    answer, _, last = done.stdout.strip().rpartition("\n")
    peak, seconds, status = last.split()
    return (json.loads(answer) if answer else {}), float(seconds), int(peak) / 1024, int(status)


def test_U01_one_huge_inline_text_is_refused_before_parsing(tmp_path):
    path = tmp_path / "bomb_inline.xlsx"
    text = b"A" * (954 * limits.MEGABYTE // 9)
    changed(path, {}, drop=SHEET)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book,
        book.open(SHEET, "w") as part,
    ):
        part.write(sheet_xml(b"").removesuffix(b"</sheetData></worksheet>"))
        for _ in range(9):
            part.write(b'<row><c t="inlineStr"><is><t>' + text + b"</t></is></c></row>")
        part.write(b"</sheetData></worksheet>")
    assert path.stat().st_size < 1.1 * limits.MEGABYTE
    start = processor_seconds()
    assert "600 MB" in refusal(path)
    assert processor_seconds() - start < 1
    answer, seconds, peak, _ = child_cost(path, "xlsx")
    assert "bộ nhớ" in str(answer["error"]) and peak <= 512 and seconds <= 20


def test_U01_a_part_that_lies_about_its_size_is_refused(tmp_path):
    path = changed(tmp_path / "a.xlsx", {SHEET: sheet_xml(b"<row/>" * 4_000_000)})
    content = bytearray(path.read_bytes())
    at = content.rindex(SHEET.encode()) - 46  # its record in the central directory
    content[at + 24 : at + 28] = (5_000).to_bytes(4, "little")
    path.write_bytes(content)
    assert refusal(path)


def test_U02_five_million_rows_are_refused(tmp_path):
    path = changed(tmp_path / "bomb_rows.xlsx", {SHEET: sheet_xml(b"<row><c><v>1</v></c></row>" * 5_000_000)})
    assert path.stat().st_size < limits.MEGABYTE
    assert "100 lần" in refusal(path)
    answer, seconds, peak, _ = child_cost(path, "xlsx")
    assert "200.000 dòng" in str(answer["error"]) and peak <= 512 and seconds <= 20


def test_U02_shared_strings_that_unpack_a_thousand_times_are_refused(tmp_path):
    body = f'<sst xmlns="{MAIN}">'.encode() + b"<si><t>x</t></si>" * 3_000_000 + b"</sst>"
    assert "100 lần" in refusal(changed(tmp_path / "a.xlsx", {"xl/sharedStrings.xml": body}))


def test_U02_too_many_parts_are_refused(tmp_path):
    parts = {f"xl/media/{i}.txt": b"x" for i in range(1_001)}
    assert "1.000 phần" in refusal(changed(tmp_path / "a.xlsx", parts))


def test_U02_a_sheet_that_claims_a_billion_cells_costs_nothing(tmp_path):
    body = sheet_xml(
        b'<row r="1"><c r="A1" t="str"><v>Muc</v></c></row>'
        b'<row r="1048576"><c r="A1048576"><v>5</v></c></row>'
    ).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    start = processor_seconds()
    table = read_file(changed(tmp_path / "a.xlsx", {SHEET: body}))
    assert (table.header, table.row_numbers.to_pylist()) == (("Muc",), [1_048_576])
    assert processor_seconds() - start < 3


LOL = b'<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
XXE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
XXEH = b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'
ROW = b'<row><c t="inlineStr"><is><t>&b;</t></is></c></row>'


@pytest.mark.parametrize(
    "prolog",
    [LOL, XXE, XXEH, b"<!-- a --><?x y?>\n" + LOL, b"<!--" + b"-" * 9000 + b" -->" + XXE],
    ids=["U08-lol", "U09-xxe", "U09-xxeh", "U08-behind-comment", "U09-behind-long-comment"],
)
@pytest.mark.parametrize(
    "part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "docProps/core.xml",
             "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "customXml/odd.bin"],
)  # fmt: skip
def test_a_document_type_is_refused_in_any_part(tmp_path, prolog, part):
    path = changed(tmp_path / "a.xlsx", {part: sheet_xml(ROW, prolog)})
    assert "DOCTYPE" in refusal(path)
    with pytest.raises(InputError, match="DOCTYPE"):
        sheet_names(path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_U08_a_document_type_is_found_in_wide_text(tmp_path, encoding):
    text = sheet_xml(ROW, LOL).decode().replace("?>", ' encoding="UTF-16"?>', 1)
    text = text.replace(' encoding="UTF-16"', "") if encoding == "utf-8-sig" else text
    assert "DOCTYPE" in refusal(changed(tmp_path / "a.xlsx", {SHEET: text.encode(encoding)}))


def test_U08_an_encoding_that_could_hide_a_document_type_is_refused(tmp_path):
    text = sheet_xml(ROW, LOL).decode().split("?>", 1)[1].encode("cp037")
    body = b'<?xml version="1.0" encoding="cp037"?>' + text
    assert "XML bất thường" in refusal(changed(tmp_path / "a.xlsx", {SHEET: body}))


def test_U08_a_prolog_too_long_to_look_through_is_refused(tmp_path):
    body = sheet_xml(ROW, b"<!--" + b"x" * 20_000 + b"-->" + LOL)
    assert "XML bất thường" in refusal(changed(tmp_path / "a.xlsx", {SHEET: body}))


def test_U08_the_words_of_a_document_type_inside_a_cell_are_only_text(tmp_path):
    body = sheet_xml(
        b"<row><c t='str'><v>a</v></c></row><row><c t='str'><v>&lt;!DOCTYPE x&gt;</v></c></row>"
    )
    table = read_file(changed(tmp_path / "a.xlsx", {SHEET: body}))
    assert table.cells.to_pylist() == [{"0": "<!DOCTYPE x>"}]


@pytest.mark.parametrize(
    "name", ["../evil.xml", "xl/../../evil.xml", "/etc/evil.xml", "C:/evil.xml", "xl\\..\\evil.xml"]
)
def test_U10_a_part_that_leaves_the_folder_is_refused(tmp_path, name):
    assert "tên phần" in refusal(changed(tmp_path / "slip.xlsx", {name: b"<x/>"}))


def test_U10_two_parts_of_one_name_are_refused(tmp_path):
    path = good(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as book, pytest.warns(UserWarning):
        book.writestr(SHEET, sheet_xml(ROW, LOL))
    assert "tên phần" in refusal(path)


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "xl/macrosheets/s.xml"])
def test_U10_macros_are_refused(tmp_path, name):
    assert "macro" in refusal(changed(tmp_path / "macro.xlsx", {name: b"\xd0\xcf\x11\xe0"}))
    assert "macro" in refusal(good(tmp_path / "a.xlsm"))


def test_U10_files_inside_the_file_are_refused(tmp_path):
    inner = good(tmp_path / "inner.xlsx").read_bytes()
    for content in (inner, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MZ\x90"):
        path = changed(tmp_path / "a.xlsx", {"xl/embeddings/odd.bin": content})
        assert "lồng bên trong" in refusal(path)


def test_U11_a_truncated_workbook_is_refused(tmp_path):
    path = good(tmp_path / "trunc.xlsx")
    content = path.read_bytes()
    for kept in (len(content) - 30, len(content) // 2, 100):
        path.write_bytes(content[:kept])
        assert "cắt cụt hoặc hỏng" in refusal(path)


def test_U11_a_workbook_with_damaged_bytes_is_refused(tmp_path):
    path = good(tmp_path / "a.xlsx")
    content = bytearray(path.read_bytes())
    at = content.index(SHEET.encode()) + len(SHEET) + 5
    content[at : at + 20] = bytes(20)
    path.write_bytes(content)
    assert "hỏng" in refusal(path)


@pytest.mark.parametrize(
    ("part", "content"),
    [(SHEET, b"<worksheet><sheetData><row>"), ("xl/workbook.xml", b"<x/>"),
     (SHEET, sheet_xml(b'<row r="x"><c r="A1"><v>1</v></c></row>')),
     (SHEET, sheet_xml(b'<row><c r="????1"><v>1</v></c></row>')),
     (SHEET, sheet_xml(b'<row><c t="s"><v>99</v></c></row>')),
     (SHEET, sheet_xml(b"<row><c><v>abc</v></c></row>"))],
)  # fmt: skip
def test_U11_a_workbook_broken_inside_gives_a_sentence(tmp_path, part, content):
    assert refusal(changed(tmp_path / "a.xlsx", {part: content}))


FOREIGN = {
    "U11-html.xlsx": (b"<html><body><table></table></body></html>", "trang web"),
    "U11-html.csv": (b"\xef\xbb\xbf <!DOCTYPE html><html></html>", "trang web"),
    "U11-xml-2003.xlsx": (b'<?xml version="1.0"?><Workbook/>', "XML"),
    "U11-ole.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls"),
    "U11-password.xlsx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "mật khẩu",
    ),
    "U11-notzip.xlsx": (b"Don vi,Muc\nXa A,5\n", "không phải bảng tính"),
    "U11-empty.xlsx": (b"", "trống"),
    "U11-empty.csv": (b"", "trống"),
    "U11-only-lines.csv": (b"\n\n  \n", "tiêu đề"),
    "U12-program.xlsx": (b"MZ\x90\0" + bytes(600), "chương trình"),
    "U12-program.csv": (b"\x7fELF" + bytes(600), "chương trình"),
    "U12-script.csv": (b"#!/bin/sh\necho x\n", "chương trình"),
    "U21-old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls"),
    "U21-page.pdf": (b"%PDF-1.7\n", "PDF"),
    "U21-page.csv": (b"%PDF-1.7\n", "PDF"),
    "U21-photo.jpg": (b"\xff\xd8\xff\xe0" + bytes(600), "ảnh"),
    "U21-photo.xlsx": (b"\x89PNG\r\n\x1a\n" + bytes(600), "ảnh"),
    "U21-text.docx": (b"plain", "đuôi khác"),
    "U21-packed.csv": (b"\x1f\x8b\x08" + bytes(600), "nén"),
    "U21-note.csv": (b"{\\rtf1 x}", "RTF"),
    "U21-data.csv": (b"SQLite format 3\0" + bytes(600), "cơ sở dữ liệu"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_other_kinds_of_files_are_recognised_by_content(tmp_path, name):
    content, word = FOREIGN[name]
    (tmp_path / name).write_bytes(content)
    assert word in refusal(tmp_path / name)


def test_U12_a_program_behind_two_suffixes_is_refused(tmp_path):
    assert "đuôi khác" in refusal(good(tmp_path / "a.xlsx.exe"))


def test_U21_other_zip_files_are_named(tmp_path):
    words = {"content.xml": ".ods", "xl/workbook.bin": ".xlsb", "word/document.xml": "tệp nén"}
    for part, word in words.items():
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as book:
            book.writestr(part, b"<x/>")
        assert word in refusal(tmp_path / "a.xlsx")


def test_U13_files_over_the_size_limit_are_refused_unread(tmp_path):
    for name, magic, size, word in (
        ("a.csv", b"a,b\n", limits.MAX_CSV_BYTES, "500 MB"),
        ("a.xlsx", b"PK\x03\x04", limits.MAX_WORKBOOK_BYTES, "50 MB"),
    ):
        with (tmp_path / name).open("wb") as file:
            file.write(magic)
            file.truncate(3 * size)
        start = processor_seconds()
        assert word in refusal(tmp_path / name)
        assert processor_seconds() - start < 0.5


def test_things_that_are_no_files_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("missing.csv", "pipe.csv", ""):
        assert "Không tìm thấy" in refusal(tmp_path / name)


def test_the_limits_of_rows_and_columns_are_named_and_hold_exactly(tmp_path):
    header = ",".join(f"c{i}" for i in range(241))
    path = tmp_path / "a.csv"
    path.write_text(header + "\n" + "5\n" * 200_000)
    table = read_file(path)
    assert (table.rows, len(table.header)) == (200_000, 241)
    path.write_text(header + "\n" + "5\n" * 200_001)
    assert "200.000 dòng" in refusal(path)
    path.write_text(header + ",c241\n5\n")
    assert "241 cột" in refusal(path)
    path.write_text(header + "\n" + ",".join(["5"] * 242) + "\n")
    assert "241 cột" in refusal(path)


def test_the_widest_and_longest_csv_stays_within_the_childs_limits(tmp_path):
    path = tmp_path / "a.csv"
    with path.open("w") as file:
        file.write(",".join(f"c{i}" for i in range(241)) + "\n")
        file.writelines([",".join(["5", ""] * 120 + ["4"]) + "\n"] * 200_000)
    answer, seconds, peak, status = child_cost(path, "csv")
    assert (answer["width"], status) == (241, 0)
    assert peak <= 512 and seconds <= 20


def test_a_sheet_of_too_many_cells_is_refused_with_the_way_out(tmp_path):
    row = b"<row>" + b"<c><v>%d</v></c>" * 200 + b"</row>"
    rows = b"".join(row % tuple(range(i, i + 200)) for i in range(20_500))
    path = changed(tmp_path / "a.xlsx", {SHEET: sheet_xml(rows)})
    answer, seconds, peak, _ = child_cost(path, "xlsx")
    assert "4.000.000 ô; hãy lưu thành CSV" in str(answer["error"])
    assert peak <= 512 and seconds <= 20


def test_a_file_that_needs_too_much_memory_is_stopped(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\n" + "ơ".encode() * (49 * limits.MEGABYTE) + "😀".encode())
    answer, seconds, peak, _ = child_cost(path, "csv")
    assert "error" in answer and peak <= 512 and seconds <= 20
    assert refusal(path)


def test_a_file_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "CHILD_SECONDS", 0.05)
    assert "0.05 giây" in refusal(good(tmp_path / "a.xlsx"))


def test_no_variable_of_ours_reaches_the_child(monkeypatch):
    monkeypatch.setenv("SURVEY_LEDGER_URL", "postgresql://secret")
    assert not [name for name in variables() if name.startswith("SURVEY")]


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", None)
    read_file(good(tmp_path / "a.xlsx"))
    refusal(changed(tmp_path / "b.xlsx", {SHEET: b"<x>"}))
    assert list((tmp_path / "temporary").iterdir()) == []
