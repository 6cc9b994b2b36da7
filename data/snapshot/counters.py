"""Counters: responses counted beforehand per month or day and unit, so that sums read few rows.

A counter has the columns of `response` it keeps apart and one column for everything counted, so a
condition or a key on `response r` holds for a counter as it stands. Its day stands for a month, a
weekday of a month or itself. Rows add up: rows of later changes stand beside the first ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

WORTH = 4
"""A counter is kept when it has at most this part of the rows it counts; else rows are as quick."""
ROWS_AT_ONCE = 500_000
"""Responses of neighbouring units counted at a time: little memory, and a subtree lies together."""
FINENESS = {"month": 0, "weekday": 1, "day": 2}
_MONTH = "date_trunc('month', r.day)::DATE"
_DAYS = {
    "month": _MONTH,
    "weekday": f"({_MONTH} + (isodow(r.day) - isodow({_MONTH}) + 7)::INTEGER % 7)::DATE",
    "day": "r.day",
}
_KEPT = {"minute": "CASE WHEN r.minute < 0 THEN -1 ELSE r.minute // 60 * 60 END::SMALLINT"}
CROSS = {  # low answers to a criterion and to the general question, over the same people
    "both_low": "{answer} IN (1, 2) AND r.overall IN (1, 2)",
    "criterion_low": "{answer} IN (1, 2) AND r.overall > 0",
    "overall_low": "{answer} > 0 AND r.overall IN (1, 2)",
    "n": "{answer} > 0 AND r.overall > 0",
}


FACTS = {  # of a fact to tick, which is null where nobody was asked
    "asked": "{fact} IS NOT NULL",
    "ticked": "{fact}",
}


@dataclass(frozen=True)
class Counter:
    """A table of counts per set and unit, apart by `columns`, each day standing for `days`.

    With `cross` it has the counts of CROSS, too.
    """

    name: str
    columns: tuple[str, ...]
    days: str = "month"
    cross: bool = True

    @property
    def known(self) -> frozenset[str]:
        """What a question may ask of it besides unit, set and day."""
        return frozenset([*self.columns, *(["cross"] if self.cross else [])])

    def keys(self) -> dict[str, str]:
        """What a row is about: columns and how they are read off `response r`."""
        kept = {name: _KEPT.get(name, f"r.{name}") for name in self.columns}
        return {"set_id": "r.set_id", "unit_id": "r.unit_id", **kept, "day": _DAYS[self.days]}


COUNTERS = (  # the smallest first
    Counter("by_unit", ("source_id",)),
    Counter("by_officer", ("officer_id",), cross=False),
    Counter("by_day", (), "day"),
    Counter("by_hour", ("minute",), "weekday", cross=False),
    Counter("by_detail", ("field_id", "respondent_type", "channel_id")),
)


def counted_column(column: str, what: object) -> str:
    """The column of a counter that counts something of a column `r."name"` of responses."""
    return f'{column.removesuffix(chr(34))}_{what}"'


def measures(counter: Counter, scales: Sequence[str], ticks: Sequence[str]) -> dict[str, str]:
    """Every counted column with what counts it; `scales` and `ticks` are columns `r."name"`."""
    found = {
        "r.responses": "count(*)",
        "r.edited": "count_if(r.edited)", "r.removed": "count_if(r.removed)",
    }
    for column in ('r."overall"', *scales):
        for level in range(1, 6):
            found[counted_column(column, level)] = f"count_if({column} = {level})"
    for column in scales if counter.cross else ():
        for name, test in CROSS.items():
            found[counted_column(column, name)] = f"count_if({test.format(answer=column)})"
    for column in ticks:
        for name, test in FACTS.items():
            found[counted_column(column, name)] = f"count_if({test.format(fact=column)})"
    return found


def write_counters(
    connection: duckdb.DuckDBPyConnection, scales: Sequence[str], ticks: Sequence[str]
) -> None:
    """Creates the counters worth having beside `response`, and says in `meta` which there are."""
    estimates = ", ".join(
        f"approx_count_distinct(hash({', '.join(counter.keys().values())}))" for counter in COUNTERS
    )
    rows, first, last, *found = connection.execute(
        f"SELECT count(*), min(r.day), max(r.day), {estimates} FROM response r"
    ).fetchall()[0]
    if not rows:
        return
    worth = [c for c, cells in zip(COUNTERS, found, strict=True) if cells * WORTH <= rows]
    spans = unit_spans(connection)
    for counter in worth:
        select = counting(counter, scales, ticks)
        connection.execute(f"CREATE TABLE {counter.name} AS {select} FROM response r WHERE false GROUP BY ALL")
        for span in spans:
            connection.execute(
                f"INSERT INTO {counter.name} {select} FROM response r"
                " WHERE r.unit_id BETWEEN ? AND ? GROUP BY ALL", span,
            )
    names = " ".join(counter.name for counter in worth)
    connection.executemany("INSERT INTO meta VALUES (?, ?)", [
        ("counters", names), ("first_day", str(first)), ("last_day", str(last)), ("rows", str(rows)),
    ])


def counting(
    counter: Counter, scales: Sequence[str], ticks: Sequence[str], sign: str = ""
) -> str:
    """SELECT … of a counter's columns over `response r`, to be grouped; "-" takes rows away.

    Who takes rows away gives others of the same number, unit and officer instead.
    """
    keys = [f"{value} AS {name}" for name, value in counter.keys().items()]
    sums = [
        f"{sign}({value})::INTEGER AS {name.removeprefix('r.')}"
        for name, value in measures(counter, scales, ticks).items()
    ]
    last = "NULL" if sign else "max(r.response_id)"
    return f"SELECT {', '.join([*keys, f'{last}::BIGINT AS last_response', *sums])}"


def unit_spans(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, int]]:
    """Ranges of unit numbers with about ROWS_AT_ONCE responses each."""
    found = connection.execute(
        "SELECT min(unit_id), max(unit_id) FROM (SELECT unit_id, sum(count(*))"
        " OVER (ORDER BY unit_id) // ? AS part FROM response GROUP BY unit_id)"
        " GROUP BY part ORDER BY part", [ROWS_AT_ONCE],
    ).fetchall()
    return [(first, last) for first, last in found]
