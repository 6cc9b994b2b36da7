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
    places = np.array([period.index for period in periods])
    if not _series_keys(counts) and (np.diff(places) == 1).all():
        there = {name: counts[name].to_numpy("int64") for name in COUNT_COLUMNS}
        return pd.DataFrame({"period": counts["period"].array, **there})
    frame = counts.assign(_at=places)
    frame["_series"] = _series_numbers(counts)
    grid = _grid(frame, keys_of(counts))
    frame = grid.merge(frame[["_series", "_at", *COUNT_COLUMNS]], how="left", on=["_series", "_at"])
    frame[COUNT_COLUMNS] = frame[COUNT_COLUMNS].fillna(0).astype("int64")
    codes, at = pd.factorize(frame["_at"])
    names = pd.array([Period(next(iter(kinds)), int(one)).key for one in at], dtype="str")
    frame["period"] = names.take(codes)
    return frame[[*keys_of(counts), *COUNT_COLUMNS]]


def trend(counts: pd.DataFrame) -> pd.DataFrame:
    """The satisfaction columns of every period with its change and signal, gaps filled.

    `change` is satisfied_rate minus that of the calendar period before with Newcombe's 95 %
    interval; NaN when either has no answers. `signal` is "outside", "run" or "" by the p-chart
    of the row's own series (analysis.control).
    """
    filled = fill_gaps(counts)
    columns = rated_columns(filled)
    starts = _starts(filled)
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
    if not _series_keys(frame):
        lines = limits(frame["satisfied"], frame["n"])
        return frame.assign(**{name: lines[name] for name in LIMIT_COLUMNS})
    series = _series_numbers(frame)
    order = np.argsort(series, kind="stable")
    rows = frame.iloc[order]
    lines = limits(rows["satisfied"], rows["n"], _turns(series.to_numpy()[order]))
    return frame.join(lines.set_index(rows.index))


def _series_keys(frame: pd.DataFrame) -> list[str]:
    own = {"period", *CHANGE_COLUMNS, "signal", *LIMIT_COLUMNS}
    return [key for key in keys_of(frame) if key not in own]


def _series_numbers(frame: pd.DataFrame) -> pd.Series:
    keys = _series_keys(frame)
    if not keys:
        return pd.Series(0, frame.index)
    return frame.groupby(keys, sort=False, dropna=False).ngroup()


def _starts(frame: pd.DataFrame) -> Counts:
    """The first row of each series that follows another."""
    if not _series_keys(frame):
        return np.arange(min(len(frame), 1))
    return _turns(_series_numbers(frame).to_numpy())


def _turns(series: NDArray[Any]) -> Counts:
    """The first place and every one with another number than the place before."""
    return np.flatnonzero(np.diff(series, prepend=-1))


def _grid(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Every period from first to last of each series, with the series' other keys."""
    others = [key for key in keys if key != "period"]
    ends = frame.groupby("_series")["_at"].agg(["min", "max"])
    sizes = (ends["max"] - ends["min"] + 1).to_numpy()
    grid = frame.drop_duplicates("_series").sort_values("_series")[["_series", *others]]
    grid = grid.loc[grid.index.repeat(sizes)].reset_index(drop=True)
    offset = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    grid["_at"] = np.repeat(ends["min"].to_numpy(), sizes) + offset
    return grid
