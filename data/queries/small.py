"""The small tables of a snapshot, read once and kept beside its connection: names, numbers, meta.

They are whole, whoever asks; the scope is applied by `data.queries.where` and nowhere here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import prod
from typing import Any, TypeVar

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd

from data.queries.condition import Where
from data.snapshot.reading import beside

Cursor = duckdb.DuckDBPyConnection
Integers = npt.NDArray[np.int64]
T = TypeVar("T")
MOST_COMMENTS = 300_000
"""Comments of which units and days are kept, in eight bytes each."""
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Names:
    """Texts by their number; `rank` orders the numbers, the last of all for -1, which is null."""

    code: Any
    name: Any
    number: dict[str, int]
    rank: Integers

    def named(self, numbers: Any) -> Any:
        """The names of a column of numbers, null where there is none."""
        return self.name.take(nulled(numbers), allow_fill=True)

    def coded(self, numbers: Any) -> Any:
        """The codes of a column of numbers, null where there is none."""
        return self.code.take(nulled(numbers), allow_fill=True)


@dataclass(frozen=True)
class Units:
    """Units by their number in tree order: names, last number below, depth and parent (-1: none)."""

    names: Names
    last: Integers
    depth: Integers
    parent: Integers

    @cached_property
    def roots(self) -> list[int]:
        """The numbers of those without a parent."""
        return [int(number) for number in np.flatnonzero(self.depth == 0)]


def once(cursor: Cursor, read: Callable[[Cursor], T]) -> T:
    """What this function reads, read once for a snapshot that is open."""
    kept = beside(cursor)
    if read not in kept:
        kept[read] = read(cursor)
    found: T = kept[read]
    return found


def meta(cursor: Cursor) -> dict[str, str]:
    """What the snapshot says about itself."""
    return once(cursor, _meta)


def _meta(cursor: Cursor) -> dict[str, str]:
    return dict(cursor.execute("SELECT key, value FROM meta").fetchall())


def bounds(cursor: Cursor) -> tuple[date, date] | None:
    """The first and the last day of all responses; None where nobody wrote them down."""
    said = meta(cursor)
    if "first_day" not in said:
        return None
    return date.fromisoformat(said["first_day"]), date.fromisoformat(said["last_day"])


def units(cursor: Cursor) -> Units:
    """Every unit."""
    return once(cursor, _units)


def _units(cursor: Cursor) -> Units:
    rows = cursor.execute(
        "SELECT code, name, last_id, depth, coalesce(parent_id, -1) FROM unit ORDER BY unit_id"
    ).fetchall()
    codes, names, *numbers = zip(*rows, strict=True) if rows else [()] * 5
    last, depth, parent = (np.array(column, dtype=np.int64) for column in numbers)
    return Units(_named(list(codes), list(names), np.arange(len(codes) + 1)), last, depth, parent)


def found_in(cursor: Cursor, table: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a table has a row of one of these ranges of units: asking it costs more than this."""
    known = once(cursor, _READERS[table])
    return any(known[first : last + 1].any() for first, last in spans)


def _reader(table: str) -> Callable[[Cursor], npt.NDArray[np.bool_]]:
    def read(cursor: Cursor) -> npt.NDArray[np.bool_]:
        there = np.zeros(len(units(cursor).last), dtype=bool)
        found = cursor.execute(f"SELECT DISTINCT unit_id FROM {table}").fetchall()
        there[[unit for (unit,) in found]] = True
        return there

    return read


_READERS = {table: _reader(table) for table in ("crowded", "dossier", "unreadable")}


def commented(cursor: Cursor, condition: Where) -> bool:
    """Whether there may be a comment in the units and days of a condition, whatever else it says."""
    places = once(cursor, _comments)
    if places is None:
        return True
    units, days = places
    for span in condition.spans:
        first, end = np.searchsorted(units, (span[0], span[1] + 1))
        for start, last in condition.days:
            least, most = (None if one is None else (one - _EPOCH).days for one in (start, last))
            there = days[first:end]
            there = there if least is None else there[there >= least]
            if len(there if most is None else there[there <= most]):
                return True
    return False


def _comments(cursor: Cursor) -> tuple[Integers, Integers] | None:
    """Unit and day of every comment in order of units; None for more than memory is worth."""
    (number,) = cursor.execute("SELECT count(*) FROM comment").fetchall()[0]
    if number > MOST_COMMENTS:
        return None
    found = cursor.execute(
        "SELECT unit_id, (day - DATE '1970-01-01')::INTEGER AS day FROM comment ORDER BY unit_id"
    ).fetchnumpy()
    return np.asarray(found["unit_id"]), np.asarray(found["day"])


def share(cursor: Cursor, chosen: Mapping[str, int]) -> float:
    """About which part of all responses has these numbers in columns of filters."""
    known = once(cursor, _shares) if chosen else {}
    return prod(known[column].get(number, 0.0) for column, number in chosen.items() if column in known)


def _shares(cursor: Cursor) -> dict[str, dict[int, float]]:
    columns = ("field_id", "channel_id", "respondent_type")
    counted = "by_branch_detail" in meta(cursor).get("counters", "").split()
    table, number = ("by_branch_detail", "sum(responses)") if counted else ("response", "count(*)")
    found: dict[str, dict[int, float]] = {}
    for column in columns:
        rows = cursor.execute(f"SELECT {column}, {number} FROM {table} GROUP BY 1").fetchall()
        total = sum(responses for _, responses in rows)
        found[column] = {value: responses / total for value, responses in rows}
    return found


def officers(cursor: Cursor) -> Names:
    """Every officer, in order of code."""
    return once(cursor, _officers)


def _officers(cursor: Cursor) -> Names:
    rows = cursor.execute("SELECT code, name FROM officer ORDER BY officer_id").fetchall()
    codes, names = ([row[place] for row in rows] for place in (0, 1))
    return _named(codes, names, _rank(codes))


def fields(cursor: Cursor) -> Names:
    """Every field under its folded name, in order of the name as it is read."""
    return once(cursor, _fields)


def _fields(cursor: Cursor) -> Names:
    return _dimension(cursor, "dim_field")


def channels(cursor: Cursor) -> Names:
    """Every channel under its folded name, in order of the name as it is read."""
    return once(cursor, _channels)


def _channels(cursor: Cursor) -> Names:
    return _dimension(cursor, "dim_channel")


def _dimension(cursor: Cursor, table: str) -> Names:
    rows = cursor.execute(f"SELECT key, name FROM {table} ORDER BY id").fetchall()
    keys, names = ([row[place] for row in rows] for place in (0, 1))
    return _named(keys, names, _rank(names))


def sets(cursor: Cursor) -> dict[str, tuple[int, str]]:
    """The number and the general question of every criterion set, by code."""
    return once(cursor, _sets)


def _sets(cursor: Cursor) -> dict[str, tuple[int, str]]:
    rows = cursor.execute("SELECT code, set_id, overall_label FROM criterion_set ORDER BY set_id")
    return {code: (number, label) for code, number, label in rows.fetchall()}


def _named(codes: list[str], names: list[str], rank: Integers) -> Names:
    known = {code: number for number, code in enumerate(codes)}
    return Names(pd.array(codes, dtype="str"), pd.array(names, dtype="str"), known, rank)


def _rank(texts: list[str]) -> Integers:
    """The place of each number, and at the end that of -1."""
    rank = np.empty(len(texts) + 1, dtype=np.int64)
    rank[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
    rank[-1] = len(texts)
    return rank


def nulled(numbers: Any) -> Integers:
    """A column of numbers with -1 where there is none."""
    known = np.asarray(numbers, dtype=np.float64)
    return np.where(np.isnan(known), -1, known).astype(np.int64)


def with_names(
    cursor: Cursor, frame: Mapping[str, Any] | pd.DataFrame, columns: Sequence[str]
) -> pd.DataFrame:
    """These columns of single responses, read by their numbers: names stand for the numbers."""
    unit = units(cursor).names
    made: dict[str, Callable[[], Any]] = {
        "unit_code": lambda: unit.coded(frame["unit_id"]),
        "unit_name": lambda: unit.named(frame["unit_id"]),
        "officer_code": lambda: officers(cursor).coded(frame["officer_id"]),
        "officer_name": lambda: officers(cursor).named(frame["officer_id"]),
        "field": lambda: fields(cursor).named(frame["field_id"]),
        "channel": lambda: channels(cursor).named(frame["channel_id"]),
    }
    return pd.DataFrame({name: made[name]() if name in made else frame[name] for name in columns})
