"""Which criterion goes with low general answers: a risk difference, not a cause."""

from __future__ import annotations

import pandas as pd

from analysis.proportions import newcombe_arrays, rates
from analysis.thresholds import FLOOR_N, MINIMUM_N

CROSS_COLUMNS = ["criterion", "criterion_label", "both_low", "criterion_low", "overall_low", "n"]


def drivers(cross: pd.DataFrame) -> pd.DataFrame:
    """For each criterion how much more often the general answer is low when the criterion is low.

    `cross` has CROSS_COLUMNS, counted over people who answered both questions (n): both_low,
    criterion_low and overall_low of them. Adds `rate_when_low`, `rate_otherwise` (low general
    answers among those low on the criterion and among the others), `difference` with Newcombe's
    95 % interval `ci_low`, `ci_high`, and `enough` (n >= MINIMUM_N, at least FLOOR_N low on the
    criterion, and the interval above 0).
    Rates of an empty group are NaN. Sorted by `ci_low`, so that a criterion few people rated
    low does not lead by chance.
    """
    frame = cross[CROSS_COLUMNS].reset_index(drop=True)
    counts = CROSS_COLUMNS[2:]
    frame[counts] = frame[counts].astype("int64")
    other_low = frame["overall_low"] - frame["both_low"]
    others = frame["n"] - frame["criterion_low"]
    frame["rate_when_low"] = rates(frame["both_low"], frame["criterion_low"])
    frame["rate_otherwise"] = rates(other_low, others)
    frame["difference"] = frame["rate_when_low"] - frame["rate_otherwise"]
    bounds = newcombe_arrays(frame["both_low"], frame["criterion_low"], other_low, others)
    frame["ci_low"], frame["ci_high"] = bounds
    frame["enough"] = (
        (frame["n"] >= MINIMUM_N) & (frame["criterion_low"] >= FLOOR_N) & (frame["ci_low"] > 0)
    )
    return frame.sort_values("ci_low", ascending=False, kind="stable", ignore_index=True)
