"""The gate: turns an identity into what that person may see, from our own table at every run."""

from __future__ import annotations

from functools import lru_cache

import sqlalchemy as sa

from analysis.roles import EVERY_RIGHT, EVERYWHERE, rights_of
from analysis.scope import Scope
from data import seeing
from data.ledger import Ledger, open_ledger
from data.ledger.accounts import Account, Credential, any_account, read_accounts, read_credential
from data.ledger.standing import Standing
from data.settings import Home, now

RIGHTS = EVERY_RIGHT
NOBODY = Scope("", "nobody")


def authorise(identity: str | None, home: Home, session: str = "") -> Scope:
    """The scope of a person; until accounts exist whoever sits at this machine may see all.

    Without an account in force it is NOBODY, which sees nothing. An administrator whose session
    sees as another account gets no more than that account sees.
    """
    if identity is None:
        return NOBODY if accounts_exist(home) else whole("admin")
    account = account_of(home, identity)
    if account is None or account.disabled:
        return NOBODY
    return _effective(kept(home), scope_of(account), session)


def _effective(ledger: Ledger, own: Scope, session: str) -> Scope:
    """The own scope, or what it sees as another account; what may not go on is ended."""
    found = seeing.seeing(ledger, session, own.user, now()) if session else None
    if found is None:
        return own
    account = account_of(ledger.home, found.account)
    if account is None or not seeing.in_force(own, account):
        seeing.end(ledger, session, now())
        return own
    units = {} if own.everything else ledger.registers().units
    above = {code: unit.parent_code for code, unit in units.items()}
    return seeing.seen_as(own, scope_of(account), above)


def whole(user: str) -> Scope:
    """Everything: the scope of the command line, and of this machine before there are accounts."""
    return Scope(user, "admin", everything=True, rights=EVERY_RIGHT)


def scope_of(account: Account) -> Scope:
    """What an account may see and do."""
    return Scope(
        account.name, account.role, account.units,
        everything=account.role in EVERYWHERE and not account.units,
        rights=rights_of(account.role, frozenset(account.granted)),
        officer=(account.officer or "") if account.role == "officer" else None,
    )


def accounts_exist(home: Home) -> bool:
    """Whether signing in is needed: an account was made, be it disabled."""
    return _standing(kept(home)).ask(any_account)


def account_of(home: Home, name: str) -> Account | None:
    """The account of this name as it is now; None when there is none."""
    return _standing(kept(home)).ask(_account, name)


def credential_of(home: Home, name: str) -> Credential:
    """How a person proves who they are, as it is now."""
    return _standing(kept(home)).ask(read_credential, name)


def _account(connection: sa.Connection, name: str) -> Account | None:
    return read_accounts(connection, name).get(name)


def kept(home: Home) -> Ledger:
    """The ledger of a home, opened once by this process, and again when the file is another one."""
    file = home.path / "ledger.sqlite"
    return _opened(home, file.stat().st_ino if file.exists() else 0)


@lru_cache(maxsize=4)
def _opened(home: Home, _file: int) -> Ledger:
    return open_ledger(home)


@lru_cache(maxsize=4)
def _standing(ledger: Ledger) -> Standing:
    return Standing(ledger.engine)
