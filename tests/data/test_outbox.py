"""Signing in does not wait for a writer of the record, and no event of it is lost or reordered."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from analysis.registers import Unit
from data import accounts, outbox, sessions
from data.ledger import Ledger
from data.ledger.accounts import Account
from data.settings import Home
from data.signing_in import Entered, sign_in, sign_out
from data.trace import TraceSearch, read_trace
from data.verify import verify

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
GOOD = "con trâu đi trước cái cày"
DOOR = ("sign_in", "sign_in_refused", "sign_out")


@contextmanager
def importing(ledger: Ledger) -> Iterator[None]:
    """A long import: the record has a writer until the block ends."""
    with ledger.writing(NOW):
        yield


def prepare(ledger: Ledger) -> None:
    ledger.register_units([Unit("X1", "Xã", "xã")], "thử", NOW)
    accounts.add_account(ledger, Account("quan.tri", "admin"), "máy", NOW)
    accounts.set_password(ledger, "quan.tri", GOOD, "quan.tri", NOW)


def seen(ledger: Ledger) -> list[tuple[str, str, str]]:
    found = read_trace(ledger, TraceSearch(DOOR))
    return [(event.kind, event.who, event.at[:19]) for event in reversed(found)]


def until_delivered(home: Home) -> None:
    deadline = time.monotonic() + 60
    while outbox.waiting(home) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert outbox.waiting(home) == 0


def test_the_door_opens_while_an_import_writes(ledger: Ledger) -> None:
    prepare(ledger)
    home = ledger.home
    with importing(ledger):
        took = []
        for number, password in enumerate(("sai", GOOD, GOOD)):
            start = time.monotonic()
            answer = sign_in(home, Entered("quan.tri", password), NOW + timedelta(minutes=number))
            took.append(time.monotonic() - start)
            assert bool(answer.token) == (password == GOOD)
        key = sessions.key_of(answer.token or "")
        session = sessions.find(home, key, NOW)
        assert session
        sign_out(home, session, NOW + timedelta(minutes=3))
        assert seen(ledger) == [] and outbox.waiting(home) == 4
        assert took[0] < outbox.HURRY + 8 and max(took[1:]) < 8  # argon2 on a busy machine
    until_delivered(home)
    assert seen(ledger) == [
        ("sign_in_refused", "quan.tri", "2026-11-20T02:00:00"),
        ("sign_in", "quan.tri", "2026-11-20T02:01:00"),
        ("sign_in", "quan.tri", "2026-11-20T02:02:00"),
        ("sign_out", "quan.tri", "2026-11-20T02:03:00"),
    ]
    assert verify(ledger, home) == []


def test_without_a_writer_the_event_is_in_the_record_at_once(ledger: Ledger) -> None:
    prepare(ledger)
    assert sign_in(ledger.home, Entered("quan.tri", GOOD), NOW).token
    assert outbox.waiting(ledger.home) == 0
    assert len(seen(ledger)) == 1


def test_what_a_dead_process_kept_aside_comes_first(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(ledger)
    with importing(ledger), monkeypatch.context() as patch:
        patch.setattr(outbox, "resume", lambda _home: None)  # it dies before it can deliver
        outbox.note(ledger.home, "sign_in", "lan", NOW)
    outbox.note(ledger.home, "sign_out", "lan", NOW + timedelta(minutes=1))
    until_delivered(ledger.home)
    assert [kind for kind, *_ in seen(ledger)] == ["sign_in", "sign_out"]


def test_many_at_the_door_at_once_leave_one_event_each(ledger: Ledger) -> None:
    prepare(ledger)
    with importing(ledger):
        threads = [
            threading.Thread(target=outbox.note, args=(ledger.home, "sign_in", f"nguoi.{number}", NOW))
            for number in range(12)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    until_delivered(ledger.home)
    assert sorted(who for _, who, _ in seen(ledger)) == sorted(f"nguoi.{n}" for n in range(12))


def test_a_code_counts_once_and_only_near_its_time_even_during_an_import(ledger: Ledger) -> None:
    prepare(ledger)
    secret = pyotp.random_base32()
    accounts.require_factor(ledger, "quan.tri", "quan.tri", NOW)
    accounts.set_factor(ledger, "quan.tri", secret, 0, NOW)
    code = pyotp.TOTP(secret).at(int(NOW.timestamp()))

    def enters(shown: str, moment: datetime = NOW) -> bool:
        return bool(sign_in(ledger.home, Entered("quan.tri", GOOD, shown), moment).token)

    with importing(ledger):
        assert not enters("000000" if code != "000000" else "1")
        assert not enters(code, NOW - timedelta(minutes=5))
        assert enters(f"{code[:3]} {code[3:]}")
        assert not enters(code)
    until_delivered(ledger.home)
