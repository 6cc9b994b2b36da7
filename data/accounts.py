"""Accounts: made, changed, disabled, given a password, always with an event in the record."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from analysis.errors import InputError
from analysis.roles import EVERYWHERE, GRANTABLE, ROLES
from data import passwords
from data import text_accounts as text
from data.ledger import Ledger
from data.ledger.accounts import (
    Account,
    Credential,
    keep_account,
    keep_credential,
    read_accounts,
    read_credential,
)
from data.ledger.bodies import encode
from data.ledger.chain import Chain

NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
OIDC = re.compile(r"sub:[!-~]{1,255}|[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")
LONGEST_TITLE = 100


def accounts(ledger: Ledger) -> list[Account]:
    """Every account, disabled ones included, by name."""
    with ledger.engine.connect() as connection:
        return [account for _, account in sorted(read_accounts(connection).items())]


def account(ledger: Ledger, name: str) -> Account:
    """The account of this name; InputError when there is none."""
    with ledger.engine.connect() as connection:
        found = read_accounts(connection, name).get(name)
    if found is None:
        raise InputError(text.NO_ACCOUNT.format(name=name[:64]))
    return found


def vouched(ledger: Ledger, subject: str, email: str) -> Account | None:
    """Whose account an identity provider means: by subject first, else by verified e-mail address."""
    named = {account.oidc: account for account in accounts(ledger) if account.oidc}
    return named.get(f"sub:{subject}") or (named.get(email) if email else None)


def credential(ledger: Ledger, name: str) -> Credential:
    """How this account proves who it is; one that lets nobody in when there is none."""
    with ledger.engine.connect() as connection:
        return read_credential(connection, name)


def add_account(ledger: Ledger, new: Account, who: str, now: datetime) -> str:
    """Makes an account and returns its one-time password, which must be changed at once.

    An account an identity provider vouches for gets none (""). InputError when the name is taken
    or wrong, the scope does not fit the role, or the first account is no administrator.
    """
    checked = _checked(ledger, new)
    password = "" if checked.oidc else passwords.one_time_password()
    kept = Credential(new.name, password and passwords.hashed(password), bool(password))
    with ledger.writing(now) as chain:
        known = read_accounts(chain.connection)
        if new.name in known:
            raise InputError(text.NAME_TAKEN.format(name=new.name))
        if not known and new.role != "admin":
            raise InputError(text.FIRST_IS_ADMIN)
        _refuse_twice(checked, known)
        keep_account(chain, checked, _detail(who, "added", new.name))
        keep_credential(chain.connection, kept)
    return password


def change_account(
    ledger: Ledger, name: str, who: str, now: datetime, **changes: Any
) -> Account:
    """The account with other facts (role, units, granted, officer, title, disabled, oidc).

    InputError as for a new one, and for the last administrator who could still sign in.
    """
    changed = replace(account(ledger, name), **changes)
    if set(changes) != {"disabled"}:  # an account whose unit is gone can still be closed
        changed = _checked(ledger, changed)
    with ledger.writing(now) as chain:
        known = read_accounts(chain.connection)
        if known[name] == changed:
            return changed
        others = any(a.role == "admin" and not a.disabled for a in known.values() if a.name != name)
        if not others and (changed.disabled or changed.role != "admin"):
            raise InputError(text.LAST_ADMIN)
        _refuse_twice(changed, known)
        keep_account(chain, changed, _detail(who, "changed", name))
    return changed


def set_password(ledger: Ledger, name: str, password: str, who: str, now: datetime) -> None:
    """A new password the person chose; InputError for a weak one or the one in force."""
    passwords.refuse_weak(password, account(ledger, name).name)
    if passwords.fits(password, credential(ledger, name).password):
        raise InputError(text.SAME_PASSWORD)
    kept = passwords.hashed(password)
    _keep(ledger, name, _detail(who, "chosen", name), now,
          lambda old: replace(old, password=kept, must_change=False))


def hand_out_password(ledger: Ledger, name: str, who: str, now: datetime) -> str:
    """A new one-time password for an account, which must be changed at once."""
    password = passwords.one_time_password()
    kept = passwords.hashed(password)
    _keep(ledger, account(ledger, name).name, _detail(who, "handed_out", name), now,
          lambda old: replace(old, password=kept, must_change=True))
    return password


def require_factor(
    ledger: Ledger, name: str, who: str, now: datetime, required: bool = True
) -> None:
    """Whether this account must show a second factor; the one set so far is forgotten."""
    what = "factor_required" if required else "factor_dropped"
    _keep(ledger, account(ledger, name).name, _detail(who, what, name), now,
          lambda old: replace(old, factor="", factor_required=required, factor_used=0))


def set_factor(ledger: Ledger, name: str, secret: str, step: int, now: datetime) -> None:
    """Keeps the secret of a second factor whose code for this time step was shown."""
    _keep(ledger, name, _detail(name, "factor_set", name), now,
          lambda old: replace(old, factor=secret, factor_used=step))


def _keep(
    ledger: Ledger,
    name: str,
    detail: str,
    now: datetime,
    change: Callable[[Credential], Credential],
) -> None:
    with ledger.writing(now) as chain:
        keep_credential(chain.connection, change(read_credential(chain.connection, name)))
        _say(chain, detail)


def _say(chain: Chain, detail: str) -> None:
    chain.add("password", detail=detail)


def _detail(who: str, what: str, name: str) -> str:
    return encode({"who": who, "what": what, "account": name})


def _refuse_twice(wanted: Account, known: dict[str, Account]) -> None:
    """InputError when what an identity provider says belongs to another account."""
    others = (a for a in known.values() if a.name != wanted.name)
    if wanted.oidc and any(a.oidc == wanted.oidc for a in others):
        raise InputError(text.OIDC_TAKEN)


def _checked(ledger: Ledger, wanted: Account) -> Account:
    """The account with its lists in order; InputError for what does not fit."""
    known = ledger.registers()
    if not NAME.fullmatch(wanted.name):
        raise InputError(text.BAD_NAME)
    if wanted.role not in ROLES:
        raise InputError(text.UNKNOWN_ROLE.format(role=wanted.role[:64], known=", ".join(ROLES)))
    if len(wanted.title) > LONGEST_TITLE or not (wanted.title or "x").isprintable():
        raise InputError(text.TITLE_TOO_LONG.format(most=LONGEST_TITLE))
    oidc = wanted.oidc if wanted.oidc.startswith("sub:") else wanted.oidc.lower()
    if oidc and not OIDC.fullmatch(oidc):
        raise InputError(text.BAD_OIDC)
    for right in wanted.granted:
        if right not in GRANTABLE:
            listed = ", ".join(sorted(GRANTABLE))
            raise InputError(text.UNKNOWN_RIGHT.format(right=right[:64], known=listed))
    for unit in wanted.units:
        if unit not in known.units:
            raise InputError(text.UNKNOWN_UNIT.format(unit=unit[:64]))
    if (wanted.role == "officer") != bool(wanted.officer):
        raise InputError(text.NEEDS_OFFICER)
    units = wanted.units
    if wanted.officer:
        if wanted.officer not in known.officers:
            raise InputError(text.UNKNOWN_OFFICER.format(officer=wanted.officer[:64]))
        units = units or (known.officers[wanted.officer].unit_code,)
    if not units and wanted.role not in EVERYWHERE:
        raise InputError(text.NEEDS_UNIT)
    return replace(wanted, oidc=oidc, units=tuple(dict.fromkeys(units)),
                   granted=tuple(sorted(set(wanted.granted))))
