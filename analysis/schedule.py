"""When a living source is due and when its data are too old; the clock is the caller's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from analysis.errors import InputError
from analysis.text import mapping as text

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KEYS = ("interval_minutes", "working_hours", "working_days")
LONGEST_INTERVAL = 7 * 24 * 60
JITTER = 0.1
"""Share of the interval by which a sync may come later, so that sources do not come at once."""

_CLOCK = r"((?:[01]\d|2[0-3]):[0-5]\d)"
_HOURS = re.compile(f"{_CLOCK}-{_CLOCK}")


@dataclass(frozen=True)
class Schedule:
    """Every `interval_minutes` from `opens` to `closes` (local time) on `days` (0 is Monday)."""

    interval_minutes: int = 15
    opens: time = time.min
    closes: time = time.max
    days: tuple[int, ...] = tuple(range(7))

    @property
    def interval(self) -> timedelta:
        """The time between two syncs."""
        return timedelta(minutes=self.interval_minutes)

    def working(self, local: datetime) -> bool:
        """Whether syncs run at this local moment."""
        return local.weekday() in self.days and self.opens <= local.time() <= self.closes

    def due(self, last: datetime | None, local: datetime, chance: float = 0.0) -> bool:
        """Whether a source last pulled at `last` is to be pulled now; `chance` 0..1 delays it."""
        if not self.working(local):
            return False
        return last is None or local - last >= self.interval * (1 + JITTER * chance)

    def next_run(self, last: datetime | None, local: datetime) -> datetime:
        """When a source last pulled at `last` is pulled next, seen from now.

        >>> office = Schedule(15, time(7), time(17), (0, 1, 2, 3, 4))
        >>> friday = datetime(2026, 5, 8, 16, 50)
        >>> f"{office.next_run(friday, friday):%a %H:%M}"
        'Mon 07:00'
        """
        soonest = local if last is None else max(local, last + self.interval)
        return self._working_from(soonest)

    def late(self, last: datetime | None, local: datetime) -> bool:
        """Whether the data are older than two intervals, of which nights and weekends are no part.

        >>> office = Schedule(15, time(7), time(17), (0, 1, 2, 3, 4))
        >>> friday, monday = datetime(2026, 5, 8, 16, 50), datetime(2026, 5, 11, 7, 15)
        >>> office.late(friday, monday), office.late(friday, monday.replace(minute=16))
        (False, True)
        """
        if last is None:
            return True
        limit = self._working_from(last + self.interval) + self.interval
        if not self.working(limit):
            limit = self._working_from(limit) + self.interval
        return local > limit

    def _working_from(self, moment: datetime) -> datetime:
        """This moment, or the next opening when it lies outside working hours."""
        if self.working(moment):
            return moment
        day = moment.date() + timedelta(days=moment.time() > self.opens)
        while day.weekday() not in self.days:
            day += timedelta(days=1)
        return datetime.combine(day, self.opens)


def read_schedule(source: Mapping[str, Any]) -> Schedule:
    """The schedule the keys of `[source]` describe; InputError that names the wrong key."""
    default = Schedule()
    minutes = source.get("interval_minutes", default.interval_minutes)
    if type(minutes) is not int or not 1 <= minutes <= LONGEST_INTERVAL:
        raise _wrong("interval_minutes", text.WHOLE.format(low=1, high=LONGEST_INTERVAL))
    opens, closes = default.opens, default.closes
    if "working_hours" in source:
        found = _HOURS.fullmatch(str(source["working_hours"]))
        opens, closes = map(time.fromisoformat, found.groups() if found else ("00:00", "00:00"))
        if opens >= closes:
            raise _wrong("working_hours", text.HOURS)
    days = source.get("working_days", list(DAYS))
    if not isinstance(days, list) or not days or not all(day in DAYS for day in days):
        raise _wrong("working_days", text.DAYS.format(days=", ".join(DAYS)))
    return Schedule(minutes, opens, closes, tuple(sorted({DAYS.index(day) for day in days})))


def schedule_settings(schedule: Schedule) -> dict[str, int | str | Sequence[str]]:
    """The keys of `[source]` that say what differs from the default."""
    default, said = Schedule(), dict[str, int | str | Sequence[str]]()
    if schedule.interval_minutes != default.interval_minutes:
        said["interval_minutes"] = schedule.interval_minutes
    if (schedule.opens, schedule.closes) != (default.opens, default.closes):
        said["working_hours"] = f"{schedule.opens:%H:%M}-{schedule.closes:%H:%M}"
    if schedule.days != default.days:
        said["working_days"] = tuple(DAYS[day] for day in schedule.days)
    return said


def _wrong(key: str, expected: str) -> InputError:
    return InputError(text.WRONG_VALUE.format(key=f"source.{key}", expected=expected))
