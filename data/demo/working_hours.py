"""When people come to a one-stop desk: working days, holidays, busy months and hours."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import numpy as np
from numpy.typing import NDArray

SLOT_MINUTES = 10
MORNING, AFTERNOON = (7 * 60 + 30, 11 * 60 + 30), (13 * 60 + 30, 17 * 60)
PEAKS = (9 * 60 + 15, 14 * 60 + 45)
WEEKDAYS = (1.25, 1.05, 1.0, 0.95, 1.0, 0.45, 0.0)
# School enrolment from June to August and the end of the year fill the desks; Tet empties them.
MONTHS = (0.95, 0.7, 1.05, 1.0, 1.0, 1.2, 1.3, 1.35, 1.0, 0.95, 1.0, 1.15)
GROWTH = 0.6


class WorkingHours:
    """Draws moments of visits between two days, both inclusive, Saturday mornings included."""

    def __init__(self, first: date, last: date) -> None:
        self.first = first
        days = (last - first).days + 1
        self._slots = np.concatenate([
            np.arange(start, end, SLOT_MINUTES) for start, end in (MORNING, AFTERNOON)
        ])
        hours = 0.3 + sum(np.exp(-(((self._slots - peak) / 55) ** 2)) for peak in PEAKS)
        weights = np.outer(_day_weights(first, days), hours)
        saturdays = np.array([(first + timedelta(days=i)).weekday() == 5 for i in range(days)])
        weights[np.ix_(saturdays, self._slots >= MORNING[1])] = 0
        self._edges = np.concatenate([[0.0], np.cumsum(weights)])

    def draw(
        self, random: np.random.Generator, count: int, first: date, last: date
    ) -> NDArray[np.datetime64]:
        """`count` moments to the second between two days inside the window, unsorted."""
        per_day = len(self._slots)
        low = self._edges[(first - self.first).days * per_day]
        high = self._edges[((last - self.first).days + 1) * per_day]
        picked = np.searchsorted(self._edges, random.uniform(low, high, count), side="right") - 1
        seconds = self._slots[picked % per_day] * 60 + random.integers(0, SLOT_MINUTES * 60, count)
        days = np.datetime64(self.first, "D") + picked // per_day
        return np.asarray(days.astype("datetime64[s]") + seconds)


def _day_weights(first: date, days: int) -> NDArray[np.float64]:
    closed = holidays.country_holidays(
        "VN", years=range(first.year, (first + timedelta(days=days)).year + 1)
    )
    every = [first + timedelta(days=index) for index in range(days)]
    return np.array([
        0.0 if day in closed
        else WEEKDAYS[day.weekday()] * MONTHS[day.month - 1] * (1 + GROWTH * index / days)
        for index, day in enumerate(every)
    ])
