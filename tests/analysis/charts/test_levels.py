"""Bars of the five levels: positions and words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from analysis.charts import About, distribution_bar, diverging_bars

Counted = Callable[..., pd.DataFrame]
NB = "\u00a0"


def test_the_bars_are_shares_of_n_from_zero(counted: Counted, about: About) -> None:
    chart = distribution_bar(counted([], [(2, 6, 12, 20, 40)]), about)
    bar = chart.figure.data[0]
    assert list(bar.x) == [0.5, 0.25, 0.15, 0.075, 0.025]
    assert bar.base is None
    assert list(chart.figure.layout.xaxis.range) == [0, 1]  # half the width is for the numbers
    assert bar.text[0] == f"50,0{NB}% · 40"
    assert list(chart.figure.layout.yaxis.ticktext) == [
        "Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng", "Rất không hài lòng",
    ]  # fmt: skip
    assert chart.title == f"75,0{NB}% hài lòng, 10,0{NB}% đánh giá thấp"
    assert chart.subtitle == f"Năm mức đánh giá · Huyện Nam Đông · Tháng 10/2026 · n{NB}={NB}80"
    assert "75 hài lòng" in chart.reading
    assert chart.table["share"].tolist() == [0.5, 0.25, 0.15, 0.075, 0.025]


def test_few_answers_are_counts_without_shares(counted: Counted, about: About) -> None:
    chart = distribution_bar(counted([], [(0, 0, 2, 4, 6)]), about)
    assert chart.title == "Mới có 12 câu trả lời, chưa đủ 30 để nêu tỷ lệ"
    assert list(chart.figure.data[0].x) == [6, 4, 2, 0, 0]
    assert list(chart.figure.data[0].text) == ["6", "4", "2", "0", "0"]


def test_bars_are_centred_on_the_middle_level(counted: Counted, about: About) -> None:
    rows = [("a", "Thái độ", 0, 10, 20, 30, 40), ("b", "Hướng dẫn", 20, 20, 10, 25, 25)]
    chart = diverging_bars(counted(["criterion", "criterion_label"], rows), about)
    by_level = {bar.name: bar for bar in chart.figure.data[:5]}
    worst = 0  # Hướng dẫn: 40 % low, on top
    assert [bar.customdata[worst] for bar in chart.figure.data[:5]] == ["b"] * 5
    starts = {name: bar.base[worst] for name, bar in by_level.items()}
    assert starts == pytest.approx({
        "Rất không hài lòng": -0.45, "Không hài lòng": -0.25, "Bình thường": -0.05,
        "Hài lòng": 0.05, "Rất hài lòng": 0.3,
    })  # fmt: skip
    assert [bar.x[worst] for bar in by_level.values()] == [0.2, 0.2, 0.1, 0.25, 0.25]
    assert chart.title == f"Bị đánh giá thấp nhiều nhất: Hướng dẫn, 40,0{NB}%"
    left, right = chart.figure.data[5:]
    assert (left.x[0], right.x[0]) == (-0.45, 0.55)
    assert left.text[0].strip() == f"40{NB}%"


def test_no_low_answer_is_said_so(counted: Counted, about: About) -> None:
    chart = diverging_bars(counted(["criterion"], [("a", 0, 0, 0, 0, 90)]), about)
    assert chart.title == "Không tiêu chí nào bị đánh giá thấp"


def test_small_criteria_are_left_out_and_counted(counted: Counted, about: About) -> None:
    rows: list[tuple[Any, ...]] = [("a", 0, 0, 0, 0, 90), ("b", 0, 0, 0, 0, 5)]
    chart = diverging_bars(counted(["criterion"], rows), about)
    assert "1 tiêu chí chưa đủ 30 phiếu" in chart.subtitle
    assert list(chart.figure.data[0].customdata) == ["a"]
    assert len(chart.table) == 2
