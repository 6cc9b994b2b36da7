"""Tiêu chí: which criterion drags, where, and what goes with low general answers."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from data.demo import facts
from data.settings import Home
from pages.shared import text, text_results
from tests.pages.results_pages import bare_store, opened, said, table_with

__all__ = ["bare_store"]

SETS = facts.CRITERION_SETS


def test_the_dragging_criterion_is_named_first(demo_store: Home, app: AppTest) -> None:
    words = said(opened(app, "criterion"))
    assert "Bị đánh giá thấp nhiều nhất: Tiếp cận dịch vụ: thủ tục hành chính, 9,8 %" in words
    table = table_with(app, "criterion", "n1", "n").set_index("criterion")
    low = (table["n1"] + table["n2"]) / table["n"]
    assert low.idxmax() == facts.DRAGGING_CRITERION
    assert len(table) == 5


def test_each_questionnaire_is_looked_at_by_itself(demo_store: Home, app: AppTest) -> None:
    opened(app, "criterion")
    assert "40.403 phiếu. Mỗi bộ tiêu chí hỏi khác nhau" in said(app)
    friendly = SETS[facts.FRIENDLY]
    app.selectbox(key="choice_set").select(friendly).run()
    assert app.query_params["set"] == friendly
    assert "7.696 phiếu. Mỗi bộ tiêu chí hỏi khác nhau" in said(app)
    assert len(table_with(app, "criterion", "n1", "n")) == 8


def test_the_filter_on_a_questionnaire_wins(demo_store: Home, app: AppTest) -> None:
    opened(app, "criterion", criterion_set=SETS[facts.SIPAS])
    assert "choice_set" not in [s.key for s in app.selectbox]
    assert len(table_with(app, "criterion", "n1", "n")) == 5


def test_all_questionnaires_together_are_possible(demo_store: Home, app: AppTest) -> None:
    opened(app, "criterion", set="all")
    assert len(table_with(app, "criterion", "n1", "n")) == 18


def test_a_unit_by_criterion_has_a_cell_each(demo_store: Home, app: AppTest) -> None:
    cells = table_with(opened(app, "criterion"), "unit_code", "criterion", "n")
    assert len(cells) == 16 * 5
    few = cells[cells["unit_code"] == facts.UNIT_OVER_WITH_FEW.code]
    assert (few["n"] <= 24).all()
    assert "Thái độ tiếp xúc và giải quyết công việc ở Xã Gò Sen" in said(app)


def test_what_goes_with_low_answers_is_counted_over_the_same_people(
    demo_store: Home, app: AppTest
) -> None:
    found = table_with(opened(app, "criterion"), "both_low", "criterion_low")
    first = found.iloc[0]
    assert first["criterion"] == "attitude"
    assert first["rate_when_low"] == round(first["both_low"] / first["criterion_low"], 3)
    assert (found["both_low"] <= found[["criterion_low", "overall_low"]].min(axis=1)).all()
    assert "Đi cùng đánh giá chung thấp nhiều nhất: Thái độ tiếp xúc" in said(app)


def test_ticked_facts_stand_with_how_many_were_asked(demo_store: Home, app: AppTest) -> None:
    words = said(opened(app, "criterion"))
    table = table_with(app, "option_label", "ticked")
    assert table["asked"].tolist() == [40_403] * 3
    assert f"{table['ticked'].sum()} lượt đánh dấu trong 40.403 phiếu được hỏi" in words
    assert "chưa được xác minh" in words


def test_one_unit_alone(one_unit_store: Home, app: AppTest) -> None:
    words = said(opened(app, "criterion"))
    # every attitude answer is one level below the general one: 15 of 60 are low
    assert "Bị đánh giá thấp nhiều nhất: Thái độ tiếp xúc và giải quyết công việc, 25,0 %" in words
    assert "phiếu được hỏi" not in words  # the table has no column of facts to tick


@pytest.mark.parametrize("value", ["x' OR 1=1 --", "\x00", "A" * 100_000])
def test_an_unknown_questionnaire_is_the_first_one(
    demo_store: Home, app: AppTest, value: str
) -> None:
    opened(app, "criterion", set=value)
    assert app.selectbox(key="choice_set").value == SETS[facts.NAM_DONG]


def test_a_form_with_the_general_question_only_says_so(bare_store: Home, app: AppTest) -> None:
    assert text_results.NO_CRITERIA_BODY in said(opened(app, "criterion"))


def test_an_empty_home_says_what_to_do(empty_store: Home, app: AppTest) -> None:
    assert opened(app, "criterion").subheader[0].value == text.EMPTY_TITLE
