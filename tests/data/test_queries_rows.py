"""Single responses, comments, choices, registers, quality, dossiers and bursts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import duckdb
import pandas as pd
import pytest

from analysis.filters import Filters
from analysis.registers import Registers
from analysis.scope import Scope
from data import queries
from data.access import RIGHTS, authorise
from data.queries import rows, small
from data.settings import Home
from data.snapshot.reading import Snapshot
from data.snapshot.write import write_snapshot
from reports.cells import warned
from reports.csv_file import csv_blocks, csv_bytes
from tests.data.snapshot_values import contents_of, random_rows

ALL = Scope("admin", "admin", everything=True, rights=RIGHTS)
X2 = Scope("hoa", "leader", ("X2",), rights=RIGHTS)
NOBODY = Scope("x", "none", rights=RIGHTS)
ROWS = random_rows(400, seed=8)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory) -> Snapshot:
    path = tmp_path_factory.mktemp("rows") / "one.duckdb"
    write_snapshot(path, contents_of(ROWS))
    return Snapshot(path)


@pytest.fixture
def cursor(snapshot) -> Iterator[duckdb.DuckDBPyConnection]:
    with snapshot.cursor() as opened:
        yield opened


def test_responses_are_the_rows_with_levels_and_without_the_time_of_day(cursor):
    frame = queries.responses(cursor, ALL, Filters())
    assert len(frame) == len(ROWS) and not {"minute", "comment"} & set(frame)
    asked = ROWS[ROWS["overall"] > 0]
    assert frame["overall"].sum() == asked["overall"].sum()
    assert frame["overall"].isna().sum() == (ROWS["overall"] == 0).sum()
    assert {"attitude", "guidance", "q_1", "negative.cost", "edited", "removed"} <= set(frame)
    assert frame["attitude"].sum() == ROWS["c_attitude"].sum()


def test_a_fact_is_null_where_the_set_does_not_ask_for_it(cursor):
    frame = queries.responses(cursor, ALL, Filters())
    silent = frame["negative.cost"].isna().groupby(frame["criterion_set"]).agg(["min", "max"])
    assert (silent["min"] == silent["max"]).all() and set(silent["min"]) == {True, False}
    assert frame.attrs["labels"]["negative.cost"] != "negative.cost"


@pytest.mark.parametrize("part", [1, 30, 10_000])
@pytest.mark.parametrize("scope", [ALL, X2, NOBODY])
def test_responses_in_parts_are_the_same_rows(cursor, monkeypatch, scope, part):
    monkeypatch.setattr(rows, "PART", part)
    for filters in (Filters(), Filters(from_day=date(2026, 2, 1)), Filters(unit="B1")):
        whole = queries.responses(cursor, scope, filters, with_comments=True)
        parts = list(queries.response_parts(cursor, scope, filters, with_comments=True))
        assert b"".join(csv_blocks(parts)) == csv_bytes(whole)
        assert all(one.attrs == whole.attrs for one in parts)
        assert queries.response_count(cursor, scope, filters)["responses"].tolist() == [len(whole)]
        assert csv_bytes(queries.responses(cursor, scope, filters, True, 7)) == csv_bytes(whole.head(7))


def test_many_responses_of_one_unit_come_in_parts_too(tmp_path, monkeypatch):
    monkeypatch.setattr(rows, "PART", 20)
    write_snapshot(tmp_path / "one.duckdb", contents_of(ROWS.assign(unit_code="X2", officer_code=None)))
    with Snapshot(tmp_path / "one.duckdb").cursor() as cursor:
        whole = queries.responses(cursor, ALL, Filters())
        parts = list(queries.response_parts(cursor, ALL, Filters()))
    assert max(map(len, parts)) <= 20 < len(whole)
    assert b"".join(csv_blocks(parts)) == csv_bytes(whole)


def test_a_warning_beside_the_rows_takes_the_place_of_no_answer(tmp_path):
    contents = contents_of(ROWS)
    sets = [replace(one, criteria=tuple(replace(c, code="warning") if c.code == "q_1" else c for c in one.criteria))
            for one in contents.sets]
    batches = [replace(b, responses=b.responses.rename(columns={"c_q_1": "c_warning"})) for b in contents.batches]
    write_snapshot(tmp_path / "one.duckdb", replace(contents, sets=sets, batches=batches))
    with Snapshot(tmp_path / "one.duckdb").cursor() as cursor:
        frame = warned(queries.responses(cursor, ALL, Filters()), "sai")
    assert frame["c_warning"].sum() == ROWS["c_q_1"].sum() > 0 and set(frame["warning"]) == {"sai"}


def test_comments_come_with_responses_only_for_those_who_may_read_them(cursor):
    texts = queries.responses(cursor, ALL, Filters(), with_comments=True)["comment"].dropna()
    assert sorted(texts) == sorted(t for t in ROWS["comment"].dropna() if t)
    without = replace(ALL, rights=frozenset({"results", "export"}))
    assert "comment" not in queries.responses(cursor, without, Filters(), with_comments=True)


def test_comments_are_found_without_accents_in_any_order_of_words(cursor):
    found = queries.comments(cursor, ALL, Filters(), "GIO dung")
    wanted = ROWS[ROWS["comment"] == "Cán bộ rất Đúng giờ"]
    assert len(found) == len(wanted) and set(found["text"]) == {"Cán bộ rất Đúng giờ"}
    assert found["day"].is_monotonic_decreasing
    assert queries.comments(cursor, ALL, Filters(), "", 7).shape[0] == 7


@pytest.mark.parametrize("search", ["%", "_", "' OR 1=1 --", "x'; COPY t TO 'x'; --", "\x00", "\ud800"])
@pytest.mark.parametrize("most", [0, 10_000])
def test_hostile_searches_find_nothing(cursor, monkeypatch, search, most):
    monkeypatch.setattr(small, "MOST_COMMENTS", most)
    assert queries.comments(cursor, ALL, Filters(), search).empty


def test_comments_stay_inside_the_scope_and_need_the_right(cursor):
    assert set(queries.comments(cursor, X2, Filters())["unit_code"]) == {"X2"}
    assert queries.comments(cursor, replace(ALL, rights=frozenset()), Filters()).empty
    assert queries.comments(cursor, NOBODY, Filters()).empty


def test_choices_offer_what_the_scope_holds_and_nothing_else(cursor):
    everything, own = queries.choices(cursor, ALL), queries.choices(cursor, X2)
    assert [u.code for u in everything.units] == ["D", "X1", "B1", "X2", "X3", "E", "Y1"]
    assert [u.parent_code for u in everything.units[:3]] == [None, "D", "X1"]
    assert [o.code for o in everything.officers] == ["CB1", "CB3", "CB2", "CB4"]
    assert everything.fields == ("Hộ tịch", "Đất đai")
    assert everything.respondent_types == ("individual", "organisation")
    assert [(c.set_code, c.code) for c in everything.criteria] == [
        ("a-2026", "attitude"), ("a-2026", "guidance"), ("b-2026", "q_1"), ("b-2026", "attitude"),
    ]
    assert (everything.first_day, everything.last_day) == (ROWS["day"].min(), ROWS["day"].max())
    assert [u.code for u in own.units] == ["X2"] and [o.code for o in own.officers] == ["CB2"]
    assert queries.choices(cursor, NOBODY) == queries.Choices()


def test_every_unit_is_listed_even_without_responses(cursor):
    frame = queries.units_table(cursor, ALL).set_index("unit_code")
    assert frame.loc["B1", "parent_code"] == "X1"
    assert frame.loc["X1", "responses"] == (ROWS["unit_code"] == "X1").sum()
    assert list(queries.units_table(cursor, X2)["unit_code"]) == ["X2"]
    assert list(queries.officers_table(cursor, X2)["officer_code"]) == ["CB2"]


def test_quality_counts_what_was_edited_removed_refused_and_unreadable(cursor):
    frame = queries.quality(cursor, ALL).set_index("source")
    first = ROWS[ROWS["set_code"] == "a-2026"]
    assert frame.loc["nguon-a"].to_dict() == {
        "counted_version": "first", "last_import": "2026-11-20T08:00:00+00:00",
        "responses": len(first), "no_overall": (first["overall"] == 0).sum(),
        "edited": first["edited"].sum(), "removed": first["removed"].sum(),
        "unreadable": 1, "rejected": 1, "excluded": 0,
    }
    assert queries.rejections(cursor, ALL).iloc[0].to_dict() == {
        "source": "nguon-a", "row": 12, "column": "Mức độ", "value": "Tạm được", "reason": "unknown_level",
    }
    assert queries.unreadable(cursor, ALL)["answers"].tolist() == [1]


def test_the_quality_of_one_unit_counts_its_own_rows_and_no_rejection(cursor):
    mine = ROWS[ROWS["unit_code"] == "X2"]
    frame = queries.quality(cursor, ALL, Filters(unit="X2"))
    counted = frame[["responses", "no_overall", "edited", "removed", "rejected"]].sum().tolist()
    assert counted == [
        len(mine), (mine["overall"] == 0).sum(), mine["edited"].sum(), mine["removed"].sum(), 0,
    ]


def test_rejected_rows_are_shown_only_to_those_who_see_everything(cursor):
    assert queries.rejections(cursor, X2).empty
    own = queries.quality(cursor, X2)
    assert own["responses"].sum() == (ROWS["unit_code"] == "X2").sum()
    assert own["rejected"].sum() == 0
    assert queries.quality(cursor, NOBODY).empty


def test_dossiers_stand_beside_the_responses_of_their_unit_days_and_field(cursor):
    frame = queries.dossiers(cursor, ALL, Filters()).set_index("unit_code")
    january = (ROWS["day"] >= date(2026, 1, 1)) & (ROWS["day"] <= date(2026, 1, 31))
    assert frame.loc["X1", "responses"] == (january & ROWS["unit_code"].isin(["X1", "B1"])).sum()
    quarter = (ROWS["day"] >= date(2026, 1, 1)) & (ROWS["day"] <= date(2026, 3, 31))
    land = ROWS["field"] == "Đất đai"
    assert frame.loc["X2", "responses"] == (quarter & land & (ROWS["unit_code"] == "X2")).sum()
    assert list(queries.dossiers(cursor, X2, Filters())["unit_code"]) == ["X2"]
    assert queries.dossiers(cursor, NOBODY, Filters()).empty
    assert list(queries.dossiers(cursor, ALL, Filters(from_day=date(2026, 2, 1)))["unit_code"]) == ["X2"]


def test_a_burst_is_found_and_the_days_around_it_are_not(tmp_path):
    rows = random_rows(60, seed=3)
    rows.loc[:11, ["unit_code", "officer_code"]] = ["X1", "CB1"]
    rows.loc[:11, "day"] = date(2026, 3, 5)
    rows.loc[:11, "minute"] = [600 + n // 2 for n in range(12)]
    rows.loc[:11, "overall"] = 5
    path = tmp_path / "one.duckdb"
    write_snapshot(path, contents_of(rows))
    with Snapshot(path).cursor() as cursor:
        found = queries.bursts(cursor, ALL, Filters())
        assert found.to_dict("records") == [{
            "unit_code": "X1", "unit_name": "Tiên Hòa", "officer_code": "CB1",
            "officer_name": "Nguyễn Thị Hoa", "day": date(2026, 3, 5), "from_minute": 600,
            "to_minute": 605, "responses": 12, "most_common": 12,
        }]
        assert queries.bursts(cursor, X2, Filters()).empty


def test_every_question_works_on_an_empty_snapshot(tmp_path):
    path = tmp_path / "empty.duckdb"
    write_snapshot(
        path, replace(contents_of(random_rows(0), Registers()), sets=[], sources=[], batches=[])
    )
    with Snapshot(path).cursor() as cursor:
        for ask in (queries.counts, queries.ticks, queries.comments, queries.responses,
                    queries.dossiers, queries.bursts):
            frame = ask(cursor, ALL, Filters())
            assert isinstance(frame, pd.DataFrame) and frame.empty and len(frame.columns)
        for look in (queries.quality, queries.rejections, queries.unreadable, queries.units_table):
            assert look(cursor, ALL).empty
        for by in (("unit",), ("criterion",), ("child",), ("officer", "month"), ("hour", "weekday")):
            assert queries.counts(cursor, ALL, Filters(), by).empty
        assert queries.choices(cursor, ALL) == queries.Choices()


def test_threads_with_two_scopes_never_mix_rows(snapshot):
    mixed: list[set[str]] = []

    def ask(scope: Scope, own: set[str]) -> None:
        for _ in range(100):
            with snapshot.cursor() as cursor:
                frame = queries.counts(cursor, scope, Filters(), ("unit",))
            if set(frame["unit_code"]) != own:
                mixed.append(set(frame["unit_code"]))

    other = Scope("b", "leader", ("X1",))
    threads = [
        threading.Thread(target=ask, args=(X2, {"X2"}) if number % 2 else (other, {"X1", "B1"}))
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert mixed == []


def test_until_accounts_exist_everyone_at_this_machine_may_see_everything(tmp_path):
    scope = authorise(None, Home(tmp_path, "sqlite://"))
    assert scope.everything and scope.may("comments") and not scope.may("anything else")


def test_p07_comments_leave_every_query_masked(tmp_path):
    told = ROWS.head(3).assign(comment=[
        "Số 0912 345 678, CCCD 001099012345", "Xe 38A-123.45, thư a.b@thu.vn",
        "Hồ sơ H40.21-260504-0007 ngày 04/05/2026",
    ])
    write_snapshot(tmp_path / "told.duckdb", contents_of(told))
    with Snapshot(tmp_path / "told.duckdb").cursor() as cursor:
        listed = queries.comments(cursor, ALL, Filters())["text"]
        single = queries.responses(cursor, ALL, Filters(), with_comments=True)["comment"]
    for texts in (listed, single):
        assert sorted(texts) == [
            "Hồ sơ ••• ngày 04/05/2026", "Số •••, CCCD •••", "Xe •••, thư •••"
        ]
