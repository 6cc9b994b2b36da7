"""How responses may be grouped: by small numbers inside, names taken for the groups afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import InputError
from data.queries import small
from data.queries.small import Cursor, Integers, Names
from data.queries.sums import DAY, Change, Read, Sum
from data.snapshot.counters import FINENESS
from data.text_snapshot import CLASHING_KEYS, UNKNOWN_KEY

Texts = Callable[[Cursor, Integers], tuple[Any, ...]]
LAST = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Key:
    """One way to group `response r`.

    `read` is what is grouped by, `names` the columns it fills with `texts` of the numbers, `ranked`
    says what orders the groups when it is not their number, `column` what it reads of a response
    besides set and day, `days` how fine a day.
    """

    slot: str
    read: Read | None
    names: tuple[str, ...]
    texts: Texts
    ranked: Callable[[Cursor], Names] | None = None
    column: str = ""
    days: str = "month"

    @property
    def alias(self) -> str:
        """What its numbers are called while they are numbers."""
        return f"key_{self.slot}"

    def rank(self, cursor: Cursor, numbers: Integers) -> Integers:
        """What orders the groups; null comes last."""
        if self.ranked is not None:
            return self.ranked(cursor).rank[numbers]
        return np.where(numbers < 0, LAST, numbers)


def _unit(cursor: Cursor, numbers: Integers) -> tuple[Any, ...]:
    known = small.units(cursor).names
    return known.code.take(numbers), known.name.take(numbers)


def _officer(cursor: Cursor, numbers: Integers) -> tuple[Any, ...]:
    known = small.officers(cursor)
    return known.code.take(numbers), known.name.take(numbers)


def _of(read: Callable[[Cursor], Names]) -> Texts:
    return lambda cursor, numbers: (read(cursor).name.take(numbers, allow_fill=True),)


def _respondent(_: Cursor, numbers: Integers) -> tuple[Any, ...]:
    return (pd.array([None, "individual", "organisation"], dtype="str").take(numbers),)


def _plainly(_: Cursor, numbers: Integers) -> tuple[Any, ...]:
    return (numbers,)


def _period(
    kind: str, sql: str, text: Callable[[int], str], of_days: Change, *, whole: bool = True
) -> tuple[str, Key]:
    """Periods are grouped by a running number, several times faster than by truncated dates.

    Those that are `whole` hold whole months.
    """

    def texts(_: Cursor, numbers: Integers) -> tuple[Any, ...]:
        each, places = np.unique(numbers, return_inverse=True)
        return (pd.array([text(int(one)) for one in each], dtype="str").take(places),)

    read = Read("day", sql, each=of_days, of_days=of_days if whole else None)
    return kind, Key("period", read, ("period",), texts, days="month" if whole else "day")


_MONDAY = date(1999, 12, 27)  # before any response
_EPOCH = date(1970, 1, 1)


def _week(number: int) -> str:
    return f"{_MONDAY + timedelta(weeks=number):%G-W%V}"


def _months(days: Integers) -> Integers:
    """The running number of the month, year * 12 + month - 1, of days as numbers."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12


def _weeks(days: Integers) -> Integers:
    return (days - (_MONDAY - _EPOCH).days) // 7


def _weekdays(days: Integers) -> Integers:
    """1 for Monday to 7; the first of all days was a Thursday."""
    return (days + 3) % 7 + 1


def _hours(minutes: Integers) -> Integers:
    return minutes // 60


_UNIT_NAMES = ("unit_code", "unit_name")
KEYS: dict[str, Key] = {
    "unit": Key("unit", Read("unit_id"), _UNIT_NAMES, _unit, column="unit_id"),
    "child": Key("unit", Read("unit_id"), _UNIT_NAMES, _unit),
    "officer": Key(
        "officer", Read("officer_id", known="r.officer_id IS NOT NULL"),
        ("officer_code", "officer_name"), _officer, ranked=small.officers, column="officer_id",
    ),
    "field": Key(
        "field", Read("field_id"), ("field",), _of(small.fields),
        ranked=small.fields, column="field_id",
    ),
    "channel": Key(
        "channel", Read("channel_id"), ("channel",), _of(small.channels),
        ranked=small.channels, column="channel_id",
    ),
    "respondent_type": Key(
        "respondent", Read("respondent_type"), ("respondent_type",), _respondent,
        column="respondent_type",
    ),
    "weekday": Key(
        "weekday", Read("day", "isodow(r.day)", each=_weekdays), ("weekday",), _plainly,
        days="weekday",
    ),
    "hour": Key(
        "hour", Read("minute", "r.minute // 60", each=_hours, known="r.minute >= 0"), ("hour",),
        _plainly, column="minute",
    ),
    **dict([
        _period("day", DAY, lambda n: (_EPOCH + timedelta(n)).isoformat(), np.copy, whole=False),
        _period("week", f"(r.day - DATE '{_MONDAY}') // 7", _week, _weeks, whole=False),
        _period(
            "month", "year(r.day) * 12 + month(r.day) - 1",
            lambda n: f"{n // 12}-{n % 12 + 1:02d}", _months,
        ),
        _period(
            "quarter", "year(r.day) * 4 + quarter(r.day) - 1",
            lambda n: f"{n // 4}-Q{n % 4 + 1}", lambda days: _months(days) // 3,
        ),
        _period(
            "half", "year(r.day) * 2 + (month(r.day) > 6)::INTEGER",
            lambda n: f"{n // 2}-H{n % 2 + 1}", lambda days: _months(days) // 6,
        ),
        _period("year", "year(r.day)", str, lambda days: _months(days) // 12),
    ]),
}
_UNITS = 1 << 20
"""More than there are units: the latest response and its unit are the largest of one number."""
# An officer's row names the unit of his latest response, which is always within what was asked.
_OFFICER_UNIT = Key(
    "home", None, _UNIT_NAMES, lambda cursor, numbers: _unit(cursor, numbers % _UNITS)
)
_HOME = Sum(
    "key_home", f"max(r.response_id * {_UNITS} + r.unit_id)",
    f"max(r.last_response * {_UNITS} + r.unit_id)",
    lambda of: of.latest(_UNITS), most=True,
)
CRITERION = "criterion"


@dataclass(frozen=True)
class Grouping:
    """Checked keys of one question, without `criterion`, which is no column of a response."""

    keys: tuple[Key, ...]
    child: bool

    @property
    def read(self) -> dict[str, Read]:
        """What is grouped by, on `response r`, by its alias."""
        return {key.alias: key.read for key in self.keys if key.read}

    @property
    def sums(self) -> tuple[Sum, ...]:
        """What the keys need to know of a group."""
        return (_HOME,) if _OFFICER_UNIT in self.keys else ()

    @property
    def columns(self) -> frozenset[str]:
        """What the keys read of a response besides set and day."""
        return frozenset(key.column for key in self.keys if key.column)

    @property
    def days(self) -> str:
        """How fine the keys look at a day."""
        return max((key.days for key in self.keys), key=FINENESS.__getitem__, default="month")

    @property
    def names(self) -> list[str]:
        """The key columns of the result, in order."""
        return [name for key in self.keys for name in key.names]

    def ordered(self, cursor: Cursor, found: dict[str, Integers]) -> dict[str, Integers]:
        """The groups in unit tree order, order of officer code, of names and of time."""
        ranks = [key.rank(cursor, found[key.alias]) for key in self.keys if key.read]
        if not ranks:
            return found
        order = np.lexsort(ranks[::-1])
        return {name: column[order] for name, column in found.items()}

    def texts(self, cursor: Cursor, found: dict[str, Integers]) -> dict[str, Any]:
        """The key columns of the result by name."""
        return {
            name: text
            for key in self.keys
            for name, text in zip(key.names, key.texts(cursor, found[key.alias]), strict=True)
        }

    def rolled_up(self, change: Change, fine: bool) -> Grouping:
        """The same by child: `change` says to which one a unit rolls up; `fine`: of any unit."""
        keys = [
            replace(key, read=Read("unit_id", changed=change), column="unit_id" if fine else "")
            if key is KEYS["child"] else key for key in self.keys
        ]
        return replace(self, keys=tuple(keys))


def grouping(by: Sequence[str]) -> Grouping:
    """The grouping for names of KEYS or `criterion`; raises InputError for any other name."""
    for name in by:
        if name not in KEYS and name != CRITERION:
            known = ", ".join([*KEYS, CRITERION])
            raise InputError(UNKNOWN_KEY.format(key=name[:80], known=known))
    keys = [KEYS[name] for name in by if name != CRITERION]
    slots = [key.slot for key in keys]
    if len(set(slots)) < len(slots) or list(by).count(CRITERION) > 1:
        raise InputError(CLASHING_KEYS.format(keys=", ".join(by)))
    if "officer" in slots and "unit" not in slots:
        keys.insert(slots.index("officer") + 1, _OFFICER_UNIT)
    return Grouping(tuple(keys), "child" in by)
