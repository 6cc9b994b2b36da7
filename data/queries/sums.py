"""Sums over responses, read off the smallest counter that knows enough, rows for the rest.

Whole months come from a counter; the days at their edges from a counter of days or from the rows
themselves. Either way the same scope, filters and keys hold, written once for `response r`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from data.queries import at_hand, small
from data.queries.at_hand import Columns, named
from data.queries.condition import Days, Where, completed, parted
from data.queries.groups import Groups, numbered
from data.snapshot.counters import COUNTERS, FACTS, FINENESS, Counter, counted_column

LEVELS = (1, 2, 3, 4, 5)
DAY = "(r.day - DATE '1970-01-01')"
"""A day as a number."""
Integers = npt.NDArray[np.int64]
Change = Callable[[Any], Integers]
InMemory = Callable[[Groups], Integers]


@dataclass(frozen=True)
class Part:
    """A table to read, the condition on it, whether its days stand for months, what it counts."""

    table: str
    condition: Where
    whole: bool = False
    sign: int = 1


@dataclass(frozen=True)
class Sum:
    """One number for each group: from rows, from a counter, from what is in memory (or not there).

    With `most` it is the largest, not the sum.
    """

    name: str
    rows: str
    counted: str
    at_hand: InMemory | None
    most: bool = False

    def of(self, table: str) -> str:
        """The number as one part gives it."""
        value = self.rows if table == "response" else self.counted
        return f"coalesce({value}, 0)::BIGINT AS {self.name}"


@dataclass(frozen=True)
class Read:
    """How a key is read of `response r`: a column or an expression, and what its numbers become.

    `each` makes the key of the numbers of the column, `of_days` makes the key of the day as a
    number; for it, days of one month are alike. `known` is a condition for responses that have
    the key at all.
    """

    column: str
    sql: str = ""
    each: Change | None = None
    changed: Change | None = None
    of_days: Change | None = None
    known: str = ""

    def said(self, *, by_day: bool) -> str:
        """The key as SQL; `by_day`: the day as a number."""
        return DAY if by_day else self.sql or f"r.{self.column}"


@dataclass(frozen=True)
class Question:
    """What is summed under which condition, and by which keys.

    `columns` are those that keys and sums name besides set and day ("cross": the sums of
    `both`); `days` is how fine the keys look at the day ("month", "weekday", "day").
    """

    condition: Where
    sums: Sequence[Sum]
    keys: Mapping[str, Read] = field(default_factory=dict)
    columns: frozenset[str] = frozenset()
    days: str = "month"


RESPONSES = Sum(
    "responses", "count(*)", "sum(r.responses)", lambda of: of.sum(of.responses())
)


@lru_cache(4096)  # a page asks each of the 50 a dozen times
def answers(column: str, level: int, name: str) -> Sum:
    """How many gave an answer of the level; `column` is `r."…"`."""
    counter = counted_column(column, level)
    return _count_if(
        name, f"{column} = {level}", counter, lambda of: of.sum(of.counted(column, level))
    )


def true(column: str, name: str) -> Sum:
    """How many responses have a fact, kept apart as a column of truth values."""
    return _count_if(name, column, column, lambda of: of.sum(of.columns[named(column)]))


def asked(sets: Sequence[int], name: str) -> Sum:
    """How many responses are of these criterion sets."""
    condition = _of(sets)
    counter = f"CASE WHEN {condition} THEN r.responses END"
    return _count_if(name, condition, counter, lambda of: of.sum(of.of(sets, of.responses())))


def fact(column: str, what: str, sets: Sequence[int], name: str) -> Sum:
    """One of the counts of FACTS over these criterion sets: others may call another fact alike."""
    counter = f"CASE WHEN {_of(sets)} THEN {counted_column(column, what)} END"
    return _count_if(
        name, f"{FACTS[what].format(fact=column)} AND {_of(sets)}", counter,
        lambda of: of.sum(of.of(sets, of.counted(column, what))),
    )


def both(column: str, what: str, test: str, name: str) -> Sum:
    """One of the counts of `data.snapshot.counters.CROSS`; not in memory."""
    return _count_if(name, test.format(answer=column), counted_column(column, what), None)


def _of(sets: Sequence[int]) -> str:
    return f"r.set_id IN ({', '.join(map(str, sets)) or 'NULL'})"


def _count_if(name: str, condition: str, column: str, at_hand: InMemory | None) -> Sum:
    return Sum(name, f"count_if({condition})", f"sum({column})", at_hand)


def summed(cursor: duckdb.DuckDBPyConnection, question: Question) -> dict[str, Integers]:
    """Keys and sums of each group with responses, as columns; -1 for a key that is null.

    `responses` are always among the sums; groups come in no order.
    """
    sums = list(question.sums)
    if not any(one.name == RESPONSES.name for one in sums):
        sums.append(RESPONSES)
    parts = [_read(cursor, part, question, sums) for part in _parts(cursor, question)]
    found = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    if len(parts) > 1 or any(read.changed or read.of_days for read in question.keys.values()):
        found = _together(found, list(question.keys), sums)
    there = found[RESPONSES.name] > 0
    return found if there.all() else {name: column[there] for name, column in found.items()}


def _read(
    cursor: duckdb.DuckDBPyConnection, part: Part, question: Question, sums: Sequence[Sum]
) -> dict[str, Integers]:
    """Keys and sums as one table has them."""
    in_memory = [(one.name, one.at_hand) for one in sums if one.at_hand]
    known = len(in_memory) == len(sums)
    if known and (columns := at_hand.columns(cursor, part.table, part.condition)):
        found = _added(columns, part, question, in_memory)
    else:
        found = _asked(cursor, part, question, sums)
    return found | ({one.name: -found[one.name] for one in sums} if part.sign < 0 else {})


def _asked(
    cursor: duckdb.DuckDBPyConnection, part: Part, question: Question, sums: Sequence[Sum]
) -> dict[str, Integers]:
    """The same by SQL."""
    selects, changes, condition = [], {}, part.condition
    for name, read in question.keys.items():
        by_day = part.whole and read.of_days is not None
        selects.append(f"{read.said(by_day=by_day)} AS {name}")
        changes[name] = read.of_days if by_day else read.changed
        condition = condition.also(read.known) if read.known else condition
    columns = ", ".join([*selects, *(one.of(part.table) for one in sums)])
    by = f" GROUP BY {', '.join(question.keys)}" if question.keys else ""
    sql = f"SELECT {columns} FROM {part.table} r WHERE {condition.sql}{by}"
    read_off = cursor.execute(sql, condition.params).fetchnumpy()
    found = {name: np.ma.filled(column, -1).astype(np.int64) for name, column in read_off.items()}
    return found | {name: change(found[name]) for name, change in changes.items() if change}


def _added(
    columns: Columns, part: Part, question: Question, sums: Sequence[tuple[str, InMemory]]
) -> dict[str, Integers]:
    """The same by adding up what was read before."""
    keys: dict[str, Integers] = {}
    for name, read in question.keys.items():
        made = read.each(columns[read.column]) if read.each else columns[read.column]
        keys[name] = (read.changed(made) if read.changed else made).astype(np.int64)
    known = [keys[name] >= 0 for name, read in question.keys.items() if read.known]
    if known:
        there = np.logical_and.reduce(known)
        keys = {name: numbers[there] for name, numbers in keys.items()}
        columns = {name: numbers[there] for name, numbers in columns.items()}
    first, group = numbered(_coded(keys, len(columns["set_id"])))
    groups = Groups(columns, group, len(first), counter=part.table != "response")
    return {name: numbers[first] for name, numbers in keys.items()} | {
        name: add(groups) for name, add in sums
    }


def _together(
    found: dict[str, Integers], keys: Sequence[str], sums: Sequence[Sum]
) -> dict[str, Integers]:
    """One row for each group of what several rows say of it."""
    code = _coded({name: found[name] for name in keys}, len(found[RESPONSES.name]))
    order = np.argsort(code, kind="stable")
    first = np.flatnonzero(np.diff(code[order], prepend=-1))
    if not len(first):
        return found
    merged = {name: found[name][order[first]] for name in keys}
    for one in sums:
        add = np.maximum if one.most else np.add
        merged[one.name] = add.reduceat(found[one.name][order], first)
    return merged


def _coded(keys: Mapping[str, Integers], rows: int) -> Integers:
    """One number for what several keys say together, as small as can be."""
    code = np.zeros(rows, dtype=np.int64)
    for numbers in keys.values() if rows else ():
        least = numbers.min()
        code = code * (int(numbers.max() - least) + 1) + (numbers - least)
    return code


def _parts(cursor: duckdb.DuckDBPyConnection, question: Question) -> list[Part]:
    """What to read: together the parts hold each response once.

    An edge of more than half a month is the month less the other days, unless a maximum is asked.
    """
    condition = question.condition
    columns = question.columns | condition.columns
    if at_hand.columns(cursor, "response", condition):
        return [Part("response", condition)]
    known, bounds = small.meta(cursor).get("counters", "").split(), small.bounds(cursor)
    counter = _counter(known, columns, question.days)
    if counter is None or bounds is None:
        return [Part("response", condition)]
    if counter.days == "day":
        return [Part(counter.name, condition)]
    whole, edges = parted(condition.days, bounds)
    less: list[Days] = []
    if not any(one.most for one in question.sums):
        edges, months, less = completed(edges)
        whole += months
    fine = _counter(known, columns, "day")
    name = fine.name if fine else "response"
    parts = [
        Part(counter.name, condition.within(tuple(whole)), counter.days == "month"),
        Part(name, condition.within(tuple(edges))),
        Part(name, condition.within(tuple(less)), sign=-1),
    ]
    return [part for part in parts if part.condition.days] or parts[:1]


def _counter(known: Sequence[str], columns: frozenset[str], days: str) -> Counter | None:
    return next((
        counter for counter in COUNTERS
        if counter.name in known and columns <= counter.known
        and FINENESS[counter.days] >= FINENESS[days]
    ), None)
