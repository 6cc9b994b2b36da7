"""Every count against plain pandas on the same rows, under random filters and scopes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.filters import Filters
from analysis.scope import Scope
from data.queries import counts, ticks
from data.snapshot.reading import Snapshot
from data.snapshot.write import write_snapshot
from tests.data.snapshot_values import (
    OFFICERS,
    SET_A,
    SET_B,
    UNITS,
    contents_of,
    random_rows,
    registers,
)

ALL = Scope("admin", "admin", everything=True)
ROWS = random_rows(600, seed=5)
TREE = registers().tree
NAMES = {unit.code: unit.name for unit in UNITS}
ASKED = {s.code: {c.code for c in s.scales} for s in (SET_A, SET_B)}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory) -> Snapshot:
    path = tmp_path_factory.mktemp("queries") / "one.duckdb"
    write_snapshot(path, contents_of(ROWS))
    return Snapshot(path)


@pytest.fixture
def cursor(snapshot) -> Iterator[duckdb.DuckDBPyConnection]:
    with snapshot.cursor() as opened:
        yield opened


def period(day: date, kind: str) -> str:
    iso = day.isocalendar()
    return {
        "day": day.isoformat(), "week": f"{iso.year}-W{iso.week:02d}",
        "month": f"{day:%Y-%m}", "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
        "half": f"{day.year}-H{1 if day.month <= 6 else 2}", "year": str(day.year),
    }[kind]


def expected_rows(scope: Scope, filters: Filters) -> pd.DataFrame:
    """What a person may see and asks for, the plain way."""
    seen = set(TREE.order) if scope.everything else {
        code for root in scope.units if root in NAMES for code in TREE.subtree(root)
    }
    rows = ROWS[ROWS["unit_code"].isin(seen)]
    if filters.unit is not None:
        under = TREE.subtree(filters.unit) if filters.unit in NAMES else []
        rows = rows[rows["unit_code"].isin(under)]
    for column, value in (
        ("officer_code", filters.officer), ("field", filters.field), ("channel", filters.channel),
        ("respondent_type", filters.respondent_type), ("set_code", filters.criterion_set),
    ):
        if value is not None:
            rows = rows[rows[column] == value]
    if filters.from_day:
        rows = rows[rows["day"] >= filters.from_day]
    if filters.to_day:
        rows = rows[rows["day"] <= filters.to_day]
    if filters.criterion not in (None, "overall"):
        rows = rows[asked(rows, filters.criterion)]
    return rows


def asked(rows: pd.DataFrame, criterion: str) -> pd.Series:
    return rows["set_code"].isin([code for code, codes in ASKED.items() if criterion in codes])


def levels_of(rows: pd.DataFrame, column: str) -> tuple[int, ...]:
    found = [int((rows[column] == level).sum()) for level in range(1, 6)]
    return (len(rows), *found, sum(found))


def key_of(row: pd.Series, key: str) -> tuple[object, ...]:
    if key == "unit":
        return row.unit_code, NAMES[row.unit_code]
    if key == "officer":
        return row.officer_code, {o.code: o.name for o in OFFICERS}.get(row.officer_code)
    if key in ("field", "channel", "respondent_type"):
        return (None if pd.isna(row[key]) else row[key],)
    if key == "weekday":
        return (row.day.isoweekday(),)
    if key == "hour":
        return (row.minute // 60,)
    return (period(row.day, key),)


def by_hand(rows: pd.DataFrame, by: tuple[str, ...], column: str) -> set[tuple[object, ...]]:
    if "officer" in by:
        rows = rows[rows["officer_code"].notna()]
    if "hour" in by:
        rows = rows[rows["minute"] >= 0]
    groups: dict[tuple[object, ...], list[int]] = {}
    for index, row in rows.iterrows():
        key = tuple(part for name in by for part in key_of(row, name))
        groups.setdefault(key, []).append(index)
    return {(*key, *levels_of(rows.loc[where], column)) for key, where in groups.items()}


def as_set(frame: pd.DataFrame, dropped: tuple[str, ...] = ()) -> set[tuple[object, ...]]:
    plain = frame.drop(columns=list(dropped)).astype(object)
    return {tuple(None if pd.isna(v) else v for v in row) for row in plain.to_numpy()}


days = st.integers(0, 150).map(lambda n: date(2025, 12, 1) + timedelta(days=n)) | st.none()
filters_of = st.builds(
    Filters, from_day=days, to_day=days,
    unit=st.sampled_from([None, *NAMES, "nowhere"]),
    officer=st.sampled_from([None, None, None, "CB1", "CB3", "CB9"]),
    field=st.sampled_from([None, None, "Đất đai", "Hộ tịch", "dat dai"]),
    respondent_type=st.sampled_from([None, None, "individual", "organisation", "ghost"]),
    channel=st.sampled_from([None, None, "qr", "x"]),
    criterion_set=st.sampled_from([None, None, "a-2026", "b-2026", "c"]),
    criterion=st.sampled_from([None, None, "overall", "attitude", "guidance", "q_1", "q_2"]),
)
scopes = st.just(ALL) | st.builds(
    Scope, st.just("u"), st.just("leader"), st.lists(st.sampled_from([*NAMES, "Z"])).map(tuple)
)
keys = st.lists(
    st.sampled_from(["unit", "officer", "field", "respondent_type", "channel", "weekday", "hour"]),
    max_size=2, unique=True,
)
periods = st.sampled_from(["day", "week", "month", "quarter", "half", "year"])
RANDOM = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@RANDOM
@given(scope=scopes, filters=filters_of, keys=keys, kind=periods | st.none())
def test_counts_are_what_plain_pandas_counts(cursor, scope, filters, keys, kind):
    by = (*keys, *([kind] if kind else []))
    column = "overall" if filters.criterion in (None, "overall") else f"c_{filters.criterion}"
    frame = counts(cursor, scope, filters, by)
    if "officer" in by and "unit" not in by:
        frame = frame.drop(columns=["unit_code", "unit_name"])
    assert as_set(frame) == by_hand(expected_rows(scope, filters), by, column)
    assert len(frame) == len(as_set(frame))


@RANDOM
@given(scope=scopes, filters=filters_of, by=st.sampled_from(["unit", "field", "month", None]), first=st.booleans())
def test_counts_by_criterion_are_what_plain_pandas_counts(cursor, scope, filters, by, first):
    rows = expected_rows(scope, filters)
    wanted = set()
    for code in ("attitude", "guidance", "q_1"):
        if filters.criterion in (None, code):
            for found in by_hand(rows[asked(rows, code)], (by,) if by else (), f"c_{code}"):
                cut = len(found) - 7
                own = (code,)
                wanted.add((*own, *found) if first else (*found[:cut], *own, *found[cut:]))
    if filters.criterion == "overall":
        return
    order = ("criterion", by) if first else (by, "criterion")
    frame = counts(cursor, scope, filters, tuple(key for key in order if key))
    if not by and not first:
        frame = frame[["criterion", *[c for c in frame.columns if c != "criterion"]]]
    assert as_set(frame, ("criterion_label",)) == wanted


@RANDOM
@given(scope=scopes, filters=filters_of)
def test_nobody_sees_a_unit_outside_the_scope(cursor, scope, filters):
    allowed = set(TREE.order) if scope.everything else {
        code for root in scope.units if root in NAMES for code in TREE.subtree(root)
    }
    for by in (("unit",), ("child",), ("officer",), ("unit", "criterion"), ("officer", "month")):
        assert set(counts(cursor, scope, filters, by)["unit_code"]) <= allowed


@RANDOM
@given(scope=scopes, filters=filters_of)
def test_children_add_up_to_everything_asked_for(cursor, scope, filters):
    rows = expected_rows(scope, filters)
    frame = counts(cursor, scope, filters, ("child",))
    assert frame["responses"].sum() == len(rows)


@pytest.mark.parametrize(("unit", "wanted"), [
    ("D", {"D": ["D"], "X1": ["X1", "B1"], "X2": ["X2"], "X3": ["X3"]}),
    ("X1", {"X1": ["X1"], "B1": ["B1"]}),
    ("B1", {"B1": ["B1"]}),
    (None, {"D": ["D"], "X1": ["X1", "B1"], "X2": ["X2"], "X3": ["X3"], "E": ["E"], "Y1": ["Y1"]}),
])
def test_a_child_stands_for_everything_under_it_and_a_unit_for_its_own(cursor, unit, wanted):
    frame = counts(cursor, ALL, Filters(unit=unit), ("child",))
    found = dict(zip(frame["unit_code"], frame["responses"], strict=True))
    assert found == {k: int(ROWS["unit_code"].isin(v).sum()) for k, v in wanted.items()}


def test_a_unit_above_the_scope_is_not_named_by_its_children(cursor):
    desk = Scope("u", "desk", ("B1",))
    frame = counts(cursor, desk, Filters(unit="D"), ("child",))
    assert frame["unit_code"].tolist() == ["B1"]


def test_without_a_scope_there_are_no_rows(cursor):
    for by in ((), ("unit",), ("criterion",), ("child",), ("month", "criterion")):
        frame = counts(cursor, Scope("x", "none"), Filters(), by)
        assert frame.empty and frame["n1"].dtype == "int64"


def test_ticked_facts_are_counted_among_those_who_were_asked(cursor):
    frame = ticks(cursor, ALL, Filters())
    put = ROWS[ROWS["set_code"] == "a-2026"]
    assert frame.to_dict("list") == {
        "option": ["negative.harassment", "negative.cost"],
        "option_label": ["Sách nhiễu", "Chi phí"],
        "responses": [len(put)] * 2,
        "ticked": [int(put["t_harassment"].sum()), int(put["t_cost"].sum())],
    }
    by_unit = ticks(cursor, ALL, Filters(), ("unit",))
    assert by_unit["ticked"].sum() == frame["ticked"].sum()


def test_the_general_question_can_stand_among_criteria(cursor):
    frame = counts(cursor, ALL, Filters(criterion="overall"), ("criterion",))
    assert frame["criterion"].tolist() == ["overall"]
    assert tuple(frame.iloc[0, 2:]) == levels_of(ROWS, "overall")


@pytest.mark.parametrize("bad", ["rating; DROP TABLE raw_row", "", "unit_code", "r.unit_id", "x" * 10_000])
def test_a_key_outside_the_list_is_refused_in_words(cursor, bad):
    with pytest.raises(InputError, match="cách nhóm"):
        counts(cursor, ALL, Filters(), (bad,))


@pytest.mark.parametrize("by", [("unit", "child"), ("month", "week"), ("criterion", "criterion")])
def test_keys_that_clash_are_refused_in_words(cursor, by):
    with pytest.raises(InputError, match="cùng lúc"):
        counts(cursor, ALL, Filters(), by)


HOSTILE = [
    "x' OR 1=1 --", "x'; COPY raw_row TO 'x.csv'; --", "’ OR ’1’=’1", "%", "\x00", "\ud800", "",
    "A" * 100_000, "CB1'--", "c_attitude\" = 1 OR \"x",
]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "name", ["unit", "officer", "field", "respondent_type", "channel", "criterion_set", "criterion"]
)
def test_hostile_filter_values_match_nothing(cursor, tmp_path, monkeypatch, name, value):
    monkeypatch.chdir(tmp_path)
    for by in ((), ("unit",), ("criterion",), ("child",)):
        assert counts(cursor, ALL, Filters(**{name: value}), by).empty
    assert counts(cursor, Scope("u", "r", (value,)), Filters()).empty
    assert list(tmp_path.iterdir()) == []
