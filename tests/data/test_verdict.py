"""The last check is remembered: later ones go on from there, and a finding stays until resolved."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from analysis.registers import Unit
from data.commands.run import main
from data.ledger import Ledger, open_ledger, schema
from data.ledger.bodies import encode
from data.private_file import write_private
from data.settings import Home
from data.verdict import FILE, check, read_verdict

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def ledger_of(tiny_store: Home) -> Ledger:
    """The record of the small district."""
    return open_ledger(tiny_store)


def spoil(ledger: Ledger, statement: str) -> None:
    """Changes the record as its owner could."""
    with ledger.engine.begin() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for name in names.scalars().all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql(statement)


def test_a_sound_record_gets_a_sound_verdict(ledger_of: Ledger) -> None:
    verdict = check(ledger_of, ledger_of.home, NOW, full=True)
    assert verdict.sound
    assert verdict.sequence == ledger_of.head().seq
    assert read_verdict(ledger_of.home) == verdict
    assert (ledger_of.home.path / FILE).stat().st_mode & 0o777 == 0o600


def test_a_check_goes_on_from_the_last_one(ledger_of: Ledger) -> None:
    check(ledger_of, ledger_of.home, NOW, full=True)
    spoil(ledger_of, "UPDATE raw_row SET body = '[]' WHERE raw_id = (SELECT min(raw_id) FROM raw_row)")
    assert check(ledger_of, ledger_of.home, NOW, full=False).sound
    ledger_of.register_units([Unit("X9", "Xã Chín")], "an", NOW)
    spoil(ledger_of, "UPDATE register SET body = '{}' WHERE register_id = (SELECT max(seq) FROM event)")
    late = check(ledger_of, ledger_of.home, NOW, full=False)
    assert late.event == ledger_of.head().seq
    assert str(late.event) in late.sentence


def test_only_a_check_in_full_takes_a_finding_back(ledger_of: Ledger) -> None:
    with ledger_of.engine.connect() as connection:
        first = connection.execute(sa.select(sa.func.min(schema.raw_row.c.raw_id))).scalar_one()
    spoil(ledger_of, f"UPDATE raw_row SET body = body || ' ' WHERE raw_id = {first}")
    found = check(ledger_of, ledger_of.home, NOW, full=True)
    assert (found.sound, found.event) == (False, first)
    assert not check(ledger_of, ledger_of.home, NOW, full=False).sound
    spoil(ledger_of, f"UPDATE raw_row SET body = rtrim(body) WHERE raw_id = {first}")
    assert check(ledger_of, ledger_of.home, NOW, full=False).sound


def test_a_record_cut_short_of_the_last_verdict_is_found(ledger_of: Ledger) -> None:
    check(ledger_of, ledger_of.home, NOW, full=True)
    spoil(ledger_of, "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)")
    assert not check(ledger_of, ledger_of.home, NOW, full=False).sound


def test_an_import_under_way_is_no_difference(ledger_of: Ledger) -> None:
    ledger_of.register_units([Unit("X9", "Xã Chín")], "an", NOW)
    assert check(ledger_of, ledger_of.home, NOW, full=True).sound


def test_the_command_keeps_its_verdict_too(ledger_of: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify"]) == 0
    verdict = read_verdict(ledger_of.home)
    assert verdict is not None
    assert verdict.sound
    spoil(ledger_of, "UPDATE event SET detail = 'x' WHERE seq = 2")
    assert main(["verify"]) == 4
    verdict = read_verdict(ledger_of.home)
    assert verdict is not None
    assert (verdict.sound, verdict.event) == (False, 2)


def test_a_home_without_a_verdict_or_with_a_spoilt_one_is_checked(ledger_of: Ledger) -> None:
    (ledger_of.home.path / FILE).write_text("?")
    assert read_verdict(ledger_of.home) is None
    assert check(ledger_of, ledger_of.home, NOW, full=False).sound


def test_every_verdict_that_was_written_is_read(ledger_of: Ledger) -> None:
    home = ledger_of.home
    sound = check(ledger_of, home, NOW, full=True)
    for found in [0, 7, 8, 9, 0] * 10:  # files of one length, written within one tick of the clock
        write_private(home.path / FILE, encode(asdict(replace(sound, differences=found))).encode())
        read = read_verdict(home)
        assert read is not None and read.differences == found
    (home.path / FILE).write_text("{", "utf-8")
    assert read_verdict(home) is None
    (home.path / FILE).unlink()
    assert read_verdict(home) is None
