"""Snapshots made from a real ledger: when, how, and that none of it can go wrong unseen."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.errors import IntegrityError
from analysis.mapping import SourceMapping
from analysis.registers import DossierCount, Officer, Unit
from data.criteria import load_criterion_sets
from data.intake import IntakeOptions, import_table, withdraw
from data.ledger import open_ledger
from data.raw_table import RawTable
from data.reschedule import reschedule
from data.settings import Home
from data.snapshot import build, changes, compare, ensure_current, open_snapshot, publish, rebuild
from data.snapshot import publish as publish_function
from data.snapshot.contents import Batch, Contents, SourceInfo
from data.snapshot.files import KEPT, current_path
from data.verdict import check
from data.verify import verify

NOW = datetime(2026, 11, 20, 8, 45, tzinfo=UTC)
HEADER = ("Dấu thời gian", "Đơn vị", "Cán bộ", "Chung", "Thái độ", "Ý kiến")
MAPPING = SourceMapping(
    "xa", criterion_set="nam-dong-2024", partial=True,
    columns={"submitted_at": (HEADER[0],), "unit": (HEADER[1],), "officer": (HEADER[2],), "comment": (HEADER[5],)},
    answers={"overall": HEADER[3], "attitude": HEADER[4]},
)
PROVISIONAL = replace(MAPPING, name="khach", create_units=True)


def table(rows: list[tuple[str | None, ...]]) -> RawTable:
    columns = {
        str(index): pa.array([row[index] for row in rows], pa.string())
        for index in range(len(HEADER))
    }
    return RawTable(HEADER, pa.table(columns), pa.array(range(2, len(rows) + 2), pa.int64()))


def row(unit: str = "X1", level: str | None = "5", minute: int = 0, **other: str | None):
    at = f"{1 + minute // 1440:02d}/05/2026 {minute // 60 % 24:02d}:{minute % 60:02d}:00"
    values = {"at": at, "officer": None, "attitude": "4", "comment": None} | other
    return values["at"], unit, values["officer"], level, values["attitude"], values["comment"]


@pytest.fixture
def home(tmp_path) -> Home:
    found = Home(tmp_path / "home", f"sqlite:///{tmp_path / 'home' / 'ledger.sqlite'}")
    found.prepare()
    return found


@pytest.fixture
def ledger(home):
    opened = open_ledger(home)
    opened.register_units([Unit("D", "Huyện"), Unit("X1", "Xã Một", parent_code="D"), Unit("X2", "Xã Hai", parent_code="D")], "test", NOW)
    opened.register_officers([Officer("CB1", "Hoa", "X1")], "test", NOW)
    yield opened
    opened.close()


def bring(ledger, rows, mapping=MAPPING, now=NOW, name="a.csv"):
    return import_table(ledger, table(rows), mapping, IntakeOptions(now, "test", name))


def read(home: Home, sql: str) -> list[tuple[object, ...]]:
    with open_snapshot(home).cursor() as cursor:
        return cursor.execute(sql).fetchall()


RESPONSES = """
    SELECT u.code, o.code, r.day, r.minute, r.overall, r.c_attitude, c.text, r.edited, r.removed
    FROM response r JOIN unit u USING (unit_id) LEFT JOIN officer o USING (officer_id)
    LEFT JOIN comment c USING (response_id) ORDER BY ALL"""


def test_what_was_imported_stands_in_the_snapshot(home, ledger):
    bring(ledger, [row(officer="CB1", comment="Tốt"), row("Xã Hai", "1", 75), row("nơi khác")])
    name = publish(ledger, home, NOW)
    day = date(2026, 5, 1)
    assert name == open_snapshot(home).name and f"-{ledger.head().seq:06d}-" in name
    assert read(home, RESPONSES) == [
        ("X1", "CB1", day, 0, 5, 4, "Tốt", False, False),
        ("X2", None, day, 75, 1, 4, None, False, False),
    ]
    assert read(home, 'SELECT "row", value, reason FROM rejection') == [(4, "nơi khác", "unknown_unit")]


def test_nothing_new_keeps_the_snapshot(home, ledger):
    bring(ledger, [row()])
    name = publish(ledger, home, NOW)
    assert publish(ledger, home, NOW + timedelta(hours=1)) == name
    assert [p.name for p in home.snapshots.glob("*.duckdb")] == [name]


def test_only_touched_rows_are_read_again_until_registers_change(home, ledger):
    whole = replace(MAPPING, partial=False)
    bring(ledger, [row(), row("X2")], whole)
    publish(ledger, home, NOW)
    bring(ledger, [row(level="1"), row("X2"), row(minute=5, attitude="1")], whole)
    publish(ledger, home, NOW)
    assert open_snapshot(home).meta()["built"] == "changes"
    assert read(home, "SELECT overall, edited FROM response ORDER BY ALL") == [
        (5, False), (5, False), (5, True),
    ]
    ledger.register_units([Unit("X3", "Xã Ba", parent_code="D")], "test", NOW)
    publish(ledger, home, NOW)
    assert open_snapshot(home).meta()["built"] == "full"


def test_another_schedule_reads_no_row_again_but_another_meaning_does(home, ledger):
    sheet = replace(MAPPING, kind="google_sheet", options={"spreadsheet_id": "abc"})
    bring(ledger, [row(), row("X2")], sheet)
    publish(ledger, home, NOW)
    meaning = ledger.register_seq()
    for minutes in (5, 240):
        reschedule(ledger, "xa", {"interval_minutes": minutes, "working_days": ["mon"]}, "an", NOW)
        assert ledger.register_seq() == meaning < ledger.head().seq
        publish(ledger, home, NOW)
        assert (open_snapshot(home).meta()["built"], len(read(home, RESPONSES))) == ("changes", 2)
        assert verify(ledger, home) == []
    ledger.add_source(replace(ledger.source("xa").mapping, levels={"tuyệt": 5}), "an", NOW)
    assert ledger.register_seq() == ledger.head().seq
    publish(ledger, home, NOW)
    assert open_snapshot(home).meta()["built"] == "full"


def test_a_snapshot_built_for_a_ledgers_head_stays_in_force(home, ledger):
    day, texts = date(2026, 5, 1), ("field", "procedure", "respondent_type", "channel", "stage", "comment")
    rows = pa.RecordBatch.from_pydict({
        "response_id": [7], "unit_code": ["X1"], "officer_code": ["CB1"], "day": [day],
        "minute": pa.array([9], pa.int16()), "overall": pa.array([4], pa.int8()),
        "edited": [False], "removed": [False], **{name: pa.nulls(1, pa.string()) for name in texts},
    })
    source = SourceInfo(1, "xa", "nam-dong-2024")
    sets = [load_criterion_sets(home)["nam-dong-2024"]]
    contents = Contents(ledger.registers(), sets, [source], (Batch(source, part) for part in [rows]))
    name = build(contents, home, NOW, ledger)
    assert publish(ledger, home, NOW) == name
    assert read(home, RESPONSES) == [("X1", "CB1", day, 9, 4, 0, None, False, False)]


def test_files_are_closed_to_everyone_else(home, ledger):
    name = publish(ledger, home, NOW)
    for path in (home.snapshots / name, home.current):
        assert path.stat().st_mode & 0o777 == 0o600


def test_an_empty_ledger_gives_an_empty_snapshot(tmp_path):
    home = Home(tmp_path, f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    empty = open_ledger(home)
    ensure_current(empty, home, NOW)
    assert read(home, "SELECT count(*) FROM response") == [(0,)]
    assert compare(empty, home) == []
    empty.close()


def test_without_a_snapshot_a_sentence_is_raised(home):
    with pytest.raises(IntegrityError, match="Chưa có bản dữ liệu"):
        open_snapshot(home)


@pytest.mark.parametrize("damage", ["cut", "empty", "gone", "flipped", "pointer", "no pointer", "../x"])
def test_a_damaged_or_missing_snapshot_is_built_anew(home, ledger, damage):
    bring(ledger, [row(minute=n) for n in range(300)])
    path = home.snapshots / publish(ledger, home, NOW)
    content = path.read_bytes()
    if damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "gone":
        path.unlink()
    elif damage == "flipped":
        path.write_bytes(content[:9000] + bytes([content[9000] ^ 1]) + content[9001:])
    elif damage == "no pointer":
        home.current.unlink()
    else:
        home.current.write_text("nonsense" if damage == "pointer" else damage)
    later = NOW + timedelta(minutes=1)
    assert ensure_current(ledger, home, later) == open_snapshot(home).name
    assert read(home, "SELECT count(*), sum(overall) FROM response") == [(300, 1500)]
    assert compare(ledger, home) == []


def test_a_register_change_gives_rejected_rows_their_unit(home, ledger):
    bring(ledger, [row("Xã Ba")])
    publish(ledger, home, NOW)
    ledger.register_units([Unit("X3", "Xã Ba", parent_code="D")], "test", NOW)
    publish(ledger, home, NOW)
    assert read(home, "SELECT code FROM response JOIN unit USING (unit_id)") == [("X3",)]
    assert read(home, "SELECT * FROM rejection") == []


def test_a_row_dated_tomorrow_counts_when_its_time_has_come(home, ledger):
    bring(ledger, [row(at="25/11/2026 08:00:00"), row()])
    publish(ledger, home, NOW)
    assert read(home, "SELECT reason FROM rejection") == [("future_time",)]
    later = NOW + timedelta(days=6)
    bring(ledger, [row(minute=7)], now=later)
    publish(ledger, home, later)
    assert read(home, "SELECT count(*) FROM response") == [(3,)]
    assert compare(ledger, home) == []


def test_provisional_units_stay_while_other_sources_change(home, ledger):
    bring(ledger, [row("Quầy A", officer="Ann")], PROVISIONAL)
    publish(ledger, home, NOW)
    bring(ledger, [row()])
    bring(ledger, [row(minute=9)])
    publish(ledger, home, NOW)
    assert read(home, "SELECT code FROM unit JOIN response USING (unit_id) ORDER BY 1")[0] == ("Quầy A",)
    assert compare(ledger, home) == []


def test_only_the_last_snapshots_are_kept_and_the_one_in_force_always(home, ledger):
    for number in range(KEPT + 4):
        bring(ledger, [row(minute=number)])
        publish(ledger, home, NOW + timedelta(minutes=number))
    names = {p.name for p in home.snapshots.glob("*.duckdb")}
    assert len(names) == KEPT and open_snapshot(home).name in names
    assert not list(home.snapshots.glob(".new-*"))


def test_deleting_all_snapshots_and_rebuilding_gives_equal_results(home, ledger):
    bring(ledger, [row(minute=n, comment=f"ý {n}", level=str(1 + n % 5)) for n in range(50)])
    publish(ledger, home, NOW)
    bring(ledger, [row(minute=n, level="1") for n in range(45, 60)])
    publish(ledger, home, NOW)
    before = read(home, RESPONSES)
    for path in home.snapshots.iterdir():
        path.unlink()
    ensure_current(ledger, home, NOW)
    assert read(home, RESPONSES) == before


def test_compare_tells_each_difference_in_words(home, ledger):
    assert "Chưa có" in compare(ledger, home)[0]
    bring(ledger, [row(), row("X2")])
    publish(ledger, home, NOW)
    path = current_path(home)
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE response SET overall = 5 WHERE overall = 5 AND unit_id = 1")
        connection.execute("DELETE FROM response WHERE unit_id = 2")
    assert "hỏng" in compare(ledger, home)[0]
    from data.snapshot.files import put_in_force, snapshot_name
    put_in_force(home, path, snapshot_name(NOW, ledger.head().seq, path))
    found = compare(ledger, home)
    assert found[0] == "Bảng response: 0 dòng chỉ có trong bản dữ liệu, 1 dòng chỉ có khi dựng lại từ sổ gốc."
    assert found[1] == "Đơn vị X2: bản dữ liệu có 0 phiếu, sổ gốc có 1 phiếu."
    bring(ledger, [row(minute=1)])
    assert "sổ gốc đã đến" in compare(ledger, home)[0]


units = st.sampled_from(["X1", "X2", "Xã Hai", "đâu đó", "Quầy A", "quầy a"])
levels = st.sampled_from(["1", "3", "5", "Hài lòng", "lạ", None])
rows_of = st.builds(
    lambda unit, level, minute, attitude, comment: row(unit, level, minute, attitude=attitude, comment=comment),
    units, levels, st.integers(0, 6), st.sampled_from(["2", "lạ"]), st.sampled_from([None, "Được"]),
)
steps = st.lists(
    st.tuples(st.sampled_from(["xa", "khach", "full"]), st.lists(rows_of, min_size=1, max_size=5))
    | st.tuples(st.just("withdraw"), st.just([])),
    min_size=1, max_size=5,
)


@pytest.mark.parametrize("smallest", [1, changes.SMALLEST])
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(series=steps)
def test_an_incremental_snapshot_equals_a_full_one(series, tmp_path_factory, monkeypatch, smallest):
    monkeypatch.setattr(changes, "SMALLEST", smallest)
    monkeypatch.setattr(changes, "PART", 0)
    folder = tmp_path_factory.mktemp("series")
    home = Home(folder, f"sqlite:///{folder / 'ledger.sqlite'}")
    ledger = open_ledger(home)
    ledger.register_units([Unit("X1", "Xã Một"), Unit("X2", "Xã Hai")], "test", NOW)
    ledger.register_dossiers([DossierCount("X1", date(2026, 5, 1), date(2026, 5, 31), 40)], "t", NOW)
    mappings = {"xa": MAPPING, "khach": PROVISIONAL, "full": replace(MAPPING, name="full", partial=False)}
    for number, (kind, rows) in enumerate(series):
        if kind == "withdraw":
            applied = [run for run in ledger.runs() if run.applied]
            if applied:
                withdraw(ledger, applied[-1].id, "test", "thử", NOW)
        else:
            bring(ledger, rows, mappings[kind], name=f"{number}.csv")
        publish(ledger, home, NOW)
        assert compare(ledger, home) == []
    ledger.close()


def _publish_many(path: str, times: int) -> None:
    from pathlib import Path

    home = Home(Path(path), f"sqlite:///{Path(path) / 'ledger.sqlite'}")
    ledger = open_ledger(home)
    for _ in range(times):
        rebuild(ledger, home, datetime.now(UTC))
    ledger.close()


def test_processes_and_threads_that_publish_at_once_leave_one_sound_snapshot(home, ledger):
    bring(ledger, [row(minute=n) for n in range(30)])
    publish(ledger, home, NOW)
    processes = [
        get_context("spawn").Process(target=_publish_many, args=(str(home.path), 4)) for _ in range(2)
    ]
    threads = [
        threading.Thread(target=publish_function, args=(ledger, home, NOW)) for _ in range(4)
    ]
    for worker in (*processes, *threads):
        worker.start()
    for _ in range(20):
        assert read(home, "SELECT count(*) FROM response") == [(30,)]
    for worker in (*processes, *threads):
        worker.join(120)
    assert [process.exitcode for process in processes] == [0, 0]
    assert compare(ledger, home) == []
    assert not list(home.snapshots.glob(".new-*"))


def test_rows_that_come_and_are_published_while_the_record_is_checked_are_no_difference(home, ledger):
    bring(ledger, [row()])
    publish(ledger, home, NOW)
    stop = threading.Event()

    def come():
        number = 0
        while not stop.is_set():
            number += 1
            bring(ledger, [row(minute=number)])
            publish(ledger, home, NOW)

    office = threading.Thread(target=come)
    office.start()
    try:
        found = [check(ledger, home, NOW, full=True).sentence for _ in range(3)]
    finally:
        stop.set()
        office.join(120)
    assert found == [""] * 3 and read(home, "SELECT count(*) > 1 FROM response") == [(True,)]


@pytest.fixture
def any_base_is_large(monkeypatch):
    monkeypatch.setattr(changes, "SMALLEST", 1)
    monkeypatch.setattr(changes, "PART", 0)


def test_changes_stand_beside_a_large_snapshot(home, ledger, any_base_is_large):
    whole = replace(MAPPING, partial=False)
    rows = [row(minute=n, officer="CB1", comment=f"ý {n}") for n in range(20)]
    bring(ledger, rows, whole)
    first = publish(ledger, home, NOW)
    for number in range(1, 4):
        rows[number] = row(minute=number, officer="CB1", level="1", comment="khác")
        rows.append(row("X2", "2", 100 + number, attitude="lạ"))
        bring(ledger, rows, whole)
        name = publish(ledger, home, NOW + timedelta(minutes=number))
        assert name.split("-")[3] == first.split("-")[2]
        assert (home.snapshots / first).exists() and compare(ledger, home) == []
        assert read(home, "SELECT count(*), count_if(edited) FROM response") == [(20 + number, number)]
        assert read(home, "SELECT count(*) FROM unreadable") == [(number,)]
    assert read(home, "SELECT count(*) FROM comment WHERE text = 'ý 1'") == [(1,)]


@pytest.mark.parametrize("smallest", [1, changes.SMALLEST])
def test_a_row_to_mend_is_named_where_it_stands_after_the_sheet_was_sorted(home, ledger, monkeypatch, smallest):
    monkeypatch.setattr(changes, "SMALLEST", smallest)
    monkeypatch.setattr(changes, "PART", 0)
    whole, rows = replace(MAPPING, partial=False), [row("nơi khác"), row(minute=1, attitude="lạ"), row(minute=3)]
    bring(ledger, rows, whole)
    publish(ledger, home, NOW)
    for number, sheet in enumerate([[row(minute=2), *rows], rows[::-1]], 1):
        bring(ledger, sheet, whole)
        assert (publish(ledger, home, NOW + timedelta(minutes=number)).count("-") == 3) == (smallest == 1)
        places = [2 + sheet.index(one) for one in rows[:2]]
        assert read(home, 'SELECT "row" FROM rejection UNION ALL SELECT "row" FROM unreadable') == [(n,) for n in places]
        assert verify(ledger, home) == []


def test_a_withdrawn_import_is_written_into_one_file(home, ledger, any_base_is_large):
    first = bring(ledger, [row(minute=n) for n in range(20)]).run
    publish(ledger, home, NOW)
    run = bring(ledger, [row("X2")], name="b.csv").run
    assert publish(ledger, home, NOW).count("-") == 3
    withdraw(ledger, run, "test", "thử", NOW)
    assert publish(ledger, home, NOW).count("-") == 3
    assert compare(ledger, home) == []
    withdraw(ledger, first, "test", "thử", NOW)
    assert publish(ledger, home, NOW).count("-") == 2
    assert compare(ledger, home) == []


@pytest.mark.parametrize("damage", ["gone", "flipped"])
def test_changes_whose_base_is_damaged_are_built_anew(home, ledger, any_base_is_large, damage):
    bring(ledger, [row(minute=n) for n in range(300)])
    base = home.snapshots / publish(ledger, home, NOW)
    bring(ledger, [row("X2")])
    publish(ledger, home, NOW)
    content = base.read_bytes()
    base.unlink()
    if damage == "flipped":
        base.write_bytes(content[:9000] + bytes([content[9000] ^ 1]) + content[9001:])
    assert ensure_current(ledger, home, NOW).count("-") == 2
    assert read(home, "SELECT count(*), sum(overall) FROM response") == [(301, 1505)]


def test_a_counter_that_is_not_the_sum_of_its_responses_is_found(home, ledger):
    bring(ledger, [row(minute=n) for n in range(60)])
    publish(ledger, home, NOW)
    path = current_path(home)
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE by_unit SET overall_5 = overall_5 + 1, overall_1 = overall_1 - 1")
    from data.snapshot.files import put_in_force, snapshot_name
    put_in_force(home, path, snapshot_name(NOW, ledger.head().seq, path))
    assert compare(ledger, home) == [
        "Bảng by_unit: 1 dòng chỉ có trong bản dữ liệu, 1 dòng chỉ có khi dựng lại từ sổ gốc."
    ]


def test_a_base_is_kept_as_long_as_changes_stand_beside_it(home, ledger, any_base_is_large):
    bring(ledger, [row()])
    base = publish(ledger, home, NOW)
    for number in range(KEPT + 2):
        bring(ledger, [row(minute=number + 1)])
        publish(ledger, home, NOW + timedelta(minutes=number))
    names = {p.name for p in home.snapshots.glob("*.duckdb")}
    assert base in names and len(names) == KEPT + 1
    assert compare(ledger, home) == []
