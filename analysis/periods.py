"""The calendar of reports: keys of days, ISO weeks, months, quarters, halves and years.

A key is text (`2026-05-04`, `2026-W19`, `2026-05`, `2026-Q2`, `2026-H1`, `2026`); inside, a
period is its kind and a running number, so that the next period is simply one more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from analysis.errors import InputError
from analysis.text import periods as words
from analysis.text.numbers import day as day_text

KINDS = ("day", "week", "month", "quarter", "half", "year")
_PER_YEAR = {"month": 12, "quarter": 4, "half": 2, "year": 1}
_FORMATS = {
    "day": "{year:04d}-{month:02d}-{day:02d}",
    "week": "{year:04d}-W{number:02d}",
    "month": "{year:04d}-{number:02d}",
    "quarter": "{year:04d}-Q{number}",
    "half": "{year:04d}-H{number}",
    "year": "{year:04d}",
}
_KEY = re.compile(
    r"(?P<year>\d{4})"
    r"(-W(?P<week>\d\d)|-Q(?P<quarter>\d)|-H(?P<half>\d)|-(?P<month>\d\d)(-(?P<day>\d\d))?)?",
    re.ASCII,
)
Span = tuple[date | None, date | None]


@dataclass(frozen=True, order=True)
class Period:
    """A kind and a running number; periods of one kind are ordered and one apart."""

    kind: str
    index: int

    @property
    def first(self) -> date:
        """Its first day."""
        if self.kind == "day":
            return date.fromordinal(self.index)
        if self.kind == "week":
            return date.fromordinal(self.index * 7 + 1)
        year, part = divmod(self.index, _PER_YEAR[self.kind])
        return date(year, part * 12 // _PER_YEAR[self.kind] + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return Period(self.kind, self.index + 1).first - timedelta(days=1)

    def parts(self) -> dict[str, int]:
        """Year, number within the year (ISO year and week for weeks), month and day."""
        first = self.first
        year, number = first.year, 1
        if self.kind == "week":
            year, number, _ = first.isocalendar()
        elif self.kind in _PER_YEAR:
            number = self.index % _PER_YEAR[self.kind] + 1
        return {"year": year, "number": number, "month": first.month, "day": first.day}

    @property
    def key(self) -> str:
        """Its key."""
        return _FORMATS[self.kind].format(**self.parts())


def containing(day: date, kind: str) -> Period:
    """The period of a kind that a day lies in; InputError for an unknown kind."""
    if kind == "day":
        return Period(kind, day.toordinal())
    if kind == "week":
        return Period(kind, (day.toordinal() - 1) // 7)
    if kind not in _PER_YEAR:
        raise InputError(words.BAD_KIND.format(kind=kind))
    parts = _PER_YEAR[kind]
    return Period(kind, day.year * parts + (day.month - 1) * parts // 12)


@lru_cache(4_096)
def parse(key: str) -> Period:
    """The period of a key; InputError when the text is no key or no such day or week exists."""
    found = _KEY.fullmatch(key)
    try:
        if found is None:
            raise ValueError(key)
        year = int(found["year"])
        if found["week"]:
            return containing(date.fromisocalendar(year, int(found["week"]), 1), "week")
        if found["day"]:
            return containing(date(year, int(found["month"]), int(found["day"])), "day")
        for kind, months in (("month", 1), ("quarter", 3), ("half", 6)):
            if found[kind]:
                return containing(date(year, (int(found[kind]) - 1) * months + 1, 1), kind)
        return containing(date(year, 1, 1), "year")
    except ValueError as error:
        raise InputError(words.BAD_KEY.format(key=key)) from error


def period_of(day: date, kind: str) -> str:
    """The key of the period of a kind that a day lies in; InputError for an unknown kind.

    >>> [period_of(date(2027, 1, 1), kind) for kind in KINDS]
    ['2027-01-01', '2026-W53', '2027-01', '2027-Q1', '2027-H1', '2027']
    """
    return containing(day, kind).key


def period_start(key: str) -> date:
    """The first day of a period."""
    return parse(key).first


def period_end(key: str) -> date:
    """The last day of a period, inclusive."""
    return parse(key).last


def kind_of(key: str) -> str:
    """Which of KINDS a key is."""
    return parse(key).kind


def shifted(key: str, steps: int) -> str:
    """The key that lies `steps` periods of the same kind later (earlier when negative)."""
    period = parse(key)
    return Period(period.kind, period.index + steps).key


def previous(key: str) -> str:
    """The period before, of the same kind.

    >>> previous("2026-01"), previous("2026-W01"), previous("2026-H1")
    ('2025-12', '2025-W52', '2025-H2')
    """
    return shifted(key, -1)


def next_period(key: str) -> str:
    """The period after, of the same kind."""
    return shifted(key, 1)


def between(from_key: str, to_key: str) -> list[str]:
    """All keys from one to another of the same kind, both inclusive; empty when out of order.

    >>> between("2025-11", "2026-01")
    ['2025-11', '2025-12', '2026-01']
    """
    first, last = parse(from_key), parse(to_key)
    if first.kind != last.kind:
        raise InputError(words.BAD_KEY.format(key=to_key))
    return [Period(first.kind, index).key for index in range(first.index, last.index + 1)]


def presets(today: date) -> dict[str, Span]:
    """The ranges of the filter bar as whole calendar periods around today; `all` is open.

    >>> presets(date(2026, 11, 20))["half_year"]
    (datetime.date(2026, 7, 1), datetime.date(2026, 12, 31))
    """
    kinds = {"this_month": "month", "this_quarter": "quarter", "half_year": "half"}
    whole = {name: containing(today, kind) for name, kind in kinds.items()}
    whole["this_year"] = containing(today, "year")
    return {**{name: (p.first, p.last) for name, p in whole.items()}, "all": (None, None)}


def period_with(first: date, last: date) -> str | None:
    """The key of the calendar period that is exactly first..last, else None."""
    for kind in ("year", "half", "quarter", "month", "week", "day"):
        period = containing(first, kind)
        if (period.first, period.last) == (first, last):
            return period.key
    return None


def span_key(first: date, last: date) -> str:
    """The key of a range of days: its calendar period, else "first/last" as ISO 8601 writes it.

    >>> span_key(date(2026, 1, 1), date(2026, 6, 30)), span_key(date(2026, 1, 2), date(2026, 8, 31))
    ('2026-H1', '2026-01-02/2026-08-31')
    """
    return period_with(first, last) or f"{first.isoformat()}/{last.isoformat()}"


@lru_cache(4_096)
def label(key: str) -> str:
    """The Vietnamese name of a period or of a range "first/last", to stand alone."""
    first, slash, last = key.partition("/")
    if slash:
        return span_label(parse(first).first, parse(last).last)
    return _named(words.LABELS, parse(key))


@lru_cache(4_096)
def short_label(key: str) -> str:
    """The Vietnamese name of a period for an axis, or of a range "first/last" in short.

    >>> short_label("2026-11-01/2026-11-19")
    '01/11–19/11/2026'
    """
    first, slash, last = key.partition("/")
    if slash:
        begin, end = parse(first).first, parse(last).last
        return f"{begin:%d/%m}" + (f"/{begin.year}" if begin.year != end.year else "") + f"–{day_text(end)}"
    return _named(words.SHORT, parse(key))


def mention(key: str, year: int | None = None) -> str:
    """The name inside a sentence; its year is left out when it is the given one."""
    period = parse(key)
    if period.parts()["year"] == year:
        return _named(words.WITHIN_YEAR, period)
    name = label(key)
    return name[:1].lower() + name[1:]


def span_label(first: date | None, last: date | None) -> str:
    """The Vietnamese name of a range of days (None is open): a period's own name if it is one."""
    if first and last:
        key = period_with(first, last)
        return label(key) if key else words.SPAN.format(first=day_text(first), last=day_text(last))
    if first:
        return words.SPAN_FROM.format(first=day_text(first))
    return words.SPAN_TO.format(last=day_text(last)) if last else words.SPAN_ALL


def _named(templates: Mapping[str, str], period: Period) -> str:
    parts = period.parts()
    half = words.HALVES[parts["number"]] if period.kind == "half" else ""
    return templates[period.kind].format(**parts, half=half)
