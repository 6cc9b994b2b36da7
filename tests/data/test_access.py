"""What each role may see: the gate, and what it turns into in figures."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pyarrow as pa
import pytest

from analysis.filters import CommentSearch, Filters
from analysis.roles import EVERY_RIGHT, ROLES, rights_of
from analysis.scope import Scope
from data import accounts, queries
from data.access import NOBODY, authorise
from data.commands.run import main
from data.intake import IntakeOptions, import_table
from data.ledger import Ledger, open_ledger
from data.ledger.accounts import Account
from data.queries.own import only_many
from data.raw_table import RawTable
from data.settings import Home
from data.snapshot import open_snapshot
from data.snapshot.publish import publish

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PEOPLE = (
    Account("quan.tri", "admin"), Account("noi.vu", "home_affairs", units=("H",)),
    Account("lan", "leader", units=("X1",)), Account("hoa", "staff", units=("X2",)),
    Account("mot", "officer", officer="A1"), Account("hai", "officer", officer="A2"),
    Account("mat.tran", "observer"), Account("dan", "public"),
)
MAY = {
    "quan.tri": "accounts audit compare decide export import process publish quality results watchlist",
    "noi.vu": "compare export publish results watchlist",
    "lan": "comments compare export original_comments results watchlist",
    "hoa": "export import quality results", "mot": "own", "mat.tran": "process quality",
    "dan": "public",
}


@pytest.fixture
def office(tiny_store: Home) -> Home:
    """The district with one account of each role."""
    ledger = open_ledger(tiny_store)
    for person in PEOPLE:
        accounts.add_account(ledger, person, "thử", NOW)
    return tiny_store


@pytest.fixture
def broken_store(tiny_store: Home) -> Home:
    """The district with one row of an unknown unit and one label nobody can read."""
    cells = pa.table({str(i): pa.array(column, pa.string()) for i, column in enumerate(zip(
        ("03/09/2026", "Xã Lạ", "", "", "", "", "Hài lòng", "Hài lòng", ""),
        ("03/09/2026", "X1", "", "", "", "", "Hài lòng", "Anh Lò 0901234567", ""), strict=True,
    ))})
    ledger = open_ledger(tiny_store)
    mapping = replace(ledger.source("thu").mapping, name="loi")
    raw = RawTable(ledger_header(ledger), cells, pa.array([2, 3], pa.int32()))
    import_table(ledger, raw, mapping, IntakeOptions(NOW, "thử", "loi.csv"))
    publish(ledger, tiny_store, NOW)
    return tiny_store


def ledger_header(ledger: Ledger) -> tuple[str, ...]:
    return next(ledger.counted(ledger.source("thu").id)).header


def test_until_there_are_accounts_this_machine_sees_all(tiny_store: Home) -> None:
    scope = authorise(None, tiny_store)
    assert scope.everything and scope.rights == EVERY_RIGHT


@pytest.mark.parametrize(("name", "rights"), MAY.items())
def test_a_role_may_what_the_table_says(office: Home, name: str, rights: str) -> None:
    assert " ".join(sorted(authorise(name, office).rights)) == rights


def test_whoever_is_not_known_sees_nothing(office: Home) -> None:
    for name in (None, "", "khong.co", "LAN", "lan ", "' OR 1=1 --", "a\0b"):
        assert authorise(name, office) == NOBODY
    with open_snapshot(office).cursor() as cursor:
        assert queries.counts(cursor, NOBODY, Filters()).empty
        assert queries.choices(cursor, NOBODY) == queries.Choices()


def test_a_changed_account_counts_from_the_next_question_on(office: Home) -> None:
    ledger = open_ledger(office)
    accounts.change_account(ledger, "lan", "quan.tri", NOW, units=("X2",), granted=("quality",))
    scope = authorise("lan", office)
    assert (scope.units, scope.may("quality"), scope.may("accounts")) == (("X2",), True, False)


@pytest.mark.parametrize("role", ROLES)
def test_no_grant_makes_an_administrator(role: str) -> None:
    granted = rights_of(role, frozenset({"accounts", "decide", "import", "audit"}))
    assert granted == ROLES[role]


def test_officers_and_the_public_are_granted_nothing() -> None:
    assert rights_of("officer", frozenset({"comments"})) == {"own"}
    assert rights_of("public", frozenset({"comments"})) == {"public"}


def responses(home: Home, scope: Scope, filters: Filters, *by: str) -> list[int]:
    with open_snapshot(home).cursor() as cursor:
        return [int(n) for n in queries.counts(cursor, scope, filters, by)["responses"]]


def test_an_officer_sees_sums_of_whole_months_about_himself(office: Home) -> None:
    # A1: 31 answers in September, 15 in October: one and fifteen wait for more.
    scope = authorise("mot", office)
    assert (scope.officer, scope.units) == ("A1", ("X1",))
    assert responses(office, scope, Filters()) == [30]
    assert responses(office, scope, Filters(), "month") == [30]
    assert responses(office, scope, Filters(), "criterion") == [30]
    with open_snapshot(office).cursor() as cursor:
        shown = queries.counts(cursor, scope, Filters(), ("officer",))
        chosen = queries.choices(cursor, scope)
    assert shown["officer_code"].tolist() == ["A1"]
    assert [officer.code for officer in chosen.officers] == ["A1"]
    assert (chosen.first_day, chosen.last_day) == (date(2026, 9, 1), date(2026, 9, 30))


def test_an_officer_with_few_answers_sees_none(office: Home) -> None:
    assert responses(office, authorise("hai", office), Filters()) == []


@pytest.mark.parametrize("filters", [
    Filters(officer="A2"), Filters(officer="B1"), Filters(unit="X2"), Filters(field="Đất đai"),
    Filters(channel="qr"), Filters(respondent_type="individual"),
    Filters(criterion_set="nam-dong-2024"), Filters(date(2026, 9, 2)),
    Filters(date(2026, 10, 1)), Filters(None, date(2026, 9, 29)),
])
def test_an_officer_cannot_take_his_sum_apart(office: Home, filters: Filters) -> None:
    assert responses(office, authorise("mot", office), filters) == []


@pytest.mark.parametrize("by", [
    "day", "week", "quarter", "half", "year", "hour", "weekday", "field", "channel",
    "respondent_type",
])
def test_a18_an_officer_gets_no_time_of_day_and_no_small_group(office: Home, by: str) -> None:
    assert responses(office, authorise("mot", office), Filters(), by) == []


def test_a18_an_officer_gets_no_single_answer_and_no_comment(office: Home) -> None:
    scope = Scope("mot", "officer", ("X1",), rights=EVERY_RIGHT, officer="A1")
    with open_snapshot(office).cursor() as cursor:
        for question in (queries.responses, queries.comments, queries.ticks, queries.bursts,
                         queries.dossiers, queries.criterion_cross):
            assert question(cursor, scope, Filters()).empty, question.__name__
        assert queries.comment_page(cursor, scope, Filters(), CommentSearch()).empty
        for whole in (queries.units_table, queries.officers_table, queries.unreadable,
                      queries.rejections):
            assert whole(cursor, scope).empty, whole.__name__


def test_units_never_take_an_officers_sum_apart(office: Home) -> None:
    scope = authorise("mot", office)
    assert responses(office, scope, Filters(), "unit", "officer") == [30]
    two = pd.DataFrame({"unit_code": ["X1", "X2"], "n": [40, 31]})
    assert only_many(two).empty and len(only_many(two.iloc[:1])) == 1


def test_an_officer_account_without_an_officer_sees_nothing(office: Home) -> None:
    scope = Scope("ma", "officer", ("X1",), rights=EVERY_RIGHT, officer="")
    assert responses(office, scope, Filters()) == []


def test_an_observer_counts_rejected_rows_without_reading_them(broken_store: Home) -> None:
    watching = Scope("mat.tran", "observer", everything=True, rights=rights_of("observer"))
    working = Scope("quan.tri", "admin", everything=True, rights=rights_of("admin"))
    with open_snapshot(broken_store).cursor() as cursor:
        for question in (queries.rejections, queries.unreadable):
            seen, read = question(cursor, watching), question(cursor, working)
            assert len(seen) == len(read) == 1
            assert seen["value"].isna().all() and read["value"].notna().all()


def test_the_command_line_shows_what_an_account_may_see(
    office: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    def table(name: str, user: str, *words: str) -> tuple[int, list[dict[str, object]]]:
        status = main(["--home", str(office.path), "--json", "table", name, "--user", user, *words])
        out = capsys.readouterr().out
        return status, json.loads(out)["rows"] if out else []

    status, rows = table("satisfaction", "lan", "--by", "unit")
    assert status == 0 and [row["unit_code"] for row in rows] == ["X1"]
    assert table("satisfaction", "lan", "--unit", "X2") == (0, [])
    assert table("satisfaction", "mot")[1][0]["responses"] == 30
    for name, user in (("responses", "mot"), ("watchlist", "hoa"), ("compare", "hoa"),
                       ("satisfaction", "mat.tran"), ("satisfaction", "dan"),
                       ("satisfaction", "khong.co")):
        assert table(name, user) == (2, [])
