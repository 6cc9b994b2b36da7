"""So sánh: differences with a verdict in words, over groups that never overlap."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.demo import facts
from data.settings import Home
from pages.shared import text, text_results
from tests.pages.results_pages import opened, said, table_with, without_escapes


def pairs(app: AppTest) -> pd.DataFrame:
    return table_with(app, "name_a", "name_b", "verdict")


def beside(app: AppTest, heading: str) -> pd.DataFrame:
    table = table_with(app, heading).set_index(heading)
    return table.map(without_escapes)


def test_two_units_that_differ_only_by_an_accent_are_two(demo_store: Home, app: AppTest) -> None:
    words = said(opened(app, "compare", **{"with": ["MH11", "MH12"]}))
    assert "Xã Lăng Vân cao hơn Xã Lang Vân 8,0 điểm" in words and "khác biệt rõ" in words
    assert pairs(app)[["n_a", "n_b", "difference"]].values.tolist() == [[3953, 3457, 8.0]]


def test_below_the_minimum_nothing_is_compared(demo_store: Home, app: AppTest) -> None:
    opened(app, "compare", **{"with": ["MH05", "MH09", "MH15"]})
    table = pairs(app)
    assert table["verdict"].tolist() == ["cao hơn rõ", "chưa đủ phiếu", "chưa đủ phiếu"]
    assert table.loc[1:, ["rate_a", "rate_b", "difference"]].isna().all(axis=None)
    assert "Xã Tiên Hòa Hạ và Xã Đá Hoa: chưa đủ phiếu để so" in said(app)
    cells = beside(app, "Tiêu chí")["Xã Đá Hoa"]
    assert all(cell.startswith(("chưa đủ phiếu", "chưa có phiếu")) for cell in cells)


def test_one_unit_stands_against_the_rest_of_its_parent(demo_store: Home, app: AppTest) -> None:
    words = said(opened(app, "compare", **{"with": "MH05"}))
    assert "Xã Tiên Hòa Hạ và phần còn lại của Khu vực Sông Ngân (minh họa) chênh 0,9 điểm" in words
    assert pairs(app)[["n_a", "n_b"]].values.tolist() == [[4342, 59_298 - 4342]]


def test_a_unit_inside_another_is_taken_out_of_it(demo_store: Home, app: AppTest) -> None:
    opened(app, "compare", **{"with": ["MH", "MH05"]}, side="respondent_type")
    assert pairs(app)[["n_a", "n_b"]].values.tolist() == [[59_298 - 4342, 4342]]
    table = beside(app, "Người trả lời")
    assert table.loc["Cá nhân"].tolist() == [
        "88,5 % (n = 47.323)", "89,6 % (n = 3.716) – chưa đủ căn cứ",
    ]


def test_the_filter_on_a_unit_is_the_first_choice(demo_store: Home, app: AppTest) -> None:
    opened(app, "compare", unit="MH05")
    assert app.multiselect(key="choice_with").value == ["MH05"]


@pytest.mark.parametrize(
    ("side", "heading", "row"),
    [("field", "Lĩnh vực", "Tư pháp - Hộ tịch"), ("channel", "Hình thức", "Mã QR"),
     ("criterion", "Tiêu chí", "Tinh thần trách nhiệm")],
)
def test_the_same_questions_stand_side_by_side(
    demo_store: Home, app: AppTest, side: str, heading: str, row: str
) -> None:
    opened(app, "compare", **{"with": ["MH11", "MH12"]}, side=side)
    cells = beside(app, heading).loc[row]
    assert cells.index.tolist() == ["Xã Lăng Vân", "Xã Lang Vân"]
    assert cells["Xã Lang Vân"].endswith("– thấp hơn rõ") and "n = " in cells["Xã Lăng Vân"]


def test_a_new_unit_has_cells_in_words(demo_store: Home, app: AppTest) -> None:
    opened(app, "compare", **{"with": [facts.NEW_UNIT, "MH01"]})
    assert set(beside(app, "Tiêu chí")["Xã Vân Khê"]) == {"chưa có phiếu"}


def test_while_nothing_is_chosen_each_unit_stands_against_the_rest(
    demo_store: Home, app: AppTest
) -> None:
    words = said(opened(app, "compare"))
    assert text_results.CHOOSE in words
    table = table_with(app, "unit_code", "gap").set_index("unit_code")
    assert table.loc[facts.UNIT_EXACTLY_A_QUARTER.code, "verdict"] == "thấp hơn rõ"
    assert pd.isna(table.loc[facts.UNIT_OVER_WITH_FEW.code, "gap"])


def test_the_choice_is_in_the_address_and_never_more_than_six(
    demo_store: Home, app: AppTest
) -> None:
    opened(app, "compare")
    app.multiselect(key="choice_with").set_value(["MH01", "MH02"]).run()
    assert app.query_params["with"] == ["MH01", "MH02"]
    opened(app, "compare", **{"with": [f"MH{number:02d}" for number in range(1, 12)]})
    assert len(app.multiselect(key="choice_with").value) == 6
    assert len(pairs(app)) == 15


def test_the_top_of_the_tree_has_nothing_above_it(demo_store: Home, app: AppTest) -> None:
    assert "không có đơn vị cấp trên" in said(opened(app, "compare", **{"with": "MH"}))


def test_names_from_outside_are_plain(tiny_store: Home, app: AppTest) -> None:
    opened(app, "compare", **{"with": ["X1", "X2"]})
    assert not any("](javascript" in str(m.value) for m in [*app.markdown, *app.caption])


def test_one_unit_alone_has_nothing_to_be_compared_with(
    one_unit_store: Home, app: AppTest
) -> None:
    words = said(opened(app, "compare"))
    assert text_results.ONE_TITLE in words and text_results.NONE_TO_COMPARE in words


def test_an_empty_home_says_what_to_do(empty_store: Home, app: AppTest) -> None:
    assert opened(app, "compare").subheader[0].value == text.EMPTY_TITLE
