"""Registered numbers of dossiers beside the responses they ask for."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.filters import Filters
from analysis.names import fold
from analysis.scope import Scope
from data.queries import small
from data.queries.condition import Span
from data.queries.small import Cursor, Integers
from data.queries.sums import DAY, Question, Read, summed
from data.queries.where import covering, spans_sql, visible_spans

_NONE = pd.DataFrame({
    "unit_code": pd.array([], dtype="str"), "unit_name": pd.array([], dtype="str"),
    "period_from": pd.array([], dtype="datetime64[us]"),
    "period_to": pd.array([], dtype="datetime64[us]"), "field": pd.array([], dtype="object"),
    "dossiers": pd.array([], dtype="int64"), "early": pd.array([], dtype="Int64"),
    "on_time": pd.array([], dtype="Int64"), "late": pd.array([], dtype="Int64"),
    "responses": pd.array([], dtype="int64"),
})


def dossiers(cursor: Cursor, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Registered dossier counts whose period touches the days asked for.

    Columns: unit_code, unit_name, period_from, period_to (dates), field (null: all fields),
    dossiers, early, on_time, late, responses. `responses` are those of the unit with everything
    under it in the whole period and field; other filters do not thin them.
    """
    spans = visible_spans(cursor, scope, filters.unit)
    if not small.found_in(cursor, "dossier", spans):
        return _NONE.copy()
    units, params = spans_sql(spans, "d.unit_id")
    conditions = [units]
    values: list[object] = list(params)
    for sql, value in (
        ("d.period_to >= ?", filters.from_day),
        ("d.period_from <= ?", filters.to_day),
        ("d.field_key = ?", None if filters.field is None else fold(filters.field)),
    ):
        if value is not None:
            conditions.append(sql)
            values.append(value)
    frame = cursor.execute(
        f"""SELECT d.unit_id, d.period_from, d.period_to, d.field, d.field_key, d.count AS dossiers,
                   d.early, d.on_time, d.late
            FROM dossier d WHERE {' AND '.join(conditions)}
            ORDER BY d.unit_id, d.period_from, d.period_to, d.field""", values,
    ).df()
    responses = _responses(cursor, spans, frame) if len(frame) else np.empty(0, dtype=np.int64)
    names, unit = small.units(cursor).names, frame["unit_id"].to_numpy()
    frame.insert(0, "unit_code", names.code.take(unit))
    frame.insert(1, "unit_name", names.name.take(unit))
    frame = frame.drop(columns=["unit_id", "field_key"]).assign(responses=responses)
    return frame.astype(dict.fromkeys(("early", "on_time", "late"), "Int64"))


def _responses(cursor: Cursor, spans: tuple[Span, ...], frame: pd.DataFrame) -> Integers:
    """Responses of each registered number: of its unit with all below, its days and its field."""
    first, last = (
        frame[name].to_numpy().astype("datetime64[D]").astype(np.int64)
        for name in ("period_from", "period_to")
    )
    numbers = small.fields(cursor).number
    field = frame["field_key"].map(numbers).fillna(-2).to_numpy(dtype=np.int64)
    field = np.where(frame["field"].isna(), -1, field)
    whole = _whole_months(frame)
    found = _counted(cursor, spans, whole, bool((field != -1).any()))
    known = small.units(cursor)
    unit = frame["unit_id"].to_numpy(dtype=np.int64)
    responses = np.zeros(len(frame), dtype=np.int64)
    for start, end, of in set(zip(first.tolist(), last.tolist(), field.tolist(), strict=True)):
        counted = (found["day"] >= start) & (found["day"] <= end)
        if of != -1:
            counted &= found["field"] == of
        each = np.zeros(len(known.last) + 1, dtype=np.int64)
        np.add.at(each, found["unit"][counted] + 1, found["responses"][counted])
        up_to = each.cumsum()
        rows = (first == start) & (last == end) & (field == of)
        responses[rows] = up_to[known.last[unit[rows]] + 1] - up_to[unit[rows]]
    return responses


def _whole_months(frame: pd.DataFrame) -> bool:
    starts, ends = frame["period_from"].dt, frame["period_to"].dt
    return bool((starts.day == 1).all() and ends.is_month_end.all())


def _counted(
    cursor: Cursor, spans: tuple[Span, ...], whole: bool, fields: bool
) -> dict[str, Integers]:
    """Responses by unit and day, or month where no period cuts one, and field where it matters."""
    keys = {"unit": Read("unit_id"), "day": Read("day", DAY)}
    if whole:
        month = "(date_trunc('month', r.day)::DATE - DATE '1970-01-01')"
        keys["day"] = Read("day", month, of_days=np.copy)  # a response's own day does as well
    if fields:
        keys["field"] = Read("field_id")
    columns = frozenset(["unit_id", *(["field_id"] if fields else [])])
    days = "month" if whole else "day"
    return summed(cursor, Question(covering(cursor, spans), [], keys, columns, days))
