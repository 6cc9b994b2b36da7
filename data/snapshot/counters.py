"""Counters: responses counted beforehand per month or day and unit, so that sums read few rows.

A counter has the columns of `response` it keeps apart and one column for everything counted, so a
condition or a key on `response r` holds for a counter as it stands. Its day stands for a month, a
weekday of a month or itself. Rows add up: rows of later changes stand beside the first ones.
Counters of branches have a row for all units below a child of a root, under that child's number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

WORTH = 4
"""A counter is kept when it has at most this part of the rows it counts; else rows are as quick."""
FEWER = 2
"""One of branches has at most this part of the rows of the counter it puts together."""
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

    With `cross` it has the counts of CROSS, too. With `of` it puts the units of a branch together
    in the rows of that counter.
    """

    name: str
    columns: tuple[str, ...]
    days: str = "month"
    cross: bool = True
    of: str = ""

    @property
    def known(self) -> frozenset[str]:
        """What a question may ask of it besides set, day and whole branches."""
        cross, unit = ["cross"] if self.cross else [], [] if self.of else ["unit_id"]
        return frozenset([*self.columns, *cross, *unit])

    def keys(self) -> dict[str, str]:
        """What a row is about: columns and how they are read off `rows`."""
        kept = {name: _KEPT.get(name, f"r.{name}") for name in self.columns}
        unit = "r.branch_id" if self.of else "r.unit_id"
        return {"set_id": "r.set_id", "unit_id": unit, **kept, "day": _DAYS[self.days]}

    def rows(self, response: str, unit: str = "unit") -> str:
        """What it is counted from as an item of FROM: a table like `response`, called `r`."""
        return branched(response, unit) if self.of else f"{response} r"


def branched(rows: str, unit: str) -> str:
    """An item of FROM: rows `r` with the branch of their unit: its own number for a root."""
    return f"""(
        SELECT r.*, branch.branch_id FROM {rows} r JOIN (
            SELECT u.unit_id, coalesce(max(b.unit_id), u.unit_id) AS branch_id FROM {unit} u
            LEFT JOIN {unit} b ON b.depth = 1 AND u.unit_id BETWEEN b.unit_id AND b.last_id
            GROUP BY u.unit_id
        ) branch ON branch.unit_id = r.unit_id
    ) r"""


_DETAIL = ("field_id", "respondent_type", "channel_id")
COUNTERS = (  # of those that know enough, the first one is the smallest
    Counter("by_branch", ("source_id",), of="by_unit"),
    Counter("by_unit", ("source_id",)),
    Counter("by_branch_day", (), "day", of="by_day"),
    Counter("by_branch_hour", ("minute",), "weekday", cross=False, of="by_hour"),
    Counter("by_branch_detail", _DETAIL, of="by_detail"),
    Counter("by_officer", ("officer_id",), cross=False),
    Counter("by_day", (), "day"),
    Counter("by_hour", ("minute",), "weekday", cross=False),
    Counter("by_detail", _DETAIL),
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
    worth, said = _worth(connection)
    if not said:
        return
    names = [counter.name for counter in worth]
    spans = unit_spans(connection)
    for counter in (one for one in worth if not one.of):
        select = counting(counter, scales, ticks)
        connection.execute(f"CREATE TABLE {counter.name} AS {select} FROM response r WHERE false GROUP BY ALL")
        for span in spans:
            connection.execute(
                f"INSERT INTO {counter.name} {select} FROM response r"
                " WHERE r.unit_id BETWEEN ? AND ? GROUP BY ALL", span,
            )
    for counter in (one for one in worth if one.of):
        known = counter.of in names
        select = (adding if known else counting)(counter, scales, ticks)
        source = counter.rows(counter.of if known else "response")
        connection.execute(f"CREATE TABLE {counter.name} AS {select} FROM {source} GROUP BY ALL")
    said["counters"] = " ".join(names)
    connection.executemany("INSERT INTO meta VALUES (?, ?)", list(said.items()))


def _worth(connection: duckdb.DuckDBPyConnection) -> tuple[list[Counter], dict[str, str]]:
    """Which counters are worth having, and what there is to say of the responses; nothing of none."""
    estimates = ", ".join(
        f"approx_count_distinct(hash({', '.join(counter.keys().values())}))" for counter in COUNTERS
    )
    rows, first, last, *found = connection.execute(
        f"SELECT count(*), min(r.day), max(r.day), {estimates} FROM {branched('response', 'unit')}"
    ).fetchall()[0]
    cells = {counter.name: number for counter, number in zip(COUNTERS, found, strict=True)}
    worth = [
        counter for counter in COUNTERS
        if cells[counter.name] * WORTH <= rows
        and (not counter.of or cells[counter.name] * FEWER <= cells[counter.of])
    ]
    said = {"first_day": str(first), "last_day": str(last), "rows": str(rows)}
    return worth, said if rows else {}


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


def adding(counter: Counter, scales: Sequence[str], ticks: Sequence[str]) -> str:
    """`counting` over the rows of another counter of the same columns and days."""
    kept = counter.keys() | {"unit_id": "r.branch_id"}
    keys = [f"{'r.branch_id' if name == 'unit_id' else f'r.{name}'} AS {name}" for name in kept]
    names = [name.removeprefix("r.") for name in measures(counter, scales, ticks)]
    sums = [f"sum(r.{name})::INTEGER AS {name}" for name in names]
    return f"SELECT {', '.join([*keys, 'max(r.last_response)::BIGINT AS last_response', *sums])}"


def unit_spans(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, int]]:
    """Ranges of unit numbers with about ROWS_AT_ONCE responses each."""
    found = connection.execute(
        "SELECT min(unit_id), max(unit_id) FROM (SELECT unit_id, sum(count(*))"
        " OVER (ORDER BY unit_id) // ? AS part FROM response GROUP BY unit_id)"
        " GROUP BY part ORDER BY part", [ROWS_AT_ONCE],
    ).fetchall()
    return [(first, last) for first, last in found]
