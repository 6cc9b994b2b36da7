"""The five levels: one question as bars, several criteria as bars centred on Bình thường."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.charts import style
from analysis.charts.chart import About, Chart, chart
from analysis.charts.rows import both_ends, codes, counted, masked, names, nothing
from analysis.text import charts as text
from analysis.text.labels import LEVELS
from analysis.text.numbers import NO_BREAK, integer, percent

LEVEL_ROW: Final = 34
CRITERION_ROW: Final = 58
LABEL_ROOM: Final = 2.0
"""The axis in lengths of the longest bar: "46,3 % · 27.440" stands whole beside it on a phone."""
MOST_CRITERIA: Final = 30
_EDGE: Final = {"color": style.EDGE, "width": 1}
_LEGEND: Final[dict[str, Any]] = {
    "orientation": "h",
    "x": 0,
    "xref": "container",
    "y": 0,
    "yanchor": "bottom",
    "yref": "container",
    "traceorder": "normal",
    "font": {"size": 11},
    "itemclick": False,
    "itemdoubleclick": False,
}


def distribution_bar(counts: pd.DataFrame, about: About) -> Chart:
    """The five levels of one question, best on top, as zero-based bars with share and count.

    `counts` are rows with n1 … n5, which are added up. Below the minimum the bars are counts
    and no share is written anywhere.
    """
    numbers = [int(counts[f"n{level}"].sum()) for level in LEVELS]
    n = sum(numbers)
    few = n < max(about.minimum, 1)
    table = pd.DataFrame({"level": list(LEVELS.values()), "count": numbers})
    table["share"] = [np.nan if few else count / n for count in numbers]
    title, reading = _levels_words(numbers, about)
    words = title, about.subtitle(n, measure=text.LEVELS_MEASURE), reading
    if not n:
        return chart([], words, table)
    lengths = [float(count) if few else count / n for count in numbers]
    return chart(
        [_levels(lengths, numbers, few)],
        words,
        table,
        height=LEVEL_ROW * len(numbers) + 16,
        xaxis=style.axis(range=[0, max(lengths) * LABEL_ROOM], visible=False),
        yaxis=style.rows_axis(list(LEVELS.values())),
        bargap=0.25,
    )


def _levels(lengths: list[float], numbers: list[int], few: bool) -> style.Trace:
    said = [
        integer(count)
        if few
        else text.COUNT_SHARE.format(share=percent(length), count=integer(count))
        for length, count in zip(lengths, numbers, strict=True)
    ]
    return style.trace(
        "bar",
        x=style.numbers(lengths),
        y=list(range(len(lengths))),
        orientation="h",
        text=said,
        textposition="outside",
        cliponaxis=False,
        marker={"color": list(style.LEVEL_COLOURS.values()), "line": _EDGE},
        hovertext=[style.hover(word, one) for word, one in zip(LEVELS.values(), said, strict=True)],
        hoverinfo="text",
    )


def _levels_words(numbers: list[int], about: About) -> tuple[str, str]:
    n = sum(numbers)
    if n == 0:
        return text.NOTHING, ""
    if n < about.minimum:
        few = text.LEVELS_FEW.format(n=integer(n), minimum=integer(about.minimum))
        return few, text.LEVELS_FEW_READING
    satisfied, low = (numbers[0] + numbers[1]) / n, (numbers[3] + numbers[4]) / n
    title = text.LEVELS_TITLE.format(satisfied=percent(satisfied), low=percent(low))
    whole = {"satisfied": integer(satisfied * 100), "low": integer(low * 100)}
    return title, text.LEVELS_READING.format(**whole)


@dataclass(frozen=True)
class Levels:
    """One criterion: its name, n and the five counts by level."""

    code: str
    name: str
    n: int
    counts: dict[int, int]

    def share(self, *levels: int) -> float:
        """The share of the levels together."""
        return sum(self.counts[level] for level in levels) / self.n

    def start(self, level: int) -> float:
        """Where the bar of a level begins when Bình thường is centred on 0."""
        half = self.share(3) / 2
        starts = {1: -half - self.share(1, 2), 2: -half - self.share(2), 3: -half}
        return starts.get(level, half if level == 4 else half + self.share(4))


def diverging_bars(counts: pd.DataFrame, about: About, key: str = "criterion") -> Chart:
    """One bar of five levels per criterion, centred on Bình thường, most low answers on top.

    `counts` has the key's columns and n1 … n5; rows below the minimum are left out and counted
    in the subtitle; of more than 30 rows the two ends are drawn. Low and satisfied rates stand
    at the ends of each bar.
    """
    rows = _levels_rows(counts, key)
    sizes = [row.n for row in rows]
    enough = [row for row in rows if row.n >= max(about.minimum, 1)]
    drawn = both_ends(sorted(enough, key=lambda row: -row.share(1, 2)), MOST_CRITERIA)
    more = counted([row.n for row in drawn], sizes, about, key)
    subtitle = about.subtitle(None, *more, measure=text.LEVELS_MEASURE)
    if not drawn:
        return chart([], (nothing(sizes, about, key), subtitle, ""), masked(counts, about))
    worst = drawn[0]
    title = text.DIVERGING_NONE
    if worst.share(1, 2) > 0:
        title = text.DIVERGING_TITLE.format(name=worst.name, rate=percent(worst.share(1, 2)))
    labels = [
        style.label(row.name) + style.small(text.COUNTED.format(n=integer(row.n))) for row in drawn
    ]
    return chart(
        [*(_level_bar(drawn, level) for level in sorted(LEVELS)), *_end_texts(drawn)],
        (title, subtitle, text.DIVERGING_READING),
        masked(counts, about),
        height=CRITERION_ROW * len(drawn) + 80,
        barmode="overlay",
        bargap=0.35,
        showlegend=True,
        legend=_LEGEND,
        margin={"l": 0, "r": 12, "t": 8, "b": 72},
        xaxis=style.axis(range=_around_centre(drawn), visible=False),
        yaxis=style.rows_axis(labels),
        shapes=[style.vertical(0, "dot")],
    )


def _levels_rows(counts: pd.DataFrame, key: str) -> list[Levels]:
    columns = [counts[f"n{level}"].astype("int64").tolist() for level in sorted(LEVELS)]
    rows = zip(codes(counts, key), names(counts, key), *columns, strict=True)
    return [
        Levels(code, name, sum(levels), dict(enumerate(levels, start=1)))
        for code, name, *levels in rows
    ]


def _level_bar(rows: list[Levels], level: int) -> style.Trace:
    said = [
        style.hover(
            row.name,
            LEVELS[level],
            f"{percent(row.share(level))} ({integer(row.counts[level])}/{integer(row.n)})",
        )
        for row in rows
    ]
    return style.trace(
        "bar",
        name=LEVELS[level],
        x=style.numbers([row.share(level) for row in rows]),
        base=style.numbers([row.start(level) for row in rows]),
        y=list(range(len(rows))),
        orientation="h",
        marker={"color": style.LEVEL_COLOURS[level], "line": _EDGE},
        hovertext=said,
        hoverinfo="text",
        customdata=[row.code for row in rows],
    )


def _end_texts(rows: list[Levels]) -> list[style.Trace]:
    """Low rate at the left end of each bar, satisfied rate at its right end."""
    sides = (
        ([row.start(1) for row in rows], [row.share(1, 2) for row in rows], "middle left"),
        ([row.share(3) / 2 + row.share(4, 5) for row in rows],
         [row.share(4, 5) for row in rows], "middle right"),
    )  # fmt: skip
    return [
        style.trace(
            "scatter",
            x=style.numbers(ends),
            y=list(range(len(rows))),
            mode="text",
            text=[f"{NO_BREAK}{percent(rate, 0)}{NO_BREAK}" for rate in rates],
            textposition=position,
            cliponaxis=False,
            hoverinfo="skip",
            showlegend=False,
        )
        for ends, rates, position in sides
    ]


def _around_centre(rows: list[Levels]) -> list[float]:
    """From the longest left end to the longest right end, with room for the numbers."""
    left = min(row.start(1) for row in rows)
    right = max(row.share(3) / 2 + row.share(4, 5) for row in rows)
    room = (right - left) * 0.17
    return [round(left - room, 4), round(right + room, 4)]
