"""What an officer may see of the answers about himself: sums of many, never single ones.

Answers count in blocks of whole months that hold at least MINIMUM_N of them; an unfinished block
counts nowhere. Every figure is a sum of whole blocks, so no two of them differ by a few answers,
today's and yesterday's included.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from analysis.filters import Filters
from analysis.periods import period_end, period_start
from analysis.scope import Scope
from analysis.thresholds import MINIMUM_N

KEYS = frozenset({"unit", "child", "officer", "criterion", "month"})
REFUSED = ("field", "respondent_type", "channel", "criterion_set")
Block = tuple[date, date]


def own_filters(scope: Scope, filters: Filters, by: Sequence[str]) -> Filters | None:
    """The filters with the officer himself in them; None when the question singles answers out."""
    foreign = filters.officer not in (None, scope.officer)
    parts = any(getattr(filters, name) is not None for name in REFUSED)
    if scope.officer is None or foreign or parts or not KEYS.issuperset(by):
        return None
    return replace(filters, officer=scope.officer)


def own_blocks(
    months: Iterable[tuple[str, int]], filters: Filters, by: Sequence[str]
) -> list[Block]:
    """First and last day of every finished block within the filters; by month, single months only."""
    found = [
        block for block in finished(months)
        if "month" not in by or period_end(f"{block[0]:%Y-%m}") == block[1]
    ]
    first, last = filters.from_day or date.min, filters.to_day or date.max
    return [block for block in found if first <= block[0] and block[1] <= last]


def finished(months: Iterable[tuple[str, int]]) -> list[Block]:
    """Blocks of months, in order, each closed as soon as it holds MINIMUM_N answers.

    >>> finished([("2026-01", 20), ("2026-02", 15), ("2026-03", 40), ("2026-04", 29)])[1]
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))
    """
    blocks: list[Block] = []
    first, held = None, 0
    for month, count in months:
        first, held = first or period_start(month), held + count
        if held >= MINIMUM_N:
            blocks.append((first, period_end(month)))
            first, held = None, 0
    return blocks


def only_many(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that rest on at least MINIMUM_N answers; none when units would take a sum apart."""
    if "unit_code" in frame and frame["unit_code"].nunique() > 1:
        return frame.iloc[:0]
    return frame[frame["n"] >= MINIMUM_N].reset_index(drop=True)
