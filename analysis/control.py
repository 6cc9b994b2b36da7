"""The p-chart: limits from a series' own rate, and which points are unusual by a named rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.proportions import (
    Floats,
    binomial_at_least,
    binomial_at_most,
    rates,
    two_proportion_p_arrays,
)
from analysis.thresholds import (
    MINIMUM_PERIODS,
    OUTSIDE_CHANCE,
    RUN_CHANCE,
    RUN_LENGTH,
    SIGMAS,
    TURN_CHANCE,
    TURN_PERIODS,
    TURN_POINTS,
    WINSORISED,
)

LIMIT_COLUMNS = ["centre", "limit_low", "limit_high"]
Counts = NDArray[np.int64]


def limits(satisfied: ArrayLike, n: ArrayLike, starts: Sequence[int] | Counts = (0,)) -> pd.DataFrame:
    """Centre and three-sigma limits of each series, per period, clipped to 0..1 (Shewhart 1931).

    The centre is all satisfied over all answers of the series; the limits are NaN in a period
    without answers, everything is NaN when the series has none. `starts` are the first rows of
    the series, which follow one another.
    """
    k, sizes = np.asarray(satisfied, dtype="int64"), np.asarray(n, dtype="int64")
    return pd.DataFrame(dict(zip(LIMIT_COLUMNS, _lines(k, sizes, starts), strict=True)))


def _lines(k: Counts, n: Counts, starts: Sequence[int] | Counts) -> tuple[Floats, Floats, Floats]:
    centre = rates(_sums(k, starts), _sums(n, starts))
    half = SIGMAS * np.sqrt(centre * (1 - centre) * rates(1, n))
    return centre, np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def signals(satisfied: ArrayLike, n: ArrayLike, starts: Sequence[int] | Counts = (0,)) -> list[str]:
    """For each period in order of time "outside", "run" or "" (usual, or too short a series).

    `outside`: beyond the limits and, by the exact binomial, rarer than the normal tail there.
    `run`: at least the eighth period in a row on one side of the centre (periods without
    answers are passed over), the exact chance of the whole run so far being at most 1 %.
    `starts` are the first rows of the series, which follow one another.
    """
    k, sizes = np.asarray(satisfied, dtype="int64"), np.asarray(n, dtype="int64")
    long = _sums(sizes > 0, starts) >= MINIMUM_PERIODS
    share, lowest, highest = _lines(k, sizes, starts)
    rate = rates(k, sizes)
    beyond = (rate < lowest) | (rate > highest)
    outside = np.zeros(len(k), dtype=bool)
    for row in np.flatnonzero(long & beyond).tolist():
        outside[row] = _tail(int(k[row]), int(sizes[row]), float(share[row])) <= OUTSIDE_CHANCE
    found = ["outside" if mark else "" for mark in outside.tolist()]
    for first, last in _with_long_runs(k, sizes, long, starts):
        rows = slice(first, last)
        for row in _ringing_runs(k[rows], sizes[rows], ~outside[rows]):
            found[first + row] = found[first + row] or "run"
    return found


def _sums(values: NDArray[Any], starts: Sequence[int] | Counts) -> Counts:
    """The sum of each row's series."""
    if not len(values):
        return np.zeros(0, dtype="int64")
    sizes = np.diff([*starts, len(values)])
    return np.repeat(np.add.reduceat(values.astype("int64"), np.asarray(starts)), sizes)


def _with_long_runs(
    k: Counts, n: Counts, long: NDArray[np.bool_], starts: Sequence[int] | Counts
) -> Iterator[tuple[int, int]]:
    """First and last row of each series with a run to look at: most have none."""
    ends = np.asarray([*starts, len(k)])
    rows = np.flatnonzero(long & (n > 0))
    series = np.searchsorted(ends, rows, side="right") - 1
    side = np.sign(k * _sums(n, starts) - n * _sums(k, starts))[rows]
    turns = np.flatnonzero((np.diff(side) != 0) | (np.diff(series) != 0)) + 1
    edges = np.array([0, *turns, len(rows)])
    first = edges[:-1][(np.diff(edges) >= RUN_LENGTH)]
    for number in np.unique(series[first[side[first] != 0]]).tolist():
        yield int(ends[number]), int(ends[number + 1])


def _tail(k: int, n: int, p: float) -> float:
    return binomial_at_most(k, n, p) if k < n * p else binomial_at_least(k, n, p)


def _ringing_runs(k: Counts, n: Counts, usual: NDArray[np.bool_]) -> list[int]:
    """Rows where the run rule rings; one period outside must not put all others on one side.

    So a point is on a side only when it is on that side of the drawn centre and of the centre
    without the periods outside.
    """
    total, people = int(k[usual].sum()), int(n[usual].sum())
    side = np.sign(k * people - n * total)
    side = np.where(side == np.sign(k * n.sum() - n * k.sum()), side, 0)
    ringing: list[int] = []
    run: list[int] = []
    chances: list[float] = []
    for row in np.flatnonzero(n > 0).tolist():
        if run and side[row] != side[run[-1]]:
            run, chances = [], []
        if side[row]:
            run.append(row)
        if len(run) >= RUN_LENGTH:
            fresh = run[len(chances) :]
            chances += [_side_chance(int(n[i]), int(side[row]), total, people) for i in fresh]
            if np.prod(chances) <= RUN_CHANCE:
                ringing.append(row)
    return ringing


def _side_chance(n: int, side: int, total: int, people: int) -> float:
    """The chance that one period of n answers lies on that side of total/people, by integers."""
    if side > 0:
        return binomial_at_least(n * total // people + 1, n, total / people)
    return binomial_at_most(-(-n * total // people) - 1, n, total / people)


def turning_point(satisfied: ArrayLike, n: ArrayLike) -> int | None:
    """The row from which a series has a new level, None when no split stands out.

    Of all splits with at least three answered periods on either side the one with the smallest
    pooled z test p-value, kept when that p times the number of splits is at most 1 %, the two
    rates differ by at least two points and its first period lies nearer to the new rate.
    """
    k, sizes = np.asarray(satisfied, dtype="int64"), np.asarray(n, dtype="int64")
    rows = np.flatnonzero(sizes > 0)[TURN_PERIODS : 1 - TURN_PERIODS]
    if not len(rows):
        return None
    k_before, n_before = np.cumsum(k)[rows - 1], np.cumsum(sizes)[rows - 1]
    k_after, n_after = k.sum() - k_before, sizes.sum() - n_before
    p = two_proportion_p_arrays(k_before, n_before, k_after, n_after)
    best = int(np.argmin(p))
    row = int(rows[best])
    old, new = k_before[best] / n_before[best], k_after[best] / n_after[best]
    clear = p[best] * len(p) <= TURN_CHANCE and abs(new - old) >= TURN_POINTS
    return (
        row if clear and abs(k[row] / sizes[row] - new) < abs(k[row] / sizes[row] - old) else None
    )


def dispersion(k: ArrayLike, n: ArrayLike) -> float | None:
    """How much groups vary beyond chance: mean squared winsorised z score, about 1 or less by chance.

    Spiegelhalter (2005), "Handling over-dispersion of performance indicators": scores beyond the
    10 % and 90 % quantiles are drawn in to them, so that the groups a funnel is to find do not
    widen it. Groups without answers are left out. None with fewer than two groups or when all or
    none are satisfied.
    """
    counts, sizes = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    counts, sizes = counts[sizes > 0], sizes[sizes > 0]
    centre = float(rates(counts.sum(), sizes.sum()))
    if len(sizes) < 2 or not 0 < centre < 1:
        return None
    scores: Floats = (counts / sizes - centre) / np.sqrt(centre * (1 - centre) / sizes)
    drawn_in = np.clip(scores, *np.quantile(scores, (WINSORISED, 1 - WINSORISED)))
    return float((drawn_in**2).mean())
