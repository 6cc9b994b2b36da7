"""How many forms the plan requires of a number of dossiers, and how many are missing."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.periods import span_key
from analysis.thresholds import QUOTA_LAST, QUOTA_STEPS

QUOTA_COLUMNS = ["dossiers", "required", "responses", "missing", "rule"]
_COLUMNS = ["unit_code", "unit_name", "period", *QUOTA_COLUMNS]


def quota_percent(dossiers: int) -> int:
    """The per cent of dossiers that must be surveyed; it falls at 100, 500 and 1,000."""
    steps = (percent for limit, percent in QUOTA_STEPS if dossiers < limit)
    return next(steps, QUOTA_LAST)


def required(dossiers: int) -> int:
    """The forms required of a number of dossiers, rounded up to whole forms.

    The plan's steps make it fall at 100, 500 and 1,000 dossiers; that is the rule, not a slip.

    >>> [required(n) for n in (0, 1, 99, 100, 499, 500, 999, 1000, 1001)]
    [0, 1, 50, 30, 150, 100, 200, 100, 101]
    """
    return -(-dossiers * quota_percent(dossiers) // 100)


def quota(dossiers: pd.DataFrame) -> pd.DataFrame:
    """Each unit and period with dossiers, required, responses, missing and rule ("30%").

    `dossiers` holds registered counts: unit_code, unit_name, period_from, period_to (dates),
    field (null: all fields), dossiers and the responses of the same unit, days and field. The
    rule applies to the sum over fields; where a count of all fields is registered it replaces
    those of single fields. `period` is the calendar key, or "first/last" for other ranges.
    Rows keep their order.
    """
    if dossiers.empty:
        return dossiers.reindex(columns=_COLUMNS)
    keys = ["unit_code", "unit_name", "period_from", "period_to"]
    whole = dossiers["field"].isna()
    has_whole = whole.groupby([dossiers[key] for key in keys]).transform("any")
    counted = dossiers[whole == has_whole]
    frame = counted.groupby(keys, sort=False, as_index=False)[["dossiers", "responses"]].sum()
    frame = frame.astype({"dossiers": "int64", "responses": "int64"})
    days = zip(frame["period_from"], frame["period_to"], strict=True)
    periods = [span_key(_day(first), _day(last)) for first, last in days]
    frame["period"] = pd.Series(periods, frame.index, "str")
    counts = [int(count) for count in frame["dossiers"]]
    frame["required"] = pd.Series([required(count) for count in counts], frame.index, "int64")
    frame["missing"] = (frame["required"] - frame["responses"]).clip(lower=0)
    rules = [f"{quota_percent(count)}%" for count in counts]
    frame["rule"] = pd.Series(rules, frame.index, "str")
    return frame.reindex(columns=_COLUMNS)


def _day(value: date) -> date:
    """The plain date of a date or timestamp, as databases give either."""
    return date(value.year, value.month, value.day)
