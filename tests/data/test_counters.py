"""Every sum, whichever tables it is read from, against plain pandas on the raw rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.filters import Filters
from analysis.periods import period_of
from analysis.registers import Registers, Unit
from analysis.scope import Scope
from data.queries import (
    at_hand,
    choices,
    counts,
    counts_of,
    criterion_cross,
    quality,
    ticks,
    units_table,
)
from data.queries.condition import parted
from data.snapshot.changes import write_changes
from data.snapshot.compare import differences
from data.snapshot.contents import Batch, Contents, Kept, SourceInfo
from data.snapshot.counters import COUNTERS
from data.snapshot.reading import Snapshot
from data.snapshot.write import write_snapshot
from tests.data.snapshot_values import (
    CHANNELS,
    FIELDS,
    OFFICERS,
    UNITS,
    contents_of,
    random_rows,
)

DESKS = [Unit(f"{above}-{n}", f"Quầy {n}", "Bộ phận", above) for above in ("X1", "X2", "Y1") for n in range(4)]
EVERY_UNIT = [*UNITS, *DESKS]
KNOWN = Registers({u.code: u for u in EVERY_UNIT}, {o.code: o for o in OFFICERS})
TREE = KNOWN.tree
FIRST = date(2025, 12, 3)
ASKED = {"attitude": {"a-2026", "b-2026"}, "guidance": {"a-2026"}, "q_1": {"b-2026"}}
LEVELS = [f"n{level}" for level in range(1, 6)]
FACTS = ("harassment", "cost")
SILENT = SourceInfo(3, "nguon-c", "a-2026")  # of set A, with a table that asks one fact only


def many_rows(number: int, seed: int = 3) -> pd.DataFrame:
    """As `random_rows`, but many and drawn at once, over five months and two days."""
    dice = np.random.default_rng(seed)

    def of(values):
        return np.array(values, dtype=object)[dice.integers(0, len(values), number)]

    desk = dice.integers(0, len(OFFICERS) + 3, number)
    some = np.array([u.code for u in EVERY_UNIT if u.code != "Y1-0"], dtype=object)[dice.integers(0, len(EVERY_UNIT) - 1, number)]
    nobody = [None, None, None]
    officer = np.array([o.code for o in OFFICERS] + nobody, dtype=object)[desk]
    unit = np.array([o.unit_code for o in OFFICERS] + nobody, dtype=object)[desk]
    has_a = dice.random(number) < 0.7
    moved = dice.random(number) < 0.05
    harassed = (dice.random(number) < 0.2).astype(object)
    harassed[~has_a | (dice.random(number) < 0.3)] = None
    return pd.DataFrame({
        "response_id": 1000 + dice.permutation(number),
        "set_code": np.where(has_a, "a-2026", "b-2026"),
        "unit_code": np.where((desk >= len(OFFICERS)) | moved, some, unit), "officer_code": officer,
        "day": [FIRST + timedelta(days=int(n)) for n in dice.integers(0, 153, number)],
        "minute": np.where(dice.random(number) < 0.1, -1, dice.integers(420, 840, number)),
        "field": of(FIELDS), "procedure": of(["Cấp mới", None]),
        "respondent_type": of(["individual", "organisation", None]), "channel": of(CHANNELS),
        "stage": of([None]), "overall": dice.integers(0, 6, number),
        "c_attitude": dice.integers(0, 6, number),
        "c_guidance": np.where(has_a, dice.integers(0, 6, number), 0),
        "c_q_1": np.where(has_a, 0, dice.integers(0, 6, number)),
        "t_harassment": harassed, "t_cost": has_a & (dice.random(number) < 0.1),
        "comment": of([None, None, "Nhanh"]), "edited": dice.random(number) < 0.1,
        "removed": dice.random(number) < 0.1,
    })


ROWS = many_rows(60_000)


def three_sources(rows: pd.DataFrame) -> Contents:
    """The rows of both sets; those nobody asked about harassment come from a table of their own."""
    contents = contents_of(rows, KNOWN)
    first, second = (Batch(batch.source, batch.responses) for batch in contents.batches)
    silent = first.responses["t_harassment"].isna()
    third = Batch(SILENT, first.responses[silent].drop(columns="t_harassment"))
    first = replace(first, responses=first.responses[~silent])
    return replace(contents, sources=[*contents.sources, SILENT], batches=[first, second, third])


@pytest.fixture(scope="module", params=["whole", "changes"])
def snapshot(tmp_path_factory, request) -> Snapshot:
    """All rows in one file, or a part of them changed and added beside an older one."""
    folder = tmp_path_factory.mktemp("counters")
    if request.param == "whole":
        write_snapshot(folder / "one.duckdb", three_sources(ROWS))
        return Snapshot(folder / "one.duckdb")
    dice = np.random.default_rng(9)
    new, edited = ROWS["field"].isna() & (dice.random(len(ROWS)) < 0.1), dice.random(len(ROWS)) < 0.05
    before = ROWS[~new].copy()
    before.loc[edited[~new], ["overall", "c_attitude", "c_q_1", "c_guidance"]] = 0
    before.loc[edited[~new], ["field", "t_cost", "removed"]] = [None, False, True]
    before.loc[edited[~new], "t_harassment"] = None  # a table that had no such column before
    base, path = (folder / f"20261120T00000{n}-000007-aaaaa{n}{end}.duckdb" for n, end in enumerate(["", "-aaaaa0"]))
    write_snapshot(base, three_sources(before))
    slots = frozenset(ROWS.loc[new | edited, "response_id"])
    contents = replace(three_sources(ROWS[new | edited]), kept=Kept(base, slots))
    total = write_changes(path, contents, base)
    assert total == len(ROWS)
    return Snapshot(path)


@pytest.fixture(params=[(0, 0), (0, 1_000_000), (1_000_000, 0)], ids=["SQL", "cells", "rows"])
def cursor(snapshot, request, monkeypatch) -> Iterator[duckdb.DuckDBPyConnection]:
    """By SQL, or of rows of counters or of responses in memory, however many they are."""
    monkeypatch.setattr(at_hand, "FEW", request.param[0])
    monkeypatch.setattr(at_hand, "FEW_CELLS", request.param[1])
    with snapshot.cursor() as opened:
        yield opened


def seen(scope: Scope, filters: Filters) -> pd.DataFrame:
    """What a person may see and asks for, the plain way."""
    known = set(TREE.order)
    units = known if scope.everything else {
        code for root in scope.units if root in known for code in TREE.subtree(root)
    }
    if filters.unit is not None:
        units = units & set(TREE.subtree(filters.unit) if filters.unit in known else ())
    keep = ROWS["unit_code"].isin(units)
    for column, value in (
        ("officer_code", filters.officer), ("field", filters.field), ("channel", filters.channel),
        ("respondent_type", filters.respondent_type), ("set_code", filters.criterion_set),
    ):
        keep &= (ROWS[column] == value) if value is not None else True
    keep &= ROWS["day"] >= (filters.from_day or date.min)
    keep &= ROWS["day"] <= (filters.to_day or date.max)
    if filters.criterion not in (None, "overall"):
        keep &= ROWS["set_code"].isin(ASKED.get(filters.criterion, ()))
    return ROWS[keep]


def child(unit: str, scope: Scope, filters: Filters) -> str:
    """The child of the outermost visible unit that a unit rolls up to; a root stands for itself."""
    roots = TREE.order if scope.everything else [c for c in TREE.order if c in scope.units]
    above = [code for code in roots if unit in TREE.subtree(code)]
    top = filters.unit if filters.unit in above or (scope.everything and filters.unit) else above[0]
    if filters.unit and above and filters.unit not in above and unit in TREE.subtree(filters.unit):
        inside = above[0] in TREE.subtree(filters.unit)
        top = above[0] if inside else filters.unit
    return next((c for c in TREE.children(top) if unit in TREE.subtree(c)), top)


def keyed(rows: pd.DataFrame, key: str, scope: Scope, filters: Filters) -> pd.Series:
    if key == "unit":
        return rows["unit_code"]
    if key == "child":
        return rows["unit_code"].map({c: child(c, scope, filters) for c in set(rows["unit_code"])})
    if key == "officer":
        return rows["officer_code"]
    if key in ("field", "channel", "respondent_type"):
        return rows[key]
    days = sorted(set(rows["day"]))
    if key == "weekday":
        return rows["day"].map({day: day.isoweekday() for day in days})
    if key == "hour":
        return rows["minute"] // 60
    return rows["day"].map({day: period_of(day, key) for day in days})


def plain(rows: pd.DataFrame, keys: list[pd.Series], column: str) -> dict[tuple, tuple[int, ...]]:
    """(responses, n1…n5, n) of each group."""
    if rows.empty:
        return {}
    levels = pd.DataFrame({f"n{v}": (rows[column] == v) for v in range(1, 6)}).assign(responses=1)
    names = [key.where(key.notna(), None).rename(str(n)) for n, key in enumerate(keys)]
    names = names or [pd.Series(0, rows.index, name="0")]
    sums = levels.groupby(names, dropna=False)[["responses", *LEVELS]].sum()
    found = {}
    for index, values in zip(sums.index, sums.to_numpy().tolist(), strict=True):
        key = index if isinstance(index, tuple) else (index,)
        clean = tuple(None if pd.isna(part) else part for part in key)
        found[clean if keys else ()] = (*values, sum(values[1:]))
    return found


def answered(frame: pd.DataFrame, columns: list[str], values: list[str]) -> dict[tuple, tuple[int, ...]]:
    plainly = frame.astype(object).where(frame.notna(), None)
    keys = list(zip(*(plainly[name] for name in columns), strict=True)) if columns else [()] * len(frame)
    found = dict(zip(keys, map(tuple, frame[values].to_numpy().tolist()), strict=True))
    assert len(found) == len(frame)
    return found


NUMBERS = ["responses", *LEVELS, "n"]
COLUMN = {"unit": "unit_code", "child": "unit_code", "officer": "officer_code"}
PERIODS = ["day", "week", "month", "quarter", "half", "year"]
days = st.integers(-3, 160).map(lambda n: FIRST + timedelta(days=n)) | st.none() | st.sampled_from(
    [date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 1), date.min, date.max]
)
filters_of = st.builds(
    Filters, from_day=days, to_day=days, unit=st.sampled_from([None, None, *TREE.order]),
    officer=st.sampled_from([None, None, None, "CB1", "CB3", "CB9"]),
    field=st.sampled_from([None, None, "Đất đai"]),
    respondent_type=st.sampled_from([None, None, "organisation"]),
    channel=st.sampled_from([None, None, "qr"]),
    criterion_set=st.sampled_from([None, None, "a-2026", "b-2026"]),
    criterion=st.sampled_from([None, None, "overall", "attitude", "guidance", "q_1"]),
)
scopes = st.just(Scope("u", "admin", everything=True)) | st.builds(
    Scope, st.just("u"), st.just("leader"),
    st.lists(st.sampled_from([*TREE.order, "Z"]), max_size=3, unique=True).map(tuple),
)
keys_of = st.tuples(
    st.lists(st.sampled_from(["unit", "child", "officer", "field", "respondent_type", "channel"]), max_size=1),
    st.lists(st.sampled_from(["weekday", "hour", *PERIODS]), max_size=2, unique=True),
).map(lambda pair: (*pair[0], *pair[1])).filter(lambda by: len(set(by) & set(PERIODS)) < 2)
RANDOM = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def test_every_counter_is_there_to_be_asked(cursor):
    found = cursor.execute("SELECT value FROM meta WHERE key = 'counters'").fetchone()[0]
    assert found.split() == [counter.name for counter in COUNTERS]
    for counter in COUNTERS:
        sums = cursor.execute(f"SELECT sum(responses), sum(overall_5) FROM {counter.name}").fetchone()
        assert sums == (len(ROWS), int((ROWS["overall"] == 5).sum()))


@RANDOM
@given(scope=scopes, filters=filters_of, by=keys_of)
def test_any_sum_is_what_plain_pandas_counts(cursor, scope, filters, by):
    column = "overall" if filters.criterion in (None, "overall") else f"c_{filters.criterion}"
    rows = seen(scope, filters)
    if "officer" in by:
        rows = rows[rows["officer_code"].notna()]
    if "hour" in by:
        rows = rows[rows["minute"] >= 0]
    frame = counts(cursor, scope, filters, by)
    names = [COLUMN.get(key, "period" if key in PERIODS else key) for key in by]
    expected = plain(rows, [keyed(rows, key, scope, filters) for key in by], column)
    assert answered(frame, names, NUMBERS) == expected
    if "officer" in by and len(frame):
        assert "unit_code" in frame


@RANDOM
@given(scope=scopes, filters=filters_of, by=keys_of)
def test_any_sum_by_criterion_is_what_plain_pandas_counts(cursor, scope, filters, by):
    if filters.criterion == "overall":
        return
    frame = counts(cursor, scope, filters, (*by, "criterion"))
    names = [COLUMN.get(key, "period" if key in PERIODS else key) for key in by]
    expected = {}
    for code, sets in ASKED.items():
        if filters.criterion in (None, code):
            rows = seen(scope, filters)
            rows = rows[rows["set_code"].isin(sets)]
            rows = rows[rows["officer_code"].notna()] if "officer" in by else rows
            rows = rows[rows["minute"] >= 0] if "hour" in by else rows
            groups = plain(rows, [keyed(rows, key, scope, filters) for key in by], f"c_{code}")
            expected |= {(*key, code): numbers for key, numbers in groups.items()}
    assert answered(frame, [*names, "criterion"], NUMBERS) == expected


@RANDOM
@given(
    scope=scopes, filters=filters_of, key=st.sampled_from(["unit", "child", "officer"]),
    codes=st.lists(st.sampled_from(["X1", "D", "CB1", "CB3", "khong-co"]), unique=True),
)
def test_some_of_a_kind_are_asked_about_as_if_all_were(cursor, scope, filters, key, codes):
    every = counts(cursor, scope, filters, (key, "quarter"))
    some = counts_of(cursor, scope, filters, (key, "quarter"), codes)
    wanted = every[every[f"{key if key == 'officer' else 'unit'}_code"].isin(codes)]
    pd.testing.assert_frame_equal(some, wanted.reset_index(drop=True), check_dtype=False)


@RANDOM
@given(scope=scopes, filters=filters_of)
def test_an_officer_stands_at_the_unit_of_his_latest_response(cursor, scope, filters):
    rows = seen(scope, filters).dropna(subset=["officer_code"]).sort_values("response_id")
    latest = rows.groupby("officer_code")["unit_code"].last().to_dict()
    frame = counts(cursor, scope, filters, ("officer",))
    assert dict(zip(frame["officer_code"], frame["unit_code"], strict=True)) == latest


@RANDOM
@given(scope=scopes, filters=filters_of)
def test_facts_low_answers_and_doubts_are_what_plain_pandas_counts(cursor, scope, filters):
    rows = seen(scope, filters)
    put = {name: rows.loc[rows["set_code"] == "a-2026", f"t_{name}"].dropna() for name in FACTS}
    told = answered(ticks(cursor, scope, filters), ["option"], ["responses", "ticked"])
    assert told == {
        (f"negative.{name}",): (len(asked), int(asked.sum())) for name, asked in put.items() if len(asked)
    }
    expected = {}
    for code in ASKED:
        both = rows[(rows[f"c_{code}"] > 0) & (rows["overall"] > 0)]
        own, general = both[f"c_{code}"] < 3, both["overall"] < 3
        if len(both) and filters.criterion in (None, "overall", code):
            numbers = ((own & general).sum(), own.sum(), general.sum(), len(both))
            expected[(code,)] = tuple(map(int, numbers))
    names = ["both_low", "criterion_low", "overall_low", "n"]
    assert answered(criterion_cross(cursor, scope, filters), ["criterion"], names) == expected
    doubts = quality(cursor, scope, filters)[["responses", "no_overall", "edited", "removed"]].sum()
    wanted = [len(rows), (rows["overall"] == 0).sum(), rows["edited"].sum(), rows["removed"].sum()]
    assert doubts.tolist() == wanted


@RANDOM
@given(scope=scopes)
def test_filters_offer_what_the_responses_have(cursor, scope):
    rows, offered = seen(scope, Filters()), choices(cursor, scope)
    assert offered.fields == tuple(sorted(set(rows["field"].dropna())))
    assert offered.channels == tuple(sorted(set(rows["channel"].dropna())))
    assert set(offered.respondent_types) == set(rows["respondent_type"].dropna())
    assert {choice.code for choice in offered.sets} == set(rows["set_code"])
    first, last = (rows["day"].min(), rows["day"].max()) if len(rows) else (None, None)
    assert (offered.first_day, offered.last_day) == (first, last)
    table = units_table(cursor, scope)
    numbers = rows.groupby("unit_code").size().to_dict()
    assert table.set_index("unit_code")["responses"].to_dict() == {
        code: numbers.get(code, 0) for code in table["unit_code"]
    }
    assert set(numbers) <= set(table["unit_code"])


@given(first=days, last=days)
def test_whole_months_and_edges_hold_every_day_asked_for_once(first, last):
    bounds = FIRST, FIRST + timedelta(days=152)
    whole, edges = parted(((first, last),), bounds)
    for number in range(153):
        day = FIRST + timedelta(days=number)
        held = [
            days for days in (*whole, *edges)
            if (days[0] or date.min) <= day <= (days[1] or date.max)
        ]
        assert len(held) == ((first or date.min) <= day <= (last or date.max))
    for start, end in whole:
        assert (start is None or start.day == 1) and (end is None or (end + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(("column", "was", "now"), [
    ("field", "Hộ tịch", "Đất đai"), ("day", FIRST, FIRST + timedelta(days=7)), ("minute", 600, 700),
])
def test_the_newest_of_a_group_may_be_edited_away_and_nothing_differs(tmp_path, column, was, now):
    rows = random_rows(400).assign(
        set_code="b-2026", unit_code="X1", officer_code="CB1", field="Đất đai", channel=None, respondent_type=None,
        day=FIRST, minute=600,
    )
    rows.loc[rows.index[200:], column] = was
    after = rows.copy()
    after.loc[after.index[-40:], column] = now
    base, path = (tmp_path / f"20261120T00000{n}-000007-aaaaa{n}{end}.duckdb" for n, end in enumerate(["", "-aaaaa0"]))
    write_snapshot(base, contents_of(rows))
    edited = after.iloc[-40:]
    kept = Kept(base, frozenset(edited["response_id"]))
    write_changes(path, replace(contents_of(edited), kept=kept), base)
    write_snapshot(tmp_path / "fresh.duckdb", contents_of(after))
    assert differences(path, tmp_path / "fresh.duckdb") == []
