"""What a chart is: a figure with the words that belong to it and its table twin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from analysis.charts import style
from analysis.text import charts as text
from analysis.text.numbers import integer
from analysis.thresholds import MINIMUM_N

if TYPE_CHECKING:
    import plotly.graph_objects as go

Words = tuple[str, str, str]
"""Title, subtitle and reading of a chart."""

EMPTY_HEIGHT: Final = 80


@dataclass(frozen=True)
class Chart:
    """A figure as JSON, its finding (title), measure and n (subtitle), how to read it, alt text, table.

    All texts are plain: a page escapes them for the place it puts them. When there is nothing
    to draw the figure has no traces, `empty` is true, and the title says why; a page then shows
    the words and no figure.
    """

    spec: dict[str, Any]
    title: str
    subtitle: str
    reading: str
    alt: str
    table: pd.DataFrame

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.spec["data"]

    @cached_property
    def figure(self) -> go.Figure:
        """The figure with every value checked by Plotly: for tests, since its classes take 25 MB."""
        import plotly.graph_objects as go

        return go.Figure(self.spec)


def chart(
    traces: Sequence[Any], words: Words, table: pd.DataFrame, height: int = 0, **layout: Any
) -> Chart:
    """The traces in the house's look with their words; the alt text is all of the words."""
    title, subtitle, reading = words
    alt = text.ALT.format(title=title, subtitle=subtitle, reading=reading)
    spec = style.figure(traces, height or EMPTY_HEIGHT, **layout)
    return Chart(spec, title, subtitle, reading, alt.strip(), table)


@dataclass(frozen=True)
class About:
    """What a chart is about: whose answers, which period in words, the rate, the smallest n.

    `measure` is "satisfied_rate" or "low_rate". Below `minimum` answers no rate is drawn.
    """

    whose: str = ""
    period: str = ""
    measure: str = "satisfied_rate"
    minimum: int = MINIMUM_N

    @property
    def count(self) -> str:
        """The column that the rate's numerator stands in."""
        return "low" if self.measure == "low_rate" else "satisfied"

    @property
    def words(self) -> str:
        """The measure's name."""
        return text.MEASURES[self.measure]

    def subtitle(self, n: int | None, *more: str, measure: str | None = None) -> str:
        """Measure, whose, period and n in one line, without what is unknown."""
        counted = "" if n is None else text.COUNTED.format(n=integer(n))
        parts = [
            self.words if measure is None else measure,
            self.whose,
            self.period,
            counted,
            *more,
        ]
        return text.SEPARATOR.join(part for part in parts if part)


@dataclass(frozen=True)
class Event:
    """Something that happened on a day: the start of a model, a merger, a changed form."""

    day: date
    text: str
