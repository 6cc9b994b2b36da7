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
from data.queries import small
from data.queries.small import Cursor, with_names
from data.queries.where import NOTHING, Where, can_be_passed, criteria, level_column, where

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
Params = tuple[object, ...]
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
    if not (allowed and small.commented(cursor, condition)):
        return small.once(cursor, _no_comments).copy()
    column = level_column(cursor, filters.criterion) or "0"
    return _comments(cursor, condition, column, search_key(search).split(), limit)


def _no_comments(cursor: Cursor) -> pd.DataFrame:
    return _comments(cursor, NOTHING, "0", [], 0)


def _comments(
    cursor: Cursor, condition: Where, column: str, words: list[str], limit: int
) -> pd.DataFrame:
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
    """The rows of `responses` in the same order, PART at a time, a whole day of a unit at least.

    At least one part.
    """
    condition = where(cursor, scope, filters)
    comments = with_comments and scope.may("comments")
    for rows, asked in _ranges(cursor, "r.unit_id", condition.sql, condition.params):
        yield _responses(cursor, f"WHERE {rows}", [*asked], comments)


def _ranges(cursor: Cursor, column: str, sql: str, params: Params) -> Iterator[tuple[str, Params]]:
    """The condition on ranges of a column with PART responses or fewer; a larger unit by its days."""
    counted = cursor.execute(
        f"SELECT {column}, count(*) FROM response r WHERE {sql} GROUP BY ALL ORDER BY ALL", params
    ).fetchall()
    for first, last, rows in _spans(counted):
        within = f"{sql} AND {column} BETWEEN ? AND ?", (*params, first, last)
        if rows > PART and column == "r.unit_id":
            yield from _ranges(cursor, "r.day", *within)
        else:
            yield within
    if not counted:
        yield sql, params


def _spans(counted: Sequence[tuple[Any, int]]) -> Iterator[tuple[Any, Any, int]]:
    """First and last of those that have PART responses together, or of one that has more."""
    span: list[Any] = []
    rows = 0
    for one, count in counted:
        if span and rows + count > PART:
            yield span[0], span[-1], rows
            span, rows = [], 0
        span.append(one)
        rows += count
    if span:
        yield span[0], span[-1], rows


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
