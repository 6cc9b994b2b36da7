"""Little is read once and summed in memory: a question of it then costs no SQL.

A database takes two milliseconds to understand a question, however few rows it is about, and a
page asks a dozen of the same rows of a table. The rows may be responses or those of a counter.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from data.queries import small
from data.queries.condition import Where
from data.queries.small import Cursor, Integers
from data.queries.where import criteria
from data.snapshot.counters import COUNTERS, measures

FEW = 5_000
"""Responses up to which reading them all is cheaper than asking counters a dozen times."""
FEW_CELLS = 2_500
"""Rows of a counter up to which reading all they count is cheaper than asking twice."""
MISTAKEN = 4
"""Up to so many times as many are still read; when there are more, the expectation was wrong."""
MOST_BYTES = 4 << 20
"""Of columns kept for the questions that follow, with what Python needs for each."""
_KEY_BYTES = 1_000
_NUMBERS = {
    "officer_id": "coalesce(r.officer_id, -1)", "field_id": "coalesce(r.field_id, -1)",
    "channel_id": "coalesce(r.channel_id, -1)", "day": "(r.day - DATE '1970-01-01')::INTEGER",
}
_RESPONSE = _NUMBERS | {"edited": "r.edited::TINYINT", "removed": "r.removed::TINYINT"}
_PLAIN = ("response_id", "source_id", "set_id", "unit_id", "respondent_type", "minute", "overall")
Columns = Mapping[str, npt.NDArray[np.integer[Any]]]


class Kept:
    """Columns by table and condition, the longest unread dropped first beyond MOST_BYTES.

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


def is_little(cursor: Cursor, table: str, condition: Where) -> bool:
    """Whether a table has, as far as one can tell unread, few rows under a condition."""
    if not condition.spans or "response_id" in condition.columns:  # that is a list of single ones
        return False
    return _expected(cursor, table, condition) <= _few(table)


def columns(cursor: Cursor, table: str, condition: Where) -> Columns:
    """Every column of `response` or a counter under a condition, but for CROSS; -1 for null.

    Without any column when there are more rows than had better be read.
    """
    if not is_little(cursor, table, condition):
        return {}
    kept = small.once(cursor, _kept)
    key = table, condition.rest, condition.values, condition.days
    return kept.get(key, lambda: _read(cursor, table, condition))


def _few(table: str) -> int:
    return FEW if table == "response" else FEW_CELLS


def _kept(_: Cursor) -> Kept:
    return Kept()


def _read(cursor: Cursor, table: str, condition: Where) -> Columns:
    said = _responses(cursor) if table == "response" else _cells(cursor, table)
    most = MISTAKEN * _few(table)
    sql = f"SELECT {', '.join(said)} FROM {table} r WHERE {condition.sql} LIMIT {most + 1}"
    found = cursor.execute(sql, condition.params).fetchnumpy()
    if len(found["set_id"]) > most:  # on few days, or of few units, as no estimate can know
        return {}
    # copied, since DuckDB fills arrays for 2,048 rows and gives back what is over: memory full of gaps
    return {name: np.ma.getdata(column).copy() for name, column in found.items()}


def _responses(cursor: Cursor) -> list[str]:
    said = [*(f"r.{name}" for name in _PLAIN), *(f"{sql} AS {name}" for name, sql in _RESPONSE.items())]
    for kind, value in (("scale", "coalesce({}, 0)"), ("tick_option", "coalesce({}::TINYINT, -1)")):
        for one in criteria(cursor, kind):
            said.append(f"{value.format(one.column)} AS {one.column.removeprefix('r.')}")
    return said


def _cells(cursor: Cursor, table: str) -> list[str]:
    counter = replace(next(one for one in COUNTERS if one.name == table), cross=False)
    scales, ticks = ([one.column for one in criteria(cursor, kind)] for kind in ("scale", "tick_option"))
    keys = counter.keys()
    said = [f"{_NUMBERS.get(name, f'r.{name}')} AS {name}" for name in keys]
    return [*said, "coalesce(r.last_response, -1) AS response_id", *measures(counter, scales, ticks)]


def named(column: str) -> str:
    """The name of a column that SQL calls `r."…"` or `r.…`."""
    return column.removeprefix("r.").removeprefix('"').removesuffix('"').replace('""', '"')


def _size(found: Columns) -> int:
    held = sum(sys.getsizeof(part) for column in found.items() for part in column)
    return _KEY_BYTES + sys.getsizeof(found) + held


def _expected(cursor: Cursor, table: str, condition: Where) -> float:
    """About how many rows there are, were they alike on every day and under every filter."""
    up_to, bounds = small.once(cursor, _VOLUMES[table]), small.bounds(cursor)
    units = sum(int(up_to[last + 1] - up_to[first]) for first, last in condition.spans)
    if bounds is None:
        return units
    days = 0
    for first, last in condition.days:
        start, end = max(first or bounds[0], bounds[0]), min(last or bounds[1], bounds[1])
        days += max(0, (end - start).days + 1)
    return units * condition.share * days / ((bounds[1] - bounds[0]).days + 1)


def _volumes(table: str) -> Callable[[Cursor], Integers]:
    def read(cursor: Cursor) -> Integers:
        """How many rows of the table the units before each number have, in tree order."""
        counted = table == "response" and "by_unit" in small.meta(cursor).get("counters", "").split()
        source = "sum(responses) FROM by_unit" if counted else f"count(*) FROM {table}"
        each = np.zeros(len(small.units(cursor).last) + 1, dtype=np.int64)
        for unit, rows in cursor.execute(f"SELECT unit_id, {source} GROUP BY unit_id").fetchall():
            each[unit + 1] = rows
        return each.cumsum()

    return read


_VOLUMES = {table: _volumes(table) for table in ("response", *(one.name for one in COUNTERS))}
