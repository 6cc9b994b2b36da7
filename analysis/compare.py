"""Units beside each other: differences with intervals, false findings held down, a fair funnel."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.proportions import (
    Floats,
    binomial_window,
    newcombe_arrays,
    rates,
    two_proportion_p_arrays,
)
from analysis.satisfaction import COUNT_COLUMNS, Total, framed, rated_columns, with_rates
from analysis.thresholds import FALSE_DISCOVERY, FUNNEL_ALARM, FUNNEL_WARNING, MINIMUM_N

GAP_COLUMNS = ["gap", "gap_ci_low", "gap_ci_high", "q_value", "verdict"]
FUNNEL_COLUMNS = ["n", "low_95", "high_95", "low_998", "high_998"]


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """q-values of p-values (Benjamini and Hochberg 1995); NaN stays NaN and is not counted.

    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    values = np.asarray(p, dtype=float)
    known = np.flatnonzero(~np.isnan(values))
    order = known[np.argsort(values[known], kind="stable")]
    scaled = values[order] * len(order) / np.arange(1, len(order) + 1)
    out = np.full(values.shape, np.nan)
    out[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return out


def compare(counts: pd.DataFrame) -> pd.DataFrame:
    """The satisfaction columns of each unit with its gap to the whole without itself.

    Rows must be disjoint groups. `gap` is satisfied_rate minus that of all other rows, with
    Newcombe's 95 % interval; `q_value` is Benjamini-Hochberg over the rows with enough answers.
    `verdict`: "higher" or "lower" when q <= 5 % and the interval leaves out 0, "unclear", or
    "few" when the row or the rest has fewer than MINIMUM_N answers.
    """
    columns = rated_columns(counts)
    k, n = columns["satisfied"], columns["n"]
    return _with_gaps(columns, k.sum() - k, n.sum() - n)


def against(counts: pd.DataFrame, whole: pd.DataFrame, on: str | None = None) -> pd.DataFrame:
    """As `compare`, each row against the whole it lies in, without itself.

    `whole` is one row of counts, or with `on` one row for each value of that key: officers
    against their own unit, criteria of a unit against the same criteria of its parent.
    """
    columns, sizes = rated_columns(counts), rated_columns(whole)
    k, n = columns["satisfied"], columns["n"]
    if on is None:
        return _with_gaps(columns, sizes["satisfied"][0] - k, sizes["n"][0] - n)
    own = pd.Index(whole[on]).get_indexer(pd.Index(counts[on]))  # -1 where the whole has none
    rest = (np.append(sizes[name], 0)[own] - columns[name] for name in ("satisfied", "n"))
    return _with_gaps(columns, *(np.where(own >= 0, one, 0) for one in rest))


def gap(own: Total, whole: Total) -> dict[str, Any]:
    """The gap columns of one group against the whole it lies in, without itself, by name."""
    k, n = whole.satisfied - own.satisfied, whole.n - own.n
    found = _gaps([own.satisfied], [own.n], [k], [n])
    return {name: values.tolist()[0] for name, values in found.items()}


def pairwise(counts: pd.DataFrame, codes: Sequence[str], key: str = "unit_code") -> pd.DataFrame:
    """Every pair of the chosen codes: a, b, n_a, n_b, rate_a, rate_b and the gap columns (a - b).

    Rows of a code are added up first; a code without rows has no answers. q-values are over
    the pairs with enough answers.
    """
    known = counts.groupby(key)[COUNT_COLUMNS].sum().reindex(list(codes), fill_value=0)
    rated = with_rates(known.rename_axis(key).reset_index()).set_index(key)
    pairs = list(combinations(codes, 2))
    a = rated.loc[[first for first, _ in pairs]].reset_index()
    b = rated.loc[[second for _, second in pairs]].reset_index()
    frame = pd.DataFrame({"a": a[key], "b": b[key], "n_a": a["n"], "n_b": b["n"]})
    frame["rate_a"], frame["rate_b"] = a["satisfied_rate"], b["satisfied_rate"]
    sides = (side[name] for side in (a, b) for name in ("satisfied", "n"))
    return frame.assign(**_gaps(*sides))


def side_by_side(counts: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """The same criteria of the chosen units: satisfaction columns and the gap to the first unit.

    `counts` has the keys unit_code and criterion. Criteria keep their order, units that of
    `codes`; q-values are over the whole table, the first unit's own gap is NaN and its verdict "".
    """
    order = {code: place for place, code in enumerate(codes)}
    chosen = counts[counts["unit_code"].isin(order)].reset_index(drop=True)
    place = chosen["criterion"].map({c: i for i, c in enumerate(chosen["criterion"].unique())})
    sorting = pd.DataFrame({"criterion": place, "unit": chosen["unit_code"].map(order)})
    frame = with_rates(chosen.loc[sorting.sort_values(["criterion", "unit"]).index])
    first = frame[frame["unit_code"] == codes[0]].set_index("criterion")[["satisfied", "n"]]
    base = first.reindex(frame["criterion"]).fillna(0).reset_index(drop=True)
    own = frame["unit_code"] == codes[0]
    base = base.mask(own, 0)
    frame = frame.assign(**_gaps(frame["satisfied"], frame["n"], base["satisfied"], base["n"]))
    frame.loc[own, "verdict"] = ""
    return frame


def funnel_limits(rate: float, n_grid: Sequence[int], dispersion: float = 1.0) -> pd.DataFrame:
    """95 % and 99.8 % limits around a rate for each n: n, low_95, high_95, low_998, high_998.

    Exact binomial limits interpolated between whole counts (after Spiegelhalter 2005, appendix
    A.1, but the upper side mirrors the lower one), as fractions; with `dispersion` above 1 they
    are widened by its square root and clipped to 0..1.
    """
    rows = []
    for n in n_grid:
        tails = [(1 - level) / 2 for level in (FUNNEL_WARNING, FUNNEL_ALARM)]
        ends = [end for tail in tails for end in _binomial_limits(rate, int(n), tail)]
        rows.append((int(n), *ends))
    frame = pd.DataFrame(rows, columns=FUNNEL_COLUMNS).astype(
        {name: "int64" if name == "n" else "float64" for name in FUNNEL_COLUMNS}
    )
    wider = max(1.0, dispersion) ** 0.5
    lines = FUNNEL_COLUMNS[1:]
    frame[lines] = (rate + (frame[lines] - rate) * wider).clip(0, 1)
    return frame


def _binomial_limits(rate: float, n: int, tail: float) -> tuple[float, float]:
    return _quantile(rate, n, tail), 1 - _quantile(1 - rate, n, tail)


def _quantile(rate: float, n: int, tail: float) -> float:
    """The share below which a `tail` of all groups of n lies, between two whole counts."""
    if n < 1:
        return 0.0
    if not 0 < rate < 1:
        return rate
    first, chances = binomial_window(n, rate)
    below = np.cumsum(chances)
    at = int(np.searchsorted(below, tail))
    over = (below[at] - tail) / chances[at]
    return float(np.clip((first + at - over) / n, 0, rate))


def _with_gaps(columns: dict[str, Any], k: Any, n: Any) -> pd.DataFrame:
    """The rated columns as a frame, with the gap of each row to k of n others."""
    return framed(columns | _gaps(columns["satisfied"], columns["n"], k, n), len(columns["n"]))


def _gaps(k1: Any, n1: Any, k2: Any, n2: Any) -> dict[str, Any]:
    """The values of GAP_COLUMNS, row by row."""
    sides = [np.asarray(side, dtype=float) for side in (k1, n1, k2, n2)]
    low, high = newcombe_arrays(*sides)
    enough = (sides[1] >= MINIMUM_N) & (sides[3] >= MINIMUM_N)
    p = np.full(len(enough), np.nan)
    p[enough] = two_proportion_p_arrays(*(side[enough] for side in sides))
    q = benjamini_hochberg(p)
    clear = q <= FALSE_DISCOVERY
    verdict = np.full(len(q), "unclear", dtype=object)
    verdict[clear & (high < 0)] = "lower"
    verdict[clear & (low > 0)] = "higher"
    verdict[~enough] = "few"
    apart = rates(sides[0], sides[1]) - rates(sides[2], sides[3])
    values = (apart, low, high, q, pd.array(verdict, dtype="str"))
    return dict(zip(GAP_COLUMNS, values, strict=True))
