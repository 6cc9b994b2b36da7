"""Groups in order of their rate: a dot with its interval each, against the whole."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.charts import style
from analysis.charts.chart import About, Chart, chart
from analysis.charts.rows import (
    Rated,
    both_ends,
    codes,
    counted,
    gaps,
    masked,
    nothing,
    rated,
    rates,
    whiskers,
)
from analysis.text import charts as text
from analysis.text.numbers import integer, percent
from analysis.thresholds import LOW_SHARE

MOST_ROWS: Final = 40
DOT_ROW: Final = 40
TALL_ROW: Final = 54


def rate_dots(
    ranking: pd.DataFrame,
    about: About,
    key: str = "unit",
    whole: float | None = None,
    highlight: str | None = None,
) -> Chart:
    """The rate of each group as a dot with its Wilson interval, highest first.

    `whole` (a share) is drawn as a line; the row whose code is `highlight` takes the accent.
    Groups below the minimum have no row; of more than 40 the 20 at each end and the highlighted
    are drawn. A dot's customdata is its code.
    """
    ordered = _highest_first(ranking, about)
    places = _both_ends(ranking, ordered, key, highlight)
    drawn = rated(ranking, about, key, places)
    sizes = ranking["n"].to_numpy("int64").tolist()
    subtitle = about.subtitle(None, *counted([row.n for row in drawn], sizes, about, key))
    table = masked(ranking, about)
    if not drawn:
        return chart([], (nothing(sizes, about, key), subtitle, ""), table)
    title, reading = _words(drawn, about, whole)
    between = gaps(places, ordered)
    reading += text.LEFT_OUT_BETWEEN if between else ""
    mark = _mark(about, whole)
    ends = [end for row in drawn for end in (row.low, row.high)] + [mark[0]] * (whole is not None)
    labels = [_label(row, row.code == highlight) for row in drawn]
    tall = any(said.count("<br>") > 1 for said in labels)
    return chart(
        [_dots(drawn, highlight)],
        (title, subtitle, reading),
        table,
        height=(TALL_ROW if tall else DOT_ROW) * len(drawn) + 56,
        xaxis=style.share_axis(min(ends), max(ends), 3),
        yaxis=style.rows_axis(labels),
        shapes=[style.vertical(*mark[:2])] * bool(mark[2])
        + [style.horizontal(at, "dash") for at in between],
        annotations=[_mark_words(mark[0], mark[2])] if mark[2] else [],
        margin={"l": 0, "r": 18, "t": 22, "b": 8},
    )


def drawn_places(ranking: pd.DataFrame, about: About) -> list[int]:
    """Which rows `rate_dots` draws when none is highlighted, highest first."""
    return both_ends(_highest_first(ranking, about), MOST_ROWS)


def _both_ends(
    ranking: pd.DataFrame, ordered: list[int], key: str, highlight: str | None
) -> list[int]:
    own = (
        [at for at, code in enumerate(codes(ranking, key)) if code == highlight]
        if highlight
        else []
    )
    return both_ends(ordered, MOST_ROWS, own)


def _highest_first(ranking: pd.DataFrame, about: About) -> list[int]:
    rate = rates(ranking, about)[2]
    known = np.flatnonzero(~np.isnan(rate))
    order: list[int] = known[np.argsort(-rate[known], kind="stable")].tolist()
    return order


def _dots(rows: list[Rated], highlight: str | None) -> style.Trace:
    mine = [row.code == highlight for row in rows]
    rate = [row.rate for row in rows]
    return style.trace(
        "scatter",
        x=style.numbers(rate),
        y=list(range(len(rows))),
        mode="markers",
        marker={
            "opacity": 1,
            "size": [13 if own else 9 for own in mine],
            "symbol": ["diamond" if own else "circle" for own in mine],
            "color": [style.ACCENT if own else style.NEUTRAL for own in mine],
        },
        error_x=whiskers(rate, [row.low for row in rows], [row.high for row in rows]),
        hovertext=[style.hover(*row.lines) for row in rows],
        hoverinfo="text",
        customdata=[row.code for row in rows],
        cliponaxis=False,
    )


def _label(row: Rated, own: bool) -> str:
    name = style.label(row.name)
    said = text.RATE_N.format(rate=percent(row.rate), n=integer(row.n))
    return (f"<b>{name}</b>" if own else name) + style.small(said)


def _mark(about: About, whole: float | None) -> tuple[float, str, str]:
    """Where the vertical line stands, how it is drawn, what it says ("" for no line)."""
    if whole is not None and whole == whole:
        return whole, "dot", text.WHOLE.format(rate=percent(whole))
    if about.measure == "low_rate":
        return float(LOW_SHARE), "dash", percent(float(LOW_SHARE), 0)
    return 0.0, "dot", ""


def _mark_words(x: float, said: str) -> dict[str, Any]:
    return {"x": x, "y": 1, "yref": "paper", "yanchor": "bottom", "text": said, "showarrow": False}


def _words(rows: list[Rated], about: About, whole: float | None) -> tuple[str, str]:
    ends = {"top": rows[0].name, "top_rate": percent(rows[0].rate)}
    ends |= {"bottom": rows[-1].name, "bottom_rate": percent(rows[-1].rate)}
    title = (text.RANKING_TITLE if len(rows) > 1 else text.RANKING_ONE).format(**ends)
    reading = text.RANKING_READING.format(measure=about.words.lower())
    if whole is not None:
        reading += text.RANKING_WHOLE.format(rate=percent(whole))
    return title, reading
