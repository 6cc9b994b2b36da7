"""Living sources stay up to date; what fails changes no figure and is written down."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from analysis.errors import InputError
from analysis.mapping import SourceMapping
from analysis.mapping_file import parse_mapping
from analysis.registers import Unit
from analysis.schedule import Schedule
from data.ledger import Ledger, open_ledger
from data.living import due, living
from data.raw_table import RawTable
from data.settings import CHECKOUT, Home, Settings
from data.snapshot.files import current_path
from data.sources.folder import Folder, Stillness
from data.sources.google_sheet import GoogleSheet
from data.sources.pulled import Pulled, Reader
from data.sources.registry import reader_of
from data.sync import SyncOptions, SyncResult, sync
from data.sync_lock import only_sync
from data.verify import verify
from tests.data.sheet_values import HEADER, ID, MAPPING, TAB, Waits, book
from tests.data.sheets_server import Book, Rows, SheetsServer, serving, status

NOW = datetime(2026, 5, 20, 3, 0, tzinfo=UTC)
ROWS: Rows = [[46146.33 + row / 100, "X1" if row % 2 else "X2", "Hài lòng"] for row in range(20)]


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    """A server with one form's spreadsheet of twenty answers."""
    with serving() as running:
        running.books[ID] = book(ROWS)
        yield running


def with_sheet(ledger: Ledger) -> Ledger:
    """The ledger once it knows two units and one sheet."""
    ledger.register_units([Unit("X1", "Xã Một"), Unit("X2", "Xã Hai")], "an", NOW)
    ledger.add_source(MAPPING, "an", NOW)
    return ledger


@pytest.fixture
def ward(sqlite_home: Home) -> Iterator[Ledger]:
    """A SQLite ledger that knows two units and one sheet."""
    opened = open_ledger(sqlite_home)
    yield with_sheet(opened)
    opened.close()


def options(server: SheetsServer, moment: datetime = NOW, wait: float = 0.0) -> SyncOptions:
    def reader(mapping: SourceMapping) -> Reader:
        settings = Settings(sheets_url=server.url, google_key=None)
        if mapping.kind == "google_sheet":
            return GoogleSheet(settings, None, Waits().clock())
        if mapping.kind == "folder":
            return Folder(still=Stillness(0.0))
        return reader_of(mapping, settings)

    return SyncOptions("an", lambda: moment, wait, reader=reader)


def pull(ledger: Ledger, server: SheetsServer, moment: datetime = NOW) -> SyncResult:
    (result,) = sync(ledger, options(server, moment), "phieu")
    return result


def numbers(result: SyncResult) -> tuple[int, ...]:
    """New, changed, removed, restored, unchanged."""
    names = ("new", "changed", "removed", "restored", "unchanged")
    return tuple(result.document[name] for name in names)


def test_a_first_sync_brings_every_row_and_publishes(
    ledger: Ledger, server: SheetsServer
) -> None:
    ward = with_sheet(ledger)
    result = pull(ward, server)
    assert (result.outcome, result.status, result.sentence) == ("done", 0, "")
    assert numbers(result) == (20, 0, 0, 0, 0)
    said = result.as_dict()
    assert (said["responses"], said["rows"], said["error"]) == (20, 20, None)
    in_force = current_path(ward.home)
    assert in_force is not None and said["snapshot"] == in_force.name
    (log,) = ward.sync_runs()
    assert (log.id, log.outcome, log.counts["new"]) == (result.number, "done", 20)
    assert log.runs == (said["run"],)
    assert verify(ward, ward.home) == []


def test_new_answers_come_with_the_next_sync(ward: Ledger, server: SheetsServer) -> None:
    pull(ward, server)
    server.books[ID].tabs[TAB].append([46150.5, "X1", "Rất hài lòng"])
    assert numbers(pull(ward, server)) == (1, 0, 0, 0, 20)
    assert numbers(pull(ward, server)) == (0, 0, 0, 0, 21)


def test_t01_an_edited_rating_is_a_change(ward: Ledger, server: SheetsServer) -> None:
    pull(ward, server)
    server.books[ID].tabs[TAB][3][2] = "Rất hài lòng"
    assert numbers(pull(ward, server)) == (0, 1, 0, 0, 19)


def test_t02_a_deleted_row_and_t03_a_cleared_one_are_removals(
    ward: Ledger, server: SheetsServer
) -> None:
    pull(ward, server)
    del server.books[ID].tabs[TAB][3]
    assert numbers(pull(ward, server)) == (0, 0, 1, 0, 19)
    server.books[ID].tabs[TAB][5] = ["", "", ""]
    result = pull(ward, server)
    assert numbers(result) == (0, 0, 1, 0, 18)
    assert result.document["responses"] == 20  # removed rows still count


def test_t07_sorting_and_moving_a_column_change_nothing(ward: Ledger, server: SheetsServer) -> None:
    pull(ward, server)
    rows = server.books[ID].tabs[TAB]
    server.books[ID].tabs[TAB] = [rows[0], *reversed(rows[1:])]
    assert numbers(pull(ward, server)) == (0, 0, 0, 0, 20)
    moved = [[*row[1:3], row[0]] for row in server.books[ID].tabs[TAB]]
    server.books[ID].tabs[TAB] = moved
    assert numbers(pull(ward, server)) == (0, 0, 0, 0, 20)


@pytest.mark.parametrize("keep", [0, 10])
def test_t10_mass_removal_is_quarantined(ward: Ledger, server: SheetsServer, keep: int) -> None:
    first = pull(ward, server)
    del server.books[ID].tabs[TAB][1 + keep :]
    result = pull(ward, server)
    assert (result.outcome, result.status) == ("quarantined", 3)
    assert result.document["quarantined"] and result.document["reason"]
    assert result.document["responses"] == first.document["responses"] == 20
    assert ward.sync_runs()[0].sentence == result.sentence != ""


def test_d01_a_renamed_question_is_quarantined_and_comes_in_when_mapped(
    ward: Ledger, server: SheetsServer
) -> None:
    pull(ward, server)
    server.books[ID].tabs[TAB][0][2] = "Mức hài lòng"
    result = pull(ward, server)
    assert (result.document["reason"], result.status) == ("missing_header", 3)
    assert "Chung" in result.sentence
    ward.add_source(replace(MAPPING, answers={"overall": "Mức hài lòng"}), "an", NOW)
    assert numbers(pull(ward, server)) == (0, 0, 0, 0, 20)


def test_d02_two_swapped_questions_keep_their_answers(ward: Ledger, server: SheetsServer) -> None:
    pull(ward, server)
    server.books[ID].tabs[TAB] = [
        [row[0], row[2], row[1], *row[3:]] for row in server.books[ID].tabs[TAB]
    ]
    result = pull(ward, server)
    assert numbers(result) == (0, 0, 0, 0, 20)
    assert result.document["rejected"] == []


def test_d03_a_question_added_in_the_middle_leaves_the_others(
    ward: Ledger, server: SheetsServer
) -> None:
    pull(ward, server)
    rows = server.books[ID].tabs[TAB]
    server.books[ID].tabs[TAB] = [[row[0], "Câu mới" if row is rows[0] else "", *row[1:]] for row in rows]
    server.books[ID].tabs[TAB].append([46150.5, "trả lời", "X1", "Hài lòng"])
    assert numbers(pull(ward, server)) == (1, 0, 0, 0, 20)


def test_d04_a_removed_question_is_quarantined(ward: Ledger, server: SheetsServer) -> None:
    pull(ward, server)
    server.books[ID].tabs[TAB] = [row[:2] for row in server.books[ID].tabs[TAB]]
    assert pull(ward, server).document["reason"] == "missing_header"


def test_d05_two_equal_headers_are_both_kept(ward: Ledger, server: SheetsServer) -> None:
    server.books[ID] = Book({TAB: [HEADER, [46146.5, "X1", "Hài lòng", "một", "", "hai"]]})
    pull(ward, server)
    (rows,) = ward.counted(ward.source("phieu").id)
    cells = rows.cells.iloc[0]
    assert (cells["3"], cells["5"]) == ("một", "hai")


def test_d06_headers_are_recognised_in_any_unicode_form(ward: Ledger, server: SheetsServer) -> None:
    import unicodedata

    header = [unicodedata.normalize("NFD", str(name)) for name in HEADER]
    header[1], header[2] = "\ufeffĐơn\u00a0vị", "CHUNG  "
    server.books[ID].tabs[TAB][0] = list(header)
    assert numbers(pull(ward, server)) == (20, 0, 0, 0, 0)


def test_d13_answers_about_midnight_belong_to_their_day(ward: Ledger, server: SheetsServer) -> None:
    server.books[ID] = book([[46146 + 86399 / 86400, "X1", "Hài lòng"], [46147, "X1", "Hài lòng"]])
    pull(ward, server)
    path = current_path(ward.home)
    assert path is not None
    with duckdb.connect(str(path), read_only=True) as connection:
        days = connection.execute("SELECT day, minute FROM response ORDER BY ALL").fetchall()
    assert [(day.isoformat(), minute) for day, minute in days] == [
        ("2026-05-04", 23 * 60 + 59), ("2026-05-05", -1)
    ]


def test_d14_impossible_times_are_rejected(ward: Ledger, server: SheetsServer) -> None:
    times: list[str | float] = [72686.5, 1.5, "29/02/2025 08:00:00", 46146.5]
    server.books[ID] = book([[time, "X1", "Hài lòng"] for time in times])
    result = pull(ward, server)
    assert [row["reason"] for row in result.document["rejected"]] == [
        "future_time", "bad_time", "bad_time"
    ]
    assert result.document["responses"] == 1


def test_d18_leading_zeros_reach_the_record(ward: Ledger, server: SheetsServer) -> None:
    server.books[ID] = book([[46146.5, "X1", "Hài lòng", "", "001099012345", "0901234567"]])
    pull(ward, server)
    (rows,) = ward.counted(ward.source("phieu").id)
    assert list(rows.cells.iloc[0][["4", "5"]]) == ["001099012345", "0901234567"]


def test_a_failure_changes_nothing_and_the_next_sync_works(
    ward: Ledger, server: SheetsServer
) -> None:
    first = pull(ward, server)
    head, before = ward.figures_head(), current_path(ward.home)
    server.always = status(503)
    result = pull(ward, server)
    assert (result.outcome, result.status) == ("failed", 5)
    assert (ward.figures_head(), current_path(ward.home)) == (head, before)
    said = result.as_dict()
    assert said["error"] == result.sentence and said["snapshot"] == first.document["snapshot"]
    (log, _) = ward.sync_runs()
    assert (log.outcome, log.sentence, log.runs) == ("failed", result.sentence, ())
    assert verify(ward, ward.home) == []
    server.always = None
    assert numbers(pull(ward, server)) == (0, 0, 0, 0, 20)


def test_one_source_that_fails_keeps_no_other_from_syncing(
    ward: Ledger, server: SheetsServer, tmp_path: Path
) -> None:
    lost = {"path": str(tmp_path / "mất.duckdb"), "table": "t"}
    ward.add_source(replace(MAPPING, name="kho", kind="duckdb", options=lost), "an", NOW)
    server.books["khac"] = book(ROWS[:3])
    other = replace(MAPPING, name="khac", options={"spreadsheet_id": "khac"})
    ward.add_source(other, "an", NOW)
    results = sync(ward, options(server))
    assert [(r.source, r.outcome) for r in results] == [
        ("phieu", "done"), ("kho", "failed"), ("khac", "done")
    ]
    assert [run.source for run in ward.sync_runs()] == ["khac", "kho", "phieu"]


def test_a_defect_while_reading_is_logged_with_a_number(
    ward: Ledger, server: SheetsServer
) -> None:
    class Broken:
        def pull(self, mapping: SourceMapping) -> Iterator[Pulled]:
            raise ZeroDivisionError(mapping.name)

        def test(self, mapping: SourceMapping) -> str:
            return mapping.name

    broken = replace(options(server), reader=lambda _mapping: Broken())
    (result,) = sync(ward, broken)
    assert (result.outcome, result.status) == ("failed", 1)
    assert "lỗi số" in result.sentence and "ZeroDivision" not in result.sentence


def test_a_removed_source_is_not_synced_and_its_rows_stay(
    ward: Ledger, server: SheetsServer
) -> None:
    pull(ward, server)
    ward.retire_source("phieu", "an", NOW)
    asked = len(server.asked)
    assert sync(ward, options(server)) == []
    with pytest.raises(InputError, match="gỡ"):
        sync(ward, options(server), "phieu")
    assert len(server.asked) == asked
    assert sum(len(rows.cells) for rows in ward.counted(ward.source("phieu").id)) == 20
    ward.add_source(MAPPING, "an", NOW)
    assert numbers(pull(ward, server)) == (0, 0, 0, 0, 20)


@pytest.mark.parametrize("change", ["removed", "mapped anew"])
def test_what_was_decided_during_a_sync_is_not_undone_by_it(
    ward: Ledger, server: SheetsServer, change: str
) -> None:
    inner = options(server)

    class Meanwhile:
        def pull(self, mapping: SourceMapping) -> Iterator[Pulled]:
            found = list(inner.reader(mapping).pull(mapping))
            if change == "removed":
                ward.retire_source("phieu", "bình", NOW)
            else:
                ward.add_source(replace(MAPPING, counted_version="latest"), "bình", NOW)
            yield from found

        def test(self, mapping: SourceMapping) -> str:
            return mapping.name

    (result,) = sync(ward, replace(inner, reader=lambda _mapping: Meanwhile()))
    assert (result.outcome, ward.runs()) == ("failed", [])
    source = ward.source("phieu")
    assert source.active is (change != "removed")
    assert source.mapping.counted_version == ("first" if change == "removed" else "latest")


def test_a_file_source_is_not_pulled(ward: Ledger, server: SheetsServer) -> None:
    ward.add_source(replace(MAPPING, name="tep", kind="file", options={}), "an", NOW)
    with pytest.raises(InputError, match="import"):
        sync(ward, options(server), "tep")
    assert [result.source for result in sync(ward, options(server))] == ["phieu"]


def test_warnings_of_a_sheet_stay_with_its_sync(ward: Ledger, server: SheetsServer) -> None:
    server.books[ID].tabs["Câu trả lời biểu mẫu 2"] = []
    result = pull(ward, server)
    assert "Câu trả lời biểu mẫu 2" in result.warnings[0]
    assert ward.sync_runs()[0].warnings == result.warnings
    (fresh,) = living(ward, NOW)
    assert fresh.warnings == result.warnings


FOLDER = replace(MAPPING, name="hop", kind="folder", partial=True, sheet=None)
LINES = [f"0{day}/05/2026 08:00:00,X1,Hài lòng\n" for day in range(1, 8)]


def test_files_of_a_folder_add_up_and_remove_nothing(
    ward: Ledger, server: SheetsServer, tmp_path: Path
) -> None:
    box = tmp_path / "hop"
    box.mkdir()
    ward.add_source(replace(FOLDER, options={"path": str(box)}), "an", NOW)
    head = "Dấu thời gian,Đơn vị,Chung\n"
    (box / "a.csv").write_text(head + "".join(LINES[:4]), encoding="utf-8")
    (box / "b.csv").write_text(head + "".join(LINES[2:]), encoding="utf-8")
    (box / "c.xlsx").write_bytes(b"PK\x03\x04")
    (result,) = sync(ward, options(server), "hop")
    assert (result.outcome, result.status) == ("rejected", 2)
    assert "c.xlsx" in result.sentence
    assert numbers(result) == (7, 0, 0, 0, 2)
    assert result.document["responses"] == 7
    assert sorted(path.name for path in (box / "done").glob("*.csv")) == ["a.csv", "b.csv"]
    assert (box / "rejected" / "c.xlsx").exists()
    (again,) = sync(ward, options(server), "hop")
    assert (again.outcome, numbers(again)) == ("done", (0, 0, 0, 0, 0))
    (box / "a lần nữa.csv").write_text(head + "".join(LINES[:4]), encoding="utf-8")
    (twice,) = sync(ward, options(server), "hop")
    assert numbers(twice) == (0, 0, 0, 0, 4)


def test_a_file_of_a_folder_with_other_headers_is_quarantined_and_put_aside(
    ward: Ledger, server: SheetsServer, tmp_path: Path
) -> None:
    box = tmp_path / "hop"
    box.mkdir()
    ward.add_source(replace(FOLDER, options={"path": str(box)}), "an", NOW)
    (box / "a.csv").write_text("Khác,Cột\n1,2\n", encoding="utf-8")
    (result,) = sync(ward, options(server), "hop")
    assert (result.outcome, result.document["reason"]) == ("quarantined", "missing_header")
    assert (box / "rejected" / "a.csv.txt").exists()


def test_a_store_of_another_program_is_synced_like_a_sheet(
    ward: Ledger, server: SheetsServer, tmp_path: Path
) -> None:
    path = tmp_path / "kho.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE TABLE p AS SELECT TIMESTAMP '2026-05-04 08:00:00' + INTERVAL (range) MINUTE AS"
            " \"Dấu thời gian\", 'X1' AS \"Đơn vị\", 4.0 AS \"Chung\" FROM range(50)"
        )
    ward.add_source(
        replace(MAPPING, name="kho", kind="duckdb", sheet=None,
                options={"path": str(path), "table": "p"}), "an", NOW)
    (result,) = sync(ward, options(server), "kho")
    assert (result.outcome, result.document["responses"], result.document["rejected"]) == (
        "done", 50, []
    )
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE p SET \"Chung\" = 1 WHERE rowid = 3")
    (edited,) = sync(ward, options(server), "kho")
    assert numbers(edited) == (0, 1, 0, 0, 49)


def test_ages_come_from_the_last_good_sync(ward: Ledger, server: SheetsServer) -> None:
    (never,) = living(ward, NOW)
    assert (never.age_s, never.late, never.last) == (None, True, None)
    pull(ward, server)
    server.always = status(404)
    pull(ward, server, NOW + timedelta(minutes=15))
    (fresh,) = living(ward, NOW + timedelta(minutes=30))
    assert (fresh.age_s, fresh.late) == (1800, False)
    assert fresh.warnings and "404" in fresh.warnings[0]
    (late,) = living(ward, NOW + timedelta(minutes=31))
    assert late.late and "hai chu kỳ" in late.warnings[0]


def test_only_sources_whose_interval_went_by_are_due(ward: Ledger, server: SheetsServer) -> None:
    hours = replace(MAPPING, name="gio", schedule=Schedule(60))
    ward.add_source(hours, "an", NOW)
    assert [source.name for source in due(ward, NOW)] == ["phieu", "gio"]
    sync(ward, options(server))
    assert due(ward, NOW + timedelta(minutes=14)) == []
    assert [s.name for s in due(ward, NOW + timedelta(minutes=15))] == ["phieu"]
    assert due(ward, NOW + timedelta(minutes=15), chance=1.0) == []
    server.always = status(404)
    pull(ward, server, NOW + timedelta(minutes=20))
    assert due(ward, NOW + timedelta(minutes=30)) == []


def test_a_second_sync_waits_or_says_so(ledger: Ledger, server: SheetsServer) -> None:
    ward = with_sheet(ledger)
    with only_sync(ward, 0.0):
        with pytest.raises(InputError, match="khác đang chạy"):
            sync(ward, options(server))
        with pytest.raises(InputError, match="khác đang chạy"):
            sync(ward, options(server, wait=0.2))
    assert ward.sync_runs() == []
    assert pull(ward, server).outcome == "done"


WORKER = """
import sys, time
from pathlib import Path
from data.ledger import open_ledger
from data.settings import Home
from data.sync_lock import only_sync
home = Home(Path(sys.argv[1]), sys.argv[2])
ledger = open_ledger(home)
for _ in range(3):
    with only_sync(ledger, 180):
        print("in", time.monotonic(), flush=True)
        time.sleep(0.15)
        print("out", time.monotonic(), flush=True)
"""


def test_four_processes_never_sync_at_once(ledger_home: Home) -> None:
    open_ledger(ledger_home).close()
    words = [sys.executable, "-c", WORKER, str(ledger_home.path), ledger_home.ledger_url]
    workers = [subprocess.Popen(words, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
               for _ in range(4)]
    said = [worker.communicate(timeout=180)[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * 4
    moments = sorted(
        (float(line.split()[1]), line.split()[0]) for one in said for line in one.splitlines()
    )
    assert [word for _, word in moments] == ["in", "out"] * 12


def test_a_killed_sync_leaves_no_lock(sqlite_home: Home) -> None:
    ledger = open_ledger(sqlite_home)
    words = [sys.executable, "-c", WORKER, str(sqlite_home.path), sqlite_home.ledger_url]
    with subprocess.Popen(words, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None and worker.stdout.readline().startswith("in")
        with pytest.raises(InputError), only_sync(ledger, 0.0):
            pass
        worker.kill()
        worker.wait()
    with only_sync(ledger, 1.0):
        assert (sqlite_home.path / ".sync.lock").stat().st_mode & 0o777 == 0o600


def test_progress_is_told_stage_by_stage(ward: Ledger, server: SheetsServer) -> None:
    heard: list[tuple[str, str]] = []
    told = replace(options(server), progress=lambda source, stage: heard.append((source, stage)))
    sync(ward, told)
    assert heard == [("phieu", stage) for stage in ("reading", "keeping", "publishing")]


def test_every_kind_of_living_source_is_registered() -> None:
    from analysis.mapping_file import KINDS
    from data.sources.registry import READERS

    assert {*READERS, "file"} == set(KINDS)


def test_the_table_of_a_pull_is_raw(ward: Ledger, server: SheetsServer) -> None:
    (found,) = options(server).reader(MAPPING).pull(MAPPING)
    assert isinstance(found.table, RawTable)
    assert parse_mapping("[source]\nname='x'\nkind='folder'\npath='/x'\ncriterion_set='a'\n"
                         "[columns]\nsubmitted_at='a'\nunit='b'\n[answers]\noverall='c'").partial
