"""Nguồn dữ liệu: from a real file to figures and back, on every kind of home."""

from __future__ import annotations

import csv
import io
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.filters import Filters
from data.access import authorise
from data.ledger import Run, open_ledger
from data.queries import counts, quality
from data.settings import Home
from data.snapshot import open_snapshot

PAGE = "pages/admin/sources.py"
HEADER = ["Dấu thời gian", "Đơn vị", "Cán bộ tiếp nhận", "Mức độ hài lòng chung", "Ý kiến khác"]
LEVELS = ["Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng"]


def sheet(rows: int = 40, *, odd: str = "Cũng được lắm", unit: str = "X1") -> bytes:
    """A form's export: 40 answers of one unit, three of them with a label nobody knows."""
    lines = [HEADER]
    for number in range(rows):
        day = date(2026, 9, 14) + timedelta(days=number)
        label = odd if number in (3, 5, 7) else LEVELS[number % 4]
        lines.append([f"{day:%d/%m/%Y} 08:{number % 60:02d}:00", unit, "", label, f"góp ý số {number}"])
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def opened(app: AppTest, **address: str) -> AppTest:
    """The page under an address."""
    app.run()
    app.switch_page(PAGE)
    for name, value in address.items():
        app.query_params[name] = value
    return sound(app.run())


def sound(app: AppTest) -> AppTest:
    """The run, which must have ended without any error."""
    assert not app.exception and not [e.value for e in app.error]
    return app


def upload(app: AppTest, content: bytes, name: str = "phieu thang 9.csv") -> AppTest:
    """The page after a file was chosen."""
    return app.file_uploader[0].upload(name, content, "text/csv").run()


def click(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def metrics(app: AppTest) -> dict[str, str]:
    return {m.label: m.value for m in app.metric}


def runs(home: Home) -> list[Run]:
    ledger = open_ledger(home)
    try:
        return ledger.runs()
    finally:
        ledger.close()


def answered(home: Home, unit: str) -> tuple[int, int]:
    """Responses and answers of a unit in the snapshot in force."""
    with open_snapshot(home).cursor() as cursor:
        found = counts(cursor, authorise(None, home), Filters(unit=unit))
    return (int(found["responses"].sum()), int(found["n"].sum()))


def choose(app: AppTest, label: str, value: str) -> AppTest:
    """The page after another value was chosen in the list of this label."""
    return next(s for s in app.selectbox if s.label == label).select(value).run()


def test_a_file_walks_from_upload_to_undo(tiny_store: Home, app: AppTest) -> None:
    before = answered(tiny_store, "X1")
    upload(opened(app), sheet())
    assert next(t for t in app.text_input if t.label == "Tên nguồn").value == "phieu-thang-9"
    click(sound(app), "import_try")
    assert metrics(sound(app)) == {
        "Dòng trong tệp": "40", "Mới": "40", "Bị sửa": "0", "Bị xoá khỏi tệp": "0", "Như cũ": "0",
        "Phiếu được tính": "37", "Dòng bị loại": "3", "Câu không đọc được": "0",
    }
    rejected = app.dataframe[-1].value
    assert rejected["row"].tolist() == [5, 7, 9]
    assert set(rejected["value"]) == {"Cũng được lắm"}
    assert set(rejected["reason"]) == {"Không đọc được mức hài lòng chung"}
    assert len(runs(tiny_store)) == 1, "a dry run writes nothing"

    click(app, "import_confirm")
    assert "40 phiếu mới" in sound(app).success[0].value
    assert answered(tiny_store, "X1") == (before[0] + 37, before[1] + 37)

    opened(app, task="imports")
    newest = runs(tiny_store)[-1].id
    click(app, f"undo-{newest}")
    app.text_input(key=f"undo-{newest}-reason").set_value("nhập nhầm tệp")
    click(app, f"undo-{newest}-yes")
    assert "Đã hoàn tác" in sound(app).success[0].value
    assert answered(tiny_store, "X1") == before and runs(tiny_store)[-1].withdrawn


def test_an_unknown_label_becomes_a_level_when_a_person_says_so(
    tiny_store: Home, app: AppTest
) -> None:
    upload(opened(app), sheet())
    choose(sound(app), "Cũng được lắm", "3")
    click(app, "import_try")
    assert metrics(sound(app))["Dòng bị loại"] == "0"
    click(app, "import_confirm")
    with open_snapshot(tiny_store).cursor() as cursor:
        assert quality(cursor, authorise(None, tiny_store))["rejected"].sum() == 0


def test_a_known_source_takes_its_next_file_in_two_clicks(tiny_store: Home, app: AppTest) -> None:
    upload(opened(app), sheet())
    click(app, "import_try")
    click(app, "import_confirm")
    choose(sound(app), "Nguồn", "phieu-thang-9")
    upload(app, sheet(45))
    assert metrics(sound(app))["Mới"] == "5" and metrics(app)["Như cũ"] == "40"
    click(app, "import_confirm")
    assert "5 phiếu mới" in sound(app).success[0].value
    upload(choose(app, "Nguồn", "phieu-thang-9"), sheet(45))
    assert any("đã có từ lần nhập trước" in i.value for i in app.info)


def test_a_newcomer_begins_with_units_and_then_answers(empty_store: Home, app: AppTest) -> None:
    opened(app, task="registers")
    assert app.subheader[0].value == "Bắt đầu từ đây"
    units = "mã,tên,loại\nX1,Xã Suối Mơ,xã\nX2,Xã Đá Bạc,xã\n".encode()
    upload(app, units, "don vi.csv")
    click(sound(app), "register_yes")
    assert "2 mục mới" in sound(app).success[0].value
    upload(opened(app, task="answers"), sheet(unit="xã suối mơ"))
    click(sound(app), "import_try")
    click(app, "import_confirm")
    assert answered(empty_store, "X1") == (37, 37)


def test_without_registers_unknown_units_may_be_provisional(empty_store: Home, app: AppTest) -> None:
    upload(opened(app), sheet(unit="Xã Nào Đó"))
    click(sound(app), "import_try")
    click(app, "import_confirm")
    assert answered(empty_store, "Xã Nào Đó") == (37, 37)


def test_one_unit_alone_is_the_unit_of_a_file_that_names_none(
    one_unit_store: Home, app: AppTest
) -> None:
    lines = sheet().decode("utf-8-sig").splitlines()
    kept = "\n".join(",".join(c for i, c in enumerate(line.split(",")) if i != 1) for line in lines)
    upload(opened(app), kept.encode())
    click(sound(app), "import_try")
    assert metrics(sound(app))["Phiếu được tính"] == "37"


def test_a_real_survey_that_names_no_date_comes_in_with_one(
    empty_store: Home, shared: Path, app: AppTest
) -> None:
    file = shared / "data" / "sfo" / "2015_SFO_Customer_Survey_20250817.csv"
    upload(opened(app), file.read_bytes(), file.name)
    assert app.error[0].value.startswith("Hãy chọn cột thời gian") and not app.exception
    app.date_input[0].set_value(date(2015, 5, 15)).run()
    click(sound(app), "import_try")
    assert metrics(sound(app))["Phiếu được tính"] == "2.958"
    click(app, "import_confirm")
    with open_snapshot(empty_store).cursor() as cursor:
        found = counts(cursor, authorise(None, empty_store), Filters())
    assert (found["n"].sum(), found["n4"].sum() + found["n5"].sum()) == (2810, 2248)


def test_a_lost_column_is_held_and_nothing_changes(tiny_store: Home, app: AppTest) -> None:
    upload(opened(app), sheet())
    click(app, "import_try")
    click(app, "import_confirm")
    counted = answered(tiny_store, "X1")
    choose(app, "Nguồn", "phieu-thang-9")
    upload(app, sheet().replace("Mức độ hài lòng chung".encode(), b"Khac"))
    assert "cần người xem" in sound(app).warning[0].value
    click(app, "import_confirm")
    assert answered(tiny_store, "X1") == counted
    opened(app, task="imports")
    assert any("Bảng thiếu hoặc đổi tên" in t.value for t in app.text)


def test_many_vanished_rows_wait_for_a_decision(tiny_store: Home, app: AppTest) -> None:
    upload(opened(app), sheet())
    click(app, "import_try")
    click(app, "import_confirm")
    upload(choose(app, "Nguồn", "phieu-thang-9"), sheet(10))
    click(sound(app), "import_confirm")
    held = runs(tiny_store)[-1]
    assert held.quarantined and held.reason == "mass_removal"
    opened(app, task="imports")
    assert any("biến mất" in t.value for t in sound(app).text)
    assert runs(tiny_store)[-1] == held


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("phieu.csv", b"", "trống"),
        ("phieu.xlsx", b"PK\x03\x04 nothing", "hỏng"),
        ("phieu.csv", b"%PDF-1.7", "PDF"),
    ],
)
def test_a_bad_file_gets_one_sentence_and_stays(
    tiny_store: Home, app: AppTest, name: str, content: bytes, said: str
) -> None:
    upload(opened(app), content, name)
    assert not app.exception and said in app.error[0].value
    assert app.file_uploader[0].value.name == name
    assert not list(tiny_store.path.glob(".upload-*"))


def test_a_wrong_register_names_its_row_and_writes_nothing(tiny_store: Home, app: AppTest) -> None:
    opened(app, task="registers")
    upload(app, "mã,tên\nX9,\n".encode(), "don vi.csv")
    assert "Dòng 2" in app.error[0].value and not app.exception
    assert len(runs(tiny_store)) == 1


def test_what_is_missing_is_said_before_anything_is_tried(tiny_store: Home, app: AppTest) -> None:
    upload(opened(app), sheet())
    choose(app, "Đơn vị", "")
    assert app.error[0].value.startswith("Hãy chọn cột đơn vị")
    assert not app.metric


def test_the_demonstration_is_named_and_can_be_left(demo_store: Home, app: AppTest) -> None:
    opened(app)
    assert any("Đây là dữ liệu minh họa" in m.value for m in app.markdown)
    upload(app, sheet(unit="MH01"))
    click(sound(app), "import_try")
    assert app.button(key="import_confirm").disabled
    click(app, "demo_clear")
    click(app, "demo-yes")
    assert "Đã bỏ dữ liệu minh họa" in sound(app).success[0].value
    assert runs(demo_store) == [] and app.subheader[0].value == "Bắt đầu từ đây"


def test_hostile_headers_and_cells_are_only_words(tiny_store: Home, app: AppTest) -> None:
    content = sheet().replace(b"g\xc3\xb3p \xc3\xbd s\xe1\xbb\x91 1,", b"")
    hostile = content.replace("Ý kiến khác".encode(), b"![x](http://127.0.0.1:9777/x.png)")
    upload(opened(app), hostile)
    assert not any("![x](" in str(m.value) for m in (*app.markdown, *app.caption, *app.warning))


def test_nobody_else_may_read_what_an_import_leaves_behind(empty_store: Home, app: AppTest) -> None:
    upload(opened(app), sheet())
    for path in empty_store.path.rglob("*"):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path
