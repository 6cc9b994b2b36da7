"""Counts of the five levels become rates with their interval; the last step before a screen."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.proportions import rates, wilson_arrays

LEVEL_COLUMNS = ["n1", "n2", "n3", "n4", "n5"]
COUNT_COLUMNS = ["responses", "n", *LEVEL_COLUMNS]
RATE_COLUMNS = ["satisfied", "low", "satisfied_rate", "low_rate", "mean", "ci_low", "ci_high"]


def keys_of(frame: pd.DataFrame) -> list[str]:
    """The columns that say what a row is about, in their order: all but counts and rates."""
    known = {*COUNT_COLUMNS, *RATE_COLUMNS}
    return [column for column in frame.columns if column not in known]


def with_rates(counts: pd.DataFrame) -> pd.DataFrame:
    """The keys and counts with satisfied, low, their rates, mean level and Wilson 95 % interval.

    Rates are fractions of n = n1 + … + n5; `ci_low`, `ci_high` belong to `satisfied_rate`.
    A row without answers has NaN, never 0. Columns stand in the order of the contract,
    rows in the order they came, freshly numbered.
    """
    levels = [counts[name].to_numpy("int64") for name in LEVEL_COLUMNS]
    low, satisfied = levels[0] + levels[1], levels[3] + levels[4]
    n = low + levels[2] + satisfied
    points = sum(number * level for number, level in enumerate(levels, 1))
    ci_low, ci_high = wilson_arrays(satisfied, n)
    figures = {
        "responses": counts["responses"].to_numpy("int64"), "n": n,
        **dict(zip(LEVEL_COLUMNS, levels, strict=True)),
        "satisfied": satisfied, "low": low, "satisfied_rate": rates(satisfied, n),
        "low_rate": rates(low, n), "mean": rates(points, n), "ci_low": ci_low, "ci_high": ci_high,
    }
    keys = {name: counts[name].array for name in keys_of(counts)}
    return pd.DataFrame(keys | figures, index=range(len(counts)))


def rolled_up(counts: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Counts added up over all keys but `by`, groups in order of first appearance.

    Counts add up over units, officers, fields, channels and periods; `responses` are people
    and must not be added over criteria.
    """
    grouped = counts.groupby(list(by), sort=False, dropna=False, as_index=False)
    return grouped[COUNT_COLUMNS].sum()


def total(counts: pd.DataFrame) -> pd.DataFrame:
    """One row with the counts of all rows (zeros for an empty frame), without keys."""
    sums = {name: [counts[name].to_numpy("int64").sum()] for name in COUNT_COLUMNS}
    return pd.DataFrame(sums, index=range(1))
