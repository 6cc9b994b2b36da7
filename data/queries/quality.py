"""How far the figures can be trusted: edited, removed, rejected and unreadable."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.filters import Filters
from analysis.scope import Scope
from data.queries import small
from data.queries.small import Cursor
from data.queries.sums import LEVELS, RESPONSES, Question, Read, Sum, summed, true
from data.queries.where import where

EVERYTHING = Filters()
_DOUBTS = (
    RESPONSES,
    Sum(
        "no_overall", "count_if(r.overall = 0)",
        f"sum(r.responses - {' - '.join(f'r.overall_{level}' for level in LEVELS)})",
        lambda of: of.sum(of.responses() - sum(of.counted('r."overall"', one) for one in LEVELS)),
    ),
    true("r.edited", "edited"),
    true("r.removed", "removed"),
)


def quality(
    cursor: Cursor, scope: Scope, filters: Filters = EVERYTHING
) -> pd.DataFrame:
    """One row a source: responses, no_overall, edited, removed, unreadable and rejected counts.

    Rejected rows belong to no unit and rows excluded by decision to no snapshot, so only a scope
    over everything without filters counts them; otherwise `rejected` and `excluded` are 0.
    """
    condition = where(cursor, scope, filters)
    everything = scope.everything and scope.officer is None and filters == EVERYTHING
    found = summed(cursor, Question(
        condition, _DOUBTS, {"source": Read("source_id")}, frozenset(["source_id"])
    ))
    numbers = {
        one.name: dict(zip(found["source"].tolist(), found[one.name].tolist(), strict=True))
        for one in _DOUBTS
    }
    some = small.found_in(cursor, "unreadable", condition.spans)
    rows = f"unreadable r WHERE {condition.sql}"
    numbers["unreadable"] = _per_source(cursor, rows, condition.params) if some else {}
    numbers["rejected"] = _per_source(cursor, "rejection", ()) if everything else {}
    sources = small.once(cursor, _sources)
    there = [
        one for one in sources
        if everything or numbers["responses"].get(one[0], 0) + numbers["rejected"].get(one[0], 0)
    ]
    numbers["excluded"] = {one[0]: one[4] for one in sources} if everything else {}
    texts = {"source": 1, "counted_version": 2, "last_import": 3}
    return pd.DataFrame({
        **{name: pd.array([one[place] for one in there], dtype="str") for name, place in texts.items()},
        **{
            name: np.array([of.get(one[0], 0) for one in there], dtype=np.int64)
            for name, of in numbers.items()
        },
    })


def _per_source(cursor: Cursor, rows: str, params: tuple[object, ...]) -> dict[int, int]:
    sql = f"SELECT source_id, count(*) FROM {rows} GROUP BY source_id"
    return dict(cursor.execute(sql, params).fetchall())


def _sources(cursor: Cursor) -> list[tuple[Any, ...]]:
    return cursor.execute(
        "SELECT source_id, name, counted_version, last_import, excluded FROM source ORDER BY source_id"
    ).fetchall()


def rejections(cursor: Cursor, scope: Scope) -> pd.DataFrame:
    """Every rejected row: source, row, column, value, reason; only for a scope over everything.

    What stood in the cell (`value`) is for those who may import; for others it is null.
    """
    allowed = "true" if scope.everything and scope.officer is None else "false"
    return cursor.execute(
        f'SELECT s.name AS source, x."row", x."column", {_cell(scope, "x")}, x.reason FROM rejection x'
        f" JOIN source s USING (source_id) WHERE {allowed} ORDER BY s.source_id, x.\"row\""
    ).df()


def unreadable(cursor: Cursor, scope: Scope) -> pd.DataFrame:
    """Answers nobody could read, by label: source, criterion, value, answers (how many).

    As in `rejections`, `value` is null for those who may not import.
    """
    condition = where(cursor, scope, Filters())
    return cursor.execute(
        f"""SELECT s.name AS source, r.criterion, {_cell(scope, "r")}, count(*) AS answers
            FROM unreadable r JOIN source s ON s.source_id = r.source_id
            WHERE {condition.sql} GROUP BY ALL ORDER BY answers DESC, 1, 2, 3""",
        condition.params,
    ).df()


def _cell(scope: Scope, table: str) -> str:
    return f"{table}.value" if scope.may("import") else "NULL::VARCHAR AS value"
