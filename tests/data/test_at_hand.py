"""Rows kept in memory: few, bounded, read once, and never those of another condition."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from analysis.filters import Filters
from analysis.scope import Scope
from data.queries import at_hand, bursts, comments, counts, dossiers, quality, small
from data.queries.groups import numbered
from data.queries.where import where
from data.snapshot.reading import Snapshot
from data.snapshot.write import write_snapshot
from tests.data.snapshot_values import contents_of, random_rows

ALL = Scope("admin", "admin", everything=True)
ROWS = random_rows(600, seed=5)


@pytest.fixture
def snapshot(tmp_path) -> Snapshot:
    write_snapshot(tmp_path / "one.duckdb", contents_of(ROWS))
    return Snapshot(tmp_path / "one.duckdb")


def test_one_reading_answers_every_question_under_the_same_filters(snapshot):
    with snapshot.cursor() as cursor:
        condition = where(cursor, ALL, Filters(unit="X3"))
        first = at_hand.columns(cursor, "response", condition)
    with snapshot.cursor() as other:
        assert at_hand.columns(other, "response", condition) is first
        assert len(first["overall"]) == (ROWS["unit_code"] == "X3").sum()


def test_another_scope_or_filter_is_answered_from_its_own_rows(snapshot):
    with snapshot.cursor() as cursor:
        for unit in ("X3", "X2", "X3"):
            for scope in (ALL, Scope("u", "leader", (unit,))):
                held = at_hand.columns(cursor, "response", where(cursor, scope, Filters(unit=unit)))
                assert len(held["overall"]) == (ROWS["unit_code"] == unit).sum()
        nobody = where(cursor, Scope("u", "leader", ("X2",)), Filters(unit="X3"))
        assert not at_hand.is_little(cursor, "response", nobody)
        assert counts(cursor, Scope("u", "leader", ("X2",)), Filters(unit="X3")).empty


def test_many_rows_are_left_to_the_database(snapshot, monkeypatch):
    monkeypatch.setattr(at_hand, "FEW", 100)
    first = min(ROWS["day"])
    with snapshot.cursor() as cursor:
        for filters, little in (
            (Filters(), False), (Filters(first, first), True), (Filters(date(1999, 1, 1), date(1999, 1, 2)), True),
            (Filters(unit="B1", channel="qr"), True),
        ):
            assert at_hand.is_little(cursor, "response", where(cursor, ALL, filters)) == little


def test_more_rows_than_thought_are_left_to_the_database(tmp_path, monkeypatch):
    rows = ROWS.assign(day=date(2026, 3, 2))
    rows.loc[:1, "day"] = [date(2020, 1, 1), date(2026, 6, 1)]
    write_snapshot(tmp_path / "day.duckdb", contents_of(rows))
    monkeypatch.setattr(at_hand, "FEW", 20)
    crowded = Filters(date(2026, 3, 1), date(2026, 3, 3))
    with Snapshot(tmp_path / "day.duckdb").cursor() as cursor:
        condition = where(cursor, ALL, crowded)
        assert at_hand.is_little(cursor, "response", condition)
        assert not at_hand.columns(cursor, "response", condition)
        assert counts(cursor, ALL, crowded)["responses"].tolist() == [598]


def test_what_is_kept_is_bounded(monkeypatch):
    monkeypatch.setattr(at_hand, "MOST_BYTES", 5_000)
    kept, read = at_hand.Kept(), []

    def of(number: int) -> dict[str, np.ndarray]:
        read.append(number)
        return {"overall": np.zeros(400, dtype=np.int8)}

    for number in (1, 2, 1, 3, 1, 2):
        assert len(kept.get((number,), lambda number=number: of(number))["overall"]) == 400
    assert read == [1, 2, 3, 2]


def test_where_a_unit_has_none_the_database_would_have_said_the_same(snapshot, monkeypatch):
    def asked() -> list[pd.DataFrame]:
        with snapshot.cursor() as cursor:
            return [
                question(cursor, ALL, Filters(unit=unit))
                for question in (bursts, dossiers, quality) for unit in ("X2", "X3", "B1", "khong-co")
            ]

    spared = asked()
    monkeypatch.setattr(small, "found_in", lambda *_: True)
    for short, long in zip(spared, asked(), strict=True):
        pd.testing.assert_frame_equal(short, long, check_dtype=False, check_column_type=False)
        assert [str(kind) for kind in short.dtypes] == [str(kind) for kind in long.dtypes]


def test_what_holds_nothing_is_dropped_in_time_too(snapshot, monkeypatch):
    monkeypatch.setattr(at_hand, "MOST_BYTES", 50_000)
    with snapshot.cursor() as cursor:
        for number in range(100):
            day = date(1990, 1, 1) + timedelta(days=number)
            assert at_hand.columns(cursor, "response", where(cursor, ALL, Filters(day, day)))
        assert len(small.once(cursor, at_hand._kept)._found) < 30


@pytest.mark.parametrize("largest", [0, 3, 500, 10**12])
def test_groups_are_those_a_sort_would_find(largest):
    dice = np.random.default_rng(2)
    for number in (0, 1, 2, 50):
        code = dice.integers(0, largest + 1, number)
        first, group = numbered(code)
        _, rows, inverse = np.unique(code, return_index=True, return_inverse=True)
        assert first.tolist() == rows.tolist()
        assert group.tolist() == inverse.tolist()


@pytest.mark.parametrize("most", [0, 10_000])
def test_comments_are_found_wherever_there_are_some(snapshot, monkeypatch, most):
    monkeypatch.setattr(small, "MOST_COMMENTS", most)
    reader = Scope("u", "admin", everything=True, rights=frozenset({"comments"}))
    wanted = ROWS[ROWS["comment"].fillna("") != ""]
    days = sorted(set(ROWS["day"]))
    with snapshot.cursor() as cursor:
        for unit in ("X2", "X3", "B1"):
            for first, last in ((None, None), (days[0], days[0]), (days[9], None), (None, days[5])):
                rows = wanted[(wanted["unit_code"] == unit)]
                rows = rows[(rows["day"] >= (first or days[0])) & (rows["day"] <= (last or days[-1]))]
                found = comments(cursor, reader, Filters(first, last, unit), "", 1000)
                assert set(found["response_id"]) == set(rows["response_id"])
        none = comments(cursor, reader, Filters(days[0], days[-1], "khong-co"))
        some = comments(cursor, reader, Filters())
        assert none.empty and none.dtypes.drop("text").equals(some.dtypes.drop("text"))
