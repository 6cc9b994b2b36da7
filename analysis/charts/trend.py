"""Rates over time: one line with its band, several units as small multiples, a sparkline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from analysis.charts import style
from analysis.charts.chart import About, Chart, Event, chart
from analysis.charts.rows import Rated, masked, nothing, rated
from analysis.periods import label, parse, short_label
from analysis.text import charts as text
from analysis.text.labels import SIGNALS, change_word
from analysis.text.numbers import day, integer, percent, points

TREND_HEIGHT: Final = 340
MOST_TICKS: Final = 5
MOST_RULES: Final = 4
RULE_WIDTH: Final = 11
"""Signs in a line of a rule: in one line it lies across its neighbours on a phone."""
MOST_NAMED: Final = 24
"""Periods with room for the rules in words; of more the page lists them under the figure."""
RING: Final = {"size": 17, "symbol": "circle-open",
               "line": {"width": 2}, "color": style.LEVEL_COLOURS[1]}  # fmt: skip


def sparkline(trend: pd.DataFrame, about: About) -> list[float | None]:
    """The rates in order of time for a tiny chart; None where answers are too few."""
    return [row.rate if row.enough else None for row in rated(trend, about, "period")]


def trend_line(
    trend: pd.DataFrame,
    about: About,
    events: Sequence[Event] = (),
    target: float | None = None,
) -> Chart:
    """One series of periods (oldest first) with its interval band and what is unusual in it.

    `trend` has period and the counts; with `signal` and `change…` columns unusual periods are
    ringed with their rule and the title says whether the last change is clear. `events` inside
    the periods become marked days, `target` (a share) a dashed line. Periods below the minimum
    are gaps.
    """
    rows = rated(trend, about, "period")
    known = [row for row in rows if row.enough]
    sizes = [row.n for row in rows]
    subtitle = about.subtitle(sum(sizes))
    if not known:
        return chart([], (nothing(sizes, about, "period"), subtitle, ""), masked(trend, about))
    rung = signals(trend, rows, about)
    ends = [row.low for row in known] + [row.high for row in known]
    ends += [] if target is None else [target]
    title, reading = _words(trend, rows, about, any(rung), target)
    marks = _placed(events, rows)
    reading += _events_said(marks)
    return chart(
        [band(rows), line(rows), rings(rows, rung, len(rows) <= MOST_NAMED)],
        (title, subtitle, reading),
        masked(trend, about),
        height=TREND_HEIGHT,
        xaxis=style.axis(range=[-0.4, len(rows) - 0.6], showgrid=False, **ticks(rows)),
        yaxis=style.share_axis(min(ends), max(ends)),
        shapes=[style.vertical(x, "dot") for x, _ in marks]
        + ([] if target is None else [style.horizontal(target, "dash")]),
        annotations=[*_event_words(marks), *_target_words(target, known), _last_words(rows)],
        margin={"l": 0, "r": 30, "t": 36 if any(rung) else 22, "b": 8},
    )


def line(rows: Sequence[Rated], **axes: Any) -> style.Trace:
    """Dots joined by a line that breaks where answers are too few."""
    said = [style.hover(label(row.code), *row.lines[1:]) for row in rows]
    return style.trace(
        "scatter",
        x=list(range(len(rows))),
        y=style.numbers([row.rate for row in rows]),
        mode="lines+markers",
        line={"color": style.ACCENT, "width": 2},
        marker={"size": 6},
        hovertext=said,
        hoverinfo="text",
        customdata=[row.code for row in rows],
        cliponaxis=False,
        **axes,
    )


def band(rows: Sequence[Rated], **axes: Any) -> style.Trace:
    """The intervals as one grey polygon for each run of periods with enough answers."""
    x: list[float | None] = []
    y: list[float] = []
    for run in _runs(rows):
        there = [float(at) for at in run] if len(run) > 1 else [run[0] - 0.12, run[0] + 0.12]
        inside = [rows[at] for at in run] * (1 if len(run) > 1 else 2)
        x += [*there, *reversed(there), None]
        y += [*(row.low for row in inside), *(row.high for row in reversed(inside)), float("nan")]
    return style.trace(
        "scatter",
        x=x[:-1],
        y=style.numbers(y[:-1]),
        fill="toself",
        fillcolor=style.BAND,
        mode="lines",
        line={"width": 0},
        hoverinfo="skip",
        **axes,
    )


def _runs(rows: Sequence[Rated]) -> list[list[int]]:
    runs: list[list[int]] = []
    for at, row in enumerate(rows):
        if row.enough and runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        elif row.enough:
            runs.append([at])
    return runs


def signals(trend: pd.DataFrame, rows: list[Rated], about: About) -> list[str]:
    """The rule that rang in each period; signals are about the satisfied rate only."""
    if "signal" not in trend or about.measure != "satisfied_rate":
        return [""] * len(rows)
    found = [str(rule) if rule == rule else "" for rule in trend["signal"].astype(object)]
    return [rule if row.enough else "" for rule, row in zip(found, rows, strict=True)]


def rings(rows: list[Rated], rung: list[str], named: bool = True, **axes: Any) -> style.Trace:
    """A ring around each unusual period; the rule is written where it begins and there is room."""
    at = [place for place, rule in enumerate(rung) if rule]
    begins = _apart([p for p in at if p == 0 or rung[p - 1] != rung[p]], len(rows))
    said = [style.label(SIGNALS[rung[p]], RULE_WIDTH) if p in begins else "" for p in at]
    middle = sum(row.k for row in rows) / max(sum(row.n for row in rows), 1)
    return style.trace(
        "scatter",
        x=at,
        y=style.numbers([rows[place].rate for place in at]),
        mode="markers+text" if named else "markers",
        marker=RING if named else RING | {"size": 12},
        text=said,
        textposition=[_beside(place, rows, middle) for place in at],
        hovertext=[style.hover(label(rows[place].code), SIGNALS[rung[place]]) for place in at],
        hoverinfo="text",
        cliponaxis=False,
        **axes,
    )


def _apart(begins: list[int], count: int) -> list[int]:
    """The newest rings whose words fit: clear of each other and of the rate at the last point."""
    gap, kept = -(-count // MOST_RULES), [count - 1]
    for place in reversed(begins):
        if kept[-1] - place >= gap:
            kept.append(place)
    return kept[1:]


def _beside(place: int, rows: list[Rated], middle: float) -> str:
    """Where a rule is written: away from the common rate and from the nearer edge."""
    side = "right" if place < len(rows) * 0.3 else "left" if place > len(rows) * 0.7 else "center"
    return f"{'bottom' if rows[place].rate < middle else 'top'} {side}"


def ticks(rows: Sequence[Rated], most: int = MOST_TICKS) -> dict[str, Any]:
    """A few named periods, counted back from the last one."""
    step = -(-len(rows) // most)
    places = list(range(len(rows) - 1, -1, -step))[::-1]
    return {"tickvals": places, "ticktext": [short_label(rows[place].code) for place in places]}


def _placed(events: Sequence[Event], rows: list[Rated]) -> list[tuple[float, Event]]:
    """Where each event lies between the periods; those outside are left out."""
    found = []
    for event in sorted(events, key=lambda event: event.day):
        for place, row in enumerate(rows):
            period = parse(row.code)
            if period.first <= event.day <= period.last:
                days = (period.last - period.first).days + 1
                part = ((event.day - period.first).days + 0.5) / days
                found.append((round(place - 0.5 + part, 3), event))
    return found


def _event_words(marks: list[tuple[float, Event]]) -> list[dict[str, Any]]:
    """A number at the head of each line: words across the series could not be read on a phone."""
    return [
        {"x": x, "y": 1, "yref": "paper", "yanchor": "bottom", "text": f"<b>{number}</b>",
         "hovertext": style.plain(event.text), "showarrow": False}
        for number, (x, event) in enumerate(marks, start=1)
    ]  # fmt: skip


def _events_said(marks: list[tuple[float, Event]]) -> str:
    said = [
        text.TREND_EVENT.format(number=number, day=day(event.day), text=event.text)
        for number, (_, event) in enumerate(marks, start=1)
    ]
    return text.TREND_EVENTS.format(events="; ".join(said)) if said else ""


def _target_words(target: float | None, known: list[Rated]) -> list[dict[str, Any]]:
    """The target's words at its line, away from the series and from the words of the rings."""
    if target is None:
        return []
    left = abs(known[0].rate - target) > abs(known[-1].rate - target)
    high = target * sum(row.n for row in known) >= sum(row.k for row in known)
    said = text.TARGET.format(rate=percent(target))
    return [{"x": 0 if left else 1, "xref": "paper",
             "xanchor": "left" if left else "right", "y": target, "yanchor": "top" if high else "bottom",
             "text": said, "showarrow": False}]  # fmt: skip


def _last_words(rows: list[Rated]) -> dict[str, Any]:
    """The last known rate, written at its point on the side the line does not come from."""
    place = max(at for at, row in enumerate(rows) if row.enough)
    falling = place > 0 and rows[place - 1].rate > rows[place].rate
    return {"x": place, "y": round(rows[place].rate, 5), "yshift": -14 if falling else 14, "showarrow": False,
            "text": f"<b>{percent(rows[place].rate)}</b>"}  # fmt: skip


def _words(
    trend: pd.DataFrame, rows: list[Rated], about: About, rung: bool, target: float | None
) -> tuple[str, str]:
    last = rows[-1]
    said = {"period": label(last.code), "rate": percent(last.rate), "n": integer(last.n)}
    said |= {"minimum": integer(about.minimum)}
    template = text.TREND_TITLE_FIRST if last.enough else text.TREND_FEW
    comparable = len(rows) > 1 and rows[-2].enough and "change" in trend
    if last.enough and comparable and about.measure == "satisfied_rate":
        change = trend.iloc[-1]
        word = change_word(float(change["change_ci_low"]), float(change["change_ci_high"]))
        said |= {"word": text.CHANGE.format(word=word, points=points(float(change["change"])))}
        template = text.TREND_TITLE
    reading = text.TREND_READING.format(minimum=integer(about.minimum))
    reading += text.TREND_RING if rung else ""
    reading += "" if target is None else text.TREND_TARGET.format(rate=percent(target))
    return template.format(**said), reading
