"""An officer's figures stay, or grow by at least the minimum: whoever polls reads nobody's answer."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.filters import Filters
from analysis.scope import Scope
from analysis.thresholds import MINIMUM_N
from data.queries import choices, counts
from data.queries.own import KEYS, closed, own_groups
from data.snapshot.write import write_snapshot
from tests.data.snapshot_values import contents_of, random_rows

MONTHS = [date(2026, number, 1) for number in range(1, 7)]
OFFICER = Scope("mot", "officer", ("X1",), officer="CB1")
LEVELS = ["n1", "n2", "n3", "n4", "n5"]
WINTER = Filters(date(2026, 1, 1), date(2026, 2, 28))
QUESTIONS: list[tuple[Filters, tuple[str, ...]]] = [
    (Filters(), ()), (Filters(), ("unit", "officer")), (Filters(), ("month", "criterion")),
    (Filters(), ("criterion",)), (WINTER, ("month",)), (WINTER, ("child",)),
    (Filters(date(2026, 1, 2), criterion="attitude"), ()),
    (Filters(None, date(2026, 3, 30), criterion="guidance"), ("criterion",)),
]


def arrivals() -> st.SearchStrategy[list[date]]:
    """Months in the order of arrival: anyhow, or month by month with back-dated ones between."""
    anyhow = st.lists(st.sampled_from(MONTHS), max_size=300)
    steady = st.lists(st.integers(0, 70), min_size=6, max_size=6).map(
        lambda sizes: [month for month, size in zip(MONTHS, sizes, strict=True) for _ in range(size)]
    )
    late = st.lists(st.tuples(st.integers(0, 300), st.sampled_from(MONTHS)), max_size=50)
    return anyhow | st.builds(with_late, steady, late)


def with_late(months: list[date], late: list[tuple[int, date]]) -> list[date]:
    found = list(months)
    for place, month in late:
        found.insert(place, month)
    return found


@given(arrivals(), st.sampled_from(MONTHS), st.sampled_from(MONTHS), st.booleans())
@settings(max_examples=60, deadline=None)
def test_what_has_closed_never_changes_and_holds_enough(
    months: list[date], first: date, today: date, by_month: bool
) -> None:
    whole = closed(enumerate(months))
    assert all(len(group.answers) >= MINIMUM_N for group in whole)
    listed = [answer for group in whole for answer in group.answers]
    assert len(set(listed)) == len(listed)
    by = ("month",) if by_month else ()
    before: set[int] = set()
    for size in range(len(months) + 1):
        groups = closed(enumerate(months[:size]))
        assert groups == whole[:len(groups)]
        chosen = own_groups(groups, Filters(first), by, today)
        seen = {answer for group in chosen for answer in group.answers}
        assert before <= seen and len(seen - before) not in range(1, MINIMUM_N)
        assert all(first <= months[answer] < today for answer in seen)
        before = seen


def test_little_waits_and_nothing_of_a_steady_record_is_lost() -> None:
    months = [month for month in MONTHS for _ in range(20)]
    shown = [(g.first.month, g.last.month, len(g.answers)) for g in closed(enumerate(months))]
    assert shown == [(1, 2, 40), (3, 4, 40)]


@pytest.fixture(scope="module", params=["as they come", "day by day"])
def growing(request, tmp_path_factory) -> duckdb.DuckDBPyConnection:
    """A snapshot built on 10 April with answers about one officer; `told` holds them all."""
    rows = random_rows(420, seed=8).assign(officer_code="CB1", unit_code="X1", day=None)
    days = random_rows(420, seed=9)["day"]
    rows["day"] = sorted(days) if request.param == "day by day" else list(days)
    path = tmp_path_factory.mktemp("own") / "one.duckdb"
    contents = contents_of(rows)
    contents.meta["built_at"] = "2026-04-10T08:00:00+00:00"
    write_snapshot(path, contents)
    connection = duckdb.connect(str(path))
    connection.execute("CREATE TABLE told AS FROM response")
    return connection


def figures(cursor: duckdb.DuckDBPyConnection) -> dict[tuple[object, ...], tuple[int, ...]]:
    """Every number the officer can ask for, by question and group."""
    found = {}
    for filters, by in QUESTIONS:
        frame = counts(cursor, OFFICER, filters, by)
        assert list(frame["responses"]) == list(frame["n"]) == list(frame[LEVELS].sum(axis=1))
        keys = frame.drop(columns=["responses", "n", *LEVELS])
        named = zip(keys.itertuples(index=False, name=None), frame[LEVELS].to_numpy().tolist(),
                    strict=True)
        found |= {(filters, by, *key): tuple(levels) for key, levels in named}
    return found


def test_a18_polling_after_every_answer_shows_no_single_one(growing) -> None:
    before: dict[tuple[object, ...], tuple[int, ...]] = {}
    grown = 0
    for size in [1060, 1200, 1330, *range(1390, 1400), 1421]:
        growing.execute(
            "CREATE OR REPLACE TABLE response AS FROM told WHERE response_id < ?", [size]
        )
        seen = figures(growing)
        assert before.keys() <= seen.keys()
        for key, levels in seen.items():
            old = before.get(key, (0,) * 5)
            more = [new - past for new, past in zip(levels, old, strict=True)]
            assert min(more) >= 0 and (sum(more) >= MINIMUM_N or not any(more)), key
            grown += any(more)
        before = seen
    assert grown >= 20 and set().union(*(by for _, by in QUESTIONS)) == KEYS


def test_a18_the_running_month_counts_only_when_it_is_over(growing) -> None:
    growing.execute("CREATE OR REPLACE TABLE response AS FROM told")
    shown = choices(growing, OFFICER)
    assert (shown.first_day, shown.last_day) == (date(2025, 12, 1), date(2026, 3, 31))
    now = figures(growing)
    growing.execute("UPDATE meta SET value = '2026-04-30T17:00:00Z' WHERE key = 'built_at'")
    later = figures(growing)  # midnight in Vietnam
    growing.execute("UPDATE meta SET value = '2026-04-10T08:00:00Z' WHERE key = 'built_at'")
    assert sum(later[(Filters(), ())]) >= sum(now[(Filters(), ())]) + MINIMUM_N


@pytest.mark.parametrize("growing", ["day by day"], indirect=True)
def test_months_and_criteria_come_in_the_order_of_the_keys(growing) -> None:
    growing.execute("CREATE OR REPLACE TABLE response AS FROM told")
    by_month = counts(growing, OFFICER, Filters(), ("month", "criterion"))
    assert by_month["period"].is_monotonic_increasing and by_month["period"].nunique() == 4
    by_criterion = counts(growing, OFFICER, Filters(), ("criterion", "month"))
    assert list(by_criterion["criterion"].unique()) == ["attitude", "guidance", "q_1"]
    assert len(by_criterion) == len(by_month)
