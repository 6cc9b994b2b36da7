"""The frame: guard, empty states, the error boundary, what stands around a page."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.settings import Home
from pages.shared import text

PAGE = "pages/results/overview.py"
PAGE_FILE = str(Path(__file__).resolve().parents[2] / PAGE)


def words(app: AppTest) -> str:
    """Everything a run put on the screen as text."""
    kinds = (app.title, app.caption, app.markdown, app.text, app.error, app.warning, app.subheader)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def line(app: AppTest) -> str:
    """Whose data, which period, how many."""
    return next(str(c.value) for c in app.caption if " · " in str(c.value))


def test_the_first_page_names_whose_data_which_period_and_how_many(
    tiny_store: Home, app: AppTest
) -> None:
    app.run()
    assert not app.exception and not app.error
    assert app.title[0].value == text.PAGES["overview"][0]
    assert line(app) == "Toàn bộ đơn vị · Từ đầu · 68 phiếu"


def test_the_foot_says_age_changes_and_method(tiny_store: Home, app: AppTest) -> None:
    app.run()
    foot = app.caption[-1].value
    assert "cập nhật vừa xong" in foot
    assert "0 phiếu bị sửa và 0 phiếu bị xoá" in foot
    assert app.expander[-1].label == text.HOW


def test_an_empty_home_says_what_to_do(empty_store: Home, app: AppTest) -> None:
    app.run()
    assert not app.exception and not app.error
    assert app.subheader[0].value == text.EMPTY_TITLE
    assert app.text[0].value == text.EMPTY_BODY


def test_one_unit_alone_opens(one_unit_store: Home, app: AppTest) -> None:
    app.run()
    assert not app.exception and not app.error
    assert line(app).endswith("60 phiếu")


def test_a_page_outside_the_frame_shows_one_sentence_and_no_figure(tiny_store: Home) -> None:
    bare = AppTest.from_file(PAGE_FILE, default_timeout=120).run()
    assert [e.value for e in bare.error] == [text.NO_FRAME]
    assert not bare.title and not bare.dataframe and not bare.exception


def test_a_page_opened_before_the_first_run_still_passes_the_frame(
    tiny_store: Home, app: AppTest
) -> None:
    app.switch_page(PAGE)
    app.run()
    assert not app.exception and not app.error
    assert "68 phiếu" in line(app)


def test_a_client_on_another_machine_sees_only_why_not(
    tiny_store: Home, app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.shared.signin.is_local", lambda: False)
    app.run()
    assert [e.value for e in app.error] == [text.NOT_LOCAL]
    assert not app.title and not app.caption


def test_an_error_shows_a_number_that_the_log_explains_and_nothing_of_its_text(
    tiny_store: Home, app: AppTest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("hunter2")

    monkeypatch.setattr("pages.shared.cached.counts", broken)
    with caplog.at_level(logging.ERROR, logger="survey"):
        app.run()
    number = next(r.args[0] for r in caplog.records if r.name == "survey")
    assert str(number) in app.error[0].value
    assert not app.exception
    assert "hunter2" not in words(app)
    assert "hunter2" in caplog.text


def test_names_from_outside_are_never_read_as_markup(tiny_store: Home, app: AppTest) -> None:
    app.query_params["unit"] = "X2"
    app.run()
    said = line(app)
    assert "](" not in said and "\\[Bấm\\]\\(javascript\\:" in said
