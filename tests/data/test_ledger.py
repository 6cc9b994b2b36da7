"""The record keeps everything, numbers everything and refuses to forget."""

from __future__ import annotations

import stat
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from analysis.errors import InputError
from analysis.mapping import SourceMapping
from analysis.registers import DossierCount, Officer, Unit
from data.ledger import Ledger, open_ledger, schema
from data.ledger.opening import MIGRATIONS
from data.settings import Home

NOW = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)
MAPPING = SourceMapping(
    "phieu", columns={"submitted_at": ("Lúc",), "unit": ("Đơn vị",)}, answers={"overall": "Chung"}
)


def fill(ledger: Ledger) -> None:
    """One row in every table."""
    ledger.register_units([Unit("X1", "Xã Một")], "an", NOW)
    source = ledger.add_source(MAPPING, "an", NOW)
    with ledger.writing(NOW) as chain:
        header = chain.bring("header", source.id, '["a"]', source_id=source.id)
        run = chain.bring("run", source.id, "{}", source_id=source.id)
        chain.bring("quarantine", run, "", b"x", source_id=source.id)
        chain.bring("sync", source.id, "done", "{}", source_id=source.id)
        chain.bring("account", "quan.tri", "{}")
        chain.bring("codes", source.id, 1, "{}", source_id=source.id)
        chain.bring("answer", source.id, "mark", "{}", source_id=source.id)
        chain.bring("publication", "2026-Q1", "{}")
        number = chain.add_rows("insert", (source.id, run), [(None, b"h" * 32)])
        row = {"raw_id": number, "run_id": run, "header_id": header, "row_number": 2}
        row |= {"content_hash": b"c" * 32, "body": '["x"]'}
        chain.connection.execute(sa.insert(schema.raw_row).values(row))


def test_an_empty_ledger_starts_at_nothing(ledger: Ledger) -> None:
    assert (ledger.head().seq, ledger.sources(), ledger.runs()) == (0, [], [])
    assert ledger.register_seq() == 0


def test_the_migrations_make_exactly_the_tables_of_the_schema(ledger: Ledger) -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == schema.VERSION
    with ledger.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []


def test_opening_again_finds_what_was_kept(ledger_home: Home) -> None:
    first = open_ledger(ledger_home)
    fill(first)
    head = first.head()
    first.close()
    again = open_ledger(ledger_home)
    assert again.head() == head
    again.close()


@pytest.mark.parametrize("table", schema.APPEND_ONLY, ids=str)
def test_evidence_refuses_update_and_delete(ledger: Ledger, table: sa.Table) -> None:
    fill(ledger)
    column = list(table.columns)[-1]
    for change in (sa.update(table).values({column: column}), sa.delete(table)):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), ledger.engine.begin() as c:
            c.execute(change)


def test_every_event_carries_the_hash_of_the_one_before(ledger: Ledger) -> None:
    fill(ledger)
    with ledger.engine.connect() as connection:
        rows = connection.execute(sa.select(schema.event).order_by(schema.event.c.seq)).all()
    before = bytes(32)
    for number, row in enumerate(rows, start=1):
        fields = [row.seq, row.at, row.kind, row.source_id, row.run_id, row.slot_id, row.detail]
        text = "|".join(map(str, fields))
        assert row.seq == number
        assert bytes(row.prev_hash) == before
        before = sha256(before + bytes(row.body_hash) + text.encode()).digest()
        assert bytes(row.hash) == before
    assert ledger.head().hash == before.hex()


def test_a_transaction_that_fails_leaves_nothing(ledger: Ledger) -> None:
    with pytest.raises(RuntimeError), ledger.writing(NOW) as chain:
        chain.bring("source", "file", "a")
        raise RuntimeError
    assert ledger.head().seq == 0
    assert ledger.sources() == []


def test_the_latest_version_of_a_register_entry_is_in_force(ledger: Ledger) -> None:
    unit = Unit("X1", "Xã Một", "xã", None, date(2025, 7, 1), aliases=("Một",), provisional=True)
    officer = Officer("C1", "Lò Văn Đá", "X1", "công chức", "Quầy 1")
    count = DossierCount("X1", date(2026, 1, 1), date(2026, 3, 31), 120, "đất đai", late=3)
    assert ledger.register_units([unit, Unit("X2", "Xã Hai", parent_code="X1")], "an", NOW) == 2
    assert ledger.register_officers([officer], "an", NOW) == 1
    assert ledger.register_dossiers([count], "an", NOW) == 1
    assert ledger.register_units([unit, Unit("X2", "Xã Hai mới")], "an", NOW) == 1
    registers = ledger.registers()
    assert registers.units == {"X1": unit, "X2": Unit("X2", "Xã Hai mới")}
    assert registers.officers == {"C1": officer}
    assert registers.dossiers == (count,)
    assert ledger.register_seq() == ledger.head().seq == 5


def test_a_provisional_entry_goes_when_a_proper_one_answers_to_its_name(ledger: Ledger) -> None:
    ledger.register_units(
        [Unit("UBND xã Ba", "UBND xã Ba", provisional=True), Unit("Bốn", "Bốn", provisional=True)],
        "an",
        NOW,
    )
    ledger.register_officers(
        [
            Officer("UBND xã Ba/Sùng A", "Sùng A", "UBND xã Ba", provisional=True),
            Officer("Bốn/Lò B", "Lò B", "Bốn", provisional=True),
            Officer("Bốn/Vì C", "Vì C", "Bốn", provisional=True),
        ],
        "an",
        NOW,
    )
    assert ledger.register_units([Unit("X3", "Xã Ba")], "an", NOW) == 1
    assert set(ledger.registers().units) == {"X3", "Bốn"}
    assert ledger.register_officers([Officer("C7", "Lò B", "Bốn")], "an", NOW) == 1
    assert set(ledger.registers().officers) == {"C7", "Bốn/Vì C"}


def test_a_mapping_is_kept_once_and_again_when_it_changes(ledger: Ledger) -> None:
    ledger.add_source(MAPPING, "an", NOW)
    seq = ledger.head().seq
    ledger.add_source(MAPPING, "an", NOW)
    assert ledger.head().seq == seq
    changed = SourceMapping("phieu", columns=MAPPING.columns, answers={"overall": "Mức chung"})
    ledger.add_source(changed, "an", NOW)
    assert ledger.source("phieu").mapping == changed
    assert ledger.register_seq() == ledger.head().seq == seq + 1


def test_a_retired_source_stays_listed_and_comes_back_with_its_mapping(ledger: Ledger) -> None:
    ledger.add_source(MAPPING, "an", NOW)
    ledger.retire_source("phieu", "an", NOW)
    assert not ledger.source("phieu").active
    ledger.add_source(MAPPING, "an", NOW)
    assert ledger.source("phieu").active
    with pytest.raises(InputError, match="nope"):
        ledger.source("nope")


def test_a_new_ledger_file_is_closed_to_others(sqlite_home: Home) -> None:
    ledger = open_ledger(sqlite_home)
    fill(ledger)
    for path in sqlite_home.path.iterdir():
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted
    with ledger.engine.connect() as connection:
        told = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        ]
    assert told == ["wal", 2, 60000, 1]
    ledger.close()


def test_register_takes_a_whole_country(sqlite_home: Home) -> None:
    ledger = open_ledger(sqlite_home)
    units = [Unit(f"{code:05}", f"Xã {code}") for code in range(3321)]
    assert ledger.register_units(units, "an", NOW) == 3321
    assert ledger.register_units(units, "an", NOW) == 0
    ledger.close()
