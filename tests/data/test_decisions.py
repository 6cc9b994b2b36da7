"""People decide on tables held back and on removed rows: with a reason, by another person, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from analysis.errors import InputError
from analysis.mapping import SourceMapping
from analysis.registers import Unit
from data.decisions import Decider, apply_held, decide_removed, held_runs, keep_out
from data.held import held_table, removed_rows
from data.intake import ImportResult, IntakeOptions, import_table, withdraw
from data.ledger import Ledger
from data.raw_table import RawTable
from data.snapshot import open_snapshot, publish
from data.verify import verify

NOW = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)
OPTIONS = IntakeOptions(NOW, "an", "phieu.csv")
BINH = Decider("bình", "đã hỏi đơn vị, đúng như vậy", NOW, administrators=2)
HEADER = ("Lúc", "Đơn vị", "Chung")
MAPPING = SourceMapping(
    "phieu",
    criterion_set="nam-dong-2024",
    columns={"submitted_at": ("Lúc",), "unit": ("Đơn vị",)},
    answers={"overall": "Chung"},
)
ROWS = [[f"01/04/2026 08:{minute:02}:00", "X1", "Hài lòng"] for minute in range(12)]


def sheet(rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> RawTable:
    """Rows as a source hands them over."""
    columns = {str(i): pa.array([row[i] for row in rows], pa.string()) for i in range(len(header))}
    return RawTable(tuple(header), pa.table(columns), pa.array(range(2, len(rows) + 2)))


def bring(ledger: Ledger, rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> ImportResult:
    """One import of these rows."""
    return import_table(ledger, sheet(rows, header), MAPPING, OPTIONS)


def run_of(result: ImportResult) -> int:
    """The number of the run."""
    assert result.run is not None
    return result.run


def responses(ledger: Ledger) -> int:
    """Responses in the snapshot of now."""
    publish(ledger, ledger.home, NOW)
    assert verify(ledger, ledger.home) == []
    with open_snapshot(ledger.home) as snapshot, snapshot.cursor() as cursor:
        return int(cursor.execute("SELECT count(*) FROM response").fetchall()[0][0])


@pytest.fixture
def ward(ledger: Ledger) -> Ledger:
    """A record with twelve responses, brought in by an."""
    ledger.register_units([Unit("X1", "Xã Một")], "an", NOW)
    bring(ledger, ROWS)
    return ledger


def test_a_table_held_back_is_applied_by_another_person_with_a_reason(ward: Ledger) -> None:
    run = run_of(bring(ward, ROWS[:5]))
    assert [(held.run.id, held.state, held.registered_by) for held in held_runs(ward)] == [
        (run, "open", "an")
    ]
    assert apply_held(ward, run, BINH).removed == 7
    (held,) = held_runs(ward)
    assert (held.state, held.who, held.reason) == ("applied", "bình", BINH.reason)
    assert responses(ward) == 12


def test_who_registered_the_source_may_decide_only_when_alone(ward: Ledger) -> None:
    run = run_of(bring(ward, ROWS[:5]))
    an = replace(BINH, who="an")
    with pytest.raises(InputError, match="chính an đăng ký"):
        apply_held(ward, run, an)
    with pytest.raises(InputError, match="chính an đăng ký"):
        keep_out(ward, run, an)
    apply_held(ward, run, replace(an, administrators=1))


@pytest.mark.parametrize("reason", ["", "   ", "ừ", "x" * 1_001])
def test_a_decision_without_a_reason_is_refused(ward: Ledger, reason: str) -> None:
    run, head = run_of(bring(ward, ROWS[:5])), ward.head()
    for decide in (apply_held, keep_out):
        with pytest.raises(InputError, match="lý do"):
            decide(ward, run, replace(BINH, reason=reason))
    assert ward.head() == head


def test_a_table_kept_out_stays_out_when_it_comes_again(ward: Ledger) -> None:
    run = run_of(bring(ward, ROWS[:5]))
    keep_out(ward, run, BINH)
    assert run_of(bring(ward, ROWS[:5])) == run
    assert [held.state for held in held_runs(ward)] == ["kept_out"]
    for decide in (apply_held, keep_out):
        with pytest.raises(InputError, match="quyết định rồi"):
            decide(ward, run, BINH)
    assert responses(ward) == 12


def test_a_table_overtaken_by_a_newer_one_is_not_applied(ward: Ledger) -> None:
    run = run_of(bring(ward, ROWS[:5]))
    bring(ward, ROWS)
    assert [held.state for held in held_runs(ward)] == ["overtaken"]
    with pytest.raises(InputError, match="mới hơn"):
        apply_held(ward, run, BINH)
    keep_out(ward, run, BINH)
    assert [held.state for held in held_runs(ward)] == ["kept_out"]


def test_a_renamed_question_is_shown_beside_the_old_one_and_applied_once_mapped(
    ward: Ledger,
) -> None:
    header = ("Lúc", "Đơn vị", "Đánh giá chung")
    run = run_of(bring(ward, [*ROWS, ["02/04/2026 08:00:00", "X1", "Bình thường"]], header))
    table = held_table(ward, run)
    assert (table.old_header, table.new_header) == (HEADER, header)
    assert table.missing == ("Chung",)
    assert table.proposals == {"Chung": ("Đánh giá chung",)}
    with pytest.raises(InputError, match="Bảng vẫn thiếu cột"):
        apply_held(ward, run, BINH)
    with pytest.raises(InputError, match="không có cột"):
        apply_held(ward, run, BINH, {"Chung": "Không có"})
    mapped = held_table(ward, run, {"Chung": "Đánh giá chung"})
    assert (mapped.missing, mapped.new, mapped.changed, mapped.vanished_count) == ((), 1, 0, 0)
    result = apply_held(ward, run, BINH, {"Chung": "Đánh giá chung"})
    assert (result.new, result.unchanged, result.changed, result.removed) == (1, 12, 0, 0)
    assert ward.source("phieu").mapping.answers == {"overall": "Đánh giá chung"}
    assert responses(ward) == 13


def test_the_rows_a_table_lacks_are_listed_before_anyone_decides(ward: Ledger) -> None:
    run = run_of(bring(ward, [*ROWS[:5], ["03/04/2026 08:00:00", "X1", "Bình thường"]]))
    table = held_table(ward, run)
    assert (table.known, table.rows, table.new, table.vanished_count) == (12, 6, 1, 7)
    assert list(table.vanished["row"]) == list(range(7, 14))
    assert list(table.vanished["Lúc"]) == [row[0] for row in ROWS[5:]]
    empty = held_table(ward, run_of(bring(ward, [])))
    assert (empty.rows, empty.vanished_count) == (0, 12)


def test_a_removed_row_counts_until_a_person_decides_otherwise(ward: Ledger) -> None:
    bring(ward, ROWS[:10])
    assert responses(ward) == 12
    source = ward.source("phieu").id
    removed = removed_rows(ward, source)
    assert list(removed["Lúc"]) == [row[0] for row in ROWS[10:]]
    assert list(removed["counted"]) == [True, True]
    slot = int(removed["slot"].iloc[0])
    with pytest.raises(InputError, match="chính an đăng ký"):
        decide_removed(ward, slot, False, replace(BINH, who="an"))
    decide_removed(ward, slot, False, BINH)
    assert list(removed_rows(ward, source)["counted"]) == [False, True]
    assert (ward.excluded(source), responses(ward)) == ({slot}, 11)
    with pytest.raises(InputError, match="như vậy rồi"):
        decide_removed(ward, slot, False, BINH)
    decide_removed(ward, slot, True, BINH)
    assert (ward.excluded(source), responses(ward)) == (set(), 12)


def test_an_excluded_row_that_comes_back_counts_and_needs_a_new_decision(ward: Ledger) -> None:
    bring(ward, ROWS[:11])
    source = ward.source("phieu").id
    slot = int(removed_rows(ward, source)["slot"].iloc[0])
    decide_removed(ward, slot, False, BINH)
    assert responses(ward) == 11
    run = run_of(bring(ward, ROWS))
    assert responses(ward) == 12
    bring(ward, ROWS[:11])
    assert responses(ward) == 12
    with pytest.raises(InputError, match="không phải là dòng đã bị xoá"):
        decide_removed(ward, ward.head().seq, False, BINH)
    decide_removed(ward, slot, False, BINH)
    assert responses(ward) == 11
    assert run


def test_a_withdrawn_removal_ends_the_decision_on_it(ward: Ledger) -> None:
    run = run_of(bring(ward, ROWS[:11]))
    source = ward.source("phieu").id
    decide_removed(ward, int(removed_rows(ward, source)["slot"].iloc[0]), False, BINH)
    withdraw(ward, run, "an", "nhầm", NOW)
    assert responses(ward) == 12


def test_comments_and_columns_nobody_mapped_are_not_shown_with_vanished_rows(
    ledger: Ledger,
) -> None:
    header = (*HEADER, "Ý kiến", "Số điện thoại")
    rows = [[*row, "gọi tôi số 0912345678", "0912345678"] for row in ROWS]
    mapping = replace(MAPPING, columns={**MAPPING.columns, "comment": ("Ý kiến",)})
    ledger.register_units([Unit("X1", "Xã Một")], "an", NOW)
    for some in (rows, rows[:10], rows[:2]):
        run = import_table(ledger, sheet(some, header), mapping, OPTIONS).run
    assert run is not None
    shown = [held_table(ledger, run).vanished, removed_rows(ledger, ledger.source("phieu").id)]
    assert all("0912345678" not in frame.to_csv() for frame in shown)
    assert all("Ý kiến" not in frame for frame in shown)
    (masked,) = set(held_table(ledger, run, comments=True).vanished["Ý kiến"])
    assert masked == "gọi tôi số •••"


def test_decisions_are_events_that_cannot_be_changed_unseen(ward: Ledger) -> None:
    bring(ward, ROWS[:11])
    slot = int(removed_rows(ward, ward.source("phieu").id)["slot"].iloc[0])
    decide_removed(ward, slot, False, BINH)
    publish(ward, ward.home, NOW)
    number = ward.head().seq
    with ward.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET session_replication_role = replica")
        else:
            connection.exec_driver_sql("DROP TRIGGER event_refuses_update")
        connection.exec_driver_sql(f"UPDATE event SET detail = '{{}}' WHERE seq = {number}")
    assert [(d.place, d.seq) for d in verify(ward, ward.home)] == [("event", number)]
