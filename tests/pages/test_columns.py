"""A table on the screen: fewer columns than its file, and a word that it goes on sideways."""

from __future__ import annotations

import pandas as pd

from pages.shared.columns import order, shown, size


def test_both_ends_of_an_interval_are_one_column_on_the_screen() -> None:
    frame = pd.DataFrame({"n": [40, 3], "ci_low": [0.8404, None], "ci_high": [0.8999, None]})
    assert order(frame.columns) == ["n", "interval"]
    assert shown(frame)["interval"].to_pylist() == ["84–90\u00a0%", "–"]


def test_a_table_wider_than_a_phone_says_that_it_goes_on() -> None:
    assert size(24, 3) == "24 dòng"
    assert size(24, 8) == "24 dòng × 8 cột; màn hình hẹp thì vuốt ngang để xem hết"
    assert size(2_000, 8).startswith("Hiện 200 trong 2.000 dòng")
