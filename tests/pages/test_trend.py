"""Xu hướng: since when, which periods are unusual, several units beside each other."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis.periods import label
from data.demo import facts
from data.settings import Home
from pages.shared import text, text_results
from tests.pages.results_pages import opened, said, table_with


def periods(app: AppTest) -> pd.DataFrame:
    return table_with(app, "period", "change_word").set_index("period")


def test_the_drop_is_in_the_title_and_its_months_are_unusual(
    demo_store: Home, app: AppTest
) -> None:
    words = said(opened(app, "trend", unit=facts.DROP_UNIT))
    assert "Xã Tiên Hòa Hạ giảm rõ từ tháng 6/2026" in words
    assert "Tháng 6/2026: 78,4 %, ngoài mức dao động thường thấy 84–95 %" in words
    june = periods(app).loc[label("2026-06")]
    assert (june["change_word"], june["signal"]) == ("giảm rõ", "ngoài giới hạn")


def test_model_starts_and_the_merger_are_marked(demo_store: Home, app: AppTest) -> None:
    words = said(opened(app, "trend"))
    assert "01/05/2025 – 2 đơn vị bắt đầu mô hình" in words
    assert "01/05/2026 – 13 đơn vị bắt đầu mô hình" in words
    assert "01/11/2025 – Xã Rừng Thông vào Xã Đồng Mây" in words


def test_the_mark_of_one_unit_names_only_what_touches_it(demo_store: Home, app: AppTest) -> None:
    words = said(opened(app, "trend", unit=facts.MERGED_INTO))
    assert "01/11/2025 – nhận Xã Rừng Thông" in words
    assert "đơn vị bắt đầu mô hình" not in words


@pytest.mark.parametrize(
    ("kind", "count", "last"),
    [("month", 24, "2026-11"), ("quarter", 9, "2026-Q4"), ("half", 5, "2026-H2"),
     ("year", 3, "2026"), ("week", 103, "2026-W47"), ("day", 718, "2026-11-19")],
)
def test_each_kind_of_period_adds_up(
    demo_store: Home, app: AppTest, kind: str, count: int, last: str
) -> None:
    table = periods(opened(app, "trend", by=kind))
    assert table["n"].sum() == 59_298
    assert (len(table), table.index[0]) == (count, label(last))


def test_the_kind_of_period_is_in_the_address(demo_store: Home, app: AppTest) -> None:
    opened(app, "trend")
    app.segmented_control(key="choice_by").set_value("quarter").run()
    assert app.query_params["by"] == "quarter"
    app.segmented_control(key="choice_by").set_value("month").run()
    assert "by" not in app.query_params


def test_no_rate_below_the_minimum(demo_store: Home, app: AppTest) -> None:
    table = periods(opened(app, "trend", unit=facts.UNIT_OVER_WITH_FEW.code))
    assert table["n"].sum() == 24
    assert table[["satisfied_rate", "low_rate", "ci_low", "ci_high", "change"]].isna().all(axis=None)
    assert set(table["change_word"]) == {"chưa so được"}


def test_several_units_stand_side_by_side_and_in_the_address(
    demo_store: Home, app: AppTest
) -> None:
    opened(app, "trend")
    app.multiselect(key="choice_with").set_value(["MH05", "MH01", "MH16"]).run()
    assert app.query_params["with"] == ["MH05", "MH01", "MH16"]
    table = table_with(app, "unit_code", "period")
    assert table["unit_code"].unique().tolist() == ["MH05", "MH01", "MH16"]
    assert "trong 3 đơn vị có kỳ khác thường" in said(app)


def test_a_link_may_name_unknown_units_and_too_many(demo_store: Home, app: AppTest) -> None:
    codes = ["ZZ", "MH05", "MH05", *(f"MH{number:02d}" for number in range(1, 18))]
    opened(app, "trend", **{"with": codes})
    chosen = app.multiselect(key="choice_with").value
    assert len(chosen) == text_results.MOST_UNITS and chosen[:2] == ["MH05", "MH01"]


def test_an_empty_unit_says_so(demo_store: Home, app: AppTest) -> None:
    opened(app, "trend", unit=facts.NEW_UNIT)
    assert app.subheader[0].value == text.NOTHING_TITLE


def test_one_unit_alone_has_too_few_periods_for_a_rule(one_unit_store: Home, app: AppTest) -> None:
    words = said(opened(app, "trend"))
    assert "Mới có 2 kỳ có phiếu; từ 6 kỳ trở lên mới xét kỳ khác thường" in words
    assert periods(app)["n"].to_dict() == {"Tháng 10/2026": 15, "Tháng 9/2026": 45}
    assert not app.multiselect


def test_an_empty_home_says_what_to_do(empty_store: Home, app: AppTest) -> None:
    assert opened(app, "trend").subheader[0].value == text.EMPTY_TITLE
