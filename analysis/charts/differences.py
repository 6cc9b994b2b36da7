"""Differences in points with their intervals: units against the rest, criteria that go with low."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analysis.charts import style
from analysis.charts.chart import About, Chart, chart
from analysis.charts.rows import both_ends, codes, counted, gaps, masked, names, nothing, whiskers
from analysis.text import charts as text
from analysis.text.labels import VERDICTS
from analysis.text.numbers import integer, percent, points

MOST_ROWS: Final = 40
DOT_ROW: Final = 40
TALL_ROW: Final = 54


@dataclass(frozen=True)
class Difference:
    """One row: how far apart (a share), its interval, whether clear, what is said about it.

    `verdict`: the sign is good or bad news (for units); a criterion's difference is neither.
    """

    code: str
    name: str
    n: int
    gap: float
    low: float
    high: float
    clear: bool
    said: str
    verdict: bool = False
    more: str = ""


def difference_dots(
    compared: pd.DataFrame, about: About, key: str = "unit", highlight: str | None = None
) -> Chart:
    """The gap of each group to the rest with its interval, highest first, and its verdict.

    `compared` is a frame of analysis.compare. Groups with the verdict "few" are left out and
    counted in the subtitle; of more than 40 the 20 at each end are drawn.
    """
    rows = [row for row in _gaps(compared, key) if row.gap == row.gap]
    rows = [row for row in rows if row.said != VERDICTS["few"]]
    ordered = sorted(rows, key=lambda row: -row.gap)
    drawn = both_ends(ordered, MOST_ROWS, [row for row in ordered if row.code == highlight])
    sizes = compared["n"].tolist()
    more = counted([row.n for row in drawn], sizes, about, key)
    subtitle = about.subtitle(None, *more, measure=text.GAP_MEASURE)
    if not drawn:
        words = nothing(sizes, about, key), subtitle, ""
        return chart([], words, masked(compared, about))
    group = text.GROUPS.get(key, text.ROW)
    higher = sum(row.clear and row.gap > 0 for row in rows)
    lower = sum(row.clear and row.gap < 0 for row in rows)
    title = text.GAP_NONE.format(group=group)
    if higher or lower:
        said = {"higher": integer(higher), "lower": integer(lower)}
        title = text.GAP_TITLE.format(group=group, **said)
    table = masked(compared, about)
    between = gaps(drawn, ordered)
    reading = text.GAP_READING + (text.LEFT_OUT_BETWEEN if between else "")
    return _dots(drawn, (title, subtitle, reading), table, highlight, between)


def _gaps(compared: pd.DataFrame, key: str) -> list[Difference]:
    columns = ["n", "gap", "gap_ci_low", "gap_ci_high", "verdict"]
    values = zip(*(compared[name].tolist() for name in columns), strict=True)
    named = zip(codes(compared, key), names(compared, key), values, strict=True)
    return [
        Difference(code, name, int(n), float(gap), float(low), float(high),
                   verdict in ("higher", "lower"), VERDICTS[verdict], True)
        for code, name, (n, gap, low, high, verdict) in named
    ]  # fmt: skip


def driver_dots(driving: pd.DataFrame, about: About) -> Chart:
    """How much more often the general answer is low when a criterion is, largest proof first.

    `driving` is a frame of analysis.drivers; criteria below the minimum are left out.
    """
    rows = [row for row in _drivers(driving) if row.n >= about.minimum and row.gap == row.gap]
    drawn = sorted(rows, key=lambda row: -row.low)[:MOST_ROWS]
    sizes = driving["n"].tolist()
    more = counted([row.n for row in drawn], sizes, about, "criterion")
    subtitle = about.subtitle(None, *more, measure=text.DRIVER_MEASURE)
    table = driving.reset_index(drop=True)
    few = table["n"] < about.minimum
    table.loc[few, ["rate_when_low", "rate_otherwise", "difference", "ci_low", "ci_high"]] = None
    if not drawn:
        return chart([], (nothing(sizes, about, "criterion"), subtitle, ""), table)
    first = drawn[0]
    title = text.DRIVER_NONE
    if first.clear:
        title = text.DRIVER_TITLE.format(name=first.name, points=points(first.gap))
    return _dots(drawn, (title, subtitle, text.DRIVER_READING), table)


def _drivers(driving: pd.DataFrame) -> list[Difference]:
    columns = ["n", "difference", "ci_low", "ci_high", "enough", "rate_when_low", "rate_otherwise"]
    values = zip(*(driving[name].tolist() for name in columns), strict=True)
    named = zip(codes(driving, "criterion"), names(driving, "criterion"), values, strict=True)
    return [
        Difference(code, name, int(n), float(gap), float(low), float(high), bool(clear),
                   text.COUNTED.format(n=integer(n)),
                   more=text.DRIVER_HOVER.format(low=percent(when), other=percent(other)))
        for code, name, (n, gap, low, high, clear, when, other) in named
    ]  # fmt: skip


def _dots(
    rows: list[Difference],
    words: tuple[str, str, str],
    table: pd.DataFrame,
    highlight: str | None = None,
    left_out: Sequence[float] = (),
) -> Chart:
    gap, low, high = ([getattr(row, end) for row in rows] for end in ("gap", "low", "high"))
    dots = style.trace(
        "scatter",
        x=style.numbers(gap),
        y=list(range(len(rows))),
        mode="markers",
        marker={
            "size": [13 if row.code == highlight else 9 for row in rows],
            "symbol": ["circle" if row.clear else "circle-open" for row in rows],
            "color": [_colour(row, row.code == highlight) for row in rows],
            "line": {"width": 1.5, "color": style.EDGE},
            "opacity": 1,
        },
        error_x=whiskers(gap, low, high),
        hovertext=[_hover(row) for row in rows],
        hoverinfo="text",
        customdata=[row.code for row in rows],
        cliponaxis=False,
    )
    labels = [
        style.label(row.name) + style.small(f"{points(row.gap)}{text.SEPARATOR}{row.said}")
        for row in rows
    ]
    tall = any(said.count("<br>") > 1 for said in labels)
    return chart(
        [dots],
        words,
        table,
        height=(TALL_ROW if tall else DOT_ROW) * len(rows) + 40,
        xaxis=style.points_axis(min(low), max(high)),
        yaxis=style.rows_axis(labels),
        shapes=[style.vertical(0, "solid"), *(style.horizontal(at, "dash") for at in left_out)],
    )


def _colour(row: Difference, own: bool) -> str:
    """One's own takes the accent; a clear difference the colour of its side; the rest is grey."""
    if own:
        return style.ACCENT
    better = row.gap > 0 and row.verdict
    return style.LEVEL_COLOURS[5 if better else 1] if row.clear else style.NEUTRAL


def _hover(row: Difference) -> str:
    span = f"{points(row.low)} … {points(row.high)}"
    return style.hover(row.name, f"{points(row.gap)} ({span})", row.said, row.more)
