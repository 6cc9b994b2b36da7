"""The check finds every place where somebody changed the record behind its back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

import pyarrow as pa
import pytest
import sqlalchemy as sa

from analysis.errors import InputError
from analysis.mapping import SourceMapping
from analysis.registers import Unit
from data.accounts import add_account
from data.anchor import anchor
from data.intake import IntakeOptions, import_table, withdraw
from data.ledger import Ledger, SyncRun, schema
from data.ledger.accounts import Account
from data.ledger.chain import event_hash, evidence_hash
from data.ledger.engine import reading
from data.raw_table import RawTable
from data.settings import Home
from data.snapshot import publish
from data.trace import keep_trace
from data.verify import verify

NOW = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)
MAPPING = SourceMapping(
    "phieu",
    criterion_set="nam-dong-2024",
    columns={"submitted_at": ("Lúc",), "unit": ("Đơn vị",)},
    answers={"overall": "Chung"},
)


def sheet(answers: Sequence[str]) -> RawTable:
    """One row an answer, a minute apart."""
    times = pa.array([f"01/04/2026 08:{minute:02}:00" for minute in range(len(answers))])
    units = pa.array([f"X{index % 2 + 1}" for index in range(len(answers))])
    cells = pa.table({"0": times, "1": units, "2": pa.array(list(answers))})
    return RawTable(("Lúc", "Đơn vị", "Chung"), cells, pa.array(range(2, len(answers) + 2)))


@pytest.fixture
def lived_in(ledger: Ledger) -> Ledger:
    """A record that has seen everything: edits, removals, a quarantine, a withdrawal."""
    options = IntakeOptions(NOW, "an", "phieu.csv")
    ledger.register_units([Unit("X1", "Xã Một"), Unit("X2", "Xã Hai")], "an", NOW)
    import_table(ledger, sheet("54321"), MAPPING, options)
    import_table(ledger, sheet("54325"), MAPPING, options)
    import_table(ledger, sheet("5432"), MAPPING, options)
    import_table(ledger, sheet(""), MAPPING, options)
    run = import_table(ledger, sheet("543211"), MAPPING, options).run
    assert run is not None
    withdraw(ledger, run, "an", "nhầm", NOW)
    ledger.keep_sync(SyncRun(0, "phieu", ledger.source("phieu").id, "", "an", "failed", 5), NOW)
    add_account(ledger, Account("quan.tri", "admin"), "an", NOW)
    keep_trace(ledger, "denied", "quan.tri", NOW, unit="X9")
    with ledger.writing(NOW) as chain:
        chain.bring("codes", 1, 1, "{}")
        chain.bring("answer", 1, "mark", "{}")
        chain.bring("publication", "2026-Q1", "{}")
    publish(ledger, ledger.home, NOW)
    return ledger


def tamper(ledger: Ledger, *statements: sa.Executable) -> None:
    """Changes rows the way somebody would who owns the database."""
    with ledger.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET session_replication_role = replica")
        else:
            names = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            )
            for name in names.scalars().all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


def places(ledger: Ledger) -> list[tuple[str, int | None]]:
    """Where the check finds something."""
    found = verify(ledger, ledger.home)
    assert all(difference.sentence for difference in found)
    return [(difference.place, difference.seq) for difference in found]


def row(ledger: Ledger, table: sa.Table, number: int = 0) -> sa.Row[tuple[object, ...]]:
    """One row of a table, counted from the first."""
    key = next(iter(table.primary_key))
    with ledger.engine.connect() as connection:
        return connection.execute(sa.select(table).order_by(key)).all()[number]


def test_an_untouched_record_has_no_difference(lived_in: Ledger) -> None:
    assert verify(lived_in, lived_in.home) == []


def test_an_empty_record_has_no_difference(ledger: Ledger) -> None:
    assert verify(ledger, ledger.home) == []


@pytest.mark.parametrize("table", dict.fromkeys(schema.EVIDENCE.values()), ids=str)
def test_a_changed_body_is_found(lived_in: Ledger, table: sa.Table) -> None:
    number = row(lived_in, table)[0]
    last = list(table.columns)[-1]
    other = b"x" if isinstance(last.type, sa.LargeBinary) else "x"
    key = next(iter(table.primary_key))
    tamper(lived_in, sa.update(table).where(key == number).values({last: other}))
    assert places(lived_in) == [(table.name, number)]


def test_a_row_given_another_row_number_header_or_run_is_found(lived_in: Ledger) -> None:
    raw = schema.raw_row
    number = row(lived_in, raw, 1)[0]
    for column in (raw.c.row_number, raw.c.header_id, raw.c.run_id):
        own = sa.update(raw).where(raw.c.raw_id == number)
        tamper(lived_in, own.values({column: column + 1}))
        assert places(lived_in) == [("raw_row", number)]
        tamper(lived_in, own.values({column: column - 1}))
    assert places(lived_in) == []


def test_a_body_changed_with_its_hashes_is_found(lived_in: Ledger) -> None:
    raw, event = schema.raw_row, schema.event
    number, run, header, at, _, body = row(lived_in, raw)
    forged = str(body).replace("5", "1")
    body_hash = evidence_hash(run, header, at, forged)
    own = sa.update(event).where(event.c.seq == number)
    tamper(
        lived_in,
        sa.update(raw).where(raw.c.raw_id == number).values(body=forged),
        own.values(body_hash=body_hash),
    )
    assert places(lived_in) == [("event", number)]
    with lived_in.engine.connect() as connection:
        fields = connection.execute(sa.select(event).where(event.c.seq == number)).one()
    remade = event_hash(bytes(fields.prev_hash), body_hash, fields[:7])
    tamper(lived_in, own.values(hash=remade))
    assert isinstance(number, int)
    assert places(lived_in) == [("event", number + 1)]


@pytest.mark.parametrize("column", ["at", "kind", "source_id", "run_id", "slot_id", "detail"])
def test_a_changed_event_is_found(lived_in: Ledger, column: str) -> None:
    event = schema.event
    with lived_in.engine.connect() as connection:
        removal = sa.select(sa.func.max(event.c.seq)).where(event.c.kind == "remove")
        number = connection.execute(removal).scalar_one()
    other = {"kind": "restore", "source_id": 9, "run_id": 9, "slot_id": 9}.get(column, "x")
    tamper(lived_in, sa.update(event).where(event.c.seq == number).values({column: other}))
    assert places(lived_in) == [("event", number)]


def test_a_removed_event_is_found_with_the_body_it_leaves_behind(lived_in: Ledger) -> None:
    number = row(lived_in, schema.raw_row)[0]
    tamper(lived_in, sa.delete(schema.event).where(schema.event.c.seq == number))
    assert places(lived_in) == [("event", number), ("raw_row", number)]


def test_a_removed_body_and_a_smuggled_one_are_found(lived_in: Ledger) -> None:
    raw = schema.raw_row
    number = row(lived_in, raw)[0]
    assert isinstance(number, int)
    copied = [sa.literal(999) if c is raw.c.raw_id else c for c in raw.columns]
    tamper(
        lived_in,
        sa.insert(raw).from_select(list(raw.columns), sa.select(*copied).limit(1)),
        sa.delete(raw).where(raw.c.raw_id == number),
    )
    assert places(lived_in) == [("raw_row", 999), ("raw_row", number)]


def test_changed_identity_and_slots_are_found(lived_in: Ledger) -> None:
    raw, slot = schema.raw_row, schema.slot
    number, other = row(lived_in, raw)[0], row(lived_in, slot, 1)[0]
    tamper(
        lived_in,
        sa.update(raw).where(raw.c.raw_id == number).values(content_hash=b"x" * 32),
        sa.update(slot).where(slot.c.slot_id == other).values(removed=True),
    )
    found = places(lived_in)
    assert {("raw_row", number), ("slot", number), ("slot", other)} <= set(found)


def test_only_an_anchor_tells_that_the_end_was_cut_off(lived_in: Ledger) -> None:
    sealed = anchor(lived_in, lived_in.home, NOW)
    assert sealed["sequence"] == lived_in.head().seq
    units = [{"unit_code": "X1", "responses": 3}, {"unit_code": "X2", "responses": 2}]
    assert sealed["units"] == units
    assert verify(lived_in, lived_in.home, [sealed]) == []
    number = sealed["sequence"]
    tamper(lived_in, sa.delete(schema.event).where(schema.event.c.seq == number))
    found = {(d.place, d.seq) for d in verify(lived_in, lived_in.home, [sealed])}
    assert ("anchor", number) in found


def test_a_record_written_anew_does_not_carry_the_anchored_hash(lived_in: Ledger) -> None:
    forged = {"sequence": 3, "hash": sha256().hexdigest(), "date": "2026-05-04"}
    (found,) = verify(lived_in, lived_in.home, [forged])
    assert (found.place, found.seq) == ("anchor", 3)
    with pytest.raises(InputError):
        verify(lived_in, lived_in.home, [{"seq": 3}])


def test_an_anchor_of_an_empty_record_names_no_unit(ledger: Ledger) -> None:
    sealed = anchor(ledger, ledger.home, NOW)
    assert (sealed["sequence"], sealed["hash"], sealed["units"]) == (0, "0" * 64, [])


def test_a_snapshot_that_lags_behind_is_told(lived_in: Ledger, ledger_home: Home) -> None:
    lived_in.register_units([Unit("X3", "Xã Ba")], "an", NOW)
    assert [place for place, _ in places(lived_in)] == ["snapshot"]
    publish(lived_in, ledger_home, NOW)
    assert places(lived_in) == []


def test_a_check_sees_the_record_of_one_moment(ledger: Ledger) -> None:
    ledger.register_units([Unit("X1", "Xã Một")], "an", NOW)
    events = sa.select(sa.func.count()).select_from(schema.event)
    with reading(ledger.engine) as connection:
        before = connection.execute(events).scalar_one()
        ledger.register_units([Unit("X2", "Xã Hai")], "an", NOW)
        assert connection.execute(events).scalar_one() == before
    with reading(ledger.engine) as connection:
        assert connection.execute(events).scalar_one() == before + 1
