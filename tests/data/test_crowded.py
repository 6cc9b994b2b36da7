"""Bursts read from the responses kept apart, against the rule over all rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.bursts import bursts as bursts_of
from analysis.filters import Filters
from analysis.scope import Scope
from data.queries import bursts
from data.snapshot.changes import write_changes
from data.snapshot.compare import differences
from data.snapshot.contents import Batch, Kept
from data.snapshot.reading import Snapshot
from data.snapshot.write import write_snapshot
from tests.data.snapshot_values import contents_of, random_rows, registers

ALL = Scope("admin", "admin", everything=True)
TREE = registers().tree
FIRST, DAYS = date(2026, 1, 30), 4
SHOWN = ["unit_code", "officer_code", "day", "from_minute", "to_minute", "responses", "most_common"]


def crowded_rows(number: int) -> pd.DataFrame:
    """A few days on which many come within the same hours, around midnight too."""
    dice = np.random.default_rng(7)
    rows = random_rows(number, seed=11).drop(columns="comment").assign(comment=None)
    rows["day"] = [FIRST + timedelta(days=int(n)) for n in dice.integers(0, DAYS, number)]
    rows.loc[rows["officer_code"].isna(), "unit_code"] = "X1"
    spread = np.where(rows["officer_code"].isna(), 20, 60)
    around = dice.choice([5, 600, 1436], number) + dice.integers(-5, spread)
    return rows.assign(minute=np.where(dice.random(number) < 0.05, -1, around % 1440))


ROWS = crowded_rows(2_000)


@pytest.fixture(scope="module", params=["whole", "changes", "before"])
def snapshot(tmp_path_factory, request) -> Snapshot:
    """One file, changes beside a base, and a file from before the table was kept."""
    folder = tmp_path_factory.mktemp("crowded")
    base, path = (folder / f"20261120T00000{n}-000007-aaaaa{n}{end}.duckdb" for n, end in enumerate(["", "-aaaaa0"]))
    if request.param != "changes":
        write_snapshot(base, contents_of(ROWS))
        if request.param == "before":
            with duckdb.connect(str(base)) as connection:
                connection.execute("DROP TABLE crowded; DELETE FROM meta WHERE key = 'crowded'")
        return Snapshot(base)
    dice = np.random.default_rng(3)
    new, edited = (dice.random(len(ROWS)) < share for share in (0.4, 0.1))
    before = ROWS[~new].copy()
    before.loc[edited[~new], "minute"] = 603
    write_snapshot(base, contents_of(before))
    slots = frozenset(ROWS.loc[new | edited, "response_id"])
    write_changes(path, replace(contents_of(ROWS[new | edited]), kept=Kept(base, slots)), base)
    return Snapshot(path)


def plain(filters: Filters) -> pd.DataFrame:
    """The rule over all rows that fit."""
    rows = ROWS
    for column, value in (("field", filters.field), ("channel", filters.channel),
                          ("respondent_type", filters.respondent_type)):
        rows = rows[rows[column] == value] if value is not None else rows
    if filters.unit is not None:
        rows = rows[rows["unit_code"].isin(TREE.subtree(filters.unit))]
    rows = rows[(rows["day"] >= (filters.from_day or date.min)) & (rows["day"] <= (filters.to_day or date.max))]
    return bursts_of(rows)


def lines(frame: pd.DataFrame) -> list[tuple]:
    plainly = frame[SHOWN].astype(object).where(frame[SHOWN].notna(), None)
    return sorted(map(tuple, plainly.to_numpy().tolist()), key=str)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(filters=st.builds(
    Filters,
    from_day=st.sampled_from([None, *(FIRST + timedelta(days=n) for n in range(DAYS))]),
    to_day=st.sampled_from([None, *(FIRST + timedelta(days=n) for n in range(DAYS))]),
    unit=st.sampled_from([None, None, "D", "X1", "B1"]), field=st.sampled_from([None, "Đất đai"]),
    channel=st.sampled_from([None, None, "qr"]),
    respondent_type=st.sampled_from([None, None, "individual"]),
))
def test_bursts_under_any_filter_are_those_of_all_rows(snapshot, filters):
    with snapshot.cursor() as cursor:
        found = bursts(cursor, ALL, filters)
    assert lines(found) == lines(plain(filters))
    assert found["unit_name"].notna().all()


def test_the_days_hold_bursts_of_officers_and_of_units():
    found = plain(Filters())
    assert found["officer_code"].notna().sum() > 20
    assert found["officer_code"].isna().sum() > 2
    assert (found["to_minute"] >= 1440).any()


def test_only_what_crowds_is_kept_apart(tmp_path):
    few = ROWS.assign(minute=600, unit_code="X1", officer_code="CB1").iloc[:13]
    few.loc[few.index[9:], "minute"] = [650, 651, 652, -1]
    few["day"] = FIRST
    write_snapshot(tmp_path / "one.duckdb", contents_of(few))
    with Snapshot(tmp_path / "one.duckdb").cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM crowded").fetchall() == [(0,)]
    few["minute"] = 600
    write_snapshot(tmp_path / "two.duckdb", contents_of(few))
    with Snapshot(tmp_path / "two.duckdb").cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM crowded").fetchall() == [(13,)]


def test_a_check_finds_what_is_missing_among_the_crowded(tmp_path):
    old, fresh = tmp_path / "old.duckdb", tmp_path / "fresh.duckdb"
    for path in (old, fresh):
        write_snapshot(path, contents_of(ROWS))
    assert differences(old, fresh) == []
    with duckdb.connect(str(old)) as connection:
        connection.execute("DELETE FROM crowded WHERE response_id = (SELECT min(response_id) FROM crowded)")
    assert [one for one in differences(old, fresh) if "crowded" in one] == [
        "Bảng crowded: 0 dòng chỉ có trong bản dữ liệu, 1 dòng chỉ có khi dựng lại từ sổ gốc."
    ]
    with duckdb.connect(str(old)) as connection:
        connection.execute("UPDATE crowded SET overall = 9")
    assert any("crowded" in one for one in differences(old, fresh))


def test_batches_of_other_columns_are_compared_too(tmp_path):
    """The table has the columns of `response`, whatever a set asks."""
    contents = contents_of(ROWS.iloc[:0])
    empty = replace(contents, batches=[Batch(b.source, b.responses) for b in contents.batches])
    write_snapshot(tmp_path / "one.duckdb", empty)
    with Snapshot(tmp_path / "one.duckdb").cursor() as cursor:
        assert bursts(cursor, ALL, Filters()).empty
        columns = [cursor.execute(f"DESCRIBE {name}").fetchall() for name in ("crowded", "response")]
    assert columns[0] == columns[1]
