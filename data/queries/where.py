"""The one place where a scope and filters become SQL: deny by default, values as parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import duckdb

from analysis.criteria import OVERALL
from analysis.filters import Filters
from analysis.names import fold
from analysis.scope import Scope
from data.queries import small
from data.queries.condition import NOTHING, Span, Where
from data.queries.own import Group, closed, own_filters, own_groups
from data.settings import ZONE

__all__ = [
    "NOTHING", "AskedCriterion", "Span", "Where", "can_be_passed", "criteria", "level_column",
    "spans_sql", "visible_spans", "where",
]
Cursor = duckdb.DuckDBPyConnection
RESPONDENT_TYPES = {"individual": 1, "organisation": 2}
def where(
    cursor: duckdb.DuckDBPyConnection,
    scope: Scope,
    filters: Filters,
    by: Sequence[str] | None = None,
) -> Where:
    """The responses this person may see and asks for; an unknown code leaves none.

    Only questions that say how they group (`by`) give an officer sums about himself.
    """
    if scope.officer is None:
        return _where(cursor, visible_spans(cursor, scope, filters.unit), filters)
    spans = _spans(cursor, scope, None)
    own = None if by is None else own_filters(scope, filters, by)
    if own is None or _spans(cursor, scope, filters.unit) != spans:
        return NOTHING
    return _own(cursor, spans, own, by or ())


def _own(
    cursor: duckdb.DuckDBPyConnection,
    spans: tuple[Span, ...],
    filters: Filters,
    by: Sequence[str],
) -> Where:
    """Everything about an officer, narrowed to the answers he may see sums of."""
    everything = _where(
        cursor, spans, Filters(officer=filters.officer, criterion=filters.criterion)
    )
    today = _today(cursor)
    column = level_column(cursor, filters.criterion)
    if column is None or today is None:
        return NOTHING
    answers = cursor.execute(
        "SELECT r.response_id, date_trunc('month', r.day)::DATE FROM response r"
        f" WHERE {everything.sql} AND {column} > 0 ORDER BY r.response_id", everything.params,
    ).fetchall()
    groups = own_groups(closed(answers), filters, by, today)
    return _counting(everything, groups) if groups else NOTHING


def _today(cursor: Cursor) -> date | None:
    """The day the snapshot was built on, where the responses are."""
    found = small.meta(cursor).get("built_at")
    return datetime.fromisoformat(found).astimezone(ZONE).date() if found else None


def _counting(everything: Where, groups: Sequence[Group]) -> Where:
    """Only the answers of these groups; their months spare reading the others."""
    chosen = [answer for group in groups for answer in group.answers]
    months = min(group.first for group in groups), max(group.end for group in groups)
    listed = everything.also("r.response_id IN (SELECT unnest(?))", "response_id")
    return replace(listed, values=(*listed.values, chosen)).within((months,))


def _where(
    cursor: duckdb.DuckDBPyConnection, spans: tuple[Span, ...], filters: Filters
) -> Where:
    if not spans:
        return NOTHING
    sql, values = spans_sql(spans, "r.unit_id")
    conditions: list[str] = [sql]
    params: list[object] = list(values)
    chosen = _chosen(cursor, filters)
    if _UNKNOWN in chosen.values():
        return NOTHING
    conditions += [f"r.{column} = ?" for column in chosen]
    params += chosen.values()
    if filters.criterion not in (None, OVERALL):
        sets = [c.sets for c in criteria(cursor) if c.code == filters.criterion]
        if not sets:
            return NOTHING
        if len(sets[0]) < len(small.sets(cursor)):
            conditions.append(f"r.set_id IN ({', '.join(map(str, sets[0]))})")
    days = ((filters.from_day, filters.to_day),)
    columns = frozenset(chosen) - {"set_id"}
    if not whole_branches(cursor, spans):
        columns |= {"unit_id"}
    share = small.share(cursor, chosen)
    return Where(" AND ".join(conditions), tuple(params), spans, days, columns, share)


def covering(cursor: Cursor, spans: tuple[Span, ...]) -> Where:
    """All responses of these units."""
    return _where(cursor, spans, Filters())


def whole_branches(cursor: Cursor, spans: tuple[Span, ...]) -> bool:
    """Whether nothing but roots and their children with all below them is asked about."""
    depth = small.units(cursor).depth
    return all(depth[first] <= 1 for first, _ in spans)


def _chosen(cursor: Cursor, filters: Filters) -> dict[str, int]:
    """The number to find in each column that a filter names; _UNKNOWN where nothing has it."""
    named = {
        "officer_id": (small.officers, filters.officer), "field_id": (small.fields, filters.field),
        "channel_id": (small.channels, filters.channel),
    }
    chosen = {
        column: read(cursor).number.get(fold(code) if column != "officer_id" else code, _UNKNOWN)
        for column, (read, code) in named.items() if code is not None
    }
    if filters.criterion_set is not None:
        chosen["set_id"] = small.sets(cursor).get(filters.criterion_set, (_UNKNOWN, ""))[0]
    if filters.respondent_type is not None:
        chosen["respondent_type"] = RESPONDENT_TYPES.get(filters.respondent_type, _UNKNOWN)
    return chosen


_UNKNOWN = -1


def can_be_passed(code: str) -> bool:
    """Lone surrogates are no text: DuckDB cannot take them, and no code holds one."""
    return not any("\ud800" <= letter <= "\udfff" for letter in code)


def visible_spans(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, unit: str | None = None
) -> tuple[Span, ...]:
    """Ranges of unit numbers, none overlapping, that the scope and the chosen unit share.

    An officer sees no unit as a whole.
    """
    return () if scope.officer is not None else _spans(cursor, scope, unit)


def _spans(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, unit: str | None
) -> tuple[Span, ...]:
    known = small.units(cursor)

    def span_of(code: str) -> Span | None:
        number = known.names.number.get(code)
        return None if number is None else (number, int(known.last[number]))

    codes = [known.names.code[root] for root in known.roots] if scope.everything else scope.units
    allowed = [span for code in codes if (span := span_of(code))]
    if unit is not None:
        chosen = span_of(unit)
        allowed = [shared for span in allowed if (shared := _shared(span, chosen))]
    return _outermost(allowed)


def _shared(one: Span, other: Span | None) -> Span | None:
    """Subtrees are nested or apart, so what two share is the smaller one."""
    if other is None:
        return None
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def _outermost(spans: list[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not kept or span[0] > kept[-1][1]:
            kept.append(span)
    return tuple(kept)


def spans_sql(spans: tuple[Span, ...], column: str) -> tuple[str, tuple[int, ...]]:
    """A condition that a column of unit numbers lies in one of the ranges, with parameters."""
    merged: list[Span] = []
    for first, last in spans:
        if merged and first == merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], last)
        else:
            merged.append((first, last))
    if not merged:
        return "false", ()
    parts = " OR ".join(f"{column} BETWEEN ? AND ?" for _ in merged)
    return f"({parts})", tuple(number for span in merged for number in span)


@dataclass(frozen=True)
class AskedCriterion:
    """A criterion the snapshot knows: its column is safe to write into SQL."""

    code: str
    label: str
    column: str
    sets: tuple[int, ...]


def criteria(
    cursor: duckdb.DuckDBPyConnection, kind: str = "scale"
) -> list[AskedCriterion]:
    """Criteria of a kind ("scale" or "tick_option") in the order of sets and questions."""
    return small.once(cursor, _criteria)[kind]


def _criteria(cursor: Cursor) -> dict[str, list[AskedCriterion]]:
    rows = cursor.execute(
        "SELECT kind, code, arg_min(label, set_id), list(set_id ORDER BY set_id) FROM criterion"
        " GROUP BY kind, code ORDER BY min(set_id), arg_min(position, set_id)"
    ).fetchall()
    return {
        kind: [
            AskedCriterion(code, label, _column(prefix, code), tuple(sets))
            for of, code, label, sets in rows if of == kind
        ]
        for kind, prefix in (("scale", "c_"), ("tick_option", "t_"))
    }


def _column(prefix: str, code: str) -> str:
    name = prefix + (code.rpartition(".")[2] if prefix == "t_" else code)
    return 'r."' + name.replace('"', '""') + '"'


def level_column(cursor: duckdb.DuckDBPyConnection, criterion: str | None) -> str | None:
    """The column that holds the levels of the question asked about; None for an unknown one."""
    if criterion in (None, OVERALL):
        return 'r."overall"'
    return next((c.column for c in criteria(cursor) if c.code == criterion), None)
