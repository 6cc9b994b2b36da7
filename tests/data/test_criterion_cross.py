"""Low on a criterion and low in general, against plain pandas on the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pandas as pd
import pytest

from analysis.drivers import CROSS_COLUMNS, drivers
from analysis.filters import Filters
from analysis.scope import Scope
from data.queries import criterion_cross
from data.snapshot.reading import Snapshot
from data.snapshot.write import write_snapshot
from tests.data.snapshot_values import contents_of, random_rows

ALL = Scope("admin", "admin", everything=True)
ROWS = random_rows(600, seed=9)
CRITERIA = ("attitude", "guidance", "q_1")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory) -> Snapshot:
    path = tmp_path_factory.mktemp("cross") / "one.duckdb"
    write_snapshot(path, contents_of(ROWS))
    return Snapshot(path)


@pytest.fixture
def cursor(snapshot) -> Iterator[duckdb.DuckDBPyConnection]:
    with snapshot.cursor() as opened:
        yield opened


def by_hand(rows: pd.DataFrame, criterion: str) -> tuple[int, int, int, int]:
    both = rows[(rows["overall"] > 0) & (rows[f"c_{criterion}"] > 0)]
    low, general = both[f"c_{criterion}"] <= 2, both["overall"] <= 2
    return int((low & general).sum()), int(low.sum()), int(general.sum()), len(both)


def counted(frame: pd.DataFrame) -> dict[str, tuple[int, ...]]:
    return {row[0]: tuple(row[2:]) for row in frame.itertuples(index=False)}


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (Filters(), lambda rows: rows.index >= 0),
        (Filters(unit="X2"), lambda rows: rows["unit_code"] == "X2"),
        (Filters(officer="CB3"), lambda rows: rows["officer_code"] == "CB3"),
        (Filters(from_day=date(2026, 1, 10)), lambda rows: rows["day"] >= date(2026, 1, 10)),
        (Filters(criterion_set="a-2026"), lambda rows: rows["set_code"] == "a-2026"),
    ],
)
def test_the_cross_equals_plain_pandas(cursor, filters, kept) -> None:
    rows = ROWS[kept(ROWS)]
    expected = {code: by_hand(rows, code) for code in CRITERIA}
    frame = criterion_cross(cursor, ALL, filters)
    assert list(frame.columns) == CROSS_COLUMNS
    assert counted(frame) == {code: found for code, found in expected.items() if found[3]}


def test_nobody_crosses_answers_outside_the_scope(cursor) -> None:
    mine = ROWS[ROWS["unit_code"].isin(["X1", "B1"])]
    frame = criterion_cross(cursor, Scope("u", "leader", ("X1",)), Filters())
    assert counted(frame)["attitude"] == by_hand(mine, "attitude")
    assert criterion_cross(cursor, Scope("u", "leader"), Filters()).empty
    assert criterion_cross(cursor, Scope("u", "leader", ("X1",)), Filters(unit="X2")).empty


def test_a_chosen_criterion_stands_alone_and_an_unknown_one_gives_no_row(cursor) -> None:
    assert criterion_cross(cursor, ALL, Filters(criterion="q_1"))["criterion"].tolist() == ["q_1"]
    empty = criterion_cross(cursor, ALL, Filters(criterion="nothing"))
    assert empty.empty and list(empty.columns) == CROSS_COLUMNS
    assert drivers(empty).empty


def test_labels_are_those_of_the_first_questionnaire_that_asks(cursor) -> None:
    frame = criterion_cross(cursor, ALL, Filters())
    assert frame["criterion_label"].tolist() == ["Thái độ", "Hướng dẫn", "Câu 1"]
