"""Tampering at the source and in the store, by the numbers of the list of hostile input.

T01–T03, T07 and T10 are shown on a living sheet in test_sync.py, the eleven ways into the store in
test_tampering.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from analysis.filters import Filters
from analysis.mapping import SourceMapping
from analysis.registers import Officer, Unit
from analysis.scope import Scope
from data import queries
from data.intake import ImportResult, IntakeOptions, import_table
from data.ledger import Ledger
from data.raw_table import RawTable
from data.snapshot import open_snapshot, publish
from data.verify import verify

NOW = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)
ALL = Scope("an", "admin", everything=True, rights=frozenset({"watchlist", "results"}))
HEADER = ("Lúc", "Đơn vị", "Cán bộ", "Chung")
MAPPING = SourceMapping(
    "phieu",
    criterion_set="nam-dong-2024",
    columns={"submitted_at": ("Lúc",), "unit": ("Đơn vị",), "officer": ("Cán bộ",)},
    answers={"overall": "Chung"},
)
ROWS = [[f"0{day}/04/2026 08:00:00", "X1", "Lò Văn Đá", str(1 + day % 5)] for day in range(1, 10)]


def bring(ledger: Ledger, rows: Sequence[Sequence[str]]) -> ImportResult:
    """One import and its snapshot."""
    cells = pa.table({str(i): pa.array([row[i] for row in rows]) for i in range(len(HEADER))})
    raw = RawTable(HEADER, cells, pa.array(range(2, len(rows) + 2)))
    done = import_table(ledger, raw, MAPPING, IntakeOptions(NOW, "an"))
    publish(ledger, ledger.home, NOW)
    return done


def numbers(done: ImportResult) -> tuple[int, ...]:
    """New, changed, removed, unchanged, duplicates."""
    return done.new, done.changed, done.removed, done.unchanged, done.duplicates


def asked(ledger: Ledger, question: str) -> list[tuple[object, ...]]:
    """Rows of the snapshot in force."""
    with open_snapshot(ledger.home) as snapshot, snapshot.cursor() as cursor:
        return cursor.execute(question).fetchall()


@pytest.fixture
def desk(ledger: Ledger) -> Ledger:
    """A desk with two officers and nine responses about the first."""
    ledger.register_units([Unit("X1", "Xã Một")], "an", NOW)
    people = [Officer("A", "Lò Văn Đá", "X1"), Officer("B", "Mùa Thị Hoa", "X1")]
    ledger.register_officers(people, "an", NOW)
    bring(ledger, ROWS)
    return ledger


def test_t04_a_bad_rating_deleted_and_a_good_one_appended_are_both_seen(desk: Ledger) -> None:
    rows = [*ROWS[1:], ["30/04/2026 08:00:00", "X1", "Lò Văn Đá", "5"]]
    assert numbers(bring(desk, rows)) == (1, 0, 1, 8, 0)
    assert asked(desk, "SELECT count(*), count_if(removed) FROM response") == [(10, 1)]


def test_t06_an_exact_duplicate_is_a_second_response_and_flagged(desk: Ledger) -> None:
    assert numbers(bring(desk, [*ROWS, ROWS[0]])) == (1, 0, 0, 9, 1)
    assert asked(desk, "SELECT count(*) FROM response") == [(10,)]


def test_t08_a_rating_moved_to_another_officer_leaves_both_versions(desk: Ledger) -> None:
    rows = [[*ROWS[0][:2], "Mùa Thị Hoa", ROWS[0][3]], *ROWS[1:]]
    done = bring(desk, rows)
    assert done.changed + done.removed == 1
    (first,) = asked(
        desk, "SELECT count(*) FROM response JOIN officer USING (officer_id) WHERE code = 'A'"
    )
    assert first == (9,)
    assert verify(desk, desk.home) == []


@pytest.mark.parametrize("with_hash", [False, True], ids=["t13", "t14"])
def test_t13_t14_a_changed_body_is_found_with_or_without_its_hash(
    desk: Ledger, with_hash: bool
) -> None:
    with desk.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET session_replication_role = replica")
        else:
            for table in ("raw_row", "event"):
                connection.exec_driver_sql(f"DROP TRIGGER {table}_refuses_update")
        last = "(SELECT max(raw_id) FROM raw_row)"
        connection.exec_driver_sql(f"UPDATE raw_row SET body = '[]' WHERE raw_id = {last}")
        if with_hash:
            connection.exec_driver_sql(
                f"UPDATE event SET body_hash = prev_hash WHERE seq = {last}"
            )
    found = [difference.place for difference in verify(desk, desk.home)]
    assert found[0] == ("event" if with_hash else "raw_row")


def test_t20_fifty_answers_in_ten_minutes_are_flagged_and_counted(desk: Ledger) -> None:
    rush = [
        [f"30/04/2026 09:0{n // 6}:{n % 6}0", "X1", "Mùa Thị Hoa", "5"] for n in range(50)
    ]
    bring(desk, [*ROWS, *rush])
    with open_snapshot(desk.home) as snapshot, snapshot.cursor() as cursor:
        found = queries.bursts(cursor, ALL, Filters())
    assert list(found["officer_name"]) == ["Mùa Thị Hoa"]
    assert int(found["responses"].iloc[0]) == 50
    assert asked(desk, "SELECT count(*) FROM response") == [(59,)]
