"""Sums over responses, read off the smallest counter that knows enough, rows for the rest.

Whole months come from a counter; the days at their edges from a counter of days or from the rows
themselves. Either way the same scope, filters and keys hold, written once for `response r`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import duckdb

from data.queries.condition import Where, parted
from data.snapshot.counters import COUNTERS, FACTS, FINENESS, Counter, counted_column

LEVELS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Sum:
    """One number for each group: from rows, from a counter, and from parts that were summed."""

    name: str
    rows: str
    counted: str
    merged: str = ""

    def of(self, table: str) -> str:
        """The number as one part gives it."""
        return f"{self.rows if table == 'response' else self.counted} AS {self.name}"

    def total(self) -> str:
        """The number over all parts; a count is never null."""
        return f"{self.merged or f'coalesce(sum({self.name}), 0)::BIGINT'} AS {self.name}"


@dataclass(frozen=True)
class Question:
    """What is summed under which condition: `keys` are expressions on `response r` by alias.

    `columns` are those that keys, sums and join name besides unit, set and day ("cross": the
    sums of `both`); `days` is how fine the keys look at the day ("month", "weekday", "day").
    """

    condition: Where
    sums: Sequence[Sum]
    keys: Mapping[str, str] = field(default_factory=dict)
    columns: frozenset[str] = frozenset()
    days: str = "month"
    join: str = ""
    join_params: tuple[object, ...] = ()


RESPONSES = Sum("responses", "count(*)", "sum(r.responses)")


def answers(column: str, level: int, name: str) -> Sum:
    """How many gave an answer of the level; `column` is `r."…"`."""
    return _count_if(name, f"{column} = {level}", counted_column(column, level))


def true(column: str, name: str) -> Sum:
    """How many responses have a fact, kept apart as a column of truth values."""
    return _count_if(name, column, column)


def asked(sets: Sequence[int], name: str) -> Sum:
    """How many responses are of these criterion sets."""
    condition = _of(sets)
    return _count_if(name, condition, f"CASE WHEN {condition} THEN r.responses END")


def fact(column: str, what: str, sets: Sequence[int], name: str) -> Sum:
    """One of the counts of FACTS over these criterion sets: others may call another fact alike."""
    counter = f"CASE WHEN {_of(sets)} THEN {counted_column(column, what)} END"
    return _count_if(name, f"{FACTS[what].format(fact=column)} AND {_of(sets)}", counter)


def both(column: str, what: str, test: str, name: str) -> Sum:
    """One of the counts of `data.snapshot.counters.CROSS`."""
    return _count_if(name, test.format(answer=column), counted_column(column, what))


def _of(sets: Sequence[int]) -> str:
    return f"r.set_id IN ({', '.join(map(str, sets)) or 'NULL'})"


def _count_if(name: str, condition: str, column: str) -> Sum:
    return Sum(name, f"count_if({condition})", f"sum({column})")


def grouped(cursor: duckdb.DuckDBPyConnection, question: Question) -> tuple[str, list[object]]:
    """SQL with parameters: a row for each group with responses; keys, sums and `responses`."""
    sums = list(question.sums)
    if not any(one.name == RESPONSES.name for one in sums):
        sums.append(RESPONSES)
    keys = "".join(f"{value} AS {name}, " for name, value in question.keys.items())
    selects: list[str] = []
    params: list[object] = []
    for table, condition in _parts(cursor, question):
        columns = ", ".join(one.of(table) for one in sums)
        by = f" GROUP BY {', '.join(question.keys)}" if question.keys else ""
        selects.append(
            f"SELECT {keys}{columns} FROM {table} r {question.join} WHERE {condition.sql}{by}"
        )
        params += [*question.join_params, *condition.params]
    totals = ", ".join([*question.keys, *(one.total() for one in sums)])
    by = f" GROUP BY {', '.join(question.keys)}" if question.keys else ""
    return f"SELECT {totals} FROM ({' UNION ALL '.join(selects)}){by} HAVING sum(responses) > 0", params


def _parts(cursor: duckdb.DuckDBPyConnection, question: Question) -> list[tuple[str, Where]]:
    """Tables to read and the condition on each; together they hold each response once."""
    condition = question.condition
    columns = question.columns | condition.columns
    known, bounds = _known(cursor)
    counter = _counter(known, columns, question.days)
    if counter is None or bounds is None:
        return [("response", condition)]
    if counter.days == "day":
        return [(counter.name, condition)]
    whole, edges = parted(condition.days, bounds)
    fine = _counter(known, columns, "day")
    parts = [(counter.name, condition.within(tuple(whole)))]
    if edges:
        parts.append((fine.name if fine else "response", condition.within(tuple(edges))))
    return parts


def _counter(known: Sequence[str], columns: frozenset[str], days: str) -> Counter | None:
    return next((
        counter for counter in COUNTERS
        if counter.name in known and columns <= counter.known
        and FINENESS[counter.days] >= FINENESS[days]
    ), None)


def _known(cursor: duckdb.DuckDBPyConnection) -> tuple[list[str], tuple[date, date] | None]:
    """Which counters there are, and between which days all responses lie."""
    found = dict(cursor.execute(
        "SELECT key, value FROM meta WHERE key IN ('counters', 'first_day', 'last_day')"
    ).fetchall())
    if "first_day" not in found:
        return [], None
    bounds = date.fromisoformat(found["first_day"]), date.fromisoformat(found["last_day"])
    return found["counters"].split(), bounds
