"""The door for accounts and the trace: read, made and changed on behalf of an administrator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from analysis.roles import GRANTABLE, ROLES
from data import accounts, sessions
from data.access import kept
from data.ledger.accounts import Account, Credential
from data.provider import provider
from data.settings import ZONE, now, open_home
from data.text_accounts import ROLES as ROLE_NAMES
from data.trace import PERSONAL, PROCESS, TraceEvent, TraceSearch, keep_trace, read_trace
from pages.shared import text_access as words
from pages.shared.doors.looking import writes

__all__ = ["GRANTABLE", "PERSONAL", "PROCESS", "ROLES", "ROLE_NAMES", "Account", "TraceSearch"]


def known() -> list[Account]:
    """Every account by name."""
    return accounts.accounts(kept(open_home()))


def table(names: Mapping[str, str]) -> pd.DataFrame:
    """One row an account, in words; `names` are the units' names by code."""
    ledger, seen, rows = kept(open_home()), sessions.last_seen(open_home()), []
    for account in accounts.accounts(ledger):
        own = accounts.credential(ledger, account.name)
        rows.append({
            "name": account.name, "title": account.title, "role": ROLE_NAMES[account.role],
            "units": ", ".join(names.get(code, code) for code in account.units),
            "officer": account.officer or "",
            "granted": ", ".join(words.RIGHTS[right] for right in account.granted),
            "factor": _factor(own), "state": _state(account, own),
            "seen": local(seen.get(account.name)),
        })
    return pd.DataFrame(rows, columns=list(words.COLUMNS)).rename(columns=words.COLUMNS)


def vouching() -> bool:
    """Whether an identity provider is configured."""
    return provider() is not None


@writes
def create(account: Account, who: str) -> str:
    """Makes an account; returns its one-time password, "" when an identity provider vouches for it."""
    return accounts.add_account(kept(open_home()), account, who, now())


@writes
def change(name: str, who: str, **changes: Any) -> None:
    """Changes an account; disabled, or vouched for otherwise, it loses its sessions at once."""
    before = accounts.account(kept(open_home()), name)
    account = accounts.change_account(kept(open_home()), name, who, now(), **changes)
    if account.disabled or account.oidc != before.oidc:
        sessions.end_all(open_home(), name)


@writes
def reset_path(name: str, who: str) -> str:
    """The one-time address where this person sets a new password."""
    token = sessions.reset_token(open_home(), name, now())
    keep_trace(kept(open_home()), "password", who, now(), what="link", account=name)
    return f"/dat-lai-mat-khau?ma={token}"


@writes
def require_factor(name: str, who: str, required: bool) -> None:
    """Asks for a new second factor at the next sign-in, or for none; the sessions end."""
    accounts.require_factor(kept(open_home()), name, who, now(), required)
    sessions.end_all(open_home(), name)


def events(wanted: TraceSearch, *, names: bool) -> pd.DataFrame:
    """The trace in words, newest first; without `names` nobody is named."""
    rows = [
        {"seq": event.seq, "at": local(event.at), "kind": words.KIND[event.kind],
         "who": event.who, "facts": _facts(event)}
        for event in read_trace(kept(open_home()), wanted)
    ]
    columns = list(words.AUDIT_COLUMNS) if names else ["seq", "at", "kind"]
    return pd.DataFrame(rows, columns=columns).rename(columns=words.AUDIT_COLUMNS)


def local(moment: str | None) -> str:
    """An ISO moment as people here write it, to the second."""
    if not moment:
        return ""
    return datetime.fromisoformat(moment).astimezone(ZONE).strftime("%d/%m/%Y %H:%M:%S")


def _state(account: Account, own: Credential) -> str:
    if account.disabled:
        return words.OFF
    return words.WAITING if own.must_change else words.ON


def _factor(own: Credential) -> str:
    if own.factor:
        return words.FACTOR_ON
    return words.FACTOR_WAITING if own.factor_required else words.FACTOR_OFF


def _facts(event: TraceEvent) -> str:
    """What an event says besides, in words."""
    said = []
    for name, value in event.facts.items():
        if isinstance(value, dict):
            value = "; ".join(f"{key} = {each}" for key, each in value.items())
        value = str(value).rpartition("/")[2] if name == "folder" else value  # not where the machine has it
        if value not in ("", None):
            said.append(f"{words.FACT.get(name, name)}: {words.SAID.get(str(value), value)}")
    return " · ".join(said)
