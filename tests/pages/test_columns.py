"""A table on the screen: fewer columns than its file, and a word that it goes on sideways."""

from __future__ import annotations

import pandas as pd

from pages.shared.columns import configured, order, shown, size


def test_both_ends_of_an_interval_are_one_column_on_the_screen() -> None:
    frame = pd.DataFrame({"n": [40, 3], "ci_low": [0.8404, None], "ci_high": [0.8999, None]})
    assert order(frame.columns) == ["n", "interval"]
    assert shown(frame)["interval"].to_pylist() == ["84–90\u00a0%", "–"]


def test_a_table_wider_than_a_phone_says_that_it_goes_on() -> None:
    assert size(24, 3) == "24 dòng"
    assert size(24, 8) == "24 dòng × 8 cột; màn hình hẹp thì vuốt ngang để xem hết"
    assert size(2_000, 8).startswith("Hiện 200 trong 2.000 dòng")


def test_whole_numbers_that_may_be_missing_stay_whole_on_the_screen() -> None:
    frame = pd.DataFrame({"more_needed": pd.array([3, None], dtype="Int64"), "period": ["2026-05", None]})
    drawn = shown(frame, open=["Mở", "Mở"])
    assert drawn["more_needed"].to_pylist() == [3, None] and str(drawn["more_needed"].type) == "int64"
    assert drawn["period"].to_pylist() == ["Tháng 5/2026", None]
    assert drawn["open"].to_pylist() == ["Mở", "Mở"]


def test_a_column_of_several_kinds_of_values_is_left_to_streamlit() -> None:
    drawn = shown(pd.DataFrame({"value": ["x", 3], "share": [0.12345, None]}))
    assert isinstance(drawn, pd.DataFrame) and drawn["value"].tolist() == ["x", 3]
    assert drawn["share"].iloc[0] == 0.123


def test_columns_of_one_kind_are_written_the_same_way_and_labels_tell_them_apart() -> None:
    frame = pd.DataFrame({"n": [1], "q_1": [5]})
    assert configured(frame)["q_1"]["label"] == "q_1"
    frame.attrs["labels"] = {"q_1": "Thái độ"}
    assert configured(frame)["q_1"]["label"] == "Thái độ"
    assert configured(frame.astype({"n": bool}))["n"]["type_config"]["type"] == "checkbox"
