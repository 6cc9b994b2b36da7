"""Counts of the five levels become rates with their interval; the last step before a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
import pandas as pd

from analysis.proportions import wilson_arrays

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
    return framed(rated_columns(counts), len(counts))


def rated_columns(counts: pd.DataFrame) -> dict[str, Any]:
    """The columns of `with_rates` by name, for whoever adds more before a frame is made of them."""
    levels = [counts[name].to_numpy("int64") for name in LEVEL_COLUMNS]
    low, satisfied = levels[0] + levels[1], levels[3] + levels[4]
    n = low + levels[2] + satisfied
    points = levels[0] + 2 * levels[1] + 3 * levels[2] + 4 * levels[3] + 5 * levels[4]
    known = np.where(n > 0, n, np.nan)
    ci_low, ci_high = wilson_arrays(satisfied, n)
    return {name: counts[name].array for name in keys_of(counts)} | {
        "responses": counts["responses"].to_numpy("int64"), "n": n,
        **dict(zip(LEVEL_COLUMNS, levels, strict=True)),
        "satisfied": satisfied, "low": low, "satisfied_rate": satisfied / known,
        "low_rate": low / known, "mean": points / known, "ci_low": ci_low, "ci_high": ci_high,
    }


def framed(columns: dict[str, Any], rows: int) -> pd.DataFrame:
    """The columns as a frame, its rows freshly numbered."""
    return pd.DataFrame(columns, index=pd.RangeIndex(rows))


@dataclass(frozen=True)
class Total:
    """The counts of a whole: people, answers, and how many of these are satisfied or low."""

    responses: int
    n: int
    satisfied: int
    low: int

    @property
    def satisfied_rate(self) -> float:
        """satisfied / n; NaN without answers."""
        return self.satisfied / self.n if self.n else nan


def summed(counts: pd.DataFrame) -> Total:
    """All rows together; `responses` are people and add up only where rows share nobody."""
    low, middle, satisfied = (
        sum(int(counts[name].to_numpy().sum()) for name in names)
        for names in (LEVEL_COLUMNS[:2], LEVEL_COLUMNS[2:3], LEVEL_COLUMNS[3:])
    )
    responses = int(counts["responses"].to_numpy().sum())
    return Total(responses, low + middle + satisfied, satisfied, low)


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
