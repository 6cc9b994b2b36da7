"""Single responses and comments, newest first; personal numbers in comments are masked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.criteria import OVERALL
from analysis.filters import Filters
from analysis.masking import masked
from analysis.names import search_key
from analysis.scope import Scope
from data.queries.small import Cursor, with_names
from data.queries.where import NOTHING, can_be_passed, criteria, level_column, where

_NAMES = """
    u.code AS unit_code, u.name AS unit_name, o.code AS officer_code, o.name AS officer_name,
    r.day, f.name AS field"""
_RESPONDENT = "CASE r.respondent_type WHEN 1 THEN 'individual' WHEN 2 THEN 'organisation' END"
_JOINS = """
    JOIN unit u ON u.unit_id = r.unit_id
    LEFT JOIN officer o ON o.officer_id = r.officer_id
    LEFT JOIN dim_field f ON f.id = r.field_id
    LEFT JOIN dim_channel ch ON ch.id = r.channel_id"""
_COMMENT = (
    "response_id", "unit_code", "unit_name", "officer_code", "officer_name", "day", "field",
    "channel", "level", "text",
)
PART = 20_000
"""Responses read at a time of a table too large to hold."""
_FIXED = {
    "unit_code", "unit_name", "officer_code", "officer_name", "day", "field", "procedure",
    "respondent_type", "channel", "stage", "criterion_set", "edited", "removed", "comment",
    "warning",  # what a file that leaves the house says beside each row
}


def comments(
    cursor: Cursor,
    scope: Scope,
    filters: Filters,
    search: str = "",
    limit: int = 200,
) -> pd.DataFrame:
    """Comments, newest first: response_id, names, day, field, channel, level (null: none), text.

    Every word of `search` must occur, accents and case aside. Without the right "comments" there
    are none. With a criterion in the filters, `level` is the answer to it.
    """
    allowed = scope.may("comments") and can_be_passed(search)
    condition = where(cursor, scope, filters) if allowed else NOTHING
    words = search_key(search).split() if allowed else []
    column = level_column(cursor, filters.criterion) or "0"
    sql = f"""
        SELECT r.response_id, r.unit_id, coalesce(r.officer_id, -1) AS officer_id, r.day,
               coalesce(r.field_id, -1) AS field_id, coalesce(r.channel_id, -1) AS channel_id,
               coalesce({column}, 0) AS level, r.text
        FROM comment r
        WHERE {condition.sql} {'AND contains(r.search, ?) ' * len(words)}
        ORDER BY r.day DESC, r.response_id DESC LIMIT ?"""
    found: dict[str, Any] = cursor.execute(
        sql, [*condition.params, *words, max(0, limit)]
    ).fetchnumpy()
    found["text"] = pd.array([masked(text) for text in found["text"]], dtype="str")
    level = np.asarray(found["level"], dtype=np.int64)
    found["level"] = pd.arrays.IntegerArray(level, level == 0)
    return with_names(cursor, found, _COMMENT)


def responses(
    cursor: Cursor, scope: Scope, filters: Filters, with_comments: bool = False,
    first: int | None = None,
) -> pd.DataFrame:
    """One row a response: names, day, set, a level 1–5 per criterion (null: none), ticked facts.

    A fact is null where the response's table does not ask for it. No time of day, so that nobody is
    recognised by it. Comments only when asked for and with the right "comments". A criterion
    whose code is a column already stands under `c_<code>`; attrs["labels"] has its words.
    With `first` only so many, of the first unit and day on.
    """
    condition = where(cursor, scope, filters)
    limit = "" if first is None else " LIMIT ?"
    rows = f"WHERE {condition.sql} ORDER BY r.unit_id, r.day, r.response_id{limit}"
    asked = [*condition.params, *([] if first is None else [max(0, first)])]
    return _responses(cursor, rows, asked, with_comments and scope.may("comments"))


def response_count(cursor: Cursor, scope: Scope, filters: Filters) -> pd.DataFrame:
    """How many rows `responses` has: one number, in column "responses"."""
    condition = where(cursor, scope, filters)
    return cursor.execute(
        f"SELECT count(*) AS responses FROM response r WHERE {condition.sql}", condition.params
    ).df()


def response_parts(
    cursor: Cursor, scope: Scope, filters: Filters, with_comments: bool = False
) -> Iterator[pd.DataFrame]:
    """The rows of `responses` in the same order, those of a few units at a time; at least one part."""
    condition = where(cursor, scope, filters)
    comments = with_comments and scope.may("comments")
    units = cursor.execute(
        f"SELECT r.unit_id, count(*) FROM response r WHERE {condition.sql} GROUP BY ALL ORDER BY ALL",
        condition.params,
    ).fetchall()
    for first, last in _spans(units):
        rows = f"WHERE {condition.sql} AND r.unit_id BETWEEN ? AND ?"
        yield _responses(cursor, rows, [*condition.params, first, last], comments)


def _spans(units: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ranges of unit numbers with PART responses or a few more; one that holds none without any."""
    first, rows = None, 0
    for unit, count in units:
        first, rows = unit if first is None else first, rows + count
        if rows >= PART:
            yield first, unit
            first, rows = None, 0
    if first is not None or not units:
        yield (-1, -1) if first is None else (first, units[-1][0])


def _responses(cursor: Cursor, rows: str, asked: list[Any], comments: bool) -> pd.DataFrame:
    """The rows of `responses` that the end of a question to `response r` chooses."""
    answers = [f"nullif(r.overall, 0)::INTEGER AS {OVERALL}"]
    levels, labels = [OVERALL], {}
    for criterion in criteria(cursor):
        levels.append(_free(criterion.code))
        labels[levels[-1]] = criterion.label
        answers.append(f"nullif({criterion.column}, 0)::INTEGER AS {_quoted(levels[-1])}")
    ticks = criteria(cursor, "tick_option")
    labels |= {_free(tick.code): tick.label for tick in ticks}
    for tick in ticks:
        sets = ", ".join(map(str, tick.sets))
        answers.append(
            f"CASE WHEN r.set_id IN ({sets}) THEN {tick.column} END AS {_quoted(_free(tick.code))}"
        )
    comment = ", c.text AS comment" if comments else ""
    join = "LEFT JOIN comment c ON c.response_id = r.response_id" if comments else ""
    sql = f"""
        SELECT {_NAMES}, p.name AS procedure, {_RESPONDENT} AS respondent_type,
               ch.name AS channel, st.name AS stage, s.code AS criterion_set,
               {', '.join(answers)}, r.edited, r.removed{comment}
        FROM (SELECT r.* FROM response r {rows}) r {_JOINS} {join}
        JOIN criterion_set s ON s.set_id = r.set_id
        LEFT JOIN dim_procedure p ON p.id = r.procedure_id
        LEFT JOIN dim_stage st ON st.id = r.stage_id
        ORDER BY r.unit_id, r.day, r.response_id"""
    frame = cursor.execute(sql, asked).df()
    if comments:
        frame["comment"] = _masked(frame["comment"])
    facts = dict.fromkeys((_free(tick.code) for tick in ticks), "boolean")
    frame = frame.astype(dict.fromkeys(levels, "Int64") | facts)
    frame.attrs["labels"] = labels
    return frame


def _masked(texts: pd.Series[str]) -> pd.Series[str]:
    return texts.map(masked, na_action="ignore")


def _free(code: str) -> str:
    return f"c_{code}" if code.casefold() in _FIXED | {OVERALL} else code


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
