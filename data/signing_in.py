"""Signing in: a try is counted before it is looked at, slowed down, and written down once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from data import accounts, passwords, seeing, sessions
from data.access import kept
from data.ledger import Ledger
from data.ledger.accounts import Account, Credential, read_accounts, read_credential
from data.outbox import note
from data.provider import Person
from data.settings import Home


@dataclass(frozen=True)
class Entered:
    """What someone typed, and the address it came from, which is kept nowhere but as a hash."""

    name: str
    password: str
    code: str = ""
    address: str = ""


@dataclass(frozen=True)
class Answer:
    """The secret for the cookie, or why there is none: "wrong", "locked" or "no_account"."""

    token: str | None
    why: str = ""


def sign_in(home: Home, entered: Entered, now: datetime) -> Answer:
    """Opens a session when name, password and, where there is one, the second factor are right.

    One event for each try; a name without an account is not written down, since people mistake
    the fields. While a delay runs, the right password does not help.
    """
    ledger = kept(home)
    name = entered.name.strip().lower()
    account, credential = _known(ledger, name)
    said = name if account else ""
    if not _admitted(home, name, entered.address, now):
        note(home, "sign_in_refused", said, now, why="locked")
        return Answer(None, "locked")
    usable = credential.password if account and not account.disabled else ""
    right = passwords.fits(entered.password, usable)
    if right and credential.factor:
        right = _shows_factor(home, credential, entered.code, now)
    if not right:
        note(home, "sign_in_refused", said, now, why="wrong")
        return Answer(None, "wrong")
    sessions.forgive(home, _account_key(name))
    sessions.take_back(home, _address_key(entered.address))
    token = sessions.start(home, name, now)
    note(home, "sign_in", name, now)
    return Answer(token)


def may_depart(home: Home, address: str, now: datetime) -> bool:
    """Whether an address may send a browser to the identity provider; each time costs it a call."""
    return sessions.admit(home, f"oidc:{_address_key(address)}", sessions.ADDRESS, now)


def enter_vouched(home: Home, person: Person, address: str, now: datetime) -> Answer:
    """Opens a session for whom an identity provider vouches, when that is an account in force here.

    An account with a second factor owes its code before it sees anything.
    """
    ledger = kept(home)
    account = accounts.vouched(ledger, person.subject, person.email)
    if account is None or account.disabled:
        why = "no_account" if account is None else "disabled"
        note(home, "denied", account.name if account else "", now, field="oidc", why=why)
        return Answer(None, "no_account")
    owes = bool(accounts.credential(ledger, account.name).factor)
    sessions.take_back(home, f"oidc:{_address_key(address)}")
    token = sessions.start(home, account.name, now, outside=True, owes_code=owes)
    if not owes:
        note(home, "sign_in", account.name, now, why="oidc")
    return Answer(token)


def show_code(home: Home, session: sessions.Session, code: str, now: datetime) -> Answer:
    """The second factor of a session an identity provider vouched for; tries are slowed down."""
    ledger, name = kept(home), session.account
    if not sessions.admit(home, _account_key(name), sessions.ACCOUNT, now):
        note(home, "sign_in_refused", name, now, why="locked")
        return Answer(None, "locked")
    if not _shows_factor(home, accounts.credential(ledger, name), code, now):
        note(home, "sign_in_refused", name, now, why="wrong")
        return Answer(None, "wrong")
    sessions.forgive(home, _account_key(name))
    sessions.end(home, session.key)
    token = sessions.start(home, name, now, outside=True)
    note(home, "sign_in", name, now, why="oidc")
    return Answer(token)


def sign_out(home: Home, session: sessions.Session, now: datetime) -> None:
    """Ends a session and writes it down."""
    sessions.end(home, session.key)
    seeing.end(kept(home), session.key, now)
    note(home, "sign_out", session.account, now)


def change_password(home: Home, name: str, old: str, new: str, now: datetime) -> str | None:
    """A new session's secret after the password changed, every other session having ended.

    None when the old password is wrong or there were too many tries; InputError for a weak one.
    """
    ledger = kept(home)
    if not sessions.admit(home, f"password:{name}", sessions.ACCOUNT, now):
        return None
    if not passwords.fits(old, accounts.credential(ledger, name).password):
        return None
    sessions.forgive(home, f"password:{name}")
    accounts.set_password(ledger, name, new, name, now)
    sessions.end_all(home, name)
    return sessions.start(home, name, now)


def reset_password(home: Home, token: str, new: str, now: datetime) -> bool:
    """Sets the password a one-time link is for; False when the link does not count any more.

    InputError for a weak password, after which the link still counts.
    """
    name = sessions.reset_account(home, token, now)
    if name is None:
        return False
    ledger = kept(home)
    accounts.set_password(ledger, name, new, name, now)
    sessions.end_all(home, name)
    sessions.forgive(home, _account_key(name))
    return True


def refuse(home: Home, now: datetime, why: str = "malformed") -> None:
    """Writes down a try that was refused before anyone looked at it."""
    note(home, "sign_in_refused", "", now, why=why)


def _known(ledger: Ledger, name: str) -> tuple[Account | None, Credential]:
    if not accounts.NAME.fullmatch(name):
        return None, Credential("")
    with ledger.engine.connect() as connection:
        return read_accounts(connection, name).get(name), read_credential(connection, name)


def _shows_factor(home: Home, kept_here: Credential, code: str, now: datetime) -> bool:
    """Whether a code is right and used for the first time; it counts no more afterwards.

    What was used is kept beside the sessions: nobody at the door waits for the record.
    """
    if not kept_here.factor:
        return False
    moment = now.timestamp()
    step = passwords.factor_step(kept_here.factor, code, moment, kept_here.factor_used)
    return step is not None and sessions.use_step(home, kept_here.name, step)


def _admitted(home: Home, name: str, address: str, now: datetime) -> bool:
    """Whether address and account may try; a name nobody can have counts for the address alone.

    A try at a locked account is no guess, so it does not count against an office's address.
    """
    if not sessions.admit(home, _address_key(address), sessions.ADDRESS, now):
        return False
    if not accounts.NAME.fullmatch(name):
        return True
    if sessions.admit(home, _account_key(name), sessions.ACCOUNT, now):
        return True
    sessions.take_back(home, _address_key(address))
    return False


def _account_key(name: str) -> str:
    return f"account:{name}"


def _address_key(address: str) -> str:
    return f"address:{sha256(address.encode()).hexdigest()[:32]}"
