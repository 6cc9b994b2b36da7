"""Few responses are read once and summed in memory: a question of them then costs no SQL.

A database takes two milliseconds to understand a question, however few rows it is about, and a
page asks a dozen of the same rows.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from data.queries import small
from data.queries.condition import Where
from data.queries.small import Cursor, Integers
from data.queries.where import criteria

FEW = 5_000
"""Responses up to which reading them all is cheaper than asking the counters a dozen times."""
MOST_BYTES = 8 << 20
"""Of columns kept for the questions that follow."""
Numbers = npt.NDArray[np.integer[Any]]
_READ = {  # how a column is read; others of `response` have neither null nor another form
    "day": "(r.day - DATE '1970-01-01')::INTEGER",
    "officer_id": "coalesce(r.officer_id, -1)",
    "field_id": "coalesce(r.field_id, -1)",
    "channel_id": "coalesce(r.channel_id, -1)",
    "edited": "r.edited::TINYINT",
    "removed": "r.removed::TINYINT",
}
_PLAIN = ("response_id", "source_id", "set_id", "unit_id", "respondent_type", "minute", "overall")
Columns = Mapping[str, Numbers]


@dataclass(frozen=True)
class Groups:
    """Columns of responses and the group each one is in, by number from 0."""

    columns: Columns
    group: Numbers
    number: int

    def __getitem__(self, column: str) -> Numbers:
        return self.columns[column]

    def count(self, which: npt.NDArray[np.bool_] | None = None) -> Integers:
        """How many responses each group has, or how many of them are `which`."""
        counted = self.group if which is None else self.group[which]
        return np.bincount(counted, minlength=self.number)

    def most(self, values: Numbers) -> Integers:
        """The largest of the values in each group; there is none without a response."""
        found = np.full(self.number, np.iinfo(np.int64).min)
        np.maximum.at(found, self.group, values)
        return found

    def of_sets(self, sets: Sequence[int]) -> npt.NDArray[np.bool_]:
        """Which responses are of these criterion sets."""
        return np.isin(self["set_id"], list(sets))


class Kept:
    """Columns by condition, the longest unread dropped first beyond MOST_BYTES.

    The scope is part of the condition: only what asks under the same one is answered from here.
    """

    def __init__(self) -> None:
        self._found: OrderedDict[tuple[object, ...], Columns] = OrderedDict()
        self._bytes = 0
        self._guard = Lock()

    def get(self, key: tuple[object, ...], read: Callable[[], Columns]) -> Columns:
        """The columns under this key, from `read` when they are not there; nobody may change them."""
        with self._guard:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        found = read()
        with self._guard:
            if key not in self._found:
                self._found[key] = found
                self._bytes += _size(found)
            while self._bytes > MOST_BYTES:
                self._bytes -= _size(self._found.popitem(last=False)[1])
        return found


def rows(cursor: Cursor, condition: Where) -> Columns | None:
    """Every column of the responses under a condition, -1 for null; None when they may be many."""
    listed = "response_id" in condition.columns  # single responses, told by a list
    if not condition.spans or listed or _expected(cursor, condition) > FEW:
        return None
    kept = small.once(cursor, _kept)
    key = condition.rest, condition.values, condition.days
    return kept.get(key, lambda: _read(cursor, condition))


def _kept(_: Cursor) -> Kept:
    return Kept()


def _read(cursor: Cursor, condition: Where) -> Columns:
    columns = [f"{_READ.get(name, f'r.{name}')} AS {name}" for name in (*_PLAIN, *_READ)]
    for kind, value in (("scale", "coalesce({}, 0)"), ("tick_option", "coalesce({}::TINYINT, -1)")):
        for one in criteria(cursor, kind):
            columns.append(f"{value.format(one.column)} AS {one.column.removeprefix('r.')}")
    sql = f"SELECT {', '.join(columns)} FROM response r WHERE {condition.sql}"
    found = cursor.execute(sql, condition.params).fetchnumpy()
    return {name: np.ma.getdata(column) for name, column in found.items()}


def named(column: str) -> str:
    """The name of a column that SQL calls `r."…"` or `r.…`."""
    return column.removeprefix("r.").strip('"').replace('""', '"')


def _size(columns: Columns) -> int:
    return sum(column.nbytes for column in columns.values())


def _expected(cursor: Cursor, condition: Where) -> float:
    """About how many responses there are, were they the same number every day."""
    up_to, bounds = small.once(cursor, _volumes), small.bounds(cursor)
    units = sum(int(up_to[last + 1] - up_to[first]) for first, last in condition.spans)
    if bounds is None:
        return units
    days = 0
    for first, last in condition.days:
        start, end = max(first or bounds[0], bounds[0]), min(last or bounds[1], bounds[1])
        days += max(0, (end - start).days + 1)
    return units * days / ((bounds[1] - bounds[0]).days + 1)


def _volumes(cursor: Cursor) -> Integers:
    """How many responses the units before each number have, in tree order."""
    counted = "by_unit" in small.meta(cursor).get("counters", "").split()
    table, number = ("by_unit", "sum(responses)") if counted else ("response", "count(*)")
    found = cursor.execute(f"SELECT unit_id, {number} FROM {table} GROUP BY unit_id").fetchall()
    each = np.zeros(len(small.units(cursor).last) + 1, dtype=np.int64)
    for unit, responses in found:
        each[unit + 1] = responses
    return each.cumsum()
