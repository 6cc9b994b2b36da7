"""Accounts in the record: every version is kept, the latest of each name is in force.

Passwords and second factors are no evidence: they stand in a table of their own that forgets.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields

import sqlalchemy as sa

from data.ledger import schema
from data.ledger.chain import Chain


@dataclass(frozen=True)
class Account:
    """One person's account: `units` are root codes, `granted` rights beyond the role.

    `officer` is the code of the officer behind an account of that role; `oidc` is who an identity
    provider says the person is: a verified e-mail address, or "sub:" and the subject; "" for nobody.
    """

    name: str
    role: str
    title: str = ""
    units: tuple[str, ...] = ()
    granted: tuple[str, ...] = ()
    officer: str | None = None
    disabled: bool = False
    oidc: str = ""


@dataclass(frozen=True)
class Credential:
    """How a person proves who they are; `password` is an argon2id hash, "" lets nobody in."""

    name: str
    password: str = ""
    must_change: bool = False
    factor: str = ""
    factor_required: bool = False
    factor_used: int = 0


def read_accounts(connection: sa.Connection, name: str | None = None) -> dict[str, Account]:
    """Accounts in force by name, or the one of this name."""
    table = schema.account
    rows = sa.select(table.c.name, table.c.body).order_by(table.c.account_id)
    if name is not None:
        rows = rows.where(table.c.name == name)
    return {row.name: _account(row.name, row.body) for row in connection.execute(rows)}


def any_account(connection: sa.Connection) -> bool:
    """Whether an account was ever made."""
    return connection.execute(sa.select(schema.account.c.account_id).limit(1)).first() is not None


def keep_account(chain: Chain, account: Account, detail: str) -> None:
    """Keeps a new account or a new version of it."""
    said = asdict(account)
    del said["name"]
    body = json.dumps(said, ensure_ascii=False, sort_keys=True)
    chain.bring("account", account.name, body, detail=detail)


def read_credential(connection: sa.Connection, name: str) -> Credential:
    """The credential of an account; one that lets nobody in when none was set."""
    table = schema.credential
    row = connection.execute(sa.select(table).where(table.c.name == name)).first()
    return Credential(*row) if row else Credential(name)


def keep_credential(connection: sa.Connection, credential: Credential) -> None:
    """Puts a credential in the place of the one before."""
    table = schema.credential
    connection.execute(sa.delete(table).where(table.c.name == credential.name))
    connection.execute(sa.insert(table).values(**asdict(credential)))


def _account(name: str, body: str) -> Account:
    said = json.loads(body)
    known = {part.name for part in fields(Account)}
    lists = {key: tuple(said.get(key, ())) for key in ("units", "granted")}
    return Account(name, **({k: v for k, v in said.items() if k in known} | lists))
