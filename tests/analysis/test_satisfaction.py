"""Counts to rates: worked numbers, contract columns, and groups with nothing in them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.satisfaction import (
    COUNT_COLUMNS,
    Total,
    keys_of,
    rolled_up,
    summed,
    total,
    with_rates,
)
from analysis.text.labels import LEVELS, NO_ANSWER, level

CONTRACT = [
    "responses",
    "n",
    "n1",
    "n2",
    "n3",
    "n4",
    "n5",
    "satisfied",
    "low",
    "satisfied_rate",
    "low_rate",
    "mean",
    "ci_low",
    "ci_high",
]


def counts(*rows: tuple[object, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(
        list(rows), columns=["unit_code", "responses", "n1", "n2", "n3", "n4", "n5", "n"]
    )
    return frame.astype(dict.fromkeys(COUNT_COLUMNS, "int64") | {"unit_code": "str"})


def test_a_whole_adds_its_rows_up() -> None:
    whole = summed(counts(("A", 12, 1, 1, 2, 3, 3, 10), ("B", 9, 0, 0, 0, 4, 4, 8)))
    assert whole == Total(21, 18, 14, 2) and whole.satisfied_rate == 14 / 18
    assert np.isnan(summed(counts()).satisfied_rate)


def test_rates_of_a_unit_worked_by_hand() -> None:
    row = with_rates(counts(("A", 12, 1, 1, 2, 3, 3, 10))).iloc[0]
    assert (row["satisfied"], row["low"], row["n"], row["responses"]) == (6, 2, 10, 12)
    assert (row["satisfied_rate"], row["low_rate"]) == (0.6, 0.2)
    assert row["mean"] == pytest.approx((1 + 2 + 6 + 12 + 15) / 10)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((0.3127, 0.8318), abs=5e-5)


def test_columns_stand_in_the_order_of_the_contract() -> None:
    frame = with_rates(counts(("A", 1, 0, 0, 0, 0, 1, 1)))
    assert list(frame.columns) == ["unit_code", *CONTRACT]
    assert keys_of(frame) == ["unit_code"]


def test_a_unit_without_answers_has_no_rate_rather_than_zero() -> None:
    row = with_rates(counts(("A", 4, 0, 0, 0, 0, 0, 0))).iloc[0]
    assert row["responses"] == 4
    assert row[["satisfied_rate", "low_rate", "mean", "ci_low", "ci_high"]].isna().all()


def test_no_units_give_an_empty_typed_frame() -> None:
    frame = with_rates(counts())
    assert list(frame.columns) == ["unit_code", *CONTRACT]
    assert len(frame) == 0
    assert {frame[name].dtype for name in CONTRACT[:9]} == {np.dtype("int64")}
    assert {frame[name].dtype for name in CONTRACT[9:]} == {np.dtype("float64")}


def test_all_fives_and_all_ones_reach_the_ends() -> None:
    frame = with_rates(counts(("A", 9, 0, 0, 0, 0, 9, 9), ("B", 9, 9, 0, 0, 0, 0, 9)))
    assert frame["satisfied_rate"].tolist() == [1.0, 0.0]
    assert frame["low_rate"].tolist() == [0.0, 1.0]
    assert frame["mean"].tolist() == [5.0, 1.0]
    assert frame["ci_high"].tolist()[0] == 1.0 and frame["ci_low"].tolist()[1] == 0.0


def test_the_frame_given_is_left_as_it_was() -> None:
    given_frame = counts(("A", 1, 0, 0, 0, 0, 1, 1))
    before = given_frame.copy()
    with_rates(given_frame)
    pd.testing.assert_frame_equal(given_frame, before)


def test_counts_add_up_by_key_and_in_total() -> None:
    frame = counts(
        ("B", 2, 1, 0, 0, 0, 1, 2), ("A", 1, 0, 0, 0, 0, 1, 1), ("B", 3, 0, 0, 1, 1, 1, 3)
    )
    summed = rolled_up(frame, ["unit_code"])
    assert summed["unit_code"].tolist() == ["B", "A"]
    assert summed["n5"].tolist() == [2, 1]
    assert total(frame)[COUNT_COLUMNS].iloc[0].tolist() == [6, 6, 1, 0, 1, 1, 3]
    assert total(counts()).iloc[0].tolist() == [0] * 7


@given(st.lists(st.tuples(*[st.integers(0, 10**6)] * 5), max_size=8))
def test_rates_of_any_counts_keep_together(levels: list[tuple[int, ...]]) -> None:
    frame = with_rates(counts(*[("A", sum(row), *row, sum(row)) for row in levels]))
    full = frame[frame["n"] > 0]
    assert frame["satisfied_rate"].isna().tolist() == (frame["n"] == 0).tolist()
    assert (full["ci_low"] <= full["satisfied_rate"]).all() and (
        full["satisfied_rate"] <= full["ci_high"]
    ).all()
    assert full["mean"].between(1, 5).all()
    assert (full["satisfied"] + full["low"] + full["n3"] == full["n"]).all()


def test_a_missing_answer_of_any_kind_has_the_words_of_none() -> None:
    assert [level(value) for value in (None, pd.NA, float("nan"), 0, 7)] == [NO_ANSWER] * 5
    assert [level(value) for value in (5, np.int64(5), 5.0)] == [LEVELS[5]] * 3


def test_rates_of_a_table_with_gaps_in_its_numbering_start_at_zero() -> None:
    counts = pd.DataFrame(
        [["a", 3, 0, 0, 0, 1, 2, 3], ["b", 1, 1, 0, 0, 0, 0, 1]], index=[7, 3],
        columns=["unit_code", "responses", "n1", "n2", "n3", "n4", "n5", "n"],
    )
    rated = with_rates(counts)
    assert list(rated.index) == [0, 1] and list(rated.columns[:3]) == ["unit_code", "responses", "n"]
    assert rated["mean"].round(3).tolist() == [4.667, 1.0] and rated["low"].tolist() == [0, 1]
    assert list(with_rates(counts.iloc[:0]).columns) == list(rated.columns)
