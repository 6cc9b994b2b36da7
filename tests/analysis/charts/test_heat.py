"""Tinted tables: which cell stands where, what is blank, which hours are closed."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.charts import OPEN_HOURS, About, heat_map, hour_heat

Counted = Callable[..., pd.DataFrame]
NB = "\u00a0"
KEYS = ["unit_code", "unit_name", "criterion", "criterion_label"]
CELLS = [
    ("U1", "Xã A", "a", "Thái độ", 0, 10, 0, 0, 90),
    ("U1", "Xã A", "b", "Thủ tục", 0, 20, 0, 0, 80),
    ("U2", "Xã B", "a", "Thái độ", 20, 20, 0, 0, 60),
    ("U2", "Xã B", "b", "Thủ tục", 5, 5, 0, 0, 2),
]


def test_the_worst_unit_is_on_top_and_small_cells_are_blank(counted: Counted, about: About) -> None:
    chart = heat_map(counted(KEYS, CELLS), about)
    cells, words = chart.figure.data
    assert [list(row) for row in cells.z] == [[0.4, None], [0.1, 0.2]]
    assert list(chart.figure.layout.yaxis.ticktext) == ["Xã B", "Xã A"]
    assert list(chart.figure.layout.xaxis.ticktext) == ["Thái độ", "Thủ tục"]
    assert list(zip(words.x, words.y, words.text, strict=True)) == [
        (0, 0, "<b>40</b>"), (0, 1, "10"), (1, 1, "20"),
    ]  # fmt: skip
    assert cells.text[0][1] == "Xã B<br>Thủ tục<br>chưa đủ phiếu (12/30)"
    assert f"40,0{NB}% (40/100)" in cells.text[0][0]
    assert chart.title == f"Ô cao nhất: Thái độ ở Xã B, 40,0{NB}% đánh giá thấp"
    assert chart.table["n"].tolist() == [100, 100, 100, 12]


def test_the_same_rate_has_the_same_tint_on_every_page(counted: Counted, about: About) -> None:
    chart = heat_map(counted(KEYS, CELLS[:1]), about)
    assert (chart.figure.data[0].zmin, chart.figure.data[0].zmax) == (0, 0.5)


def test_hours_and_weekdays_hold_their_counts(counted: Counted, about: About) -> None:
    rows = [
        (1, 8, 0, 4, 0, 0, 36),
        (5, 16, 1, 0, 0, 0, 9),
        (7, 20, 0, 0, 0, 0, 1),
        (2, 9, 0, 0, 0, 0, 0),
    ]
    chart = hour_heat(counted(["weekday", "hour"], rows), about)
    cells, words = chart.figure.data
    hours = list(chart.figure.layout.yaxis.ticktext)
    assert (hours[0], hours[-1], len(hours)) == ("7 giờ", "20 giờ", 14)
    assert list(chart.figure.layout.xaxis.ticktext) == ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]
    assert (cells.z[1][0], cells.z[9][4], cells.z[13][6], cells.z[2][1]) == (40, 10, 1, None)
    assert words.text[0].startswith("40<br>") and f"10{NB}%" in words.text[0]
    assert words.text[1] == "10"
    assert "ngoài giờ làm việc" in cells.text[13][6]
    assert chart.title == "Đông nhất: Thứ Hai, 8–9 giờ, 40 câu trả lời"
    assert f"n{NB}={NB}51" in chart.subtitle


def test_closed_hours_are_shaded_as_rectangles(counted: Counted, about: About) -> None:
    chart = hour_heat(counted(["weekday", "hour"], [(1, 8, 0, 0, 0, 0, 40)]), about)
    boxes = [(shape.x0, shape.y0, shape.y1) for shape in chart.figure.layout.shapes]
    assert len(boxes) == 7
    assert (-0.5, 4.5, 5.5) in boxes  # Monday 12 o'clock
    assert (4.5, 4.5, 9.5) in boxes  # Saturday afternoon
    assert (5.5, -0.5, 9.5) in boxes  # Sunday


def test_desks_open_on_weekdays_and_saturday_morning() -> None:
    assert {day for day, _ in OPEN_HOURS} == {1, 2, 3, 4, 5, 6}
    assert max(hour for day, hour in OPEN_HOURS if day == 6) == 11
    assert (1, 12) not in OPEN_HOURS


def test_answers_without_an_hour_are_left_out(counted: Counted, about: About) -> None:
    chart = hour_heat(counted(["weekday", "hour"], [(1, -1, 0, 0, 0, 0, 40)]), about)
    assert chart.empty
