"""Đơn vị: the planted facts of the demonstration, one unit alone, an empty home."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.demo import facts
from data.settings import Home
from pages.shared import text, text_results
from tests.pages.results_pages import bare_store, metrics, opened, said, table_with

__all__ = ["bare_store"]


def units(app: AppTest) -> pd.DataFrame:
    return table_with(app, "unit_code", "note").set_index("unit_code")


def test_every_unit_stands_in_the_table_with_its_status(demo_store: Home, app: AppTest) -> None:
    table = units(opened(app, "unit"))
    assert list(table.index) == [f"MH{number:02d}" for number in range(1, 18)]
    quarter = table.loc[facts.UNIT_EXACTLY_A_QUARTER.code]
    assert (quarter["low"], quarter["n"], quarter["low_rate"]) == (400, 1600, 0.25)
    assert quarter["status"] == "◆ Cận ngưỡng"
    assert "Cao nhất Xã Lăng Vân 96,0 %, thấp nhất Xã Gò Sen 60,2 %" in said(app)


def test_no_rate_is_shown_below_the_minimum(demo_store: Home, app: AppTest) -> None:
    few = units(opened(app, "unit")).loc[facts.UNIT_OVER_WITH_FEW.code]
    assert few["n"] == 24
    assert pd.isna(few[["satisfied_rate", "low_rate", "ci_low", "ci_high", "mean"]]).all()
    assert "2 đơn vị chưa đủ 30 phiếu" in said(app)


def test_merged_and_new_units_say_so(demo_store: Home, app: AppTest) -> None:
    table = units(opened(app, "unit"))
    assert table.loc[facts.MERGED_UNIT, "note"] == "Sáp nhập vào Xã Đồng Mây từ 01/11/2025"
    assert table.loc[facts.NEW_UNIT, "note"] == (
        "Đơn vị mới, hiệu lực từ 01/11/2026 · chưa có phiếu"
    )


def test_the_funnel_is_in_the_address(demo_store: Home, app: AppTest) -> None:
    opened(app, "unit")
    app.segmented_control(key="choice_show").set_value("funnel").run()
    assert app.query_params["show"] == "funnel"
    assert "2 trong 15 đơn vị nằm ngoài phễu" in said(app)
    assert "lần phương sai" in said(app)
    app.segmented_control(key="choice_show").set_value("rate").run()
    assert "show" not in app.query_params


def test_a_link_with_the_funnel_opens_the_funnel(demo_store: Home, app: AppTest) -> None:
    assert "nằm ngoài phễu" in said(opened(app, "unit", show="funnel"))


@pytest.mark.parametrize("value", ["x' OR 1=1 --", "Phễu", "\x00", "A" * 100_000])
def test_an_unknown_way_to_look_is_the_first_one(
    tiny_store: Home, app: AppTest, value: str
) -> None:
    opened(app, "unit", show=value)
    assert app.segmented_control(key="choice_show").value == "rate"


def test_a_profile_names_the_drop_and_the_gap_to_the_rest(demo_store: Home, app: AppTest) -> None:
    words = said(opened(app, "unit", unit=facts.DROP_UNIT))
    assert "Xã Tiên Hòa Hạ giảm rõ từ tháng 6/2026" in words
    assert "thuộc Khu vực Sông Ngân (minh họa) · mô hình bắt đầu 01/05/2026" in words
    assert metrics(app) == {
        "Hài lòng": "89,5 %", "Đánh giá thấp": "4,2 %", "Số phiếu": "4.400",
        "Chênh lệch (điểm)": "+0,9",
    }
    assert "Cả 6 kỳ gần nhất đã đủ số phiếu phải lấy" in words
    assert "So với phần còn lại của Khu vực Sông Ngân (minh họa): 5 tiêu chí cao hơn rõ" in words


def test_a_profile_leads_back_to_every_unit(demo_store: Home, app: AppTest) -> None:
    opened(app, "unit", unit=facts.DROP_UNIT, period="all")
    back = next(b for b in app.button if b.label == text_results.BACK_TO_UNITS)
    back.click().run()
    assert not app.exception and not app.error
    assert "unit" not in app.query_params
    assert len(units(app)) == 17


def test_a_profile_shows_the_burst(demo_store: Home, app: AppTest) -> None:
    words = said(opened(app, "unit", unit=facts.BURST_UNIT))
    assert "45 phiếu từ 10:00 đến 10:09, 45 phiếu cùng một mức" in words


def test_the_successor_says_what_it_took_in(demo_store: Home, app: AppTest) -> None:
    assert "nhận Xã Rừng Thông từ 01/11/2025" in said(opened(app, "unit", unit=facts.MERGED_INTO))


def test_a_profile_below_the_minimum_has_no_rate(demo_store: Home, app: AppTest) -> None:
    opened(app, "unit", unit=facts.UNIT_OVER_WITH_FEW.code)
    shown = metrics(app)
    assert shown["Hài lòng"] == shown["Đánh giá thấp"] == "–"
    assert said(app).count("chưa đủ phiếu (24/30)") == 2
    assert not any("%" in value for value in shown.values())
    assert "△ Vượt 25 % – ít phiếu" in said(app)


def test_a_new_unit_without_responses_has_a_sentence(demo_store: Home, app: AppTest) -> None:
    words = said(opened(app, "unit", unit=facts.NEW_UNIT))
    assert "Xã Vân Khê chưa có phiếu nào khớp bộ lọc" in words
    assert "Đơn vị mới, hiệu lực từ 01/11/2026" in words
    assert not app.metric


def test_the_whole_shows_its_profile_and_the_units_under_it(demo_store: Home, app: AppTest) -> None:
    opened(app, "unit", unit=facts.ROOT)
    assert metrics(app)["Số phiếu"] == "60.000"
    assert len(units(app)) == 17


def test_an_unknown_unit_is_named_and_the_whole_is_shown(demo_store: Home, app: AppTest) -> None:
    opened(app, "unit", unit="MH99")
    assert [w.value for w in app.warning] == [text.BAD_VALUE.format(name=text.LABELS["unit"])]
    assert len(units(app)) == 17


def test_comments_of_a_unit_are_plain_and_masked(tiny_store: Home, app: AppTest) -> None:
    opened(app, "unit", unit="X1")
    assert any("<script>alert(1)</script>" in t.value for t in app.text)
    assert not any("<script>" in str(m.value) for m in app.markdown)


def test_hostile_names_are_never_read_as_markup(tiny_store: Home, app: AppTest) -> None:
    opened(app, "unit", unit="X2")
    assert "](" not in app.header[0].value and r"\[Bấm\]\(javascript\:" in app.header[0].value


def test_one_unit_alone_opens_its_profile(one_unit_store: Home, app: AppTest) -> None:
    opened(app, "unit")
    assert metrics(app) == {
        "Hài lòng": "75,0 %", "Đánh giá thấp": "15,0 %", "Số phiếu": "60",
    }
    assert "Cao nhất" not in app.subheader[0].value


def test_a_bare_form_still_makes_a_profile(bare_store: Home, app: AppTest) -> None:
    opened(app, "unit")
    assert metrics(app) == {"Hài lòng": "100,0 %", "Đánh giá thấp": "0,0 %", "Số phiếu": "30"}


def test_an_empty_home_says_what_to_do(empty_store: Home, app: AppTest) -> None:
    assert opened(app, "unit").subheader[0].value == text.EMPTY_TITLE


def test_nothing_in_the_period_says_so(tiny_store: Home, app: AppTest) -> None:
    opened(app, "unit", **{"from": "2020-01-01", "to": "2020-12-31"})
    assert app.subheader[0].value == text.NOTHING_TITLE
