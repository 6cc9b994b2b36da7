"""A generated home with accounts: one leader a province, each with a session as a cookie names it."""

from __future__ import annotations

import os

from data import sessions
from data.ledger import open_ledger
from data.ledger.accounts import Account, Credential, keep_account, keep_credential
from data.ledger.bodies import encode
from data.settings import Home, now, open_home
from data.snapshot.files import current_path


def with_leaders(home: Home, units: list[str]) -> Home:
    """A home beside the other one on the same snapshot, with a leader for each unit."""
    path = current_path(home)
    assert path is not None
    other = open_home(home.path.with_name(f"{home.path.name}-leaders"))
    if current_path(other) == other.snapshots / path.name:
        return other
    other.prepare()
    os.link(path, other.snapshots / path.name)
    other.current.write_text(f"{path.name}\n", encoding="ascii")
    ledger = open_ledger(other)
    leaders = [Account(name_of(unit), "leader", units=(unit,)) for unit in units]
    with ledger.writing(now()) as chain:  # units are in the snapshot alone: no check against registers
        for account in (Account("admin", "admin"), *leaders):
            keep_account(chain, account, encode({"who": "bench", "account": account.name}))
            keep_credential(chain.connection, Credential(account.name))
    return other


def name_of(unit: str) -> str:
    """The account that leads a unit."""
    return f"leader.{unit.lower()}"


def token(home: Home, account: str) -> str:
    """What the cookie of a fresh session says."""
    return sessions.start(home, account, now())
