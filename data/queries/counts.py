"""Additive counts of levels and of ticked facts, grouped as asked: the one cube-like question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.criteria import OVERALL
from analysis.filters import Filters
from analysis.scope import Scope
from data.queries import small
from data.queries.keys import CRITERION, Grouping, grouping
from data.queries.own import only_many
from data.queries.small import Cursor, Integers, Names
from data.queries.sums import (
    LEVELS,
    RESPONSES,
    Change,
    Question,
    Sum,
    answers,
    asked,
    fact,
    summed,
)
from data.queries.where import AskedCriterion, Where, criteria, level_column, where
from data.snapshot.counters import FACTS

_NAMED: dict[str, tuple[Callable[[Cursor], Names], str]] = {
    "unit": (lambda cursor: small.units(cursor).names, "unit_id"),
    "officer": (small.officers, "officer_id"),
}
COUNT_COLUMNS = ["responses", "n1", "n2", "n3", "n4", "n5", "n"]


def counts(
    cursor: Cursor, scope: Scope, filters: Filters, by: Sequence[str] = ()
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


def counts_of(
    cursor: Cursor, scope: Scope, filters: Filters, by: Sequence[str], codes: Sequence[str]
) -> pd.DataFrame:
    """`counts` of these units or officers (the first of `by`) alone, without reading the others."""
    names, column = _NAMED.get(by[0], (None, ""))
    if scope.officer is None and names is not None:
        known = names(cursor).number
        numbers = [str(known[code]) for code in codes if code in known]
        among = f"r.{column} IN ({', '.join(numbers) or 'NULL'})"
        return _counts(cursor, where(cursor, scope, filters, by).also(among, column), filters, by)
    frame = counts(cursor, scope, filters, by)
    key = "officer" if by[0] == "officer" else "unit"
    return frame[frame[f"{key}_code"].isin(codes)].reset_index(drop=True)


def _own_counts(
    cursor: Cursor, scope: Scope, filters: Filters, by: Sequence[str]
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
    cursor: Cursor, condition: Where, filters: Filters, by: Sequence[str]
) -> pd.DataFrame:
    groups = grouping(by)
    if CRITERION in by:
        return _by_criterion(cursor, groups, condition, filters, by)
    column = level_column(cursor, filters.criterion)
    sums = [answers(column, level, f"n{level}") for level in LEVELS] if column else []
    texts, found = _grouped(cursor, groups, condition, [RESPONSES, *sums])
    responses = found["responses"]
    levels = {f"n{level}": found.get(f"n{level}", np.zeros_like(responses)) for level in LEVELS}
    n = np.sum(list(levels.values()), axis=0)
    return pd.DataFrame({**texts, "responses": responses, **levels, "n": n})


def ticks(
    cursor: Cursor, scope: Scope, filters: Filters, by: Sequence[str] = ()
) -> pd.DataFrame:
    """How many people ticked each fact: keys, `option`, `option_label`, `responses`, `ticked`.

    `responses` are the people who were asked: their questionnaire, as their table has it, lists the
    fact.
    """
    groups = grouping(by)
    options = criteria(cursor, "tick_option")
    if not options:
        return _empty([*groups.names, "option", "option_label", "responses", "ticked"])
    texts, found = _grouped(cursor, groups, where(cursor, scope, filters), [
        fact(option.column, what, option.sets, f"{what}_{number}")
        for number, option in enumerate(options) for what in FACTS
    ])
    numbers = {
        name: np.column_stack([found[f"{what}_{number}"] for number in range(len(options))])
        for name, what in (("responses", "asked"), ("ticked", "ticked"))
    }
    group, option = np.nonzero(numbers["responses"] > 0)
    return pd.DataFrame({
        **{name: text.take(group) for name, text in texts.items()},
        "option": _words([one.code for one in options]).take(option),
        "option_label": _words([one.label for one in options]).take(option),
        **{name: table[group, option] for name, table in numbers.items()},
    })


def _by_criterion(
    cursor: Cursor, groups: Grouping, condition: Where, filters: Filters, by: Sequence[str]
) -> pd.DataFrame:
    """One row for each group and criterion that is asked of it, in the order of the keys."""
    chosen = _asked_criteria(cursor, filters.criterion)
    own, first = [CRITERION, "criterion_label"], by[0] == CRITERION
    names = [*own, *groups.names] if first else [*groups.names, *own]
    if not chosen:
        return _empty([*names, *COUNT_COLUMNS])
    kinds = list(dict.fromkeys(criterion.sets for criterion in chosen))
    texts, found = _grouped(cursor, groups, condition, [
        *(asked(sets, f"asked_{number}") for number, sets in enumerate(kinds)),
        *(
            answers(criterion.column, level, f"n{level}_{number}")
            for number, criterion in enumerate(chosen) for level in LEVELS
        ),
    ])
    responses = np.stack([found[f"asked_{kinds.index(one.sets)}"] for one in chosen])
    if first:
        which, group = np.nonzero(responses > 0)
    else:
        group, which = np.nonzero(responses.T > 0)
    levels = {
        f"n{level}": np.stack([found[f"n{level}_{n}"] for n in range(len(chosen))])[which, group]
        for level in LEVELS
    }
    columns = {name: text.take(group) for name, text in texts.items()} | {
        CRITERION: _words([one.code for one in chosen]).take(which),
        "criterion_label": _words([one.label for one in chosen]).take(which),
        "responses": responses[which, group], **levels, "n": np.sum(list(levels.values()), axis=0),
    }
    return pd.DataFrame({name: columns[name] for name in (*names, *COUNT_COLUMNS)})


def _asked_criteria(cursor: Cursor, chosen: str | None) -> list[AskedCriterion]:
    if chosen == OVERALL:
        rows = list(small.sets(cursor).values())
        label = rows[0][1] if rows else ""
        numbers = tuple(number for number, _ in rows)
        return [AskedCriterion(OVERALL, label, 'r."overall"', numbers)]
    return [c for c in criteria(cursor) if chosen in (None, c.code)]


def _grouped(
    cursor: Cursor, groups: Grouping, condition: Where, sums: Sequence[Sum]
) -> tuple[dict[str, Any], dict[str, Integers]]:
    """The key columns of each group and its sums, in the order of the keys."""
    if groups.child:
        groups = groups.rolled_up(*_children(cursor, condition))
    found = groups.ordered(cursor, summed(cursor, Question(
        condition, [*groups.sums, *sums], groups.read, groups.columns, groups.days
    )))
    return groups.texts(cursor, found), found


def _children(cursor: Cursor, condition: Where) -> tuple[Change, bool]:
    """To which child of the visible roots each unit rolls up (a root: to itself).

    The child is told by the number of a branch alone when all roots are roots of the whole tree.
    """
    known = small.units(cursor)
    child = np.arange(len(known.last))
    for root, end in condition.spans:
        at = root + 1
        while at <= end:
            child[at : known.last[at] + 1] = at
            at = int(known.last[at]) + 1
    return child.__getitem__, any(known.depth[root] > 0 for root, _ in condition.spans)


def _words(texts: Sequence[str]) -> Any:
    return pd.array(texts, dtype="str")


def _empty(columns: list[str]) -> pd.DataFrame:
    numbers = {*COUNT_COLUMNS, "ticked"}
    kinds = {name: "int64" if name in numbers else "str" for name in columns}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
