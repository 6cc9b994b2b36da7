"""What filters can choose from, and the units with all that is registered about them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

import numpy as np
import pandas as pd

from analysis.filters import Filters
from analysis.scope import Scope
from data.queries import small
from data.queries.condition import Where
from data.queries.small import Cursor, Integers
from data.queries.sums import DAY, Question, Read, summed
from data.queries.where import spans_sql, visible_spans, where

T = TypeVar("T")
_EPOCH = date(1970, 1, 1)
_RESPONDENT_TYPES = "(VALUES (1, 'individual'), (2, 'organisation')) AS kinds(id, name)"
_UNITS = """
    SELECT u.code, u.name, u.depth, p.code FROM unit u LEFT JOIN unit p ON p.unit_id = u.parent_id
    WHERE {} ORDER BY u.unit_id"""
_OFFICERS = """
    SELECT officer_id, unit_id FROM officer o JOIN unit u USING (unit_id)
    WHERE {} ORDER BY unit_id, o.name, o.code"""
_SETS = "SELECT code, name FROM criterion_set WHERE {} ORDER BY set_id"
_CRITERIA = """
    SELECT c.code, c.label, s.code FROM criterion c JOIN criterion_set s USING (set_id)
    WHERE c.kind = 'scale' AND {} ORDER BY set_id, position"""


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit in tree order; `depth` counts from the roots of the whole tree."""

    code: str
    name: str
    depth: int
    parent_code: str | None


@dataclass(frozen=True, slots=True)
class OfficerChoice:
    """An officer with the unit he is registered at."""

    code: str
    name: str
    unit_code: str


@dataclass(frozen=True)
class Choice:
    """A code with its label; for criteria, `set_code` is the questionnaire that asks it."""

    code: str
    label: str
    set_code: str = ""


@dataclass(frozen=True)
class Choices:
    """Everything filter widgets offer within one scope; days are None without responses."""

    units: tuple[UnitChoice, ...] = ()
    officers: tuple[OfficerChoice, ...] = ()
    fields: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    respondent_types: tuple[str, ...] = ()
    sets: tuple[Choice, ...] = ()
    criteria: tuple[Choice, ...] = ()
    first_day: date | None = None
    last_day: date | None = None

    @cached_property
    def officers_of(self) -> dict[str, list[str]]:
        """The officers' codes by the unit they serve at, units in tree order."""
        found: dict[str, list[str]] = {}
        for officer in self.officers:
            found.setdefault(officer.unit_code, []).append(officer.code)
        return found


def choices(cursor: Cursor, scope: Scope) -> Choices:
    """Units and officers of the scope, and the values its responses have; empty without scope."""
    if scope.officer is not None:
        return _own_choices(cursor, scope)
    spans = visible_spans(cursor, scope)
    condition = where(cursor, scope, Filters())
    units, unit_params = spans_sql(spans, "u.unit_id")
    used = _used(cursor, condition)
    sets = f"set_id IN ({', '.join(map(str, sorted(used['set_id']))) or 'NULL'})"

    def named(column: str, source: str) -> tuple[str, ...]:
        rows = cursor.execute(
            f"SELECT name FROM {source} WHERE list_contains(?, id) ORDER BY name",
            [sorted(used[column])],
        ).fetchall()
        return tuple(str(name) for (name,) in rows)

    def made(kind: Callable[..., T], sql: str, params: tuple[object, ...]) -> tuple[T, ...]:
        return tuple(kind(*row) for row in cursor.execute(sql, params).fetchall())

    first, last = _days(cursor, condition)
    return Choices(
        made(UnitChoice, _UNITS.format(units), unit_params),
        _officers(cursor, units, unit_params),
        named("field_id", "dim_field"),
        named("channel_id", "dim_channel"),
        named("respondent_type", _RESPONDENT_TYPES),
        made(Choice, _SETS.format(sets), ()),
        made(Choice, _CRITERIA.format(sets), ()),
        first, last,
    )


def _officers(
    cursor: Cursor, condition: str, params: tuple[object, ...]
) -> tuple[OfficerChoice, ...]:
    """Officers with the texts that every scope shares: a nation's are in memory once."""
    found = cursor.execute(_OFFICERS.format(condition), params).fetchnumpy()
    names, units = small.officers(cursor), small.units(cursor).names
    codes, called = names.coded(found["officer_id"]), names.named(found["officer_id"])
    return tuple(map(OfficerChoice, codes, called, units.coded(found["unit_id"])))


def _used(cursor: Cursor, condition: Where) -> dict[str, set[int]]:
    """The numbers that occur in responses, by column."""
    columns = ("field_id", "channel_id", "respondent_type", "set_id")
    keys = {name: Read(name) for name in columns}
    found = summed(cursor, Question(condition, [], keys, frozenset(columns[:3])))
    return {name: set(found[name].tolist()) - {-1} for name in columns}


def _days(cursor: Cursor, condition: Where) -> tuple[date | None, date | None]:
    """The first and the last day with a response, looked for in their months alone."""
    whole = {"day": Read("day", DAY, of_days=np.copy)}
    months = summed(cursor, Question(condition, [], whole))["day"]
    if not len(months):
        return None, None

    def days_of(month: int) -> Integers:
        first = _EPOCH + timedelta(month)
        last = first.replace(day=monthrange(first.year, first.month)[1])
        within = condition.within(((first.replace(day=1), last),))
        return summed(cursor, Question(within, [], {"day": Read("day", DAY)}, days="day"))["day"]

    first, last = int(days_of(int(months.min())).min()), int(days_of(int(months.max())).max())
    return _EPOCH + timedelta(first), _EPOCH + timedelta(last)


def _own_choices(cursor: Cursor, scope: Scope) -> Choices:
    """An officer, the units of his account, what he was asked about, and the days that count."""
    condition = where(cursor, scope, Filters(), ())
    found = _officers(cursor, "o.code = ?", (scope.officer,))
    units = cursor.execute(_UNITS.format("list_contains(?, u.code)"), [list(scope.units)]).fetchall()
    asked = cursor.execute(
        _CRITERIA.format(f"set_id IN (SELECT set_id FROM response r WHERE {condition.sql})"),
        condition.params,
    ).fetchall()
    first, last = cursor.execute(
        "SELECT date_trunc('month', min(day))::DATE, last_day(max(day)) FROM response r"
        f" WHERE {condition.sql}", condition.params,
    ).fetchall()[0]
    return Choices(
        tuple(UnitChoice(*row) for row in units), found,
        criteria=tuple(Choice(*row) for row in asked), first_day=first, last_day=last,
    )


def units_table(cursor: Cursor, scope: Scope) -> pd.DataFrame:
    """Every unit of the scope in tree order, with its register entry and its own responses."""
    found = summed(cursor, Question(
        where(cursor, scope, Filters()), [], {"unit": Read("unit_id")}, frozenset(["unit_id"])
    ))
    register = small.once(cursor, _register)
    responses = np.zeros(len(register), dtype=np.int64)
    responses[found["unit"]] = found["responses"]
    shown = np.zeros(len(register), dtype=bool)
    for first, last in visible_spans(cursor, scope):
        shown[first : last + 1] = True
    return register.assign(responses=responses)[shown].reset_index(drop=True)


def _register(cursor: Cursor) -> pd.DataFrame:
    return cursor.execute(
        """SELECT u.code AS unit_code, u.name AS unit_name, u.kind, p.code AS parent_code, u.depth,
                  u.valid_from, u.valid_to, u.successor_codes, u.aliases, u.model_start,
                  u.provisional
           FROM unit u LEFT JOIN unit p ON p.unit_id = u.parent_id ORDER BY u.unit_id"""
    ).df()


def officers_table(cursor: Cursor, scope: Scope) -> pd.DataFrame:
    """Every officer registered at a unit of the scope, in order of unit and code."""
    condition, params = spans_sql(visible_spans(cursor, scope), "u.unit_id")
    return cursor.execute(
        f"""SELECT o.code AS officer_code, o.name AS officer_name, u.code AS unit_code,
                   u.name AS unit_name, o.position, o.counter, o.valid_from, o.valid_to,
                   o.provisional
            FROM officer o JOIN unit u ON u.unit_id = o.unit_id
            WHERE {condition} ORDER BY u.unit_id, o.code""",
        params,
    ).df()
