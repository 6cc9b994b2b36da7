"""What is published stays as it was, share no day with another table, and stands in the chain."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from analysis.errors import InputError
from analysis.scope import Scope
from data.access import whole
from data.ledger import Ledger, open_ledger, schema
from data.publications import make_public, newest, proposed, publications, publishable
from data.settings import Home
from data.trace import PROCESS, TraceSearch, read_trace
from data.verify import verify
from tests.conftest import MOMENT, TINY, UNITS, Answers, fill

ALL = whole("quan.tri")
LATE = tuple(Answers("X1", "A1", 25, 1, first=date(2026, 9, 2)) for _ in range(3))


@pytest.fixture
def ledger(tiny_store: Home) -> Ledger:
    return open_ledger(tiny_store)


def published(ledger: Ledger, home: Home, period: str) -> int:
    return make_public(ledger, proposed(home, ALL, period), "quan.tri", MOMENT)


def test_a_published_table_never_changes_when_answers_come_late(ledger: Ledger, tiny_store: Home) -> None:
    number = published(ledger, tiny_store, "2026-Q3")
    before = publications(ledger)
    assert (before[0].number, before[0].period, newest(ledger)) == (number, "2026-Q3", number)
    later = proposed(tiny_store, ALL, "2026-Q3")
    assert later.lines == before[0].lines
    fill(tiny_store, UNITS, (*TINY, *LATE))
    assert proposed(tiny_store, ALL, "2026-Q3").lines != before[0].lines
    assert publications(ledger) == before and verify(ledger, tiny_store) == []


def test_no_day_is_published_twice(ledger: Ledger, tiny_store: Home) -> None:
    assert publishable(ledger, tiny_store, ALL) == ["2026-09", "2026-Q3", "2026-10"]
    published(ledger, tiny_store, "2026-Q3")
    assert publishable(ledger, tiny_store, ALL) == ["2026-10"]
    for again in ("2026-Q3", "2026-09", "2026-07"):
        with pytest.raises(InputError, match="Quý 3/2026"):
            published(ledger, tiny_store, again)
    for open_still in ("2026-11", "2026-Q4", "2026", "2026-W36", "2026-09-01"):
        with pytest.raises(InputError):
            published(ledger, tiny_store, open_still)
    assert [one.period for one in publications(ledger)] == ["2026-Q3"]


def test_only_who_may_publish_and_sees_every_unit_of_the_table_does(
    ledger: Ledger, tiny_store: Home
) -> None:
    part = Scope("noi.vu", "home_affairs", ("X1",), rights=frozenset({"publish"}))
    with pytest.raises(InputError, match="ngoài phạm vi"):
        proposed(tiny_store, part, "2026-Q3")
    district = Scope("noi.vu", "home_affairs", ("H",), rights=frozenset({"publish"}))
    assert proposed(tiny_store, district, "2026-Q3") == proposed(tiny_store, ALL, "2026-Q3")
    reader = Scope("lan", "leader", everything=True, rights=frozenset({"results", "public"}))
    assert publishable(ledger, tiny_store, reader) == []
    with pytest.raises(InputError, match="không được công bố"):
        proposed(tiny_store, reader, "2026-Q3")


def test_an_event_says_who_published_what_and_observers_see_it(ledger: Ledger, tiny_store: Home) -> None:
    number = published(ledger, tiny_store, "2026-Q3")
    event = read_trace(ledger, TraceSearch(("publication",)))[0]
    assert "publication" in PROCESS
    assert (event.seq, event.who, event.facts["period"]) == (number, "quan.tri", "2026-Q3")
    assert event.facts["snapshot"].endswith(".duckdb")


@pytest.mark.parametrize("change", ["UPDATE publication SET body = '{}'", "DELETE FROM publication"])
def test_the_record_refuses_to_change_a_publication_and_notices_it(
    ledger: Ledger, tiny_store: Home, change: str
) -> None:
    published(ledger, tiny_store, "2026-Q3")
    with pytest.raises(sa.exc.DatabaseError, match="append-only"), ledger.engine.begin() as connection:
        connection.execute(sa.text(change))
    with ledger.engine.begin() as connection:
        for kind in ("update", "delete"):
            connection.execute(sa.text(f"DROP TRIGGER publication_refuses_{kind}"))
        connection.execute(sa.text(change))
    assert [found.place for found in verify(ledger, tiny_store)] == ["publication"]
    assert "publication" in schema.EVIDENCE


def test_a_small_unit_shows_no_number_and_a_larger_one_its_rate(
    ledger: Ledger, tiny_store: Home
) -> None:
    published(ledger, tiny_store, "2026-Q3")
    lines = {one.code: one for one in publications(ledger)[0].lines}
    assert set(lines) == {"X1", "X2", ""}
    assert lines["X1"].reason != "" or lines["X1"].shown[3] % 5 == 0
    assert lines["X2"].rate is None


def test_nothing_is_published_from_an_empty_home(empty_store: Home) -> None:
    assert publishable(open_ledger(empty_store), empty_store, ALL) == []
    assert publications(open_ledger(empty_store)) == [] and newest(open_ledger(empty_store)) == 0


def test_days_of_the_tests_lie_in_the_months_they_name() -> None:
    days = {group.first + timedelta(days=2 * n) for group in TINY for n in range(group.count)}
    assert {f"{day:%Y-%m}" for day in days} == {"2026-09", "2026-10"}
