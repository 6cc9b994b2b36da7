"""A condition on responses: what it is about, and the days it is about apart from the rest."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

Span = tuple[int, int]
Days = tuple[date | None, date | None]
"""First and last day, both inclusive; None without an end."""
ANY: tuple[Days, ...] = ((None, None),)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Where:
    """A condition on `response r` with its parameters, and the unit ranges it allows.

    `rest` is all of it but the days; `columns` are those it names besides unit, set and day;
    `share` is about how many of the responses of those units and days it is about.
    """

    rest: str
    values: tuple[object, ...]
    spans: tuple[Span, ...]
    days: tuple[Days, ...] = ANY
    columns: frozenset[str] = frozenset()
    share: float = 1.0

    @property
    def sql(self) -> str:
        """The condition as a whole, with a mark for each of `params`."""
        return " AND ".join([self.rest, *([found] if (found := _days_sql(self.days)) else [])])

    @property
    def params(self) -> tuple[object, ...]:
        """The parameters of `sql`."""
        ends = (day for days in self.days for day in days if day is not None)
        return (*self.values, *ends) if _days_sql(self.days) else self.values

    def also(self, condition: str, *columns: str) -> Where:
        """The same with one more condition that needs no parameter, and the columns it names."""
        named = self.columns.union(columns)
        return replace(self, rest=f"{self.rest} AND {condition}", columns=named)

    def within(self, days: tuple[Days, ...]) -> Where:
        """The same on other days."""
        return replace(self, days=days)


NOTHING = Where("false", (), ())


def _days_sql(ranges: tuple[Days, ...]) -> str:
    """"" when there is a range without any end."""
    parts = [
        " AND ".join([
            *(["r.day >= ?"] if first is not None else []),
            *(["r.day <= ?"] if last is not None else []),
        ])
        for first, last in ranges
    ]
    return "" if "" in parts else f"({' OR '.join(parts) or 'false'})"


def parted(ranges: tuple[Days, ...], bounds: tuple[date, date]) -> tuple[list[Days], list[Days]]:
    """Whole months and the days at their edges; no response lies outside `bounds`.

    >>> whole, edges = parted(((date(2026, 1, 30), date(2026, 4, 2)),), (date.min, date.max))
    >>> whole[0][0].isoformat(), whole[0][1].isoformat(), len(edges)
    ('2026-02-01', '2026-03-31', 2)
    """
    whole: list[Days] = []
    edges: list[Days] = []
    for first, last in ranges:
        first = None if first is None or first <= bounds[0] else first
        last = None if last is None or last >= bounds[1] else last
        if (first or date.min) > bounds[1] or (last or date.max) < bounds[0]:
            continue
        start, end = _month_start(first), _month_end(last)
        if start and end and start > end:
            edges.append((first, last))
            continue
        whole.append((start, end))
        edges += [(first, start - _DAY)] if first and start and first < start else []
        edges += [(end + _DAY, last)] if last and end and end < last else []
    return whole, edges


def completed(edges: list[Days]) -> tuple[list[Days], list[Days], list[Days]]:
    """Edges as they stand; whole months that stand for an edge of more than half of one; what is too much of those.

    >>> found = completed([(date(2026, 1, 3), date(2026, 1, 31)), (date(2026, 3, 1), date(2026, 3, 2))])
    >>> [[(first.day, last.day) for first, last in days] for days in found]
    [[(1, 2)], [(1, 31)], [(1, 2)]]
    """
    kept: list[Days] = []
    months: list[Days] = []
    less: list[Days] = []
    for first, last in edges:
        if first is None or last is None or (first.year, first.month) != (last.year, last.month):
            kept.append((first, last))
            continue
        length = monthrange(first.year, first.month)[1]
        if (last - first).days + 1 <= length // 2:
            kept.append((first, last))
            continue
        start, end = first.replace(day=1), first.replace(day=length)
        months.append((start, end))
        less += [(start, first - _DAY)] if start < first else []
        less += [(last + _DAY, end)] if last < end else []
    return kept, months, less


def _month_start(day: date | None) -> date | None:
    """The first day of the first month that begins on or after the day."""
    if day is None or day.day == 1:
        return day
    return day.replace(day=monthrange(day.year, day.month)[1]) + _DAY


def _month_end(day: date | None) -> date | None:
    """The last day of the last month that is over on the day."""
    if day is None or day.day == monthrange(day.year, day.month)[1]:
        return day
    return day.replace(day=1) - _DAY
