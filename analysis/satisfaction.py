"""Counts of the five levels become rates with their interval; the last step before a screen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
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
    levels = counts[LEVEL_COLUMNS].to_numpy("int64")
    n, satisfied, low = levels.sum(axis=1), levels[:, 3:].sum(axis=1), levels[:, :2].sum(axis=1)
    ci_low, ci_high = wilson_arrays(satisfied, n)
    frame = counts[keys_of(counts)].reset_index(drop=True)
    figures = {
        "responses": counts["responses"].to_numpy("int64"), "n": n,
        **{name: levels[:, place] for place, name in enumerate(LEVEL_COLUMNS)},
        "satisfied": satisfied, "low": low, "satisfied_rate": rates(satisfied, n),
        "low_rate": rates(low, n), "mean": rates(levels @ np.arange(1, 6), n),
        "ci_low": ci_low, "ci_high": ci_high,
    }
    return pd.concat([frame, pd.DataFrame(figures, index=frame.index)], axis=1)


def rolled_up(counts: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Counts added up over all keys but `by`, groups in order of first appearance.

    Counts add up over units, officers, fields, channels and periods; `responses` are people
    and must not be added over criteria.
    """
    grouped = counts.groupby(list(by), sort=False, dropna=False, as_index=False)
    return grouped[COUNT_COLUMNS].sum()


def total(counts: pd.DataFrame) -> pd.DataFrame:
    """One row with the counts of all rows (zeros for an empty frame), without keys."""
    return counts[COUNT_COLUMNS].sum().astype("int64").to_frame().T
