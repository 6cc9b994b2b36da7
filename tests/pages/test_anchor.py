"""Mã niêm phong: the seal of today, a printed one compared, and the banner when something is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from data import accounts
from data.anchor import keep_anchor, kept_anchors
from data.backup_log import keep_backup
from data.commands.run import main
from data.ledger import open_ledger
from data.ledger.accounts import Account
from data.settings import Home
from data.verdict import check
from pages.shared import text_record as words

PAGE = "pages/oversight/anchor.py"
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def opened(app: AppTest) -> AppTest:
    """The page."""
    app.run()
    app.switch_page(PAGE)
    app.run()
    assert not app.exception
    return app


def sealed(app: AppTest) -> AppTest:
    """The page after somebody made a seal."""
    opened(app).button(key="seal").click().run()
    assert not app.exception
    return app


def compared(app: AppTest, printed: str) -> AppTest:
    """The page after somebody pasted a line."""
    app.text_area(key="printed").set_value(printed)
    next(one for one in app.button if one.label == words.COMPARE_DO).click()
    app.run()
    assert not app.exception
    return app


def spoil(home: Home) -> None:
    """Changes an event as the owner of the file could, and lets the check find it."""
    ledger = open_ledger(home)
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER event_refuses_update")
        connection.exec_driver_sql("UPDATE event SET detail = 'x' WHERE seq = 2")
    assert not check(ledger, home, NOW, full=True).sound


def test_opening_the_page_makes_no_seal(tiny_store: Home, app: AppTest) -> None:
    opened(app).run()
    assert not app.code and words.SEAL_NEVER in [text.value for text in app.text]
    assert kept_anchors(tiny_store) == []


def test_the_newest_seal_is_shown_until_somebody_makes_another(
    tiny_store: Home, app: AppTest
) -> None:
    earlier = keep_anchor(open_ledger(tiny_store), tiny_store, NOW - timedelta(days=3))
    assert opened(app).code[0].value == earlier["line"]
    assert app.subheader[0].value == "Mã niêm phong ngày 17/11/2026"
    assert len(kept_anchors(tiny_store)) == 1
    assert sealed(app).code[0].value == kept_anchors(tiny_store)[1]["line"] != earlier["line"]


def test_a_seal_somebody_makes_is_shown_and_kept(tiny_store: Home, app: AppTest) -> None:
    sealed(app)
    assert not app.error
    (kept,) = kept_anchors(tiny_store)
    assert app.code[0].value == kept["line"]
    assert app.subheader[0].value == "Mã niêm phong ngày 20/11/2026"
    assert [b.label for b in app.get("download_button")][:2] == [words.SEAL_QR, words.SEAL_JSON]
    assert "niêm phong gần nhất 20/11/2026" in app.caption[-1].value.replace("\\", "")


def test_a_printed_seal_is_compared_in_words(tiny_store: Home, app: AppTest) -> None:
    sealed(app)
    line = app.code[0].value
    assert "Khớp" in compared(app, f"{line[:40]}\n{line[40:]}").success[0].value
    assert "Chữ ký không đúng" in compared(app, line.replace("2026-11-20", "2026-11-19")).error[0].value
    assert "NP1:" in compared(app, "abc").error[0].value
    assert "khoá khác" in compared(app, line[:-4] + "0000").error[0].value


def test_a_seal_of_a_record_that_was_cut_off_does_not_fit(tiny_store: Home, app: AppTest) -> None:
    sealed(app)
    line = app.code[0].value
    with open_ledger(tiny_store).engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER event_refuses_delete")
        connection.exec_driver_sql("DELETE FROM event WHERE seq > 3")
    assert "Sổ dừng ở sự kiện số 3" in compared(app, line).error[0].value


def test_an_empty_record_has_nothing_to_seal(empty_store: Home, app: AppTest) -> None:
    opened(app)
    assert app.subheader[0].value == words.SEAL_NONE
    assert not [b for b in app.button if b.key == "seal"]


def test_a_record_that_was_emptied_is_held_against_a_printed_seal(
    tiny_store: Home, app: AppTest
) -> None:
    sealed(app)
    line = app.code[0].value
    for file in tiny_store.path.glob("ledger.sqlite*"):
        file.unlink()
    opened(app)
    assert app.subheader[0].value == words.SEAL_NONE
    assert "Sổ dừng ở sự kiện số 0" in compared(app, line).error[0].value


def test_a_red_banner_stands_on_every_page_until_the_record_is_sound(
    tiny_store: Home, app: AppTest
) -> None:
    app.run()
    assert not app.error
    spoil(tiny_store)
    for page in ("pages/results/overview.py", "pages/admin/export.py", PAGE):
        app.switch_page(page)
        app.run()
        assert "số 2 đã bị sửa" in app.error[0].value.replace("\\", "")


def test_a_book_says_on_its_cover_that_the_record_was_changed(
    tiny_store: Home, tmp_path: Path
) -> None:
    book = tmp_path / "so-lieu.xlsx"
    spoil(tiny_store)
    assert main(["table", "satisfaction", "--format", "xlsx", "--out", str(book)]) == 0
    cover = load_workbook(BytesIO(book.read_bytes())).worksheets[0]
    assert any("số 2 đã bị sửa" in str(cell.value) for row in cover.iter_rows() for cell in row)


def said(app: AppTest) -> str:
    """Every sentence and card below the heading of the copies."""
    assert words.BACKUP in [heading.value for heading in app.subheader]
    shown = (*app.info, *app.warning, *app.error, *app.caption, *app.metric)
    return " ".join(f"{getattr(one, 'label', '')} {one.value}" for one in shown).replace("\\", "").replace("\u2060", "")


def test_the_page_says_how_the_nightly_copies_are_doing(
    tiny_store: Home, app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Đặt SURVEY_BACKUP=THƯ_MỤC" in said(opened(app))
    folder = tmp_path / "sao-luu"
    monkeypatch.setenv("SURVEY_BACKUP", str(folder))
    never = said(opened(app))
    assert words.BACKUP_LATE.replace("`", "") in never.replace("`", "") and "chưa có" in never
    ledger = open_ledger(tiny_store)
    keep_backup(ledger, tiny_store, folder, NOW - timedelta(hours=3))
    good = said(opened(app))
    for wanted in ("20/11/2026 06:00", "3 giờ trước, trong thư mục “sao-luu”", "khớp", "1/7 ngày", "1/5 tuần · 1/12 tháng"):
        assert wanted in good, wanted
    assert not app.warning and not app.error and str(tmp_path) not in good
    (tmp_path / "file").write_text("x")
    keep_backup(ledger, tiny_store, tmp_path / "file" / "x", NOW - timedelta(hours=1))
    assert "Lần sao lưu 20/11/2026 08:00 hỏng: Không ghi được vào “x”." in said(opened(app)) and app.error


def test_only_who_may_see_the_process_is_told_about_copies(tiny_store: Home, app: AppTest) -> None:
    for person in (Account("quan.tri", "admin"), Account("lan", "leader", units=("X1",)), Account("gs", "observer")):
        accounts.add_account(open_ledger(tiny_store), person, "thử", NOW)
    app.user = {"account": "lan"}
    assert words.BACKUP not in [one.value for one in opened(app).subheader]
    app.user = {"account": "gs"}
    assert words.BACKUP in [one.value for one in opened(app).subheader]
