"""The rows of a chart: their names, their rates from integers, which of many are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import numpy as np
import pandas as pd

from analysis.charts import style
from analysis.charts.chart import About
from analysis.proportions import Floats, wilson_arrays
from analysis.text import charts as text
from analysis.text.labels import CHANNELS, RESPONDENT_TYPES, word_of
from analysis.text.numbers import integer, interval, percent
from analysis.thresholds import MINIMUM_N

NAME_COLUMNS: Final[Mapping[str, tuple[str, str]]] = {
    "unit": ("unit_code", "unit_name"),
    "officer": ("officer_code", "officer_name"),
    "criterion": ("criterion", "criterion_label"),
}
"""Code and name column of a key; for any other key both are the key itself."""

_RATES: Final = frozenset({
    "satisfied_rate", "low_rate", "mean", "ci_low", "ci_high", "change", "change_ci_low",
    "change_ci_high", "gap", "gap_ci_low", "gap_ci_high",
})  # fmt: skip
NAME_WIDTH: Final = 60
_WORDS: Final = {"respondent_type": RESPONDENT_TYPES, "channel": CHANNELS}
T = TypeVar("T")
Places = slice | list[int]
ALL: Final = slice(None)


@dataclass(frozen=True)
class Rated:
    """One group: k of n, its rate with Wilson's 95 % interval; all three NaN when n is too small."""

    code: str
    name: str
    k: int
    n: int
    rate: float
    low: float
    high: float
    minimum: int = MINIMUM_N

    @property
    def enough(self) -> bool:
        """Whether there are enough answers to say a rate."""
        return self.rate == self.rate

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of a hover box: name, rate with its counts and interval, or too few."""
        if not self.enough:
            return self.name, self.counted
        return self.name, self.counted, text.INTERVAL.format(interval=interval(self.low, self.high))

    @property
    def counted(self) -> str:
        """The rate with its counts, or that there are too few."""
        if not self.enough:
            return text.FEW.format(n=integer(self.n), minimum=integer(self.minimum))
        return f"{percent(self.rate)} ({integer(self.k)}/{integer(self.n)})"


def codes(frame: pd.DataFrame, key: str, places: Places = ALL) -> list[str]:
    """The code of each row, or of those at the places; "" where there is none."""
    found = frame[NAME_COLUMNS.get(key, (key, key))[0]].array[places].tolist()
    return [str(code) if code == code and code is not None else "" for code in found]


def names(frame: pd.DataFrame, key: str, places: Places = ALL) -> list[str]:
    """The name of each row on one line, at most 60 characters; the code where there is none."""
    code_column, name_column = NAME_COLUMNS.get(key, (key, key))
    column = name_column if name_column in frame else code_column
    words = _WORDS.get(key, {})
    named = (word_of(words, name) for name in frame[column].array[places].tolist())
    return [style.shortened(style.visible(name), NAME_WIDTH) for name in named]


def rated(frame: pd.DataFrame, about: About, key: str, places: Places = ALL) -> list[Rated]:
    """Each row, or those at the places in that order, with the rate of its whole numbers."""
    k, n, rate = (values[places] for values in rates(frame, about))
    low, high = wilson_arrays(k, np.where(np.isnan(rate), 0, n))
    numbers = (values.tolist() for values in (k, n, rate, low, high))
    return [
        Rated(code, name, int(a), int(b), rate, lower, upper, about.minimum)
        for code, name, a, b, rate, lower, upper in zip(
            codes(frame, key, places), names(frame, key, places), *numbers, strict=True
        )
    ]


def rates(frame: pd.DataFrame, about: About) -> tuple[Floats, Floats, Floats]:
    """k, n and k / n of each row, the last NaN where n is too small."""
    parts = ["n1", "n2"] if about.count == "low" else ["n4", "n5"]
    columns = [about.count] if about.count in frame else parts
    k = np.sum([frame[name].to_numpy(float) for name in columns], axis=0)
    n = frame["n"].to_numpy(float)
    return k, n, k / np.where(n >= max(about.minimum, 1), n, np.nan)


def masked(frame: pd.DataFrame, about: About) -> pd.DataFrame:
    """The frame with its rates blank where n is below the minimum: the twin of a chart."""
    enough = frame["n"].to_numpy() >= about.minimum if "n" in frame else np.ones(1, dtype=bool)
    if enough.all():
        return frame.reset_index(drop=True)
    columns: dict[Any, Any] = {name: column.array for name, column in frame.items()}
    for name in _RATES.intersection(columns):
        known = frame[name].to_numpy(float, na_value=np.nan)
        columns[name] = np.where(enough, known, np.nan)
    twin = pd.DataFrame(columns, index=pd.RangeIndex(len(frame)))
    twin.attrs = frame.attrs
    return twin


def both_ends(rows: Sequence[T], most: int, keep: Sequence[T] = ()) -> list[T]:
    """All rows, or the first and last of too many together with those to keep, in order.

    >>> both_ends("abcdefghij", 4, "f")
    ['a', 'b', 'f', 'i', 'j']
    """
    half = most // 2
    if len(rows) <= most:
        return list(rows)
    middle = [row for row in rows[half:-half] if row in keep] if keep else []
    return [*rows[:half], *middle, *rows[-half:]]


def gaps(drawn: Sequence[T], rows: Sequence[T]) -> list[float]:
    """Where rows were left out between two that are drawn, as places on the axis of the drawn.

    >>> gaps("abfij", "abcdefghij")
    [1.5, 2.5]
    """
    places: list[int] = []
    for row in drawn:  # in the order of the rows: none is looked at twice
        places.append(rows.index(row, places[-1] + 1 if places else 0))
    return [at - 0.5 for at in range(1, len(places)) if places[at] > places[at - 1] + 1]


def whiskers(
    middle: Sequence[float], low: Sequence[float], high: Sequence[float]
) -> dict[str, Any]:
    """Plotly's error bars from low to high around the middle, in neutral grey."""
    return {
        "type": "data",
        "symmetric": False,
        "array": style.numbers([end - value for end, value in zip(high, middle, strict=True)]),
        "arrayminus": style.numbers([value - end for end, value in zip(low, middle, strict=True)]),
        "color": style.NEUTRAL,
        "thickness": 1.5,
        "width": 3,
    }


def counted(shown: Sequence[int], all_n: Sequence[int], about: About, key: str) -> list[str]:
    """For a subtitle: the span of n shown, how many groups are too small, how many not drawn."""
    said, group = [], text.GROUPS.get(key, text.ROW)
    if shown:
        ends = [integer(min(shown)), integer(max(shown))]
        said.append(text.COUNTED.format(n=ends[0] if ends[0] == ends[1] else "–".join(ends)))
    few = int((np.asarray(all_n) < max(about.minimum, 1)).sum())
    if few and shown:
        minimum = integer(about.minimum)
        said.append(text.LEFT_OUT.format(count=integer(few), group=group, minimum=minimum))
    drawable = len(all_n) - few
    if len(shown) < drawable:
        said.append(text.SHOWN_OF.format(shown=integer(len(shown)), count=integer(drawable)))
    return said


def nothing(all_n: Sequence[int], about: About, key: str) -> str:
    """Why there is no row to draw: no answers at all, or too few in every group."""
    if not sum(all_n):
        return text.NOTHING
    group = text.GROUPS.get(key, text.ROW)
    return text.NONE_ENOUGH.format(group=group, minimum=integer(about.minimum))
