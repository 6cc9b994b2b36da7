"""The gate: turns an identity into what that person may see, from our own table at every run."""

from __future__ import annotations

from functools import lru_cache

from analysis.roles import EVERY_RIGHT, EVERYWHERE, rights_of
from analysis.scope import Scope
from data import seeing
from data.ledger import Ledger, open_ledger
from data.ledger.accounts import Account, any_account, read_accounts
from data.settings import Home, now

RIGHTS = EVERY_RIGHT
NOBODY = Scope("", "nobody")


def authorise(identity: str | None, home: Home, session: str = "") -> Scope:
    """The scope of a person; until accounts exist whoever sits at this machine may see all.

    Without an account in force it is NOBODY, which sees nothing. An administrator whose session
    sees as another account gets no more than that account sees.
    """
    with kept(home).engine.connect() as connection:
        if identity is None:
            return NOBODY if any_account(connection) else whole("admin")
        account = read_accounts(connection, identity).get(identity)
    if account is None or account.disabled:
        return NOBODY
    return _effective(kept(home), scope_of(account), session)


def _effective(ledger: Ledger, own: Scope, session: str) -> Scope:
    """The own scope, or what it sees as another account; what may not go on is ended."""
    found = seeing.seeing(ledger, session, own.user, now()) if session else None
    if found is None:
        return own
    with ledger.engine.connect() as connection:
        account = read_accounts(connection, found.account).get(found.account)
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
    with kept(home).engine.connect() as connection:
        return any_account(connection)


def kept(home: Home) -> Ledger:
    """The ledger of a home, opened once by this process, and again when the file is another one."""
    file = home.path / "ledger.sqlite"
    return _opened(home, file.stat().st_ino if file.exists() else 0)


@lru_cache(maxsize=4)
def _opened(home: Home, _file: int) -> Ledger:
    return open_ledger(home)
