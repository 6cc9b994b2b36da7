"""Eleven ways somebody who owns the files may change them, and what the check says to each.

What it cannot know is stated as plainly: a record written anew to its very end, or cut off, holds
together in itself; only a seal from before tells (docs/toan-ven.md).
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from analysis.mapping import SourceMapping
from analysis.matching import column_names
from analysis.registers import Unit
from data.anchor import FOLDER, keep_anchor
from data.intake import IntakeOptions, import_table
from data.ledger import Ledger, open_ledger
from data.ledger.bodies import content_hashes, contents, encode
from data.ledger.chain import NOTHING, event_hash, evidence_hash
from data.raw_table import RawTable
from data.settings import Home
from data.snapshot import publish
from data.snapshot.files import current_path, put_in_force, snapshot_name
from data.verdict import check
from data.verify import verify

NOW = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)
OPTIONS = IntakeOptions(NOW, "an", "phieu.csv")
HEADER = ("Lúc", "Đơn vị", "Chung")
MAPPING = SourceMapping(
    "phieu",
    criterion_set="nam-dong-2024",
    columns={"submitted_at": ("Lúc",), "unit": ("Đơn vị",)},
    answers={"overall": "Chung"},
)
EVIDENCE_OF = {
    "source": "source", "mapping": "mapping", "register": "register", "header": "header",
    "run": "run", "insert": "raw_row", "change": "raw_row",
}
KEYS = {
    "source": "source_id", "mapping": "mapping_id", "register": "register_id",
    "header": "header_id", "run": "run_id", "raw_row": "raw_id",
}


def bring(ledger: Ledger, answers: Sequence[str]) -> None:
    """One import: an answer a row, a minute apart."""
    cells = pa.table({
        "0": pa.array([f"01/04/2026 08:{minute:02}:00" for minute in range(len(answers))]),
        "1": pa.array([f"X{index % 2 + 1}" for index in range(len(answers))]),
        "2": pa.array(list(answers), pa.string()),
    })
    raw = RawTable(HEADER, cells, pa.array(range(2, len(answers) + 2)))
    import_table(ledger, raw, MAPPING, OPTIONS)
    publish(ledger, ledger.home, NOW)


@pytest.fixture
def kept(sqlite_home: Home) -> Iterator[Ledger]:
    """A record with two units and six responses, not sealed yet."""
    ledger = open_ledger(sqlite_home)
    ledger.register_units([Unit("X1", "Xã Một"), Unit("X2", "Xã Hai")], "an", NOW)
    bring(ledger, "543215")
    assert verify(ledger, sqlite_home) == []
    yield ledger
    ledger.close()


@contextmanager
def owned(ledger: Ledger) -> Iterator[sqlite3.Connection]:
    """The file in the hands of somebody who owns it: no trigger stands in the way."""
    ledger.close()
    path = str(ledger.engine.url.database)
    with closing(sqlite3.connect(path)) as connection, connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        yield connection


def places(ledger: Ledger) -> list[str]:
    """Where the check finds something, each place once, in order."""
    found = verify(ledger, ledger.home)
    assert all(difference.sentence for difference in found)
    return list(dict.fromkeys(difference.place for difference in found))


def first(connection: sqlite3.Connection) -> tuple[int, int, int, int, str]:
    """Number, run, header, row number and body of the first response."""
    columns = "raw_id, run_id, header_id, row_number, body"
    return connection.execute(f"SELECT {columns} FROM raw_row ORDER BY raw_id LIMIT 1").fetchone()


def content_of(body: str) -> bytes:
    """The content hash the record keeps for a body."""
    cells = pa.table({str(i): pa.array([cell]) for i, cell in enumerate(json.loads(body))})
    return content_hashes(contents(cells, column_names(HEADER, {})))[0]


def rechain(connection: sqlite3.Connection) -> None:
    """Computes every hash anew, as somebody would who knows exactly how."""
    previous = bytes(32)
    events = connection.execute("SELECT * FROM event ORDER BY seq").fetchall()
    for seq, at, kind, source, run, slot, detail, _, _, _ in events:
        body_hash = NOTHING
        if kind in EVIDENCE_OF:
            table = EVIDENCE_OF[kind]
            row = list(connection.execute(
                f"SELECT * FROM {table} WHERE {KEYS[table]} = ?", [seq]
            ).fetchone())[1:]
            if table == "raw_row":
                del row[3]
            body_hash = evidence_hash(*row)
        own = event_hash(previous, body_hash, (seq, at, kind, source, run, slot, detail))
        connection.execute(
            "UPDATE event SET body_hash = ?, prev_hash = ?, hash = ? WHERE seq = ?",
            [body_hash, previous, own, seq],
        )
        previous = own


def rated_better(connection: sqlite3.Connection) -> int:
    """The lowest rating made the highest; the number of its response."""
    number, body = connection.execute(
        "SELECT raw_id, body FROM raw_row WHERE body LIKE '%\"1\"]'"
    ).fetchone()
    better = body.replace('"1"]', '"5"]')
    connection.execute("UPDATE raw_row SET body = ? WHERE raw_id = ?", [better, number])
    return int(number)


def test_01_a_body_is_changed(kept: Ledger) -> None:
    with owned(kept) as connection:
        number = rated_better(connection)
    (found,) = verify(kept, kept.home)
    assert (found.place, found.seq) == ("raw_row", number)


def test_02_a_body_is_changed_with_its_hash(kept: Ledger) -> None:
    with owned(kept) as connection:
        number = rated_better(connection)
        row = connection.execute(
            "SELECT run_id, header_id, row_number, body FROM raw_row WHERE raw_id = ?", [number]
        ).fetchone()
        connection.execute(
            "UPDATE event SET body_hash = ? WHERE seq = ?", [evidence_hash(*row), number]
        )
    found = verify(kept, kept.home)
    assert [(difference.place, difference.seq) for difference in found] == [("event", number)]


def test_03_the_chain_is_computed_anew_after_a_change(kept: Ledger) -> None:
    keep_anchor(kept, kept.home, NOW)
    with owned(kept) as connection:
        rated_better(connection)
        rechain(connection)
    assert places(kept) == ["anchor"]


def test_03_a_record_written_anew_to_its_end_is_seen_by_its_seals_alone(kept: Ledger) -> None:
    keep_anchor(kept, kept.home, NOW)
    with owned(kept) as connection:
        number = rated_better(connection)
        (body,) = connection.execute(
            "SELECT body FROM raw_row WHERE raw_id = ?", [number]
        ).fetchone()
        for table, key in (("raw_row", "raw_id"), ("slot", "slot_id")):
            connection.execute(
                f"UPDATE {table} SET content_hash = ? WHERE {key} = ?", [content_of(body), number]
            )
        rechain(connection)
    publish(kept, kept.home, NOW)
    assert places(kept) == ["anchor"]
    shutil.rmtree(kept.home.path / FOLDER)
    assert places(kept) == []  # told in docs/toan-ven.md: keep a seal where nobody can change it


def test_04_the_tail_is_cut_off(kept: Ledger) -> None:
    keep_anchor(kept, kept.home, NOW)
    with owned(kept) as connection:
        (last,) = connection.execute("SELECT max(raw_id) FROM raw_row").fetchone()
        for table, key in (("event", "seq"), ("raw_row", "raw_id"), ("slot", "slot_id")):
            connection.execute(f"DELETE FROM {table} WHERE {key} = ?", [last])
    assert "anchor" in places(kept)
    shutil.rmtree(kept.home.path / FOLDER)
    assert places(kept) == ["run", "snapshot"]  # the run told of one row more


def test_05_an_old_copy_is_put_back(kept: Ledger) -> None:
    kept.close()
    old = kept.home.path / "old.sqlite"
    shutil.copyfile(kept.home.path / "ledger.sqlite", old)
    bring(kept, "5432154")
    keep_anchor(kept, kept.home, NOW)
    kept.close()
    shutil.copyfile(old, kept.home.path / "ledger.sqlite")
    assert places(kept) == ["anchor"]
    shutil.rmtree(kept.home.path / FOLDER)
    assert places(kept) == ["snapshot"]


def test_06_an_event_is_removed(kept: Ledger) -> None:
    with owned(kept) as connection:
        number = first(connection)[0]
        connection.execute("DELETE FROM event WHERE seq = ?", [number])
    found = verify(kept, kept.home)
    assert [(d.place, d.seq) for d in found] == [("event", number), ("raw_row", number)]


def changed_snapshot(home: Home, statement: str) -> None:
    """Another snapshot put in force, under a name that fits its content."""
    path = current_path(home)
    assert path is not None
    copy = home.snapshots / "copy.duckdb"
    shutil.copyfile(path, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(statement)
    seq = int(path.name.split("-")[1])
    put_in_force(home, copy, snapshot_name(NOW, seq, copy))


def test_07_the_snapshot_is_replaced(kept: Ledger) -> None:
    changed_snapshot(kept.home, "UPDATE response SET overall = 5 WHERE overall = 1")
    assert places(kept) == ["snapshot"]


def test_08_a_dimension_is_edited(kept: Ledger) -> None:
    changed_snapshot(kept.home, "UPDATE unit SET name = 'Xã Khác' WHERE code = 'X1'")
    assert places(kept) == ["snapshot"]


def test_09_ratings_are_swapped(kept: Ledger) -> None:
    """Between two responses, so that every sum stays what it was."""
    with owned(kept) as connection:
        rows = connection.execute("SELECT raw_id, body FROM raw_row ORDER BY raw_id").fetchall()
        (one, a), (two, b) = rows[0], rows[3]
        connection.execute("UPDATE raw_row SET body = ? WHERE raw_id = ?", [a.replace('"5"', '"2"'), one])
        connection.execute("UPDATE raw_row SET body = ? WHERE raw_id = ?", [b.replace('"2"', '"5"'), two])
    assert [d.seq for d in verify(kept, kept.home)] == [one, two]


def test_09_ratings_are_swapped_in_the_snapshot(kept: Ledger) -> None:
    changed_snapshot(
        kept.home, "UPDATE response SET overall = 7 - overall WHERE overall IN (2, 5)"
    )
    assert places(kept) == ["snapshot"]


def test_10_the_write_ahead_log_is_deleted(kept: Ledger) -> None:
    with kept.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("PRAGMA wal_autocheckpoint = 0")
        bring(kept, "5432154")
        keep_anchor(kept, kept.home, NOW)
        stolen = Home(kept.home.path / "stolen", f"sqlite:///{kept.home.path}/stolen/ledger.sqlite")
        shutil.copytree(
            kept.home.path, stolen.path, ignore=shutil.ignore_patterns("*-wal", "*-shm", "stolen")
        )
    ledger = open_ledger(stolen)
    assert places(ledger) == ["anchor"]
    shutil.rmtree(stolen.path / FOLDER)
    assert places(ledger) == ["snapshot"]
    ledger.close()


def forged_event(connection: sqlite3.Connection, run: int) -> int:
    """An insert with everything that belongs to it, chained as it should be; its number."""
    _, _, header, _, _ = first(connection)
    (head, previous) = connection.execute(
        "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    number, body = head + 1, encode(["02/04/2026 08:00:00", "X1", "5"])
    vouched = evidence_hash(run, header, 99, body)
    (source,) = connection.execute("SELECT source_id FROM source").fetchone()
    fields = (number, "2026-05-04T03:00:00+00:00", "insert", source, run, number, "")
    connection.execute(
        "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [*fields, vouched, previous, event_hash(previous, vouched, fields)],
    )
    content = content_of(body)
    row = [number, run, header, 99, content, body]
    connection.execute("INSERT INTO raw_row VALUES (?, ?, ?, ?, ?, ?)", row)
    slot = [number, source, number, number, 1, False, 99, content]
    connection.execute("INSERT INTO slot VALUES (?, ?, ?, ?, ?, ?, ?, ?)", slot)
    return number


def test_11_an_event_without_a_source_row_is_appended(kept: Ledger) -> None:
    with owned(kept) as connection:
        (run,) = connection.execute("SELECT max(run_id) FROM run").fetchone()
        forged_event(connection, run)
    (found,) = [d for d in verify(kept, kept.home) if d.place == "run"]
    assert found.seq == run and "ghi 6 dòng mới, nhưng sổ có 7" in found.sentence


def test_11_with_a_run_of_its_own_the_next_pull_of_the_source_shows_it(kept: Ledger) -> None:
    with owned(kept) as connection:
        (body,) = connection.execute("SELECT body FROM run ORDER BY run_id DESC").fetchone()
        told = json.loads(body)
        told["counts"] |= {"rows": 7, "new": 1, "unchanged": 6}
        (source,) = connection.execute("SELECT source_id FROM source").fetchone()
        seq, previous = connection.execute(
            "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        text = json.dumps(told, ensure_ascii=False, sort_keys=True)
        vouched = evidence_hash(source, text)
        fields = (seq + 1, "2026-05-04T03:00:00+00:00", "run", source, None, None, "")
        connection.execute(
            "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [*fields, vouched, previous, event_hash(previous, vouched, fields)],
        )
        connection.execute("INSERT INTO run VALUES (?, ?, ?)", [seq + 1, source, text])
        forged_event(connection, seq + 1)
    publish(kept, kept.home, NOW)
    assert places(kept) == []  # told in docs/toan-ven.md
    bring(kept, "543215")
    assert kept.runs("phieu")[-1].counts["removed"] == 1


def test_an_honest_record_and_its_seals_pass_every_check(kept: Ledger) -> None:
    keep_anchor(kept, kept.home, NOW)
    bring(kept, "54321")
    assert check(kept, kept.home, NOW, full=True).sound


def test_what_no_record_can_see_is_listed_for_people() -> None:
    said = (Path(__file__).resolve().parents[2] / "docs" / "toan-ven.md").read_text("utf-8")
    for words in ("niêm phong", "ngay từ đầu", "cắt phần cuối", "chìa khoá"):
        assert words in said
