"""Intervals and tests for shares k of n; closed formulas, no knowledge of satisfaction."""

from __future__ import annotations

from math import ceil, erfc, exp, floor, lgamma, log, log1p, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.thresholds import CONFIDENCE

Floats = NDArray[np.float64]
Bounds = tuple[float | None, float | None]


def z_two_sided(confidence: float = CONFIDENCE) -> float:
    """The normal quantile that leaves half of the rest on each side (1.96 for 0.95)."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def z_one_sided(confidence: float = CONFIDENCE) -> float:
    """The normal quantile that leaves all of the rest on one side (1.645 for 0.95)."""
    return NormalDist().inv_cdf(confidence)


def rates(k: ArrayLike, n: ArrayLike) -> Floats:
    """k / n as fractions, NaN where n is 0."""
    counts, sizes = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    return np.asarray(counts / np.where(sizes > 0, sizes, np.nan), dtype=float)


def _score_bounds(k: ArrayLike, n: ArrayLike, z: float) -> tuple[Floats, Floats]:
    counts, sizes = np.broadcast_arrays(np.asarray(k, dtype=float), np.asarray(n, dtype=float))
    sizes = np.where(sizes > 0, sizes, np.nan)
    centre = (counts + z * z / 2) / (sizes + z * z)
    spread = counts * (sizes - counts) / sizes + z * z / 4
    half = z / (sizes + z * z) * np.sqrt(spread)
    low = np.where(counts == 0, np.where(np.isnan(sizes), np.nan, 0.0), centre - half)
    high = np.where(counts == sizes, 1.0, centre + half)
    return low, high


def wilson_arrays(
    k: ArrayLike, n: ArrayLike, confidence: float = CONFIDENCE
) -> tuple[Floats, Floats]:
    """Wilson's score interval (1927) of k / n for arrays; NaN where n is 0."""
    return _score_bounds(k, n, z_two_sided(confidence))


def wilson(k: float, n: float, confidence: float = CONFIDENCE) -> Bounds:
    """Wilson's score interval of k / n as fractions; (None, None) for n = 0.

    >>> tuple(round(bound, 3) for bound in wilson(7, 25))
    (0.143, 0.476)
    >>> wilson(0, 0)
    (None, None)
    """
    low, high = wilson_arrays(k, n, confidence)
    return _number(low), _number(high)


def wilson_lower_one_sided(k: float, n: float, confidence: float = CONFIDENCE) -> float | None:
    """The lower Wilson bound that the true share exceeds with this confidence; None for n = 0."""
    return _number(_score_bounds(k, n, z_one_sided(confidence))[0])


def newcombe_arrays(
    k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike
) -> tuple[Floats, Floats]:
    """Newcombe's hybrid score interval (1998, method 10) of k1/n1 - k2/n2; NaN where an n is 0."""
    p1, p2 = rates(k1, n1), rates(k2, n2)
    low1, high1 = wilson_arrays(k1, n1)
    low2, high2 = wilson_arrays(k2, n2)
    low = p1 - p2 - np.sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
    high = p1 - p2 + np.sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
    return low, high


def newcombe(k1: float, n1: float, k2: float, n2: float) -> Bounds:
    """Newcombe's 95 % interval of k1/n1 - k2/n2; (None, None) when an n is 0.

    >>> tuple(round(bound, 4) for bound in newcombe(56, 70, 48, 80))
    (0.0524, 0.3339)
    """
    low, high = newcombe_arrays(k1, n1, k2, n2)
    return _number(low), _number(high)


def two_proportion_p_arrays(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike) -> Floats:
    """Two-sided p-values of the pooled z test that two shares are equal; NaN where an n is 0."""
    a, m, b, n = (np.asarray(x, dtype=float) for x in (k1, n1, k2, n2))
    pooled = rates(a + b, m + n)
    m, n = np.where(m > 0, m, np.nan), np.where(n > 0, n, np.nan)
    error = np.sqrt(np.clip(pooled * (1 - pooled), 0, None) * (1 / m + 1 / n))
    gap = np.abs(rates(a, m) - rates(b, n))
    z = np.divide(gap, error, out=np.where(np.isnan(error), np.nan, 0.0), where=error > 0)
    tail = np.array([erfc(value / sqrt(2)) for value in z.ravel()], dtype=float)
    return tail.reshape(z.shape)


def two_proportion_p(k1: float, n1: float, k2: float, n2: float) -> float | None:
    """The two-sided p-value of the pooled z test; 1 when all or none; None when an n is 0."""
    return _number(two_proportion_p_arrays(k1, n1, k2, n2))


def binomial_window(n: int, p: float) -> tuple[int, Floats]:
    """First k and the binomial chances from there on; what is left out is below 1e-20."""
    if p <= 0 or p >= 1:
        return (0 if p <= 0 else n), np.ones(1)
    reach = 10 * sqrt(n * p * (1 - p)) + 20
    first, last = max(0, floor(n * p - reach)), min(n, ceil(n * p + reach))
    start = lgamma(n + 1) - lgamma(first + 1) - lgamma(n - first + 1)
    start += first * log(p) + (n - first) * log1p(-p)
    k = np.arange(first, last, dtype=float)
    steps = np.cumsum(np.log(n - k) - np.log(k + 1)) + (log(p) - log1p(-p)) * (k - first + 1)
    logs = np.concatenate(([0.0], steps)) + start
    peak = float(logs.max())
    return first, np.exp(logs - peak) * exp(peak)


def binomial_at_most(k: int, n: int, p: float) -> float:
    """The exact chance of k or fewer of n at share p.

    >>> round(binomial_at_most(1, 2, 0.25), 4)
    0.9375
    """
    first, chances = binomial_window(n, p)
    return min(1.0, float(chances[: max(0, k - first + 1)].sum()))


def binomial_at_least(k: int, n: int, p: float) -> float:
    """The exact chance of k or more of n at share p."""
    return binomial_at_most(n - k, n, 1 - p)


def _number(value: Floats) -> float | None:
    number = float(value)
    return None if np.isnan(number) else number
