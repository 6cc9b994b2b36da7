"""The table for everyone from a real snapshot: finished periods only, the same for whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.periods import KINDS, period_end, period_of
from analysis.public import KINDS as PERMITTED
from analysis.scope import Scope
from analysis.suppression import HIDDEN, LEAST, Published
from analysis.text import suppression as words
from data.access import NOBODY
from data.queries import public_periods, public_table
from data.queries.public import GROUPS
from data.snapshot.reading import Snapshot
from data.snapshot.write import write_snapshot
from tests.analysis.test_suppression import known, most, sums
from tests.data.snapshot_values import UNITS, contents_of, random_rows

ALL = Scope("dan", "public", everything=True)
ROWS = random_rows(600, seed=11)
QUARTERS = ["2025-Q4", "2026-Q1"]
BUILT = "2026-04-20T02:00:00+00:00"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    path = tmp_path_factory.mktemp("public") / "one.duckdb"
    contents = contents_of(ROWS)
    write_snapshot(path, replace(contents, meta={**contents.meta, "built_at": BUILT}))
    return Snapshot(path)


@pytest.fixture
def cursor(snapshot: Snapshot) -> Iterator[duckdb.DuckDBPyConnection]:
    with snapshot.cursor() as opened:
        yield opened


def true_cells(period: str, table: pd.DataFrame) -> np.ndarray:
    """What was answered, the plain way: units of the table × low, middle, satisfied."""
    asked = ROWS[[period_of(day, "quarter") == period for day in ROWS["day"]]]
    levels = [(1, 2), (3,), (4, 5)]
    return np.array([
        [(asked[asked["unit_code"] == code]["overall"].isin(group)).sum() for group in levels]
        for code in table["unit_code"][:-1]
    ])


def as_published(table: pd.DataFrame) -> Published:
    shown = table[[*GROUPS, "n"]].fillna(HIDDEN).to_numpy("int64")
    return Published(shown, (~table["reason"].isin([words.FEW, words.HIDDEN])).to_numpy())


@pytest.mark.parametrize("period", QUARTERS)
def test_p01_no_small_cell_of_a_quarter_is_recovered(cursor, period: str) -> None:
    table = public_table(cursor, ALL, period)
    cells = true_cells(period, table)
    equations, bounds = sums(*cells.shape), known(as_published(table))
    rows = np.hstack([cells, cells.sum(axis=1, keepdims=True)])
    true = np.vstack([rows, rows.sum(axis=0, keepdims=True)]).ravel()
    assert (true < LEAST).any()
    for cell in np.flatnonzero(true < LEAST):
        assert most(cell, equations, bounds) >= LEAST
    for (low, high), value in zip(bounds, true, strict=True):
        assert low <= value <= (np.inf if high is None else high)


def test_a_rate_rests_on_thirty_answers_and_on_shown_numbers_alone(cursor) -> None:
    for period in QUARTERS:
        table = public_table(cursor, ALL, period)
        truth = np.vstack([cells := true_cells(period, table), cells.sum(axis=0)])
        rated = table["satisfied_rate"].notna()
        assert (truth[rated].sum(axis=1) >= 30).all()
        assert (table["reason"] != "").equals(~rated)
        line = table[rated].iloc[-1]
        assert line["satisfied_rate"] == line["satisfied"] / line["n"]
        own = truth[rated][:, 2] / truth[rated].sum(axis=1)
        assert (table[rated]["ci_low"] < own).all() and (own < table[rated]["ci_high"]).all()
    assert set(table["reason"]) <= {"", words.FEW, words.HIDDEN}


def test_only_whole_months_quarters_halves_and_years_that_are_over_can_be_published(cursor) -> None:
    days = [date(2025, 10, 1) + timedelta(days=n) for n in range(200)]
    permitted = set(public_periods(cursor, ALL))
    assert set(QUARTERS) < permitted and {"2025-H2", "2025", "2026-03"} < permitted
    assert not permitted & {"2026-04", "2026-Q2", "2026-H1", "2026"}
    for kind in KINDS:
        for key in {period_of(day, kind) for day in days} - permitted:
            if kind in PERMITTED and str(period_end(key)) < BUILT:
                continue  # over, and nobody answered
            with pytest.raises(InputError):
                public_table(cursor, ALL, key)


def test_an_unfinished_period_is_not_published(cursor) -> None:
    with pytest.raises(InputError, match="đã kết thúc"):
        public_table(cursor, ALL, "2026-Q2")
    for wrong in ("", "2026-Q1/2026-Q2", "x' OR 1=1 --", "2026-04-01/2026-04-02", "2026-W10"):
        with pytest.raises(InputError):
            public_table(cursor, ALL, wrong)


def test_everyone_gets_the_same_numbers_so_scopes_cannot_be_subtracted(cursor) -> None:
    whole = public_table(cursor, ALL, QUARTERS[0])
    for unit in UNITS:
        one = public_table(cursor, Scope("x", "leader", units=(unit.code,)), QUARTERS[0])
        pd.testing.assert_frame_equal(one, whole)


def test_no_scope_no_rows(cursor) -> None:
    assert public_table(cursor, NOBODY, QUARTERS[0]).empty
    assert public_periods(cursor, NOBODY) == []
