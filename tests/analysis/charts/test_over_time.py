"""Trends, small multiples and sparklines: positions, gaps, rings and marks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from analysis.charts import About, Event, small_multiples, sparkline, trend_line
from analysis.trend import trend

Counted = Callable[..., pd.DataFrame]
NB = "\u00a0"
USUAL = (2, 8, 10, 40, 40)


def months(counted: Counted, levels: list[tuple[int, ...]]) -> pd.DataFrame:
    rows = [(f"2026-{number:02d}", *row) for number, row in enumerate(levels, start=1)]
    return trend(counted(["period"], rows))


def test_points_stand_at_their_rates_and_few_answers_are_a_gap(
    counted: Counted, about: About
) -> None:
    frame = months(counted, [USUAL, (0, 0, 0, 3, 3), USUAL, USUAL])
    chart = trend_line(frame, about)
    line = chart.figure.data[1]
    assert list(line.x) == [0, 1, 2, 3]
    assert list(line.y) == [0.8, None, 0.8, 0.8]
    assert line.connectgaps is None
    assert list(line.customdata) == ["2026-01", "2026-02", "2026-03", "2026-04"]
    assert pd.isna(chart.table["satisfied_rate"][1])
    assert sparkline(frame, about) == [0.8, None, 0.8, 0.8]


def test_the_band_is_one_polygon_for_each_run(counted: Counted, about: About) -> None:
    chart = trend_line(months(counted, [USUAL, USUAL, (0, 0, 0, 1, 1), USUAL]), about)
    band = chart.figure.data[0]
    assert list(band.x) == [0, 1, 1, 0, None, 2.88, 3.12, 3.12, 2.88]
    assert band.fill == "toself"
    assert band.y[0] < 0.8 < band.y[2]


def test_the_title_says_whether_the_change_is_clear(counted: Counted, about: About) -> None:
    same = trend_line(months(counted, [USUAL, (2, 9, 10, 39, 40)]), about)
    assert same.title == (
        f"Tháng 2/2026: 79,0{NB}%, trong mức dao động (\u22121,0{NB}điểm) so với kỳ trước"
    )
    worse = trend_line(months(counted, [USUAL, (20, 30, 10, 20, 20)]), about)
    assert worse.title == f"Tháng 2/2026: 40,0{NB}%, giảm rõ (\u221240,0{NB}điểm) so với kỳ trước"
    first = trend_line(months(counted, [USUAL]), about)
    assert first.title == f"Tháng 1/2026: 80,0{NB}%"
    few = trend_line(months(counted, [USUAL, (0, 0, 0, 6, 6)]), about)
    assert few.title == "Tháng 2/2026: chưa đủ phiếu (12/30)"


def test_an_unusual_period_is_ringed_with_its_rule(counted: Counted, about: About) -> None:
    frame = months(counted, [USUAL] * 5 + [(40, 30, 10, 10, 10)] + [USUAL] * 4)
    chart = trend_line(frame, about)
    rings = chart.figure.data[2]
    assert list(rings.x) == [5]
    assert list(rings.y) == [0.2]
    assert list(rings.text) == ["ngoài giới<br>hạn"]
    assert "Vòng tròn" in chart.reading
    usual = trend_line(months(counted, [USUAL] * 10), about)
    assert list(usual.figure.data[2].x) == []
    assert "Vòng tròn" not in usual.reading


def test_a_run_is_named_once(counted: Counted, about: About) -> None:
    frame = months(counted, [USUAL] * 6)
    frame["signal"] = ["", "run", "run", "run", "", "outside"]
    rings = trend_line(frame, about).figure.data[2]
    assert list(rings.x) == [1, 2, 3, 5]
    assert list(rings.text) == ["8 kỳ liền<br>một phía", "", "", ""]  # the last point says its rate


def test_rules_are_not_written_among_more_periods_than_have_room(
    counted: Counted, about: About
) -> None:
    frame = months(counted, [USUAL] * 12)
    long = pd.concat([frame] * 3, ignore_index=True)
    long["period"] = [f"2026-W{week:02d}" for week in range(1, 37)]
    long["signal"] = ["", "outside", *[""] * 34]
    rings = trend_line(long, about).figure.data[2]
    assert (list(rings.x), rings.mode, rings.hovertext[0].endswith("ngoài giới hạn")) == (
        [1], "markers", True,
    )  # fmt: skip


def test_signals_are_not_drawn_on_the_low_rate(counted: Counted) -> None:
    frame = months(counted, [USUAL] * 3)
    frame["signal"] = ["", "outside", ""]
    chart = trend_line(frame, About(measure="low_rate"))
    assert list(chart.figure.data[1].y) == [0.1, 0.1, 0.1]
    assert list(chart.figure.data[2].x) == []


def test_an_event_is_marked_on_its_day_and_the_target_is_a_line(
    counted: Counted, about: About
) -> None:
    events = [Event(date(2026, 2, 1), "Bắt đầu mô hình"), Event(date(2030, 1, 1), "sau này")]
    chart = trend_line(months(counted, [USUAL] * 3), about, events, target=0.9)
    event, target = chart.figure.layout.shapes
    assert event.x0 == pytest.approx(0.5 + 0.5 / 28, abs=1e-3)
    assert (target.y0, target.y1) == (0.9, 0.9)
    words = [note.text for note in chart.figure.layout.annotations]
    assert "Mốc: (1) 01/02/2026 – Bắt đầu mô hình." in chart.reading
    assert words == ["<b>1</b>", f"mục tiêu 90,0{NB}%", f"<b>80,0{NB}%</b>"]


def test_long_series_name_few_periods_and_always_the_last(counted: Counted, about: About) -> None:
    rows = [(f"{year}-{month:02d}", *USUAL) for year in (2024, 2025) for month in range(1, 13)]
    axis = trend_line(trend(counted(["period"], rows)), about).figure.layout.xaxis
    assert len(axis.tickvals) <= 5
    assert axis.tickvals[-1] == 23
    assert axis.ticktext[-1] == "12/2025"


def test_several_units_share_periods_and_scale(counted: Counted, about: About) -> None:
    rows = [("U1", "Xã A", f"2026-{month:02d}", *USUAL) for month in (1, 2, 3)]
    rows += [
        ("U2", "Xã B", "2026-02", 10, 20, 10, 30, 30),
        ("U3", "Xã C", "2026-02", 0, 0, 0, 1, 1),
    ]
    chart = small_multiples(trend(counted(["unit_code", "unit_name", "period"], rows)), about)
    lines = [trace for trace in chart.figure.data if trace.mode == "lines+markers"]
    assert [list(line.y) for line in lines] == [[0.8, 0.8, 0.8], [None, 0.6, None]]
    assert chart.figure.layout.yaxis.range == chart.figure.layout.yaxis2.range
    assert [note.text for note in chart.figure.layout.annotations] == [
        f"Xã A <b>80{NB}%</b>", f"Xã B <b>60{NB}%</b>",
    ]  # fmt: skip
    assert chart.title == "Không đơn vị nào trong 2 có kỳ khác thường"
    assert "vẽ 2 trong 3" in chart.subtitle
