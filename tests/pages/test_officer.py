"""Cán bộ: every person beside their own unit, never a rate below the minimum."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.demo import facts
from data.settings import Home
from pages.shared import columns, text, text_results
from pages.shared.doors import asked
from tests.pages.results_pages import (
    bare_store,
    metrics,
    opened,
    said,
    table_with,
    without_escapes,
)

__all__ = ["bare_store"]


def officers(app: AppTest) -> pd.DataFrame:
    return table_with(app, "officer_code", "note").set_index("officer_code")


def test_planted_officers_carry_their_status(demo_store: Home, app: AppTest) -> None:
    table = officers(opened(app, "officer"))
    expected = {
        facts.OFFICER_OVER_WITH_ENOUGH: "▲ Vượt 25 % – đủ căn cứ",
        facts.OFFICER_OVER_WITH_FEW: "△ Vượt 25 % – ít phiếu",
        facts.OFFICER_NEAR_THE_LINE: "◆ Cận ngưỡng",
        facts.OFFICER_EXCELLENT: "● Đạt",
    }
    for planted, status in expected.items():
        row = table.loc[planted.code]
        assert (row["n"], row["low"]) == (planted.n, planted.low)
        assert row["low_rate"] == round(planted.low / planted.n, 3)
        assert without_escapes(row["status"]) == status


def test_below_the_minimum_there_is_a_count_and_no_rate(demo_store: Home, app: AppTest) -> None:
    row = officers(opened(app, "officer")).loc[facts.OFFICER_BELOW_MINIMUM.code]
    assert row["note"] == "chưa đủ phiếu (12/30)"
    assert pd.isna(row[["satisfied_rate", "low_rate", "ci_low", "ci_high", "mean", "gap"]]).all()


def test_two_people_of_one_name_are_told_apart_by_unit(demo_store: Home, app: AppTest) -> None:
    table = officers(opened(app, "officer"))
    first, second = (table.loc[code] for code in facts.SAME_NAME_OFFICERS)
    assert first["officer_name"] == second["officer_name"] == "Nguyễn Thị Thu Hạnh"
    assert first["unit_name"] != second["unit_name"]
    names = {
        code: without_escapes(opened(app, "officer", officer=code).text[0].value)
        for code in facts.SAME_NAME_OFFICERS
    }
    assert "Phường Ngân Khê" in names["MH02-03"] and "Xã Suối Trầm" in names["MH07-04"]


def test_each_is_held_against_the_rest_of_the_own_unit(demo_store: Home, app: AppTest) -> None:
    table = officers(opened(app, "officer", unit="MH06"))
    row = table.loc[facts.OFFICER_OVER_WITH_ENOUGH.code]
    others = table.drop(row.name)
    rest = others["satisfied"].sum() / others["n"].sum()
    assert row["gap"] == round((row["satisfied"] / row["n"] - rest) * 100, 1) == -32.2
    assert row["verdict"] == "thấp hơn rõ"


def test_the_profile_states_facts_and_what_would_change_the_label(
    demo_store: Home, app: AppTest
) -> None:
    words = said(opened(app, "officer", officer=facts.OFFICER_OVER_WITH_ENOUGH.code))
    assert metrics(app) == {
        "Hài lòng": "58,0 %", "Đánh giá thấp": "29,5 %", "Số phiếu": "400",
        "Chênh lệch (điểm)": "−32,2",
    }
    assert "118/400 đánh giá thấp (29,5 %; khoảng tin cậy 25–34 %): vượt 25 %, đủ căn cứ" in words
    assert "Nếu 72 phiếu tiếp theo không phiếu nào đánh giá thấp thì không còn vượt 25 %" in words
    assert "Phần còn lại của Xã Bến Nhãn: 90,2 % (n = 3.954; 89–91 %)" in words


def test_few_answers_say_how_many_more_are_needed(demo_store: Home, app: AppTest) -> None:
    words = said(opened(app, "officer", officer=facts.OFFICER_OVER_WITH_FEW.code))
    assert "thêm 622 phiếu nữa thì đủ căn cứ" in words
    words = said(opened(app, "officer", officer=facts.OFFICER_NEAR_THE_LINE.code))
    assert "Nếu 3 phiếu tiếp theo đều đánh giá thấp thì vượt 25 %" in words


def test_a_profile_below_the_minimum_has_no_rate_of_the_person(
    demo_store: Home, app: AppTest
) -> None:
    words = said(opened(app, "officer", officer=facts.OFFICER_BELOW_MINIMUM.code))
    assert not any("%" in value for value in metrics(app).values())
    assert "Thêm 18 phiếu nữa mới đủ 30 phiếu để nêu tỷ lệ" in words
    fields = table_with(app, "field", "share")
    assert fields["responses"].sum() == 12
    assert all(rate.startswith("chưa đủ phiếu") for rate in fields["rate"])


def test_the_mix_of_fields_adds_up(demo_store: Home, app: AppTest) -> None:
    opened(app, "officer", officer=facts.OFFICER_OVER_WITH_ENOUGH.code)
    fields = table_with(app, "field", "share")
    assert fields["responses"].sum() == 400
    assert fields["responses"].is_monotonic_decreasing
    assert abs(fields["share"].sum() - 1) < 0.005


def test_one_unit_alone(one_unit_store: Home, app: AppTest) -> None:
    table = officers(opened(app, "officer"))
    assert table.loc["A1", ["n", "satisfied", "low"]].tolist() == [46, 40, 0]
    assert table.loc["A2", "note"] == "chưa đủ phiếu (14/30)"
    assert table.loc["A1", "verdict"] == "chưa đủ phiếu"


def test_forms_without_an_officer_say_so(bare_store: Home, app: AppTest) -> None:
    assert text_results.NO_OFFICERS_BODY in said(opened(app, "officer"))


def test_names_from_outside_are_plain(tiny_store: Home, app: AppTest) -> None:
    opened(app, "officer", officer="A2")
    assert app.header[0].value.startswith(r"\# 100\%")
    assert "<b>" not in app.header[0].value.replace(r"\<b\>", "")


def test_an_empty_home_says_what_to_do(empty_store: Home, app: AppTest) -> None:
    assert opened(app, "officer").subheader[0].value == text.EMPTY_TITLE


def test_of_a_long_table_the_lowest_rates_are_drawn_and_the_file_holds_all(
    demo_store: Home, app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    everyone = officers(opened(app, "officer"))
    monkeypatch.setattr(columns, "MOST_ROWS", 10)
    monkeypatch.setattr(columns, "FIRST_ROWS", 4)
    asked._FIGURES.clear()
    drawn = officers(opened(app, "officer"))
    assert list(drawn["satisfied_rate"]) == sorted(everyone["satisfied_rate"].dropna())[:4]
    assert text.FIRST_ROWS.format(shown=4, n=len(everyone)) in said(app)
