"""A series of periods: gaps made visible, the change against the period before, what is unusual."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.control import LIMIT_COLUMNS, Counts, limits, signals
from analysis.errors import InputError
from analysis.periods import Period, parse
from analysis.proportions import Floats, newcombe_arrays
from analysis.satisfaction import COUNT_COLUMNS, framed, keys_of, rated_columns
from analysis.text.periods import MIXED_KINDS

CHANGE_COLUMNS = ["change", "change_ci_low", "change_ci_high"]


def fill_gaps(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts with a row of zeros for every period missing between a series' first and last.

    A series is one combination of the keys beside `period`; series keep the order in which
    they come and run in order of time. InputError when kinds of period are mixed.
    """
    counts = counts.reset_index(drop=True)
    if counts.empty:
        return counts
    periods = [parse(key) for key in counts["period"].tolist()]
    kinds = {period.kind for period in periods}
    if len(kinds) > 1:
        raise InputError(MIXED_KINDS)
    at, series = np.array([period.index for period in periods]), _series_numbers(counts)
    heads = np.unique(series, return_index=True)[1]
    first, last = at[heads], at[heads]
    np.minimum.at(first, series, at)
    np.maximum.at(last, series, at)
    sizes = last - first + 1
    begins = np.cumsum(sizes) - sizes
    rows = begins[series] + at - first[series]
    grid = np.arange(sizes.sum()) + np.repeat(first - begins, sizes)
    filled = {name: counts[name].array.take(np.repeat(heads, sizes)) for name in keys_of(counts)}
    names = [Period(next(iter(kinds)), one).key for one in range(grid.min(), grid.max() + 1)]
    filled["period"] = pd.array(names, dtype="str").take(grid - grid.min())
    return framed(filled | {name: _spread(counts[name], rows, len(grid)) for name in COUNT_COLUMNS}, len(grid))


def _spread(values: pd.Series, rows: Counts, size: int) -> Counts:
    spread = np.zeros(size, dtype="int64")
    spread[rows] = values.to_numpy("int64")
    return spread


def trend(counts: pd.DataFrame) -> pd.DataFrame:
    """The satisfaction columns of every period with its change and signal, gaps filled.

    `change` is satisfied_rate minus that of the calendar period before with Newcombe's 95 %
    interval; NaN when either has no answers. `signal` is "outside", "run" or "" by the p-chart
    of the row's own series (analysis.control).
    """
    filled = fill_gaps(counts)
    columns = rated_columns(filled)
    starts = _starts(_series_numbers(filled))
    k, n, rate = columns["satisfied"], columns["n"], columns["satisfied_rate"]
    past_k, past_n, past = (_before(values, starts) for values in (k, n, rate))
    low, high = newcombe_arrays(k, n, np.nan_to_num(past_k), np.nan_to_num(past_n))
    changes = dict(zip(CHANGE_COLUMNS, (rate - past, low, high), strict=True))
    rung = pd.array(np.array(signals(k, n, starts), dtype=object), dtype="str")
    return framed(columns | changes | {"signal": rung}, len(filled))


def _before(values: NDArray[Any], starts: Counts) -> Floats:
    """The value of the row before, NaN at the start of a series."""
    shifted = np.concatenate(([np.nan], values[:-1]))[: len(values)]
    shifted[starts] = np.nan
    return shifted


def with_limits(trended: pd.DataFrame) -> pd.DataFrame:
    """A trend with the lines of its p-chart: centre, limit_low, limit_high per series."""
    frame = trended.reset_index(drop=True)
    series = _series_numbers(frame)
    order = np.argsort(series, kind="stable")
    k, n = (frame[name].to_numpy()[order] for name in ("satisfied", "n"))
    lines = limits(k, n, _starts(series[order]))
    back = np.argsort(order)
    return frame.assign(**{name: lines[name].to_numpy()[back] for name in LIMIT_COLUMNS})


def _series_keys(frame: pd.DataFrame) -> list[str]:
    own = {"period", *CHANGE_COLUMNS, "signal", *LIMIT_COLUMNS}
    return [key for key in keys_of(frame) if key not in own]


def _series_numbers(frame: pd.DataFrame) -> Counts:
    """The number of each row's series, counted from 0 as they first appear."""
    numbers = np.zeros(len(frame), dtype="int64")
    for key in _series_keys(frame):
        codes, known = pd.factorize(frame[key])
        numbers = pd.factorize(numbers * (len(known) + 1) + codes)[0]
    return numbers


def _starts(series: Counts) -> Counts:
    """The first row of each series that follows another."""
    return np.flatnonzero(np.diff(series, prepend=-1))
