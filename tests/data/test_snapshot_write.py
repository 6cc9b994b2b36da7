from __future__ import annotations

from dataclasses import replace

import duckdb
import pyarrow as pa
import pytest

from analysis.criteria import Criterion, CriterionSet
from analysis.errors import InputError, IntegrityError
from analysis.registers import Officer, Registers, Unit
from data.snapshot.contents import Batch, Kept
from data.snapshot.reading import Snapshot
from data.snapshot.write import write_snapshot
from tests.data.snapshot_values import batches_of, contents_of, random_rows


def read(path, sql):
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_every_response_stands_in_the_order_of_month_unit_day_and_number(tmp_path):
    path = tmp_path / "one.duckdb"
    assert write_snapshot(path, contents_of(random_rows(300))) == 300
    keys = read(path, "SELECT strftime(day, '%Y-%m'), unit_id, day, response_id FROM response")
    assert len(keys) == 300 and keys == sorted(keys)


def test_a_subtree_is_one_range_of_unit_numbers(tmp_path):
    path = tmp_path / "one.duckdb"
    write_snapshot(path, contents_of(random_rows(0)))
    tree = read(path, "SELECT code, unit_id, last_id, depth, parent_id FROM unit ORDER BY unit_id")
    assert tree == [
        ("D", 0, 4, 0, None), ("X1", 1, 2, 1, 0), ("B1", 2, 2, 2, 1), ("X2", 3, 3, 1, 0),
        ("X3", 4, 4, 1, 0), ("E", 5, 6, 0, None), ("Y1", 6, 6, 1, 5),
    ]


def test_comments_are_kept_with_a_key_for_search_without_accents(tmp_path):
    path = tmp_path / "one.duckdb"
    rows = random_rows(50)
    write_snapshot(path, contents_of(rows))
    wanted = rows[rows["comment"].fillna("") != ""]
    found = read(path, "SELECT response_id, text, search FROM comment ORDER BY response_id")
    assert [(i, t) for i, t, _ in found] == list(zip(wanted.response_id, wanted.comment, strict=True))
    assert ("Cán bộ rất Đúng giờ", "can bo rat dung gio") in {(t, s) for _, t, s in found}


def test_a_response_of_an_unknown_unit_stops_the_snapshot_and_leaves_no_file(tmp_path):
    rows = random_rows(20)
    rows.loc[3, "unit_code"] = "nowhere"
    with pytest.raises(IntegrityError, match="19/20"):
        write_snapshot(tmp_path / "one.duckdb", contents_of(rows))
    assert list(tmp_path.iterdir()) == []


def test_a_response_counted_twice_stops_the_snapshot(tmp_path):
    rows = random_rows(20)
    rows.loc[3, "response_id"] = rows.loc[4, "response_id"]
    with pytest.raises(IntegrityError):
        write_snapshot(tmp_path / "one.duckdb", contents_of(rows))


def test_only_provisional_units_that_responses_name_are_kept(tmp_path):
    rows = random_rows(20)
    rows.loc[0, ["unit_code", "officer_code"]] = ["T1", "T1/Ann"]
    first, second = batches_of(rows)
    owner, other = (first, second) if 1000 in set(first.responses.response_id) else (second, first)
    owner = replace(
        owner,
        units=(Unit("T1", "T1", provisional=True), Unit("T2", "T2", provisional=True)),
        officers=(Officer("T1/Ann", "Ann", "T1", provisional=True),),
    )
    path = tmp_path / "one.duckdb"
    write_snapshot(path, replace(contents_of(rows), batches=[owner, other]))
    assert read(path, "SELECT code FROM unit WHERE provisional") == [("T1",)]
    assert read(path, "SELECT code FROM officer WHERE provisional") == [("T1/Ann",)]


def test_rows_taken_over_and_renewed_equal_a_full_build(tmp_path):
    rows = random_rows(200)
    old, new, full = (tmp_path / f"{name}.duckdb" for name in ("old", "new", "full"))
    write_snapshot(old, contents_of(rows))
    changed = rows.copy()
    touched = [3, 4, 5, 150]
    changed.loc[touched, "overall"] = 1
    changed = changed.drop(index=[4])
    write_snapshot(full, contents_of(changed))
    part = contents_of(changed[changed.index.isin(touched)])
    batches = [
        replace(b, rejected=b.rejected.iloc[:0], unreadable=b.unreadable.iloc[:0])
        for b in part.batches
    ]
    slots = frozenset(rows.loc[touched, "response_id"])
    write_snapshot(new, replace(part, batches=batches, kept=Kept(old, slots)))
    for table in ("unit", "officer", "response", "comment", "rejection", "unreadable", "dim_field"):
        sql = f"SELECT * FROM {table} ORDER BY ALL"
        assert read(new, sql) == read(full, sql), table


def test_two_criteria_that_differ_in_case_only_are_refused_in_words(tmp_path):
    sets = [CriterionSet("s", "S", "Chung", (Criterion("a", "A"), Criterion("A", "B")))]
    contents = replace(contents_of(random_rows(0)), sets=sets)
    with pytest.raises(InputError, match="chữ hoa"):
        write_snapshot(tmp_path / "one.duckdb", contents)


def test_an_empty_record_gives_an_empty_snapshot(tmp_path):
    path = tmp_path / "one.duckdb"
    empty = replace(contents_of(random_rows(0), Registers()), sets=[], sources=[], batches=[])
    assert write_snapshot(path, empty) == 0
    assert read(path, "SELECT count(*) FROM unit") == [(0,)]


def test_rows_may_come_as_arrow_batches_made_while_they_are_written(tmp_path):
    rows, one, other = random_rows(120), tmp_path / "one.duckdb", tmp_path / "other.duckdb"
    contents = contents_of(rows)
    write_snapshot(one, contents)

    def batches():
        for batch in contents.batches:
            frame = batch.responses.assign(officer_code=batch.responses["officer_code"].astype("category"))
            for part in pa.Table.from_pandas(frame, preserve_index=False).to_batches(20):
                yield Batch(batch.source, part)

    assert write_snapshot(other, replace(contents, batches=batches())) == 120
    for table in ("unit", "officer", "response", "comment", "dim_field"):
        sql = f"SELECT * FROM {table} ORDER BY ALL"
        assert read(one, sql) == read(other, sql), table


HOSTILE = [
    "SET enable_external_access=true", "SET lock_configuration=false", "SET memory_limit='9GB'",
    "ATTACH 'other.duckdb'", "ATTACH ':memory:' AS elsewhere", "COPY response TO 'x.csv'",
    "INSTALL httpfs", "LOAD httpfs", "SELECT * FROM read_csv('/etc/hostname')",
    "SELECT * FROM read_text('/etc/hostname')", "SELECT * FROM '/etc/hostname'",
    "EXPORT DATABASE 'x'", "DELETE FROM response", "UPDATE response SET overall = 5",
    "INSERT INTO meta VALUES ('a', 'b')", "CREATE TABLE more (i INTEGER)", "DROP TABLE response",
    "SET autoinstall_known_extensions=true", "SET allow_community_extensions=true",
]


@pytest.mark.parametrize("statement", HOSTILE, ids=lambda said: f"S12 {said}")
def test_an_open_snapshot_refuses_what_could_change_or_leave_it(tmp_path, monkeypatch, statement):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "one.duckdb"
    write_snapshot(path, contents_of(random_rows(5)))
    with Snapshot(path).cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(statement).fetchall()
    assert [p.name for p in tmp_path.iterdir()] == ["one.duckdb"]


def test_cursors_outlive_the_opening_of_many_other_snapshots(tmp_path):
    paths = [tmp_path / f"{number}.duckdb" for number in range(6)]
    for path in paths:
        write_snapshot(path, contents_of(random_rows(5)))
    cursors = [Snapshot(path).cursor() for path in paths]
    assert [c.execute("SELECT count(*) FROM response").fetchone() for c in cursors] == [(5,)] * 6
    from data.snapshot.reading import _open
    assert len(_open) == 3


def test_a_damaged_file_is_reported_in_words(tmp_path):
    path = tmp_path / "broken.duckdb"
    path.write_bytes(b"no database")
    with pytest.raises(IntegrityError, match="hỏng"):
        Snapshot(path).cursor()
