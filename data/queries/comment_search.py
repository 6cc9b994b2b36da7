"""Comments as people look for them: by words without accents, level and ticked fact, in pages.

Only `original_comment` gives one as it was written; whoever calls it leaves a trace.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.filters import CommentSearch, Filters
from analysis.masking import masked
from analysis.names import search_key
from analysis.scope import Scope
from data.queries.small import Cursor, with_names
from data.queries.where import NOTHING, Where, criteria, level_column, where

_COLUMNS = (
    "found", "response_id", "day", "unit_code", "unit_name", "officer_code", "officer_name",
    "field", "level", "ticked", "text",
)


def comment_page(
    cursor: Cursor, scope: Scope, filters: Filters, wanted: CommentSearch
) -> pd.DataFrame:
    """One page of comments, newest first, with personal numbers masked.

    Columns: found (all that fit, the same in each row), response_id, day, unit_code, unit_name, officer_code,
    officer_name, field, level (null: none), ticked (labels of facts), text, hidden (whether
    masking hides a part of it). Without the right "comments" and beyond the last page there is
    no row. With a criterion in the filters, `level` is the answer to it.
    """
    condition = where(cursor, scope, filters) if scope.may("comments") else NOTHING
    column = level_column(cursor, filters.criterion) or "0"
    condition, words = _narrowed(cursor, condition, column, wanted)
    options = criteria(cursor, "tick_option")
    ticks = ", ".join(
        f"CASE WHEN {option.column} THEN {number} END" for number, option in enumerate(options)
    ) or "NULL"
    size = max(1, wanted.size)
    said = condition.also(" AND ".join(["true", *["contains(r.search, ?)"] * len(words)]))
    said = replace(said, values=(*said.values, *words))
    found = cursor.execute(f"SELECT count(*) FROM comment r WHERE {said.sql}", said.params).fetchall()
    frame = cursor.execute(
        f"""SELECT r.response_id, r.day, r.unit_id, r.officer_id, r.field_id,
                   nullif({column}, 0)::INTEGER AS level,
                   list_filter([{ticks}], x -> x IS NOT NULL) AS ticked, r.text
            FROM comment r WHERE {said.sql}
            ORDER BY r.day DESC, r.response_id DESC LIMIT ? OFFSET ?""",
        [*said.params, size, size * (max(1, wanted.page) - 1)],
    ).df()
    frame = with_names(cursor, frame.assign(found=found[0][0]), _COLUMNS)
    labels = [option.label for option in options]
    frame["ticked"] = [tuple(labels[number] for number in found) for found in frame["ticked"]]
    originals = frame["text"].tolist()
    frame["text"] = [masked(text) for text in originals]
    frame["hidden"] = frame["text"].to_numpy() != pd.Series(originals, dtype=object).to_numpy()
    return frame.astype({"level": "Int64", "text": "str"})


def _narrowed(
    cursor: Cursor, condition: Where, column: str, wanted: CommentSearch
) -> tuple[Where, list[str]]:
    levels = sorted({level for level in wanted.levels if level in range(6)})
    if levels:
        condition = condition.also(f"{column} IN ({', '.join(map(str, levels))})")
    if wanted.tick is not None:
        options = [o for o in criteria(cursor, "tick_option") if o.code == wanted.tick]
        condition = condition.also(options[0].column if options else "false")
    if wanted.only is not None:
        numbers = ", ".join(str(int(number)) for number in wanted.only) or "NULL"
        condition = condition.also(f"r.response_id IN ({numbers})")
    return condition, search_key(wanted.words).split()


def original_comment(cursor: Cursor, scope: Scope, number: int) -> str | None:
    """The comment of a response with nothing hidden; None without the rights, or out of scope."""
    allowed = scope.may("comments") and scope.may("original_comments")
    condition = where(cursor, scope, Filters()) if allowed else NOTHING
    found = cursor.execute(
        f"SELECT r.text FROM comment r WHERE {condition.sql} AND r.response_id = ?", [*condition.params, number],
    ).fetchone()
    return str(found[0]) if found else None

