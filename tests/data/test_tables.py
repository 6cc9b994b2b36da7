"""The tables of the contract: right columns, right rows, on full, small and empty snapshots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import duckdb
import pytest

from analysis.errors import InputError
from analysis.filters import Filters
from analysis.registers import Registers
from analysis.scope import Scope
from data.access import RIGHTS
from data.snapshot.reading import Snapshot
from data.snapshot.write import write_snapshot
from data.tables import TABLES, build_table
from tests.data.snapshot_values import contents_of, random_rows

ALL = Scope("admin", "admin", everything=True, rights=RIGHTS)
ROWS = random_rows(500, seed=11)
LEVELS = [f"n{level}" for level in range(1, 6)]
SATISFACTION = [
    "responses", "n", *LEVELS, "satisfied", "low", "satisfied_rate", "low_rate", "mean", "ci_low", "ci_high",
]
UNIT, OFFICER = ["unit_code", "unit_name"], ["officer_code", "officer_name"]
WATCHED = ["n", "low", "low_rate", "over", "evidence", "ci_low", "ci_high", "more_needed"]
COLUMNS = {
    ("satisfaction", ()): SATISFACTION,
    ("satisfaction", ("unit",)): [*UNIT, *SATISFACTION],
    ("satisfaction", ("criterion",)): ["criterion", "criterion_label", *SATISFACTION],
    ("satisfaction", ("unit", "criterion")): [*UNIT, "criterion", "criterion_label", *SATISFACTION],
    ("watchlist", ()): [*OFFICER, *UNIT, *WATCHED],
    ("watchlist", ("unit",)): [*UNIT, *WATCHED],
    ("quota", ()): [*UNIT, "period", "dossiers", "required", "responses", "missing", "rule"],
    ("trend", ()): ["period", *SATISFACTION, "change", "change_ci_low", "change_ci_high", "signal"],
    ("compare", ()): [*UNIT, *SATISFACTION, "gap", "gap_ci_low", "gap_ci_high", "q_value", "verdict"],
}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory) -> Snapshot:
    path = tmp_path_factory.mktemp("tables") / "one.duckdb"
    write_snapshot(path, contents_of(ROWS))
    return Snapshot(path)


@pytest.fixture
def cursor(snapshot) -> Iterator[duckdb.DuckDBPyConnection]:
    with snapshot.cursor() as opened:
        yield opened


@pytest.mark.parametrize(("asked", "columns"), COLUMNS.items())
def test_columns_are_those_of_the_contract(cursor, asked, columns):
    name, by = asked
    frame = build_table(name, cursor, ALL, Filters(), by)
    assert list(frame.columns) == columns and len(frame)


@pytest.mark.parametrize("asked", COLUMNS)
def test_an_empty_snapshot_gives_the_same_columns_without_rows(tmp_path, asked):
    path = tmp_path / "empty.duckdb"
    bare = replace(contents_of(random_rows(0), Registers()), sets=[], sources=[], batches=[])
    write_snapshot(path, bare)
    name, by = asked
    with Snapshot(path).cursor() as cursor:
        frame = build_table(name, cursor, ALL, Filters(), by)
    wanted = COLUMNS[asked]
    assert frame.empty and list(frame.columns) == [c for c in wanted if name != "watchlist" or by or c not in OFFICER]


def test_satisfaction_is_the_share_of_levels_four_and_five(cursor):
    found = build_table("satisfaction", cursor, ALL, Filters()).iloc[0]
    n = int((ROWS["overall"] > 0).sum())
    satisfied = int((ROWS["overall"] >= 4).sum())
    assert (found["responses"], found["n"], found["satisfied"]) == (500, n, satisfied)
    assert found["satisfied_rate"] == pytest.approx(satisfied / n, abs=1e-15)


def test_the_watchlist_is_by_unit_where_no_officer_is_known(cursor):
    frame = build_table("watchlist", cursor, ALL, Filters(unit="X3"))
    assert list(frame["unit_code"]) == ["X3"] and "officer_code" not in frame


def test_quota_counts_the_forms_missing_for_the_dossiers(cursor):
    frame = build_table("quota", cursor, ALL, Filters()).set_index("unit_code")
    days = (ROWS["day"] >= date(2026, 1, 1)) & (ROWS["day"] <= date(2026, 1, 31))
    given = int((days & ROWS["unit_code"].isin(["X1", "B1"])).sum())
    assert frame.loc["X1"].to_dict() == {
        "unit_name": "Tiên Hòa", "period": "2026-01", "dossiers": 90, "required": 45,
        "responses": given, "missing": max(0, 45 - given), "rule": "50%",
    }


def test_a_trend_is_by_month_unless_another_period_is_asked_for(cursor):
    months = build_table("trend", cursor, ALL, Filters())["period"].tolist()
    assert months == ["2025-12", "2026-01", "2026-02", "2026-03", "2026-04"]
    by_unit = build_table("trend", cursor, ALL, Filters(), ("unit", "quarter"))
    assert set(by_unit["period"]) == {"2025-Q4", "2026-Q1", "2026-Q2"}


def test_one_unit_can_be_compared_with_nobody(cursor):
    frame = build_table("compare", cursor, ALL, Filters(unit="X2"))
    assert frame["verdict"].tolist() == ["few"]
    assert build_table("compare", cursor, ALL, Filters(unit="nowhere")).empty


def test_comments_are_in_the_responses_only_when_asked_for(cursor):
    assert "comment" not in build_table("responses", cursor, ALL, Filters())
    assert "comment" in build_table("responses", cursor, ALL, Filters(), comments=True)


@pytest.mark.parametrize("name", TABLES)
def test_without_a_scope_no_table_has_rows(cursor, name):
    assert build_table(name, cursor, Scope("x", "none"), Filters()).empty


@pytest.mark.parametrize(
    ("name", "by"),
    [("nonsense", ()), ("watchlist", ("month",)), ("quota", ("officer",)), ("responses", ("unit",)),
     ("compare", ("criterion",)), ("satisfaction", ("rating; DROP TABLE raw_row",))],
)
def test_an_unknown_table_or_grouping_is_refused_in_words(cursor, name, by):
    with pytest.raises(InputError):
        build_table(name, cursor, ALL, Filters(), by)
