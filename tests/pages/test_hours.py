"""Giờ cao điểm: when people come, and when they are not content."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from data.settings import Home
from pages.shared import text, text_results
from tests.pages.results_pages import bare_store, opened, said, table_with

__all__ = ["bare_store"]


def test_every_response_is_in_one_slot(demo_store: Home, app: AppTest) -> None:
    words = said(opened(app, "hours"))
    table = table_with(app, "weekday", "hour", "responses")
    assert table["responses"].sum() == 60_000
    first = table.iloc[0]
    assert (first["weekday"], first["hour"], first["n"]) == ("Thứ Hai", 9, 2905)
    assert "Đông nhất: Thứ Hai, 9–10 giờ, 2.905 câu trả lời" in words
    assert text_results.NONE_OUTSIDE in words


def test_an_hour_is_called_weak_only_with_evidence(demo_store: Home, app: AppTest) -> None:
    assert text_results.NO_WORST_HOUR in said(opened(app, "hours"))


def test_no_rate_below_the_minimum(demo_store: Home, app: AppTest) -> None:
    table = table_with(opened(app, "hours", unit="MH15"), "weekday", "hour", "responses")
    assert table["responses"].sum() == 24
    assert table[["low_rate", "satisfied_rate"]].isna().all(axis=None)


def test_one_unit_alone(one_unit_store: Home, app: AppTest) -> None:
    words = said(opened(app, "hours"))
    table = table_with(app, "weekday", "hour", "responses")
    assert table["n"].sum() == 60 and table["low"].sum() == 9
    closed = table[table["weekday"] == "Chủ Nhật"]["responses"].sum()
    assert closed and "gửi ngoài giờ làm việc" in words


def test_forms_without_an_hour_say_so(bare_store: Home, app: AppTest) -> None:
    words = said(opened(app, "hours"))
    assert text_results.NO_HOURS_TITLE in words and text_results.NO_HOURS_BODY in words


def test_an_empty_home_says_what_to_do(empty_store: Home, app: AppTest) -> None:
    assert opened(app, "hours").subheader[0].value == text.EMPTY_TITLE


def test_an_empty_unit_says_so(demo_store: Home, app: AppTest) -> None:
    opened(app, "hours", unit="MH17")
    assert app.subheader[0].value == text.NOTHING_TITLE
