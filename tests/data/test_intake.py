"""A table comes in: known rows are recognised, doubtful tables change nothing, nothing is lost."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow as pa
import pytest
import sqlalchemy as sa

from analysis.errors import InputError
from analysis.mapping import SourceMapping
from analysis.registers import Officer, Unit
from data.intake import ImportResult, IntakeOptions, import_table, withdraw
from data.ledger import Ledger, open_ledger, schema
from data.raw_table import RawTable
from data.settings import Home
from data.snapshot import publish
from data.verify import verify

NOW = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)
OPTIONS = IntakeOptions(NOW, "an", "phieu.csv")
HEADER = ("Lúc", "Đơn vị", "Cán bộ", "Chung", "Thái độ", "Ý kiến")
MAPPING = SourceMapping(
    "phieu",
    criterion_set="nam-dong-2024",
    columns={"submitted_at": ("Lúc",), "unit": ("Đơn vị",), "officer": ("Cán bộ",)},
    answers={"overall": "Chung", "attitude": "Thái độ"},
)
Rows = list[list[str | None]]
ROWS: Rows = [
    ["01/04/2026 08:00:00", "X1", "Lò Văn Đá", "Hài lòng", "5", "nhanh"],
    ["01/04/2026 08:05:00", "X1", "Lò Văn Đá", "Rất hài lòng", "5", None],
    ["02/04/2026 09:00:00", "X2", None, "", "3", "chậm"],
    ["03/04/2026 10:00:00", "X2", None, "Tạm hài lòng", "4", None],
    ["04/04/2026 10:00:00", "X9", None, "Hài lòng", "tốt", None],
    ["05/04/2026 10:00:00", "X1", None, "Hài lòng", "tốt", None],
]


def sheet(rows: Sequence[Sequence[str | None]], header: Sequence[str] = HEADER) -> RawTable:
    """Rows as a source hands them over, the first under the header."""
    columns = {str(i): pa.array([row[i] for row in rows], pa.string()) for i in range(len(header))}
    return RawTable(tuple(header), pa.table(columns), pa.array(range(2, len(rows) + 2)))


def numbers(result: ImportResult) -> tuple[int, ...]:
    """New, changed, removed, restored, unchanged."""
    return result.new, result.changed, result.removed, result.restored, result.unchanged


def row_events(ledger: Ledger) -> int:
    """How many events speak of a row."""
    with ledger.engine.connect() as connection:
        event = schema.event
        count = sa.select(sa.func.count()).where(event.c.slot_id.is_not(None))
        return int(connection.execute(count).scalar_one())


def counted_cells(ledger: Ledger, column: int) -> list[str | None]:
    """One column of the rows that count, in the order they first came."""
    source = ledger.source("phieu")
    return [
        cell if isinstance(cell, str) else None
        for rows in ledger.counted(source.id) for cell in rows.cells[str(column)]
    ]


@pytest.fixture
def ward(ledger: Ledger) -> Ledger:
    """A ledger that knows two units and an officer."""
    ledger.register_units([Unit("X1", "Xã Một"), Unit("X2", "Xã Hai")], "an", NOW)
    ledger.register_officers([Officer("C1", "Lò Văn Đá", "X1")], "an", NOW)
    return ledger


def test_the_result_of_a_first_import_counts_everything(ward: Ledger) -> None:
    result = import_table(ward, sheet(ROWS), MAPPING, OPTIONS)
    assert result.as_dict() == {
        "source": "phieu",
        "run": ward.runs()[0].id,
        "rows": 6,
        "new": 6,
        "changed": 0,
        "removed": 0,
        "restored": 0,
        "unchanged": 0,
        "annotated": 0,
        "duplicates": 0,
        "responses": 4,
        "no_overall": 1,
        "rejected": [
            {"row": 5, "column": "Chung", "value": "Tạm hài lòng", "reason": "unknown_level"},
            {"row": 6, "column": "Đơn vị", "value": "X9", "reason": "unknown_unit"},
        ],
        "unreadable_answers": [{"row": 7, "criterion": "attitude", "value": "tốt"}],
        "quarantined": False,
        "reason": None,
        "snapshot": None,
    }
    assert counted_cells(ward, 5) == ["nhanh", None, "chậm", None, None, None]


def test_the_same_file_twice_leaves_one_run_and_nothing_else(ward: Ledger) -> None:
    import_table(ward, sheet(ROWS), MAPPING, OPTIONS)
    head, events, registers = ward.head().seq, row_events(ward), ward.register_seq()
    result = import_table(ward, sheet(ROWS), MAPPING, OPTIONS)
    assert numbers(result) == (0, 0, 0, 0, 6)
    assert (row_events(ward), ward.register_seq()) == (events, registers)
    assert ward.head().seq == head + 1
    assert ward.touched(ward.source("phieu").id, head) == set()


def test_equal_rows_are_two_responses(ward: Ledger) -> None:
    result = import_table(ward, sheet([ROWS[0], ROWS[0], ROWS[1]]), MAPPING, OPTIONS)
    assert (result.new, result.duplicates, result.responses) == (3, 1, 3)
    again = import_table(ward, sheet([ROWS[0], ROWS[0], ROWS[1]]), MAPPING, OPTIONS)
    assert (numbers(again), again.duplicates) == ((0, 0, 0, 0, 3), 1)
    fewer = import_table(ward, sheet([ROWS[0], ROWS[1]]), MAPPING, OPTIONS)
    assert numbers(fewer) == (0, 0, 1, 0, 2)


def test_sorting_rows_and_moving_columns_are_no_events(ward: Ledger) -> None:
    import_table(ward, sheet(ROWS), MAPPING, OPTIONS)
    events = row_events(ward)
    order = [5, 0, 3, 1, 4, 2]
    moved: Rows = [[row[i] for i in order] + [None] for row in reversed(ROWS)]
    header = [HEADER[i] for i in order] + ["Trống"]
    result = import_table(ward, sheet(moved, header), MAPPING, OPTIONS)
    assert numbers(result) == (0, 0, 0, 0, 6)
    assert row_events(ward) == events
    assert [problem["row"] for problem in result.rejected] == [3, 4]


def test_headers_and_cells_in_another_unicode_form_are_the_same(ward: Ledger) -> None:
    import unicodedata

    import_table(ward, sheet(ROWS), MAPPING, OPTIONS)
    rows = [
        [unicodedata.normalize("NFD", cell) + " " if cell else cell for cell in row] for row in ROWS
    ]
    header = ["\ufeff" + unicodedata.normalize("NFD", HEADER[0]) + "\xa0", *HEADER[1:]]
    result = import_table(ward, sheet(rows, header), MAPPING, OPTIONS)
    assert numbers(result) == (0, 0, 0, 0, 6)


def test_an_edited_answer_keeps_both_versions_and_the_first_counts(ward: Ledger) -> None:
    import_table(ward, sheet(ROWS), MAPPING, OPTIONS)
    edited = [*ROWS[:1], [*ROWS[1][:3], "Không hài lòng", *ROWS[1][4:]], *ROWS[2:]]
    result = import_table(ward, sheet(edited), MAPPING, OPTIONS)
    assert numbers(result) == (0, 1, 0, 0, 5)
    assert counted_cells(ward, 3)[1] == "Rất hài lòng"
    latest = replace(MAPPING, counted_version="latest")
    import_table(ward, sheet(edited), latest, OPTIONS)
    frames = list(ward.counted(ward.source("phieu").id))
    assert "Không hài lòng" in counted_cells(ward, 3)
    assert [flag for rows in frames for flag in rows.cells["edited"]].count(True) == 1


def test_a_row_whose_time_alone_differs_is_changed(ward: Ledger) -> None:
    import_table(ward, sheet(ROWS), MAPPING, OPTIONS)
    later = [["01/04/2026 23:00:00", *ROWS[0][1:]], *ROWS[1:]]
    assert numbers(import_table(ward, sheet(later), MAPPING, OPTIONS)) == (0, 1, 0, 0, 5)


def test_a_rating_moved_to_another_officer_is_one_gone_and_one_new(ward: Ledger) -> None:
    import_table(ward, sheet(ROWS), MAPPING, OPTIONS)
    moved = [[*ROWS[0][:2], "Người khác", *ROWS[0][3:]], *ROWS[1:]]
    assert numbers(import_table(ward, sheet(moved), MAPPING, OPTIONS)) == (1, 0, 1, 0, 5)


def test_a_deleted_or_cleared_row_still_counts_and_can_come_back(ward: Ledger) -> None:
    import_table(ward, sheet(ROWS), MAPPING, OPTIONS)
    cleared: Rows = [[None, " ", "", None, None, None], *ROWS[1:]]
    result = import_table(ward, sheet(cleared), MAPPING, OPTIONS)
    assert (numbers(result), result.rows, result.responses) == ((0, 0, 1, 0, 5), 5, 4)
    (rows,) = ward.counted(ward.source("phieu").id)
    assert list(rows.cells["removed"]) == [True, False, False, False, False, False]
    back = import_table(ward, sheet(ROWS), MAPPING, OPTIONS)
    assert (numbers(back), back.responses) == ((0, 0, 0, 1, 5), 4)


def test_every_row_tells_when_it_was_first_and_last_seen(ward: Ledger) -> None:
    for day, rows in ((4, ROWS[:5]), (5, ROWS), (6, ROWS), (7, ROWS[1:]), (8, ROWS[1:]), (9, [])):
        now = NOW.replace(day=day)
        import_table(ward, sheet(rows), MAPPING, replace(OPTIONS, now=now))
    seen = ward.seen(ward.source("phieu").id)
    days = [
        (first[8:10], last[8:10])
        for first, last in zip(seen.first_seen, seen.last_seen, strict=True)
    ]
    assert days == [("04", "06"), *[("04", "08")] * 4, ("05", "08")]


def test_touched_names_the_rows_that_changed(ward: Ledger) -> None:
    import_table(ward, sheet(ROWS), MAPPING, OPTIONS)
    source = ward.source("phieu").id
    head = ward.head().seq
    import_table(ward, sheet([[*ROWS[0][:5], "sửa"], *ROWS[2:]]), MAPPING, OPTIONS)
    (rows,) = ward.counted(source)
    first_two = set(rows.cells["slot"].iloc[:2])
    assert ward.touched(source, head) == first_two
    some = list(ward.counted(source, first_two))
    assert [slot for rows in some for slot in rows.cells["slot"]] == sorted(first_two)


@pytest.mark.parametrize(
    ("table", "reason", "note"),
    [
        (
            sheet([r[:5] for r in ROWS], (*HEADER[:3], "Chung?", "Thái độ")),
            "missing_header",
            "Chung",
        ),
        (sheet(ROWS[:2]), "mass_removal", "4"),
        (sheet([]), "empty_table", "6"),
        (sheet([], ()), "empty_table", "6"),
    ],
    ids=["renamed", "four of six gone", "empty", "no header"],
)
def test_a_doubtful_table_changes_nothing_and_is_kept_once(
    ward: Ledger, table: RawTable, reason: str, note: str
) -> None:
    import_table(ward, sheet(ROWS), MAPPING, OPTIONS)
    events, mapping = row_events(ward), ward.source("phieu").mapping_toml
    other = replace(MAPPING, date_order="mdy")
    result = import_table(ward, table, other, OPTIONS)
    assert (result.quarantined, result.reason, result.responses) == (True, reason, 4)
    assert note in result.note
    assert numbers(result) == (0, 0, 0, 0, 0)
    assert (row_events(ward), ward.source("phieu").mapping_toml) == (events, mapping)
    head = ward.head()
    assert import_table(ward, table, other, OPTIONS).run == result.run
    assert ward.head() == head


def test_three_of_a_few_rows_may_vanish(ward: Ledger) -> None:
    import_table(ward, sheet(ROWS), MAPPING, OPTIONS)
    assert numbers(import_table(ward, sheet(ROWS[:3]), MAPPING, OPTIONS)) == (0, 0, 3, 0, 3)


def test_exactly_a_fifth_of_the_rows_may_vanish(ward: Ledger) -> None:
    rows = [[f"01/04/2026 08:{m:02}:00", "X1", None, "5", None, None] for m in range(50)]
    import_table(ward, sheet(rows), MAPPING, OPTIONS)
    assert import_table(ward, sheet(rows[11:]), MAPPING, OPTIONS).reason == "mass_removal"
    assert numbers(import_table(ward, sheet(rows[10:]), MAPPING, OPTIONS)) == (0, 0, 10, 0, 40)


def test_a_first_table_without_a_mapped_header_is_quarantined(ward: Ledger) -> None:
    result = import_table(ward, sheet([["a"]], ("Khác",)), MAPPING, OPTIONS)
    assert (result.reason, result.responses) == ("missing_header", 0)
    assert [run.quarantined for run in ward.runs("phieu")] == [True]
    assert numbers(import_table(ward, sheet(ROWS), MAPPING, OPTIONS)) == (6, 0, 0, 0, 0)


def test_a_question_renamed_and_mapped_anew_keeps_its_answers(ward: Ledger) -> None:
    import_table(ward, sheet(ROWS), MAPPING, OPTIONS)
    header = [*HEADER[:3], "Mức chung", *HEADER[4:]]
    rows = [*ROWS, ["06/04/2026 10:00:00", "X1", None, "Hài lòng", None, None]]
    assert import_table(ward, sheet(rows, header), MAPPING, OPTIONS).quarantined
    answers = {"overall": "Mức chung", "attitude": "Thái độ"}
    mapped = replace(MAPPING, answers=answers)
    result = import_table(ward, sheet(rows, header), mapped, OPTIONS)
    assert (numbers(result), result.responses) == ((1, 0, 0, 0, 6), 5)
    assert result.no_overall == 1


def test_a_partial_source_loses_nothing_and_counts_known_rows_once(ward: Ledger) -> None:
    partial = replace(MAPPING, partial=True)
    import_table(ward, sheet(ROWS[:4]), partial, OPTIONS)
    result = import_table(ward, sheet(ROWS[2:]), partial, OPTIONS)
    assert (numbers(result), result.responses) == ((2, 0, 0, 0, 2), 4)


def test_unknown_units_and_officers_are_registered_as_provisional(ward: Ledger) -> None:
    lenient = replace(MAPPING, create_units=True)
    rows: Rows = [["01/04/2026 08:00:00", " Xã Ba ", "Sùng A", "5", None, None]]
    assert import_table(ward, sheet(rows), lenient, OPTIONS).responses == 1
    registers = ward.registers()
    assert registers.units["Xã Ba"].provisional
    assert registers.officers["Xã Ba/Sùng A"].provisional
    seq = ward.register_seq()
    import_table(ward, sheet(rows), lenient, OPTIONS)
    assert ward.register_seq() == seq


def test_a_dry_run_tells_the_same_and_keeps_nothing(ward: Ledger) -> None:
    head = ward.head()
    lenient = replace(MAPPING, create_units=True)
    tried = import_table(ward, sheet(ROWS), lenient, replace(OPTIONS, dry_run=True))
    assert (ward.head(), ward.sources(), set(ward.registers().units)) == (head, [], {"X1", "X2"})
    done = import_table(ward, sheet(ROWS), lenient, OPTIONS)
    assert tried.as_dict() | {"run": done.run} == done.as_dict()


def test_a_mapping_for_an_unknown_question_changes_nothing(ward: Ledger) -> None:
    head = ward.head()
    with pytest.raises(InputError):
        import_table(ward, sheet(ROWS), replace(MAPPING, answers={"x": "Chung"}), OPTIONS)
    assert ward.head() == head


def test_a_withdrawn_import_no_longer_counts_but_is_kept(ward: Ledger) -> None:
    import_table(ward, sheet(ROWS[:5]), MAPPING, OPTIONS)
    before = counted_cells(ward, 3)
    source, head = ward.source("phieu").id, ward.head().seq
    second = import_table(
        ward, sheet([[*ROWS[0][:3], "1", None, None], *ROWS[2:]]), MAPPING, OPTIONS
    )
    assert numbers(second) == (1, 1, 1, 0, 3)
    import_table(ward, sheet([[*ROWS[0][:3], "1", None, None], *ROWS[2:]]), MAPPING, OPTIONS)
    touched = ward.touched(source, head)
    assert second.run is not None
    withdraw(ward, second.run, "bình", "nhầm tệp", NOW)
    assert counted_cells(ward, 3) == before
    (rows,) = ward.counted(source)
    assert not rows.cells["edited"].any()
    assert not rows.cells["removed"].any()
    assert ward.touched(source, ward.head().seq - 1) == touched
    assert [run.withdrawn for run in ward.runs()] == [False, True, False]
    assert numbers(import_table(ward, sheet(ROWS[:5]), MAPPING, OPTIONS)) == (0, 0, 0, 0, 5)


def test_only_the_newest_import_that_counts_may_be_withdrawn(ward: Ledger) -> None:
    first = import_table(ward, sheet(ROWS[:5]), MAPPING, OPTIONS).run
    second = import_table(ward, sheet(ROWS), MAPPING, OPTIONS).run
    third = import_table(ward, sheet([]), MAPPING, OPTIONS).run
    assert first and second and third
    for wrong in (999, first, third):
        with pytest.raises(InputError):
            withdraw(ward, wrong, "an", "thử", NOW)
    withdraw(ward, second, "an", "thử", NOW)
    with pytest.raises(InputError):
        withdraw(ward, second, "an", "thử", NOW)
    withdraw(ward, first, "an", "thử", NOW)
    assert list(ward.counted(ward.source("phieu").id)) == []


def test_a_killed_import_leaves_nothing(sqlite_home: Home) -> None:
    script = (
        "import os, sys, signal; sys.path.insert(0, 'tests/data')\n"
        "from pathlib import Path\n"
        "import data.intake as intake\n"
        "from data.ledger import open_ledger\n"
        "from data.settings import Home\n"
        "from test_intake import MAPPING, OPTIONS, ROWS, sheet\n"
        "settle = intake._settle\n"
        "def die(*given):\n"
        "    settle(*given)\n"
        "    print('rows are written', flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "intake._settle = die\n"
        "home = Home(Path(sys.argv[1]), sys.argv[2])\n"
        "intake.import_table(open_ledger(home), sheet(ROWS), MAPPING, OPTIONS)\n"
    )
    ledger = open_ledger(sqlite_home)
    command = [sys.executable, "-c", script, str(sqlite_home.path), sqlite_home.ledger_url]
    child = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (child.returncode, child.stdout) == (-signal.SIGKILL, "rows are written\n")
    assert (ledger.head().seq, ledger.sources(), row_events(ledger)) == (0, [], 0)
    assert import_table(ledger, sheet(ROWS), MAPPING, OPTIONS).new == 6
    ledger.close()


def test_imports_at_the_same_moment_wait_for_each_other(ward: Ledger) -> None:
    def bring(number: int) -> int:
        name = replace(MAPPING, name=f"nguon-{number % 3}", partial=True)
        return import_table(ward, sheet(ROWS), name, OPTIONS).new

    with ThreadPoolExecutor(6) as pool:
        new = list(pool.map(bring, range(12)))
    assert sorted(new) == [0] * 9 + [6] * 3
    publish(ward, ward.home, NOW)
    assert verify(ward, ward.home) == []


def test_cells_with_signs_of_every_kind_come_back_as_they_were(ward: Ledger) -> None:
    odd = ["a\x00b", "x|y\x1ez\x1f", '"\\"', "dòng\nhai\r\n", "🙂\u2028"]
    rows = [[f"01/04/2026 08:0{n}:00", "X1", None, "5", None, text] for n, text in enumerate(odd)]
    import_table(ward, sheet(rows), MAPPING, OPTIONS)
    assert counted_cells(ward, 5) == odd
    assert numbers(import_table(ward, sheet(rows), MAPPING, OPTIONS)) == (0, 0, 0, 0, 5)
    publish(ward, ward.home, NOW)
    assert verify(ward, ward.home) == []


def test_a_hundred_thousand_rows_come_in_within_seconds(sqlite_home: Home) -> None:
    ledger = open_ledger(sqlite_home)
    ledger.register_units([Unit(f"X{n}", f"Xã {n}") for n in range(20)], "an", NOW)
    rows = [
        [f"2026-04-01T{n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}", f"X{n % 20}", None]
        + [str(n % 5 + 1), str(n % 3 + 1), f"ý kiến {n}"]
        + [f"ô {n % 97}"] * 9
        for n in range(100_000)
    ]
    table = sheet(rows, (*HEADER, *(f"Câu {n}" for n in range(9))))
    times = []
    for wanted in ((100_000, 0, 0, 0, 0), (0, 0, 0, 0, 100_000)):
        start = time.perf_counter()
        result = import_table(ledger, table, MAPPING, OPTIONS)
        times.append(time.perf_counter() - start)
        assert numbers(result) == wanted
    print("import of 100,000 rows, again:", [round(t, 2) for t in times])
    assert max(times) < 15
    ledger.close()


def test_a_header_renamed_again_before_any_new_row_is_still_the_same(ward: Ledger) -> None:
    import_table(ward, sheet(ROWS), MAPPING, OPTIONS)
    for name in ("Thời điểm", "Gửi lúc"):
        mapping = replace(MAPPING, columns={**MAPPING.columns, "submitted_at": (name,)})
        renamed = sheet(ROWS, (name, *HEADER[1:]))
        assert numbers(import_table(ward, renamed, mapping, OPTIONS)) == (0, 0, 0, 0, 6)
    assert row_events(ward) == 6
    publish(ward, ward.home, NOW)
    assert verify(ward, ward.home) == []
