"""The funnel: rates against n within the limits of chance, so small groups are not shamed."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.charts import style
from analysis.charts.chart import About, Chart, chart
from analysis.charts.rows import Rated, counted, masked, nothing, rated
from analysis.compare import funnel_limits
from analysis.text import charts as text
from analysis.text.numbers import integer, percent
from analysis.thresholds import FUNNEL_ALARM, FUNNEL_WARNING

FUNNEL_HEIGHT: Final = 380
STEPS: Final = 48
MOST_NAMED: Final = 6
_LINES: Final = (("95", "dot", percent(FUNNEL_WARNING, 0)), ("998", "solid", percent(FUNNEL_ALARM)))


def funnel(
    units: pd.DataFrame,
    about: About,
    key: str = "unit",
    highlight: str | None = None,
    limits: pd.DataFrame | None = None,
) -> Chart:
    """Each group's rate over its n inside the 95 % and 99.8 % limits around the common rate.

    `limits` has n, low_95, high_95, low_998, high_998; by default the binomial limits of the
    groups' common rate. Groups outside 99.8 % are filled, named (six at most) and counted in
    the title; groups below the minimum are left out.
    """
    every = rated(units, about, key)
    sizes = [row.n for row in every]
    rows = [row for row in every if row.enough]
    subtitle = about.subtitle(None, *counted([row.n for row in rows], sizes, about, key))
    if not rows:
        return chart([], (nothing(sizes, about, key), subtitle, ""), masked(units, about))
    common = sum(row.k for row in rows) / sum(row.n for row in rows)
    if limits is None:
        limits = funnel_limits(common, _grid([row.n for row in rows]))
    far = _outside(rows, limits)
    title, reading = _words(rows, far, common, key)
    rates = [row.rate for row in rows]
    return chart(
        [*_limit_lines(limits), _cloud(rows, far, highlight)],
        (title, subtitle, reading),
        masked(units, about),
        height=FUNNEL_HEIGHT,
        xaxis=style.axis(
            range=[0, max(row.n for row in rows) * 1.08],
            nticks=5,
            tickformat=",d",
            title={"text": text.FUNNEL_AXIS, "font": {"color": style.INK, "size": 12}},
        ),
        yaxis=style.share_axis(min(rates), max(rates)),
        shapes=[style.horizontal(common, "solid")],
        annotations=_names(rows, far, common),
    )


def _grid(n: list[int]) -> list[int]:
    """Sizes from the smallest shown to the largest, closer together where limits bend most."""
    first, last = max(int(min(n) * 0.8), 1), int(max(n) * 1.08) + 1
    return sorted({round(size) for size in np.geomspace(first, last, STEPS).tolist()})


def _outside(rows: list[Rated], limits: pd.DataFrame) -> list[bool]:
    """Which rates lie beyond the 99.8 % limits of their own n."""
    n = [row.n for row in rows]
    low = np.interp(n, limits["n"].to_numpy(), limits["low_998"].to_numpy()).tolist()
    high = np.interp(n, limits["n"].to_numpy(), limits["high_998"].to_numpy()).tolist()
    return [not a <= row.rate <= b for row, a, b in zip(rows, low, high, strict=True)]


def _limit_lines(limits: pd.DataFrame) -> list[style.Trace]:
    return [
        style.trace(
            "scatter",
            x=limits["n"].tolist(),
            y=style.numbers(limits[f"{side}_{ending}"].tolist()),
            mode="lines",
            line={"color": style.NEUTRAL, "width": 1.2, "dash": dash},
            hovertext=text.FUNNEL_LIMIT.format(level=level),
            hoverinfo="text",
        )
        for ending, dash, level in _LINES
        for side in ("low", "high")
    ]


def _cloud(rows: list[Rated], far: list[bool], highlight: str | None) -> style.Trace:
    alarm = text.FUNNEL_OUTSIDE.format(level=percent(FUNNEL_ALARM))
    looks = [_look(row.code == highlight, out) for row, out in zip(rows, far, strict=True)]
    said = [
        style.hover(*row.lines, alarm if out else "") for row, out in zip(rows, far, strict=True)
    ]
    return style.trace(
        "scatter",
        x=[row.n for row in rows],
        y=style.numbers([row.rate for row in rows]),
        mode="markers",
        marker={
            "opacity": 1,
            "size": [look[0] for look in looks],
            "symbol": [look[1] for look in looks],
            "color": [look[2] for look in looks],
        },
        hovertext=said,
        hoverinfo="text",
        customdata=[row.code for row in rows],
        cliponaxis=False,
    )


def _look(own: bool, out: bool) -> tuple[int, str, str]:
    """Size, sign and colour of a dot: one's own, outside, or among the others."""
    if own:
        return 13, "diamond" if out else "diamond-open", style.ACCENT
    return (10, "circle", style.LEVEL_COLOURS[1]) if out else (9, "circle-open", style.NEUTRAL)


def _names(rows: list[Rated], far: list[bool], common: float) -> list[dict[str, Any]]:
    """Names of the groups farthest out, at most six so that a phone can hold them."""
    middle = max(row.n for row in rows) / 2
    outside = [row for row, out in zip(rows, far, strict=True) if out]
    outside.sort(key=lambda row: -abs(row.rate - common))
    return [
        {
            "x": row.n,
            "y": round(row.rate, 5),
            "text": style.label(row.name, 18, 1),
            "showarrow": False,
            "xanchor": "left" if row.n < middle else "right",
            "xshift": 8 if row.n < middle else -8,
        }
        for row in outside[:MOST_NAMED]
    ]


def _words(rows: list[Rated], far: list[bool], common: float, key: str) -> tuple[str, str]:
    group, total = text.GROUPS.get(key, text.ROW), integer(len(rows))
    title = text.FUNNEL_NONE.format(group=group, total=total)
    if any(far):
        title = text.FUNNEL_TITLE.format(count=integer(sum(far)), group=group, total=total)
    return title, text.FUNNEL_READING.format(group=group, rate=percent(common))
