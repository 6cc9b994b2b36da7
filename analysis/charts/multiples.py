"""Several groups over time, each in its own small frame on the same scale: no spaghetti."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from analysis.charts import style
from analysis.charts.chart import About, Chart, chart
from analysis.charts.rows import NAME_COLUMNS, Rated, masked, names, nothing, rated
from analysis.charts.trend import band, line, rings, signals, ticks
from analysis.periods import between
from analysis.text import charts as text
from analysis.text.numbers import integer, percent

MOST_FRAMES: Final = 12
COLUMNS: Final = 2
FRAME_ROW: Final = 160
_GAP: Final = 0.1


def small_multiples(trends: pd.DataFrame, about: About, key: str = "unit") -> Chart:
    """A small line per group, two frames a row, in the order they come, at most twelve.

    `trends` has the key's columns, period, the counts and optionally `signal`; all frames share
    the periods from first to last and the scale. Groups never above the minimum have no frame.
    """
    groups = _groups(trends, key)
    periods = _periods(trends)
    series = [(name, *_series(frame, about, periods)) for name, frame in groups]
    drawn = [one for one in series if any(row.enough for row in one[1])][:MOST_FRAMES]
    sizes = [int(frame["n"].sum()) for _, frame in groups]
    subtitle = about.subtitle(sum(sizes))
    table = masked(trends, about)
    if not drawn:
        return chart([], (nothing(sizes, about, key), subtitle, ""), table)
    if len(drawn) < len(groups):
        shown = text.SHOWN_OF.format(shown=integer(len(drawn)), count=integer(len(groups)))
        subtitle = about.subtitle(sum(sizes), shown)
    traces, layout = _frames(drawn)
    unusual = sum(any(rung) for _, _, rung in drawn)
    words = {"group": text.GROUPS.get(key, text.ROW), "total": integer(len(drawn))}
    title = text.MULTIPLES_NONE.format(**words)
    if unusual:
        title = text.MULTIPLES_TITLE.format(count=integer(unusual), **words)
    reading = text.MULTIPLES_READING.format(group=words["group"])
    height = FRAME_ROW * -(-len(drawn) // COLUMNS)
    return chart(traces, (title, subtitle, reading), table, height=height, **layout)


def _groups(trends: pd.DataFrame, key: str) -> list[tuple[str, pd.DataFrame]]:
    code = NAME_COLUMNS.get(key, (key, key))[0]
    parts = [part for _, part in trends.groupby(code, sort=False, dropna=False)]
    return [(names(part, key)[0], part) for part in parts]


def _periods(trends: pd.DataFrame) -> list[str]:
    keys = sorted(set(trends["period"]))
    return between(keys[0], keys[-1]) if keys else []


def _series(frame: pd.DataFrame, about: About, periods: list[str]) -> tuple[list[Rated], list[str]]:
    """The rows of one group over all the periods, and the rules that rang."""
    own = rated(frame, about, "period")
    rung = dict(zip([row.code for row in own], signals(frame, own, about), strict=True))
    known = {row.code: row for row in own}
    nan = float("nan")
    rows = [known.get(one, Rated(one, one, 0, 0, nan, nan, nan)) for one in periods]
    return rows, [rung.get(one, "") for one in periods]


def _frames(drawn: list[tuple[str, list[Rated], list[str]]]) -> tuple[list[Any], dict[str, Any]]:
    traces: list[Any] = []
    layout: dict[str, Any] = {"annotations": [], "margin": {"l": 0, "r": 30, "t": 26, "b": 8}}
    known = [row for _, rows, _ in drawn for row in rows if row.enough]
    low, high = min(row.low for row in known), max(row.high for row in known)
    down = -(-len(drawn) // COLUMNS)
    for place, (name, rows, rung) in enumerate(drawn):
        number = str(place + 1) if place else ""
        axes = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
        traces += [band(rows, **axes), line(rows, **axes), rings(rows, rung, False, **axes)]
        x, y = _domain(place, down)
        layout[f"xaxis{number}"] = style.axis(
            domain=x, anchor=f"y{number}", range=[-0.5, len(rows) - 0.5], showgrid=False,
            **ticks(rows, 2),
        )  # fmt: skip
        layout[f"yaxis{number}"] = style.share_axis(
            low, high, 3, domain=y, anchor=f"x{number}", showticklabels=place % COLUMNS == 0
        )
        layout["annotations"].append(_heading(name, rows, x[0], y[1]))
    return traces, layout


def _domain(place: int, down: int) -> tuple[list[float], list[float]]:
    """The part of the figure a frame fills, with room for its heading and its periods."""
    column, row = place % COLUMNS, place // COLUMNS
    x = [column * (1 + _GAP) / COLUMNS, column * (1 + _GAP) / COLUMNS + (1 - _GAP) / COLUMNS]
    top = 1 - row / down
    return [round(end, 4) for end in x], [round(top - 0.62 / down, 4), round(top, 4)]


def _heading(name: str, rows: list[Rated], x: float, y: float) -> dict[str, Any]:
    last = [row for row in rows if row.enough][-1]
    said = f"{style.label(name, 15, 1)} <b>{percent(last.rate, 0)}</b>"
    return {"x": x, "xref": "paper", "xanchor": "left", "y": y, "yref": "paper",
            "yanchor": "bottom", "yshift": 3, "text": said, "showarrow": False}  # fmt: skip
