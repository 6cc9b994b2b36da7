"""Tables of tinted cells: criterion by group, and hour by weekday."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.charts import style
from analysis.charts.chart import About, Chart, chart
from analysis.charts.rows import Rated, masked, nothing, rated
from analysis.satisfaction import LEVEL_COLUMNS
from analysis.text import charts as text
from analysis.text.labels import WEEKDAYS, WEEKDAYS_SHORT
from analysis.text.numbers import integer, number, percent
from analysis.thresholds import LOW_SHARE

MOST_GROUPS: Final = 40
GROUP_ROW: Final = 30
HOUR_ROW: Final = 40
NAME, WIDE_NAME, MOST_WIDE = 22, 30, 6
"""Signs in a line of a column's name: many columns have no room for two lines of it on a phone."""
DARKEST: Final = 0.5
"""The low rate that takes the full tint, always the same so that pages can be compared."""

WEEKDAY_HOURS: Final = (7, 8, 9, 10, 11, 13, 14, 15, 16)
SATURDAY_HOURS: Final = (7, 8, 9, 10, 11)
OPEN_HOURS: Final = frozenset(
    {(day, hour) for day in range(1, 6) for hour in WEEKDAY_HOURS}
    | {(6, hour) for hour in SATURDAY_HOURS}
)
"""(weekday 1 = Monday, hour) in which a desk is open: the week and Saturday morning."""


def heat_map(cells: pd.DataFrame, about: About, key: str = "unit") -> Chart:
    """Low rate of each criterion (columns) in each group (rows), groups with most low on top.

    `cells` has the key's columns, criterion, criterion_label and the counts. A cell below the
    minimum is blank, its n is in the hover; of more than 40 groups the 40 worst are drawn.
    """
    low = About(about.whose, about.period, "low_rate", about.minimum)
    by_group = rated(cells, low, key)
    columns = dict(zip(cells["criterion"], cells["criterion_label"], strict=True))
    grid = dict(zip(zip([row.code for row in by_group], cells["criterion"], strict=True),
                    by_group, strict=True))  # fmt: skip
    known = [row for row in by_group if row.enough]
    subtitle = low.subtitle(None)
    if not known:
        words = nothing([row.n for row in by_group], low, key), subtitle, ""
        return chart([], words, masked(cells, low))
    order = _worst_first(by_group)
    codes = order[:MOST_GROUPS]
    if len(codes) < len(order):
        shown = text.SHOWN_OF.format(shown=integer(len(codes)), count=integer(len(order)))
        subtitle = low.subtitle(None, shown)
    called = {row.code: row.name for row in by_group}
    group = text.GROUPS.get(key, text.ROW)
    width = WIDE_NAME if len(columns) > MOST_WIDE else NAME
    reading = text.HEAT_READING.format(group=group, minimum=integer(low.minimum))
    return chart(
        _cells(grid, codes, columns, called),
        (_heat_title(grid, columns), subtitle, reading),
        masked(cells, low),
        height=GROUP_ROW * len(codes) + 190,
        xaxis=_columns_axis([style.label(name, width) for name in columns.values()], vertical=True),
        yaxis=style.rows_axis([style.label(called[code], lines=1) for code in codes]),
    )


def _worst_first(rows: list[Rated]) -> list[str]:
    """Codes by their low answers over all criteria, most first, groups without a rate last."""
    sums: dict[str, list[int]] = {}
    for row in rows:
        both = sums.setdefault(row.code, [0, 0])
        if row.enough:
            both[0], both[1] = both[0] + row.k, both[1] + row.n
    return sorted(sums, key=lambda code: -sums[code][0] / sums[code][1] if sums[code][1] else 1)


def _cells(
    grid: dict[tuple[str, str], Rated],
    codes: list[str],
    columns: dict[str, str],
    called: dict[str, str],
) -> list[Any]:
    shade, said, words = [], [], []
    for code in codes:
        row = [grid.get((code, criterion)) for criterion in columns]
        shade.append([None if one is None or not one.enough else round(one.rate, 5) for one in row])
        words.append([_cell_words(one) for one in row])
        said.append(
            [
                style.hover(called[code], str(columns[criterion]), *_cell_lines(one))
                for one, criterion in zip(row, columns, strict=True)
            ]
        )
    return _tinted(shade, said, words, style.LEVEL_COLOURS[1], DARKEST)


def _tinted(
    shade: list[list[float | None]],
    said: list[list[str]],
    words: list[list[str]],
    colour: str,
    most: float,
) -> list[Any]:
    """Tinted cells and, above them, their words in the theme's own ink."""
    places = [(x, y) for y, row in enumerate(words) for x, word in enumerate(row) if word]
    return [
        style.trace(
            "heatmap",
            z=shade,
            zmin=0,
            zmax=most,
            colorscale=style.alpha_scale(colour),
            showscale=False,
            xgap=2,
            ygap=2,
            text=said,
            hoverinfo="text",
        ),
        style.trace(
            "scatter",
            x=[x for x, _ in places],
            y=[y for _, y in places],
            mode="text",
            text=[words[y][x] for x, y in places],
            hoverinfo="skip",
        ),
    ]


def _cell_words(cell: Rated | None) -> str:
    if cell is None or not cell.enough:
        return ""
    said = number(cell.rate * 100, 0)
    return (
        f"<b>{said}</b>" if cell.k * LOW_SHARE.denominator > cell.n * LOW_SHARE.numerator else said
    )


def _cell_lines(cell: Rated | None) -> tuple[str, ...]:
    return (text.COUNTED.format(n=0),) if cell is None else cell.lines[1:]


def _heat_title(grid: dict[tuple[str, str], Rated], columns: dict[str, str]) -> str:
    known = [(criterion, row) for (_, criterion), row in grid.items() if row.enough]
    criterion, worst = max(known, key=lambda pair: pair[1].rate)
    if worst.k == 0:
        return text.HEAT_BEST
    said = {"criterion": columns[criterion], "name": worst.name, "rate": percent(worst.rate)}
    return text.HEAT_TITLE.format(**said)


def _columns_axis(labels: list[str], vertical: bool) -> dict[str, Any]:
    return style.axis(
        side="top",
        range=[-0.5, len(labels) - 0.5],
        tickvals=list(range(len(labels))),
        ticktext=labels,
        tickangle=-90 if vertical else 0,
        showgrid=False,
    )


def hour_heat(
    counts: pd.DataFrame,
    about: About,
    open_hours: Collection[tuple[int, int]] = OPEN_HOURS,
) -> Chart:
    """Answers per weekday (columns, Monday first) and hour (rows), with the low rate below n.

    `counts` has weekday (1 = Monday), hour (0–23; others are left out) and the counts. The tint
    is the number of answers; hours outside `open_hours` are shaded.
    """
    summed = _by_hour(counts)
    low = About(about.whose, about.period, "low_rate", about.minimum)
    rows = rated(summed, low, "hour")
    total = sum(row.n for row in rows)
    subtitle = low.subtitle(total, measure=text.HOUR_MEASURE)
    if not total:
        return chart([], (text.NOTHING, subtitle, ""), masked(summed, low))
    slots = zip(summed["weekday"].tolist(), summed["hour"].tolist(), rows, strict=True)
    grid = {(int(day), int(hour)): row for day, hour, row in slots if row.n}
    hours = _hours(grid, open_hours)
    (day, hour), busiest = max(grid.items(), key=lambda item: item[1].n)
    said = {"weekday": WEEKDAYS[day], "hour": _hour(hour), "n": integer(busiest.n)}
    return chart(
        _hour_cells(grid, hours, open_hours),
        (
            text.HOUR_TITLE.format(**said),
            subtitle,
            text.HOUR_READING.format(minimum=integer(low.minimum)),
        ),
        masked(summed, low),
        height=HOUR_ROW * len(hours) + 50,
        xaxis=_columns_axis(list(WEEKDAYS_SHORT), vertical=False),
        yaxis=style.rows_axis([text.HOUR_TICK.format(hour=hour) for hour in hours]),
        shapes=_closed(hours, open_hours),
    )


def _by_hour(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts added up for each hour of a weekday, in order of time."""
    days, hours = (counts[name].to_numpy(float, na_value=np.nan) for name in ("weekday", "hour"))
    inside = np.flatnonzero((days >= 1) & (days <= 7) & (hours >= 0) & (hours <= 23))
    slots = days[inside] * 24 + hours[inside]
    known, first, place = np.unique(slots, return_index=True, return_inverse=True)
    summed = {name: counts[name].array.take(inside[first]) for name in ("weekday", "hour")}
    for name in LEVEL_COLUMNS:
        weights = counts[name].to_numpy("int64")[inside]
        summed[name] = np.bincount(place, weights, len(known)).astype("int64")
    return pd.DataFrame(summed | {"n": sum(summed[name] for name in LEVEL_COLUMNS)})


def _hour(hour: int) -> str:
    return text.HOUR.format(hour=hour, next=hour + 1)


def _hours(
    grid: dict[tuple[int, int], Rated], open_hours: Collection[tuple[int, int]]
) -> list[int]:
    """Every hour from the first to the last that is open or has answers."""
    used = {hour for _, hour in [*grid, *open_hours]}
    return list(range(min(used), max(used) + 1))


def _hour_cells(
    grid: dict[tuple[int, int], Rated], hours: list[int], open_hours: Collection[tuple[int, int]]
) -> list[Any]:
    shade, said, words = [], [], []
    for hour in hours:
        row = [grid.get((day, hour)) for day in WEEKDAYS]
        shade.append([None if one is None else float(one.n) for one in row])
        words.append(["" if one is None else _hour_words(one) for one in row])
        said.append(
            [
                style.hover(
                    f"{name}, {_hour(hour)}",
                    "" if (day, hour) in open_hours else text.CLOSED,
                    text.COUNTED.format(n=0) if one is None else one.counted,
                )
                for (day, name), one in zip(WEEKDAYS.items(), row, strict=True)
            ]
        )
    most = float(max(row.n for row in grid.values()))
    return _tinted(shade, said, words, style.LEVEL_COLOURS[5], most)


def _hour_words(cell: Rated) -> str:
    return integer(cell.n) + (style.small(percent(cell.rate, 0)) if cell.enough else "")


def _closed(hours: list[int], open_hours: Collection[tuple[int, int]]) -> list[dict[str, Any]]:
    """One grey rectangle per run of closed hours of a weekday."""
    shapes = []
    for column, day in enumerate(WEEKDAYS):
        start = None
        for place, hour in enumerate([*hours, None]):
            closed = hour is not None and (day, hour) not in open_hours
            if closed and start is None:
                start = place
            elif not closed and start is not None:
                shapes.append(
                    {"type": "rect", "layer": "below", "x0": column - 0.5, "x1": column + 0.5,
                     "y0": start - 0.5, "y1": place - 0.5, "line": {"width": 0},
                     "fillcolor": style.SHADE}
                )  # fmt: skip
                start = None
    return shapes
