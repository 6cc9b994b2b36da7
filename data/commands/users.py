"""`user …`: accounts and scopes, from the command line of whoever owns the home."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import Any

import pandas as pd

from analysis.errors import InputError
from analysis.roles import GRANTABLE, ROLES
from data import accounts, passwords, sessions
from data import text_accounts as text
from data.commands.outcome import Desk, Outcome
from data.commands.parser import AddCommand, Parser, add_commands, clean
from data.commands.printing import local_time
from data.ledger.accounts import Account


def add(command: AddCommand) -> None:
    """Adds `user` and what follows it."""
    user = add_commands(command("user", _list), "user ")
    new = _named(user("add", _add))
    new.add_argument("--role", required=True, choices=tuple(ROLES), help=text.HELP_ROLE)
    _scope_words(new)
    new.add_argument("--oidc", type=clean, metavar="WHO", help=text.HELP_OIDC)
    new.add_argument("--stdin", action="store_true", help=text.HELP_STDIN)
    user("list", _list)
    for name, disabled in (("disable", True), ("enable", False)):
        _named(user(name, _switch)).set_defaults(disabled=disabled)
    _named(user("password", _password)).add_argument(
        "--stdin", action="store_true", help=text.HELP_STDIN
    )
    changed = _named(user("scope", _scope))
    changed.add_argument("--role", choices=tuple(ROLES), help=text.HELP_ROLE)
    _scope_words(changed)
    _named(user("factor", _factor)).add_argument("--off", action="store_true", help=text.HELP_OFF)
    outside = _named(user("oidc", _oidc))
    outside.add_argument("oidc", nargs="?", type=clean, metavar="WHO", help=text.HELP_OIDC)
    outside.add_argument("--off", action="store_true", help=text.HELP_OIDC_OFF)


def _named(words: Parser) -> Parser:
    words.add_argument("name", type=clean, metavar="NAME", help=text.HELP_NAME)
    return words


def _scope_words(words: Parser) -> None:
    words.add_argument("--unit", action="append", type=clean, metavar="CODE", help=text.HELP_UNIT)
    words.add_argument("--officer", type=clean, metavar="CODE", help=text.HELP_OFFICER)
    words.add_argument("--title", type=clean, metavar="TEXT", help=text.HELP_TITLE)
    words.add_argument(
        "--grant", action="append", choices=sorted(GRANTABLE), help=text.HELP_GRANT
    )


def _add(words: Namespace, desk: Desk) -> Outcome:
    chosen = _read_password(words.name) if words.stdin else None
    account = Account(
        words.name, words.role, words.title or "", tuple(words.unit or ()),
        tuple(words.grant or ()), words.officer, oidc=words.oidc or "",
    )
    once = accounts.add_account(desk.ledger, account, desk.who, desk.now)
    if not once and not chosen:
        said = text.OIDC_ADDED.format(name=account.name, oidc=account.oidc)
        return Outcome({"user": account.name, "one_time_password": None}, (said,))
    return _with_password(words.name, once, chosen, desk)


def _password(words: Namespace, desk: Desk) -> Outcome:
    chosen = _read_password(words.name) if words.stdin else None
    once = "" if chosen else accounts.hand_out_password(
        desk.ledger, words.name, desk.who, desk.now
    )
    return _with_password(words.name, once, chosen, desk)


def _with_password(name: str, once: str, chosen: str | None, desk: Desk) -> Outcome:
    """Says the one-time password, the only time anyone sees it; a chosen one is not repeated."""
    sessions.end_all(desk.home, name)
    document = {"user": name, "one_time_password": None if chosen else once}
    if chosen is None:
        return Outcome(document, (text.ONE_TIME.format(name=name, password=once),))
    accounts.set_password(desk.ledger, name, chosen, desk.who, desk.now)
    return Outcome(document, (text.PASSWORD_KEPT.format(name=name),))


def _switch(words: Namespace, desk: Desk) -> Outcome:
    kept = accounts.change_account(
        desk.ledger, words.name, desk.who, desk.now, disabled=words.disabled
    )
    if kept.disabled:
        sessions.end_all(desk.home, words.name)
    said = text.DISABLED if kept.disabled else text.ENABLED
    return Outcome({"user": words.name, "disabled": kept.disabled}, (said.format(name=words.name),))


def _scope(words: Namespace, desk: Desk) -> Outcome:
    said = {
        "role": words.role, "title": words.title, "officer": words.officer,
        "units": tuple(words.unit) if words.unit else None,
        "granted": tuple(words.grant) if words.grant else None,
    }
    changes = {name: value for name, value in said.items() if value is not None}
    if words.role and words.role != "officer":
        changes.setdefault("officer", None)
    kept = accounts.change_account(desk.ledger, words.name, desk.who, desk.now, **changes)
    return Outcome(_row(kept, desk), (text.CHANGED.format(name=words.name),))


def _factor(words: Namespace, desk: Desk) -> Outcome:
    accounts.require_factor(desk.ledger, words.name, desk.who, desk.now, not words.off)
    sessions.end_all(desk.home, words.name)
    said = text.FACTOR_OFF if words.off else text.FACTOR_ON
    return Outcome({"user": words.name, "factor": not words.off}, (said.format(name=words.name),))


def _oidc(words: Namespace, desk: Desk) -> Outcome:
    if words.off == bool(words.oidc):
        raise InputError(text.ONE_OF_BOTH)
    kept = accounts.change_account(
        desk.ledger, words.name, desk.who, desk.now, oidc=words.oidc or ""
    )
    sessions.end_all(desk.home, words.name)
    said = text.OIDC_OFF if words.off else text.OIDC_ON
    return Outcome(_row(kept, desk), (said.format(name=words.name, oidc=kept.oidc),))


def _list(_words: Namespace, desk: Desk) -> Outcome:
    rows = [_row(account, desk) for account in accounts.accounts(desk.ledger)]
    shown = pd.DataFrame([
        {text.COLUMNS[key]: _cell(key, value) for key, value in row.items()} for row in rows
    ])
    return Outcome({"users": rows}, (shown,))


def _row(account: Account, desk: Desk) -> dict[str, Any]:
    return {
        "user": account.name, "title": account.title, "role": account.role,
        "units": list(account.units), "officer": account.officer,
        "granted": list(account.granted), "disabled": account.disabled, "oidc": account.oidc,
        "last_seen": sessions.last_seen(desk.home).get(account.name),
    }


def _cell(key: str, value: Any) -> str:
    if key == "role":
        return text.ROLES[value]
    if key == "disabled":
        return text.YES if value else ""
    if key == "last_seen":
        return local_time(value) or ""
    return ", ".join(value) if isinstance(value, list) else value or ""


def _read_password(name: str) -> str:
    """The first line of standard input; InputError for a weak one."""
    line = sys.stdin.readline(passwords.MOST * 8)
    password = line.rstrip("\r\n")
    if not password:
        raise InputError(text.NO_STDIN)
    passwords.refuse_weak(password, name)
    return password
