"""Forms collected against forms required, one zero-based bar per unit and period."""

from __future__ import annotations

from typing import Final

import pandas as pd

from analysis.charts import style
from analysis.charts.chart import About, Chart, chart
from analysis.charts.rows import codes, names
from analysis.periods import label, short_label
from analysis.text import charts as text
from analysis.text.numbers import integer, percent

MOST_ROWS: Final = 40
BAR_ROW: Final = 40
LONGEST: Final = 1.25
"""Bars end here: beyond the requirement the length no longer matters."""


def quota_bar(quotas: pd.DataFrame, about: About, key: str = "unit") -> Chart:
    """The share of required forms already there, those missing most on top, a line at 100 %.

    `quotas` is a frame of analysis.quota; rows that require nothing are left out, of more than
    40 the 40 missing most are drawn.
    """
    table = quotas.reset_index(drop=True)
    asked = table[table["required"] > 0].sort_values("missing", ascending=False, kind="stable")
    rows = asked.head(MOST_ROWS)
    group = text.GROUPS.get(key, text.ROW)
    more = []
    if len(rows) < len(asked):
        more = [text.SHOWN_OF.format(shown=integer(len(rows)), count=integer(len(asked)))]
    subtitle = about.subtitle(int(asked["responses"].sum()), *more, measure=text.QUOTA_MEASURE)
    if rows.empty:
        return chart([], (text.NOTHING, subtitle, ""), table)
    short = int((asked["missing"] > 0).sum())
    said = {"total": integer(len(asked)), "group": group, "count": integer(short)}
    title = text.QUOTA_DONE.format(**said)
    if short:
        title = text.QUOTA_TITLE.format(missing=integer(asked["missing"].sum()), **said)
    return chart(
        [_bars(rows, key)],
        (title, subtitle, text.QUOTA_READING),
        table,
        height=BAR_ROW * len(rows) + 40,
        xaxis=style.share_axis(0, 1.2),
        yaxis=style.rows_axis(_labels(rows, key)),
        shapes=[style.vertical(1, "solid") | {"layer": "above"}],
        bargap=0.4,
    )


def _bars(rows: pd.DataFrame, key: str) -> style.Trace:
    progress = (rows["responses"] / rows["required"]).tolist()
    done = [missing == 0 for missing in rows["missing"]]
    said = [
        style.hover(name, percent(share), text.QUOTA_HOVER.format(dossiers=integer(d), rule=rule))
        for name, share, d, rule in zip(
            names(rows, key), progress, rows["dossiers"], rows["rule"], strict=True
        )
    ]
    return style.trace(
        "bar",
        x=style.numbers([min(share, LONGEST) for share in progress]),
        y=list(range(len(rows))),
        orientation="h",
        marker={
            "color": [style.LEVEL_COLOURS[5] if full else style.NEUTRAL for full in done],
            "line": {"color": style.EDGE, "width": 1},
        },
        hovertext=said,
        hoverinfo="text",
        customdata=codes(rows, key),
    )


def _labels(rows: pd.DataFrame, key: str) -> list[str]:
    """Name and period, and below them how many of how many forms and what is missing."""
    several = rows["period"].nunique() > 1
    labels = []
    for name, period, done, needed, missing in zip(
        names(rows, key),
        rows["period"].astype(object),
        rows["responses"],
        rows["required"],
        rows["missing"],
        strict=True,
    ):
        known = several and isinstance(period, str)
        called = f"{name}{text.SEPARATOR}{_period(period)}" if known else name
        said = text.QUOTA_ROW.format(responses=integer(done), required=integer(needed))
        if missing:
            said += text.SEPARATOR + text.QUOTA_MISSING.format(missing=integer(missing))
        labels.append(style.label(called, 26, 1) + style.small(said))
    return labels


def _period(key: str) -> str:
    return short_label(key) if "/" in key else label(key)
