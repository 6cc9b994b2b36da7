"""What holds for every figure: hostile names, no input, one row, all 5, all 1, many rows."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from analysis.charts import Chart

HOSTILE = {
    "M01": "![t](http://127.0.0.1:9777/b.png)",
    "M02": "[bấm](javascript:alert(1))",
    "M03": "<script>alert(1)</script>",
    "M05": "<img src='http://127.0.0.1:9777/h.png'>",
    "M06": "[x](data:text/html,<script>1</script>)",
    "M07": "# 100% hài lòng",
    "M08": ":red-background[ĐÃ XỬ LÝ] :material/verified:",
    "M10": "[![t](http://127.0.0.1:9777/n.png)](http://127.0.0.1:9777/)",
    "M12": '<a href="http://127.0.0.1:9777/">Cổng dịch vụ công</a>',
    "M13": "<b>đậm</b><br>Hài lòng 100%",
    "M17": "| a | b | |---|---| | 1 | 2 |",
    "M18": "{{7*7}} ${7*7} <%= 7*7 %>",
    "TeX": "$\\frac{1}{2}$ %{y} %{customdata}",
    "entity": "&lt;b&gt; &#60;",
    "lines": "Xã\r\nA\u2028B\u202e",
}
OURS = re.compile(r"</?b>|<br>|<span style=\"font-size:0\.9em\">|</span>")
SHOWN = {"text", "hovertext", "ticktext", "name"}
EXTREMES = {
    "mixed": (2, 3, 5, 30, 60),
    "all 5": (0, 0, 0, 0, 100),
    "all 1": (100, 0, 0, 0, 0),
    "all 3": (0, 0, 100, 0, 0),
    "few": (1, 1, 1, 1, 1),
    "one": (0, 0, 0, 0, 1),
    "none": (0, 0, 0, 0, 0),
}
AllCharts = Callable[..., dict[str, Chart]]


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_name_is_only_text(case: str, all_charts: AllCharts, texts_of: Any) -> None:
    hostile = HOSTILE[case]
    start = " ".join(hostile.split()).replace("\u202e", "")[:9]
    for name, chart in all_charts([hostile, "Xã B"], EXTREMES["mixed"]).items():
        found = False
        for key, text in texts_of(chart.figure.to_plotly_json()):
            if key not in SHOWN:
                assert hostile not in text
                continue
            bare = OURS.sub("\n", text)
            assert not re.search(r"[<>$\u202e\u2028\r]|%\{", bare), (name, text)
            found = found or start in html.unescape(bare).replace("\n", "")
        assert found or name in ("distribution_bar", "hour_heat"), name


def test_no_figure_has_a_template_for_its_texts(all_charts: AllCharts) -> None:
    for chart in all_charts(["A", "B"], EXTREMES["mixed"]).values():
        spec = chart.figure.to_json()
        assert "hovertemplate" not in spec
        assert "texttemplate" not in spec


@pytest.mark.parametrize("case", EXTREMES)
@pytest.mark.parametrize("groups", [1, 2, 7])
def test_every_figure_holds_on_extreme_answers(
    case: str, groups: int, all_charts: AllCharts
) -> None:
    names = [f"Xã {place}" for place in range(groups)]
    for name, chart in all_charts(names, EXTREMES[case]).items():
        spec = json.loads(chart.figure.to_json())
        assert "NaN" not in chart.figure.to_json(), name
        for words in (chart.title, chart.subtitle, chart.reading, chart.alt):
            assert "nan" not in words.lower().split(), (name, words)
        assert chart.title, name
        assert chart.empty or (chart.reading and chart.alt.startswith(chart.title)), name
        assert spec["layout"]["height"] > 0


@pytest.mark.parametrize("case", ["few", "one", "none"])
def test_below_the_minimum_no_rate_is_drawn_or_written(case: str, all_charts: AllCharts) -> None:
    for name, chart in all_charts(["Xã A", "Xã B"], EXTREMES[case]).items():
        if name == "quota_bar":
            continue
        rates = [column for column in chart.table if "rate" in column or column == "share"]
        assert chart.table[rates].isna().all().all(), name
        assert "%" not in chart.title, name
        if name not in ("distribution_bar", "hour_heat"):
            assert chart.empty, name


def test_nothing_at_all_is_an_empty_chart_that_says_so(all_charts: AllCharts) -> None:
    for name, chart in all_charts([], (0, 0, 0, 0, 0)).items():
        assert chart.empty, name
        assert chart.title == "Chưa có phiếu nào để vẽ", name
        assert len(chart.table) == (5 if name == "distribution_bar" else 0), name


def test_two_hundred_units_stay_a_figure_a_phone_can_scroll(all_charts: AllCharts) -> None:
    names = [f"Xã số {place}" for place in range(200)]
    for name, chart in all_charts(names, EXTREMES["mixed"]).items():
        assert chart.figure.layout.height <= 2400, name
        assert len(chart.figure.to_json()) < 120_000, name
        full = {"rate_dots", "heat_map", "diverging_bars", "difference_dots", "quota_bar"}
        if name in full:
            assert " trong 200, đủ trong bảng" in chart.subtitle, name
            assert len(chart.table) >= 200, name


def test_figures_are_light_and_never_move(all_charts: AllCharts) -> None:
    for name, chart in all_charts(["Xã A", "Xã B"], EXTREMES["mixed"]).items():
        layout = chart.figure.to_plotly_json()["layout"]
        assert len(chart.figure.to_json()) < 14_000, name
        assert layout["separators"] == ",.", name
        assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)", name
        assert layout["dragmode"] is False, name
        axes = [value for key, value in layout.items() if key.startswith(("xaxis", "yaxis"))]
        assert all(axis["fixedrange"] and axis["automargin"] for axis in axes), name
        kinds = {trace.type for trace in chart.figure.data}
        assert kinds <= {"bar", "scatter", "heatmap"}, name


def test_equal_names_stay_separate_rows(all_charts: AllCharts) -> None:
    chart = all_charts(["Xã A", "Xã A"], EXTREMES["mixed"])["rate_dots"]
    assert list(chart.figure.data[0].y) == [0, 1]
    assert list(chart.figure.data[0].customdata) == ["U0", "U1"]


@pytest.mark.parametrize("case", EXTREMES)
def test_what_is_sent_unchecked_is_what_plotly_would_send(case: str, all_charts: AllCharts) -> None:
    for name, chart in all_charts(["Xã A", "Xã B", "Xã C"], EXTREMES[case]).items():
        sent = json.loads(json.dumps(chart.spec, allow_nan=False))
        checked = json.loads(chart.figure.to_json())
        assert sent["layout"].pop("template") == {}  # Plotly names the kinds of traces in it
        checked["layout"].pop("template")
        assert sent == checked, name
