"""How every figure looks: colours for both themes, axes, safe text; no figure is built here.

Fonts are left to the page's theme, backgrounds are transparent, greys lie between the two
themes. Names come from outside and Plotly reads a dialect of HTML, so every one of
them passes through `plain` or `label`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import ceil, floor
from typing import Any, Final

from analysis.text.numbers import PLOTLY_SEPARATORS, number, percent

LEVEL_COLOURS: Final[Mapping[int, str]] = {
    5: "#0f5e66",
    4: "#9ddbd4",
    3: "#868b90",
    2: "#e9a052",
    1: "#b9560f",
}
"""Dark teal to dark orange: five different lightnesses, checked for three kinds of colour blindness."""
LEVEL_INKS: Final[Mapping[int, str]] = {
    5: "#ffffff",
    4: "#10201f",
    3: "#10201f",
    2: "#10201f",
    1: "#ffffff",
}
INK: Final = "#000037"
"""Body ink: Streamlit's chart theme puts its own text colour in its place (a test holds it to
that), anywhere else it is nearly black. The theme's default for labels is too pale to read."""
ACCENT: Final = "#8563cf"
NEUTRAL: Final = "#7f878d"
EDGE: Final = "rgba(127,135,141,0.9)"
GRID: Final = "rgba(127,135,141,0.25)"
BAND: Final = "rgba(127,135,141,0.22)"
SHADE: Final = "rgba(127,135,141,0.16)"
PLOTLY_CONFIG: Final[Mapping[str, bool]] = {"displayModeBar": False, "scrollZoom": False}

LABEL_WIDTH: Final = 22
HOVER_WIDTH: Final = 60
_BLANKS: Final = re.compile(r"[^\S\u00a0]+")
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;", "%{": "&#37;{"}
_MARKUP: Final = re.compile(r"%\{|[&<>$]")


@lru_cache(4_096, typed=True)
def visible(text: object) -> str:
    """The text on one line, composed, without invisible or direction-changing characters."""
    composed = unicodedata.normalize("NFC", _BLANKS.sub(" ", str(text)).strip())
    if composed.replace("\u00a0", "").isprintable():  # the common, quick case
        return composed
    kept = (sign for sign in composed if unicodedata.category(sign) not in _INVISIBLE)
    return "".join(kept)


def shortened(text: str, limit: int) -> str:
    """The text when it fits into `limit` characters, else its beginning and "…"."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _escaped(text: str) -> str:
    return _MARKUP.sub(lambda found: _ENTITIES[found[0]], text)


@lru_cache(4_096, typed=True)
def plain(text: object, limit: int = HOVER_WIDTH) -> str:
    """One line of text that Plotly shows as it is: no tag, link, TeX or template works in it.

    >>> plain("<b>A</b> $x$ %{y}")
    '&lt;b&gt;A&lt;/b&gt; &#36;x&#36; &#37;{y}'
    """
    return _escaped(shortened(visible(text), limit))


@lru_cache(4_096, typed=True)
def label(text: object, width: int = LABEL_WIDTH, lines: int = 2) -> str:
    """A name broken into at most `lines` lines of `width` characters, the last one cut with "…".

    >>> label("Tinh thần trách nhiệm của công chức một cửa", 16)
    'Tinh thần trách<br>nhiệm của công…'
    """
    broken = [""]
    for word in visible(text).split(" "):
        joined = f"{broken[-1]} {word}".strip()
        if len(joined) <= width or len(broken) == lines:
            broken[-1] = joined
        else:
            broken.append(word)
    return "<br>".join(_escaped(shortened(line, width)) for line in broken if line)


def hover(*lines: str) -> str:
    """The text of a hover box, one line each, all of them plain."""
    return "<br>".join(plain(line) for line in lines if line)


def small(text: str) -> str:
    """A line under a label in smaller type; the text is ours, never from outside."""
    return f'<br><span style="font-size:0.9em">{text}</span>'


LEAST_PLOT: Final = 20
"""Pixels the plot may shrink to for the words of its axis; Plotly's 64 cuts them below one row."""


Trace = dict[str, Any]


def trace(kind: str, **settings: Any) -> Trace:
    """A trace as Plotly's JSON has it: checked only where somebody builds a figure of it."""
    return {"type": kind, **settings}


def figure(traces: Sequence[Trace], height: int, **layout: Any) -> dict[str, Any]:
    """A figure in the house's look as Plotly's JSON; nothing can be dragged, so a phone scrolls."""
    base: dict[str, Any] = {
        "template": {},
        "height": height,
        "margin": {"l": 0, "r": 12, "t": 8, "b": 8},
        "minreducedheight": LEAST_PLOT,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "separators": PLOTLY_SEPARATORS,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"align": "left"},
        "font": {"color": INK, "size": 12},
    }
    said = {name: value for name, value in layout.items() if value != []}
    return {"data": list(traces), "layout": base | said}


def axis(**settings: Any) -> dict[str, Any]:
    """A quiet axis: light grid, no zero line, room for its labels, never zoomed.

    Labels have their room, so the browser need not measure each one again to hide what sticks out.
    """
    return {
        "automargin": True,
        "ticklabeloverflow": "allow",
        "fixedrange": True,
        "gridcolor": GRID,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickangle": 0,
        "tickfont": {"color": INK, "size": 12},
        **settings,
    }


def rows_axis(labels: Sequence[str]) -> dict[str, Any]:
    """An axis of named rows from top to bottom, at 0, 1, 2 …; equal names stay separate rows."""
    return axis(
        range=[len(labels) - 0.5, -0.5],
        tickvals=list(range(len(labels))),
        ticktext=list(labels),
        showgrid=False,
        ticklabelstandoff=6,
    )


def _step(span: float, most: int) -> float:
    """The smallest round step that cuts a span of shares into at most so many parts."""
    sizes = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0)
    return next((size for size in sizes if span / size <= most), 1.0)


def share_axis(low: float, high: float, most: int = 4, **settings: Any) -> dict[str, Any]:
    """An axis of shares around low..high with a few round ticks written "80 %"."""
    step = _step(max(high - low, 0.05), most)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    ticks = [round(place * step, 4) for place in range(first, last + 1)]
    margin = (ticks[-1] - ticks[0]) * 0.03
    return axis(
        range=[ticks[0] - margin, ticks[-1] + margin],
        tickvals=ticks,
        ticktext=[percent(tick, 0) for tick in ticks],
        **settings,
    )


def points_axis(low: float, high: float) -> dict[str, Any]:
    """An axis of differences from low to high and 0, ticks in points: "+10"."""
    first, last = min(low, 0.0), max(high, 0.0)
    step = _step(max(last - first, 0.05), 4)
    ticks = [round(place * step, 4) for place in range(floor(first / step), ceil(last / step) + 1)]
    words = [f"{'+' if tick > 0 else ''}{number(tick * 100, 0)}" for tick in ticks]
    margin = (ticks[-1] - ticks[0]) * 0.03
    return axis(range=[ticks[0] - margin, ticks[-1] + margin], tickvals=ticks, ticktext=words)


def alpha_scale(colour: str, strongest: float = 0.62) -> list[list[Any]]:
    """From nearly clear to a tint of the colour that the theme's ink stays readable on."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return [[0, f"rgba({red},{green},{blue},0.05)"], [1, f"rgba({red},{green},{blue},{strongest})"]]


def vertical(x: float, dash: str) -> dict[str, Any]:
    """A line over the full height behind the data."""
    return {"type": "line", "layer": "below", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper",
            "line": {"color": EDGE, "width": 1.5, "dash": dash}}  # fmt: skip


def horizontal(y: float, dash: str) -> dict[str, Any]:
    """A line over the full width behind the data."""
    return {"type": "line", "layer": "below", "x0": 0, "x1": 1, "xref": "paper", "y0": y, "y1": y,
            "line": {"color": EDGE, "width": 1.5, "dash": dash}}  # fmt: skip


def numbers(values: Sequence[float]) -> list[float | None]:
    """Numbers for a trace at five digits, None where unknown: short JSON, no NaN in it."""
    return [None if value != value else round(float(value), 5) for value in values]
