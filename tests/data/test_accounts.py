"""Accounts: what is refused, what the record keeps, what it never keeps."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from analysis.errors import InputError
from analysis.registers import Officer, Unit
from data import accounts, passwords
from data.access import NOBODY, authorise
from data.commands.run import main
from data.ledger import Ledger
from data.ledger.accounts import Account, keep_account
from data.settings import Home
from data.trace import PERSONAL, TraceSearch, keep_trace, read_trace
from data.verify import verify

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
GOOD = "con trâu đi trước cái cày"


def register(ledger: Ledger) -> None:
    ledger.register_units([Unit("H", "Huyện"), Unit("X1", "Xã", "xã", "H")], "thử", NOW)
    ledger.register_officers([Officer("A1", "Lò Thị Một", "X1")], "thử", NOW)


def with_admin(ledger: Ledger) -> str:
    register(ledger)
    return accounts.add_account(ledger, Account("quan.tri", "admin"), "máy", NOW)


def test_an_account_starts_with_a_password_to_be_changed_at_once(ledger: Ledger) -> None:
    once = with_admin(ledger)
    kept = accounts.credential(ledger, "quan.tri")
    assert kept.must_change and kept.password.startswith("$argon2id$")
    assert passwords.fits(once, kept.password) and not passwords.fits(once + "x", kept.password)
    accounts.set_password(ledger, "quan.tri", GOOD, "quan.tri", NOW)
    kept = accounts.credential(ledger, "quan.tri")
    assert not kept.must_change
    assert passwords.fits(GOOD, kept.password) and not passwords.fits(once, kept.password)


def test_every_change_of_an_account_stays_in_the_record(ledger: Ledger) -> None:
    with_admin(ledger)
    accounts.add_account(ledger, Account("lan", "leader", units=("X1",)), "quan.tri", NOW)
    accounts.change_account(ledger, "lan", "quan.tri", NOW, disabled=True)
    accounts.change_account(ledger, "lan", "quan.tri", NOW, disabled=True)
    accounts.hand_out_password(ledger, "lan", "quan.tri", NOW)
    found = read_trace(ledger, TraceSearch(PERSONAL))
    assert [(event.kind, event.who) for event in found] == [
        ("password", "quan.tri"), ("account", "quan.tri"), ("account", "quan.tri"),
        ("account", "máy"),
    ]
    assert accounts.account(ledger, "lan").disabled
    assert verify(ledger, ledger.home) == []


def test_the_record_never_holds_a_password(ledger: Ledger) -> None:
    with_admin(ledger)
    accounts.set_password(ledger, "quan.tri", GOOD, "quan.tri", NOW)
    with ledger.engine.connect() as connection:
        details = connection.execute(sa.text("SELECT detail FROM event")).scalars().all()
        bodies = connection.execute(sa.text("SELECT body FROM account")).scalars().all()
    assert not any(word in text for text in (*details, *bodies) for word in ("argon2", GOOD))


@pytest.mark.parametrize("change", ["UPDATE account SET name = 'x'", "DELETE FROM account"])
def test_nobody_rewrites_an_account(ledger: Ledger, change: str) -> None:
    with_admin(ledger)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), ledger.engine.begin() as connection:
        connection.execute(sa.text(change))


def test_an_account_written_past_the_record_is_found(sqlite_home: Home) -> None:
    from data.ledger import open_ledger

    ledger = open_ledger(sqlite_home)
    with_admin(ledger)
    with ledger.engine.begin() as connection:
        connection.execute(sa.text("DROP TRIGGER account_refuses_update"))
        connection.execute(sa.text("UPDATE account SET body = replace(body, 'admin', 'leader')"))
    assert [found.place for found in verify(ledger, sqlite_home)] == ["account"]


@pytest.mark.parametrize("wrong", [
    Account("L", "leader", units=("X1",)), Account("lan nguyễn", "leader", units=("X1",)),
    Account("' or 1=1 --", "leader", units=("X1",)), Account("lan", "king", units=("X1",)),
    Account("lan", "leader"), Account("lan", "leader", units=("nope",)),
    Account("lan", "officer"), Account("lan", "officer", officer="nope"),
    Account("lan", "leader", units=("X1",), officer="A1"),
    Account("lan", "leader", units=("X1",), granted=("accounts",)),
    Account("lan", "leader", units=("X1",), title="x" * 101),
    Account("lan", "leader", units=("X1",), title="a\nb"), Account("quan.tri", "admin"),
])
def test_an_account_that_does_not_fit_is_refused_whole(ledger: Ledger, wrong: Account) -> None:
    with_admin(ledger)
    before = ledger.head()
    with pytest.raises(InputError):
        accounts.add_account(ledger, wrong, "quan.tri", NOW)
    assert ledger.head() == before


def test_the_first_account_and_the_last_one_are_administrators(ledger: Ledger) -> None:
    register(ledger)
    with pytest.raises(InputError):
        accounts.add_account(ledger, Account("lan", "leader", units=("X1",)), "máy", NOW)
    with_admin(ledger)
    accounts.add_account(ledger, Account("lan", "leader", units=("X1",)), "quan.tri", NOW)
    for changes in ({"disabled": True}, {"role": "observer"}):
        with pytest.raises(InputError):
            accounts.change_account(ledger, "quan.tri", "quan.tri", NOW, **changes)


def test_an_account_can_be_closed_whose_unit_is_gone(ledger: Ledger) -> None:
    with_admin(ledger)
    with ledger.writing(NOW) as chain:
        keep_account(chain, Account("cu", "leader", units=("gone",)), "{}")
    assert accounts.change_account(ledger, "cu", "quan.tri", NOW, disabled=True).disabled


@pytest.mark.parametrize("weak", [
    "", "ngắn quá", "matkhau123456", "Mật khẩu 123456", "PASSWORD2026", "aaaaaaaaaaaaaaaa",
    "abababababab", "lan.nguyen-2026!", "một hai ba\x00bốn năm", "a" * 129, "x" * 1_000_000,
])
def test_a_weak_password_is_refused_before_any_work(weak: str) -> None:
    with pytest.raises(InputError):
        passwords.refuse_weak(weak, "lan.nguyen")


@pytest.mark.parametrize("endless", ["x" * 1_000_000, "a\0b" * 10, ""])
def test_no_work_is_done_on_a_password_nobody_can_have(
    endless: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = passwords.hashed(GOOD)
    monkeypatch.setattr(passwords, "_HASHER", None)
    assert passwords.fits(endless, kept) is False


def test_the_same_password_typed_on_another_keyboard_fits() -> None:
    import unicodedata

    kept = passwords.hashed(unicodedata.normalize("NFC", GOOD))
    assert passwords.fits(unicodedata.normalize("NFD", GOOD), kept)


def test_a_trace_holds_short_plain_text(ledger: Ledger) -> None:
    keep_trace(ledger, "denied", "lan", NOW, unit="A" * 100_000 + "\ud800")
    found = read_trace(ledger, TraceSearch(("denied",), who="lan"))
    assert found[0].facts == {"unit": "A" * 200}
    assert read_trace(ledger, TraceSearch(("denied",), who="la%")) == []
    with pytest.raises(ValueError, match="remove"):
        keep_trace(ledger, "remove", "lan", NOW)


def command(home: Home, *words: str) -> int:
    return main(["--home", str(home.path), "--json", *words])


def test_the_command_line_makes_the_first_administrator(
    sqlite_home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert authorise(None, sqlite_home).everything
    assert command(sqlite_home, "user", "add", "quan.tri", "--role", "admin") == 0
    once = json.loads(capsys.readouterr().out)["one_time_password"]
    assert len(once) == 23
    assert authorise(None, sqlite_home) == NOBODY
    assert authorise("quan.tri", sqlite_home).may("accounts")
    assert command(sqlite_home, "user", "list") == 0
    listed = json.loads(capsys.readouterr().out)["users"]
    assert [(user["user"], user["role"], user["disabled"]) for user in listed] == [
        ("quan.tri", "admin", False)
    ]
    assert command(sqlite_home, "status") == 0


def test_the_command_line_reads_a_password_and_never_repeats_it(
    sqlite_home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("ngắn\n"))
    assert command(sqlite_home, "user", "add", "quan.tri", "--role", "admin", "--stdin") == 2
    monkeypatch.setattr("sys.stdin", io.StringIO(GOOD + "\n"))
    assert command(sqlite_home, "user", "add", "quan.tri", "--role", "admin", "--stdin") == 0
    assert GOOD not in "".join(capsys.readouterr())


def test_a_disabled_account_may_do_nothing_at_once(
    tiny_store: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (("quan.tri", "--role", "admin"), ("lan", "--role", "leader", "--unit", "X1")):
        assert command(tiny_store, "user", "add", *words) == 0
    assert authorise("lan", tiny_store).units == ("X1",)
    assert command(tiny_store, "user", "disable", "lan") == 0
    assert authorise("lan", tiny_store) == NOBODY
    assert command(tiny_store, "table", "satisfaction", "--user", "lan") == 2
    assert command(tiny_store, "user", "enable", "lan") == 0
    assert authorise("lan", tiny_store).units == ("X1",)
    capsys.readouterr()
