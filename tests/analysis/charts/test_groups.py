"""Rankings, the funnel, differences, drivers and quotas: positions, order and verdicts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from analysis.charts import (
    About,
    difference_dots,
    driver_dots,
    funnel,
    quota_bar,
    rate_dots,
    style,
)
from analysis.compare import compare
from analysis.drivers import CROSS_COLUMNS, drivers
from analysis.proportions import wilson
from analysis.quota import quota

Counted = Callable[..., pd.DataFrame]
KEYS = ["unit_code", "unit_name"]
NB = "\u00a0"
RANKING = [
    ("U1", "Xã A", 10, 10, 0, 40, 40),
    ("U2", "Xã B", 2, 3, 5, 30, 60),
    ("U3", "Xã C", 0, 0, 0, 5, 5),
]


def test_dots_stand_at_the_rates_with_wilson_whiskers(counted: Counted, about: About) -> None:
    chart = rate_dots(counted(KEYS, RANKING), about, whole=0.85, highlight="U1")
    dots = chart.figure.data[0]
    assert list(dots.x) == [0.9, 0.8]
    assert list(dots.customdata) == ["U2", "U1"]
    low, high = wilson(90, 100)
    assert low is not None and high is not None
    assert dots.error_x.array[0] == pytest.approx(high - 0.9, abs=1e-5)
    assert dots.error_x.arrayminus[0] == pytest.approx(0.9 - low, abs=1e-5)
    assert list(dots.marker.color) == [style.NEUTRAL, style.ACCENT]
    assert list(dots.marker.symbol) == ["circle", "diamond"]
    assert chart.figure.layout.shapes[0].x0 == 0.85
    assert chart.figure.layout.annotations[0].text == f"chung 85,0{NB}%"
    assert chart.figure.layout.yaxis.ticktext[1].startswith("<b>Xã A</b>")
    assert f"80,0{NB}% · n{NB}={NB}100" in chart.figure.layout.yaxis.ticktext[1]
    assert chart.title == f"Cao nhất Xã B 90,0{NB}%, thấp nhất Xã A 80,0{NB}%"
    assert "1 đơn vị chưa đủ 30 phiếu" in chart.subtitle
    assert chart.table["n"].tolist() == [100, 100, 10]


def test_the_low_rate_is_read_against_a_quarter(counted: Counted) -> None:
    chart = rate_dots(counted(KEYS, RANKING), About(measure="low_rate"))
    assert list(chart.figure.data[0].x) == [0.2, 0.05]
    assert chart.figure.layout.shapes[0].x0 == 0.25
    assert chart.subtitle.startswith("Tỷ lệ đánh giá thấp")


def test_too_many_rows_keep_the_ends_and_ones_own(counted: Counted, about: About) -> None:
    rows = [(f"U{i}", f"Xã {i}", 0, i, 0, 0, 300 - i) for i in range(200)]
    chart = rate_dots(counted(KEYS, rows), about, highlight="U100")
    shown = list(chart.figure.data[0].customdata)
    assert shown == [f"U{i}" for i in [*range(20), 100, *range(180, 200)]]
    assert "vẽ 41 trong 200, đủ trong bảng" in chart.subtitle
    lines = [shape.y0 for shape in chart.figure.layout.shapes if shape.y0 == shape.y1]
    assert lines == [19.5, 20.5], "a line where rows were left out"
    assert chart.reading.endswith("Vạch ngang đứt là chỗ lược bớt khúc giữa.")


def test_only_what_chance_does_not_explain_is_outside_the_funnel(
    counted: Counted, about: About
) -> None:
    rows = [(f"U{i}", f"Xã {i}", 0, 20, 0, 0, 180) for i in range(9)]
    rows += [("S", "Xã nhỏ", 0, 8, 0, 0, 22), ("L", "Xã lớn", 0, 600, 0, 0, 1400)]
    chart = funnel(counted(KEYS, rows), about)
    dots = chart.figure.data[-1]
    filled = [code for code, sign in zip(dots.customdata, dots.marker.symbol, strict=True)
              if sign == "circle"]  # fmt: skip
    assert filled == [*(f"U{i}" for i in range(9)), "L"]
    assert chart.title == "10 trong 11 đơn vị nằm ngoài phễu"
    assert len(chart.figure.layout.annotations) == 6


def test_a_funnel_of_equals_names_nobody(counted: Counted, about: About) -> None:
    rows = [(f"U{i}", f"Xã {i}", 0, i, 0, 0, 10 * i) for i in range(4, 40)]
    chart = funnel(counted(KEYS, rows), about)
    assert chart.title == "Không đơn vị nào trong 36 khác thường so với mức chung"
    assert len(chart.figure.data) == 5
    narrow = chart.figure.data[2]
    assert narrow.y[0] < narrow.y[-1]


def test_a_clear_gap_is_filled_and_named_in_words(counted: Counted, about: About) -> None:
    rows = [("U1", "Xã A", 0, 40, 0, 0, 60), ("U2", "Xã B", 0, 5, 0, 0, 95),
            ("U3", "Xã C", 0, 20, 0, 0, 80), ("U4", "Xã D", 0, 1, 0, 0, 9)]  # fmt: skip
    chart = difference_dots(compare(counted(KEYS, rows)), about)
    dots = chart.figure.data[0]
    assert list(dots.customdata) == ["U2", "U3", "U1"]
    assert list(dots.marker.symbol) == ["circle", "circle-open", "circle"]
    assert dots.x[0] == pytest.approx(95 / 100 - 149 / 210, abs=1e-5)
    assert "cao hơn rõ" in chart.figure.layout.yaxis.ticktext[0]
    assert "chưa đủ căn cứ" in chart.figure.layout.yaxis.ticktext[1]
    assert chart.title == "1 đơn vị cao hơn rõ, 1 thấp hơn rõ"
    assert "1 đơn vị chưa đủ 30 phiếu" in chart.subtitle


def test_a_range_of_days_stands_whole_beside_its_bar(about: About) -> None:
    rows = [("U1", "Xã A", date(2026, month, 1), date(2026, month, 19), None, 90, 9) for month in (10, 11)]
    columns = [*KEYS, "period_from", "period_to", "field", "dossiers", "responses"]
    chart = quota_bar(quota(pd.DataFrame(rows, columns=columns)), about)
    assert any("Xã A · 01/11–19/11/2026<" in text for text in chart.figure.layout.yaxis.ticktext)


def test_the_driver_with_the_best_proof_leads(about: About) -> None:
    rows = [("a", "Thái độ", 18, 25, 40, 400), ("b", "Thủ tục", 2, 20, 40, 400)]
    chart = driver_dots(drivers(pd.DataFrame(rows, columns=CROSS_COLUMNS)), about)
    dots = chart.figure.data[0]
    assert list(dots.customdata) == ["a", "b"]
    assert dots.x[0] == pytest.approx(18 / 25 - 22 / 375, abs=1e-5)
    assert list(dots.marker.symbol) == ["circle", "circle-open"]
    assert chart.title == f"Đi cùng đánh giá chung thấp nhiều nhất: Thái độ, +66,1{NB}điểm"


def test_a_quota_is_a_share_of_what_is_required(about: About) -> None:
    days = (date(2026, 7, 1), date(2026, 12, 31))
    rows = [("U1", "Xã A", *days, None, 400, 60), ("U2", "Xã B", *days, None, 90, 60),
            ("U3", "Xã C", *days, None, 0, 0)]  # fmt: skip
    columns = [*KEYS, "period_from", "period_to", "field", "dossiers", "responses"]
    chart = quota_bar(quota(pd.DataFrame(rows, columns=columns)), about)
    bar = chart.figure.data[0]
    assert list(bar.x) == [0.5, 1.25]
    assert list(bar.customdata) == ["U1", "U2"]
    assert "60/120 phiếu · thiếu 60" in chart.figure.layout.yaxis.ticktext[0]
    assert chart.title == "1 trong 2 đơn vị còn thiếu phiếu, tổng 60 phiếu"
    assert chart.figure.layout.shapes[0].x0 == 1
    assert len(chart.table) == 3
