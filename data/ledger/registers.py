"""Registers in the record: every version is kept, the latest of each key is in force."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import date
from typing import TypeVar

import sqlalchemy as sa

from analysis.registers import DossierCount, Officer, Registers, Unit
from data.ledger import schema
from data.ledger.chain import Chain

E = TypeVar("E", Unit, Officer, DossierCount)
Entry = Unit | Officer | DossierCount

KINDS: dict[str, type[Entry]] = {"unit": Unit, "officer": Officer, "dossier": DossierCount}


def read_registers(connection: sa.Connection) -> Registers:
    """Units, officers and dossier counts in force, in the order they were first registered."""
    latest: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    table = schema.register
    for row in connection.execute(sa.select(table).order_by(table.c.register_id)):
        latest[row.kind][row.key] = row.body
    units = [_entry(Unit, body) for body in latest["unit"].values()]
    officers = [_entry(Officer, body) for body in latest["officer"].values()]
    return Registers(
        {unit.code: unit for unit in units},
        {officer.code: officer for officer in officers},
        tuple(_entry(DossierCount, body) for body in latest["dossier"].values()),
    )


def keep_entries(chain: Chain, entries: Iterable[Entry], who: str) -> int:
    """Keeps the entries that are new or differ from the version in force; returns how many."""
    wanted: dict[tuple[str, str], str] = {}
    for entry in entries:
        kind = next(name for name, made in KINDS.items() if isinstance(entry, made))
        wanted[kind, _key(entry)] = _body(entry)
    table = schema.register
    in_force: dict[tuple[str, str], str] = {}
    for row in chain.connection.execute(sa.select(table).order_by(table.c.register_id)):
        in_force[row.kind, row.key] = row.body
    changed = [(*key, body) for key, body in wanted.items() if in_force.get(key) != body]
    chain.bring_many("register", changed, detail=json.dumps({"who": who}, ensure_ascii=False))
    return len(changed)


def _key(entry: Entry) -> str:
    if isinstance(entry, DossierCount):
        return f"{entry.unit_code}/{entry.period_from}/{entry.period_to}/{entry.field or ''}"
    return entry.code


def _body(entry: Entry) -> str:
    return json.dumps(asdict(entry), default=str, ensure_ascii=False, sort_keys=True)


def _entry(made: type[E], body: str) -> E:
    values = json.loads(body)
    for part in fields(made):
        value = values.get(part.name)
        if value is not None and "date" in str(part.type):
            values[part.name] = date.fromisoformat(value)
        elif isinstance(value, list):
            values[part.name] = tuple(value)
    return made(**values)
