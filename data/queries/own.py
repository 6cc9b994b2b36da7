"""What an officer may see of the answers about himself: sums of many, never single ones.

His answers are put into groups in the order in which they arrived (`response_id`), for each
question on its own. A group closes as soon as a month holds MINIMUM_N waiting answers, or as all
months before his newest one hold that many together. A closed group never changes: later answers,
back-dated ones too, open further groups. Every figure is a sum of closed groups whose months are
over, so from one snapshot to the next it stays or grows by MINIMUM_N answers at least; what waits
counts nowhere. A filter of days takes whole groups only, and by month only those of one month.

This holds while the record grows. Decisions about rows that already count (an edit that is taken
over, a withdrawn import, a changed mapping or register) change figures as they change everyone's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from analysis.filters import Filters
from analysis.periods import period_end
from analysis.scope import Scope
from analysis.thresholds import MINIMUM_N

KEYS = frozenset({"unit", "child", "officer", "criterion", "month"})
REFUSED = ("field", "respondent_type", "channel", "criterion_set")


@dataclass(frozen=True)
class Group:
    """Answers (`response_id`) that count together, and the first day of their outermost months."""

    first: date
    last: date
    answers: tuple[int, ...]

    @property
    def end(self) -> date:
        """The last day of the last month."""
        return period_end(f"{self.last:%Y-%m}")


def own_filters(scope: Scope, filters: Filters, by: Sequence[str]) -> Filters | None:
    """The filters with the officer himself in them; None when the question singles answers out."""
    foreign = filters.officer not in (None, scope.officer)
    parts = any(getattr(filters, name) is not None for name in REFUSED)
    if scope.officer is None or foreign or parts or not KEYS.issuperset(by):
        return None
    return replace(filters, officer=scope.officer)


def own_groups(
    groups: Iterable[Group], filters: Filters, by: Sequence[str], today: date
) -> list[Group]:
    """The groups that lie whole within the filters, in months before today's."""
    first, last = filters.from_day or date.min, filters.to_day or date.max
    return [
        group for group in groups
        if first <= group.first and group.end <= last and group.last < today.replace(day=1)
        and ("month" not in by or group.first == group.last)
    ]


def closed(answers: Iterable[tuple[int, date]]) -> list[Group]:
    """Groups of at least MINIMUM_N of the answers, which come in order of arrival with their month.

    >>> august, may = date(2026, 8, 1), date(2026, 5, 1)
    >>> found = closed(enumerate([august] * 31 + [may] * 29 + [august, may]))
    >>> [(group.first.month, len(group.answers)) for group in found]
    [(8, 30), (5, 30)]
    """
    found: list[Group] = []
    waiting: dict[date, list[int]] = {}
    newest = date.min
    for answer, month in answers:
        newest = max(newest, month)
        waiting.setdefault(month, []).append(answer)
        older = [one for one in waiting if one < newest]
        if len(waiting[month]) >= MINIMUM_N:
            months = [month]
        elif sum(len(waiting[one]) for one in older) >= MINIMUM_N:
            months = older
        else:
            continue
        together = tuple(one for ended in months for one in waiting.pop(ended))
        found.append(Group(min(months), max(months), together))
    return found


def only_many(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that rest on at least MINIMUM_N answers; none when units would take a sum apart."""
    if "unit_code" in frame and frame["unit_code"].nunique() > 1:
        return frame.iloc[:0]
    return frame[frame["n"] >= MINIMUM_N].reset_index(drop=True)
