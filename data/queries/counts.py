"""Additive counts of levels and of ticked facts, grouped as asked: the one cube-like question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb
import pandas as pd

from analysis.criteria import OVERALL
from analysis.filters import Filters
from analysis.scope import Scope
from data.queries.keys import CRITERION, Grouping, grouping
from data.queries.own import only_many
from data.queries.sums import LEVELS, RESPONSES, Question, Sum, answers, asked, fact, grouped
from data.queries.where import AskedCriterion, Where, criteria, level_column, where
from data.snapshot.counters import FACTS

COUNT_COLUMNS = ["responses", "n1", "n2", "n3", "n4", "n5", "n"]


def counts(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, filters: Filters, by: Sequence[str] = ()
) -> pd.DataFrame:
    """People (`responses`) and answers per level (`n1`…`n5`, `n`) of the question asked about.

    One row per group that has responses, in the order of its keys; nothing at all leaves no row.
    By criterion, `responses` are the people whose questionnaire asks it. Responses without
    officer or hour are in no officer's or hour's row; without field, channel or respondent type
    they form a row with a null key. An officer gets only groups of enough answers about himself.
    Raises InputError for a key outside the list.
    """
    if scope.officer is not None:
        return only_many(_own_counts(cursor, scope, filters, by))
    return _counts(cursor, where(cursor, scope, filters, by), filters, by)


def _own_counts(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, filters: Filters, by: Sequence[str]
) -> pd.DataFrame:
    """One criterion after the other: which answers count differs between questions."""
    asked = _asked_criteria(cursor, filters.criterion) if CRITERION in by else []
    each = [replace(filters, criterion=criterion.code) for criterion in asked] or [filters]
    frame = pd.concat(
        [_counts(cursor, where(cursor, scope, one, by), one, by) for one in each],
        ignore_index=True,
    )
    if "period" in frame and by[0] != CRITERION:
        frame = frame.sort_values("period", kind="stable", ignore_index=True)
    return frame


def _counts(
    cursor: duckdb.DuckDBPyConnection, condition: Where, filters: Filters, by: Sequence[str]
) -> pd.DataFrame:
    groups = grouping(by)
    if CRITERION in by:
        return _by_criterion(cursor, groups, condition, filters, by)
    column = level_column(cursor, filters.criterion)
    sums = [answers(column, level, f"n{level}") for level in LEVELS] if column else []
    frame = _grouped(cursor, groups, condition, [RESPONSES, *sums])
    if column is None:
        frame = frame.assign(**{f"n{level}": 0 for level in LEVELS})
    frame["n"] = frame[[f"n{level}" for level in LEVELS]].sum(axis=1)
    return frame[[*groups.names, *COUNT_COLUMNS]]


def ticks(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, filters: Filters, by: Sequence[str] = ()
) -> pd.DataFrame:
    """How many people ticked each fact: keys, `option`, `option_label`, `responses`, `ticked`.

    `responses` are the people who were asked: their questionnaire, as their table has it, lists the
    fact.
    """
    groups = grouping(by)
    condition = where(cursor, scope, filters)
    options = criteria(cursor, "tick_option")
    wide = _grouped(cursor, groups, condition, [
        fact(option.column, what, option.sets, f"{what}_{number}")
        for number, option in enumerate(options) for what in FACTS
    ])
    parts = [
        wide[groups.names].assign(
            option=option.code, option_label=option.label,
            responses=wide[f"asked_{number}"], ticked=wide[f"ticked_{number}"],
        )
        for number, option in enumerate(options)
    ]
    return _stacked(parts, [*groups.names, "option", "option_label", "responses", "ticked"])


def _by_criterion(
    cursor: duckdb.DuckDBPyConnection,
    groups: Grouping,
    condition: Where,
    filters: Filters,
    by: Sequence[str],
) -> pd.DataFrame:
    chosen = _asked_criteria(cursor, filters.criterion)
    wide = _grouped(cursor, groups, condition, [
        one
        for number, criterion in enumerate(chosen)
        for one in (
            asked(criterion.sets, f"asked_{number}"),
            *(answers(criterion.column, level, f"n{level}_{number}") for level in LEVELS),
        )
    ])
    levels = [f"n{level}" for level in LEVELS]
    parts = []
    for number, criterion in enumerate(chosen):
        columns = {f"{level}_{number}": level for level in levels}
        part = wide[[*groups.names, f"asked_{number}", *columns]].rename(columns=columns)
        part = part.rename(columns={f"asked_{number}": "responses"})
        part["n"] = part[levels].sum(axis=1)
        parts.append(part.assign(criterion=criterion.code, criterion_label=criterion.label))
    own = [CRITERION, "criterion_label"]
    first = by[0] == CRITERION
    names = [*own, *groups.names] if first else [*groups.names, *own]
    return _stacked(parts, [*names, *COUNT_COLUMNS], groups_first=not first)


def _asked_criteria(
    cursor: duckdb.DuckDBPyConnection, chosen: str | None
) -> list[AskedCriterion]:
    if chosen == OVERALL:
        rows = cursor.execute("SELECT set_id, overall_label FROM criterion_set ORDER BY 1").fetchall()
        label = str(rows[0][1]) if rows else ""
        return [AskedCriterion(OVERALL, label, 'r."overall"', tuple(int(row[0]) for row in rows))]
    return [c for c in criteria(cursor) if chosen in (None, c.code)]


def _grouped(
    cursor: duckdb.DuckDBPyConnection, groups: Grouping, condition: Where, sums: Sequence[Sum]
) -> pd.DataFrame:
    """Sums per group with names in place of numbers, in the order of the keys."""
    for key in groups.keys:
        condition = condition.also(key.needs, key.column) if key.needs else condition
    child, params = _children(condition) if groups.child else ("", ())
    inner, values = grouped(cursor, Question(
        condition, [*groups.sums, *sums], groups.inner, groups.columns, groups.days, child, params
    ))
    sql = f"SELECT {groups.outer} a.* FROM ({inner}) a {groups.joins} {groups.order_by}"
    return cursor.execute(sql, values).df()


def _children(condition: Where) -> tuple[str, tuple[int, ...]]:
    """A join from each unit to the child of the visible roots it rolls up to (a root: to itself)."""
    roots = [first for first, _ in condition.spans]
    marks = ", ".join("?" for _ in roots) or "NULL"
    sql = f"""
        JOIN (
            SELECT u.unit_id, g.unit_id AS group_id FROM unit u JOIN unit g
            ON u.unit_id = g.unit_id AND g.unit_id IN ({marks})
            OR u.unit_id BETWEEN g.unit_id AND g.last_id AND g.parent_id IN ({marks})
        ) child ON child.unit_id = r.unit_id"""
    return sql, (*roots, *roots)


def _stacked(
    parts: list[pd.DataFrame], columns: list[str], groups_first: bool = True
) -> pd.DataFrame:
    """The parts under one another without empty groups, ordered by group and then by part unless told otherwise."""
    if not parts:
        return _empty(columns)
    frame = pd.concat(parts)
    if groups_first:
        frame = frame.sort_index(kind="stable")
    return frame.loc[frame["responses"] > 0, columns].reset_index(drop=True)


def _empty(columns: list[str]) -> pd.DataFrame:
    numbers = {*COUNT_COLUMNS, "ticked"}
    kinds = {name: "int64" if name in numbers else "str" for name in columns}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
