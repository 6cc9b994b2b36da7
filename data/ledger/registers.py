"""Registers in the record: every version is kept, the latest of each key is in force."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from datetime import date
from typing import TypeVar

import sqlalchemy as sa

from analysis.names import Resolver
from analysis.registers import DossierCount, Officer, Registers, Unit
from data.ledger import schema
from data.ledger.bodies import encode
from data.ledger.chain import Chain

E = TypeVar("E", Unit, Officer, DossierCount)
Entry = Unit | Officer | DossierCount

KINDS: dict[str, type[Entry]] = {"unit": Unit, "officer": Officer, "dossier": DossierCount}


DROPPED = "null"
"""Body of a provisional entry that a proper one has taken the place of."""


_known: list[tuple[bytes, Registers]] = []


def read_registers(connection: sa.Connection) -> Registers:
    """Units, officers and dossier counts in force, in the order they were first registered.

    A nation's are read once: the hash of the newest event about them stands for all before it.
    """
    event, table = schema.event, schema.register
    newest = sa.select(sa.func.max(table.c.register_id)).scalar_subquery()
    state = connection.execute(sa.select(event.c.hash).where(event.c.seq == newest)).scalar()
    for known, registers in _known:
        if known == state:
            return registers
    registers = _read(connection)
    if state is not None:
        _known[:] = [(bytes(state), registers)]
    return registers


def _read(connection: sa.Connection) -> Registers:
    latest: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for (kind, key), body in _in_force(connection).items():
        if body != DROPPED:
            latest[kind][key] = body
    units = _entries(Unit, latest["unit"].values())
    officers = _entries(Officer, latest["officer"].values())
    return Registers(
        {unit.code: unit for unit in units},
        {officer.code: officer for officer in officers},
        tuple(_entries(DossierCount, latest["dossier"].values())),
    )


def read_entry(connection: sa.Connection, made: type[E], key: str) -> E | None:
    """The one unit or officer of this code, read without the others."""
    table = schema.register
    kind = next(name for name, known in KINDS.items() if known is made)
    newest = sa.select(table.c.body).where(table.c.kind == kind, table.c.key == key)
    body = connection.execute(newest.order_by(table.c.register_id.desc()).limit(1)).scalar()
    return None if body in (None, DROPPED) else _entries(made, [str(body)])[0]


def keep_entries(chain: Chain, entries: Iterable[Entry], who: str) -> int:
    """Keeps the entries that are new or differ from the version in force; returns how many.

    A provisional unit or officer goes when a proper one answers to its name.
    """
    wanted: dict[tuple[str, str], str] = {}
    for entry in entries:
        kind = next(name for name, made in KINDS.items() if isinstance(entry, made))
        wanted[kind, _key(entry)] = _body(entry)
    in_force = _in_force(chain.connection)
    changed = [(*key, body) for key, body in wanted.items() if in_force.get(key) != body]
    detail = encode({"who": who})
    chain.bring_many("register", changed, detail=detail)
    dropped = [(*key, DROPPED) for key in _replaced(read_registers(chain.connection))]
    chain.bring_many("register", dropped, detail=detail)
    return len(changed)


def _in_force(connection: sa.Connection) -> dict[tuple[str, str], str]:
    table = schema.register
    columns = table.c.kind, table.c.key, table.c.body
    rows = connection.execute(sa.select(*columns).order_by(table.c.register_id))
    return {(kind, key): body for kind, key, body in rows}


def _replaced(registers: Registers) -> Iterator[tuple[str, str]]:
    """Provisional entries whose name leads to a proper one; officers go with their unit."""
    units = {code: unit for code, unit in registers.units.items() if not unit.provisional}
    officers = {c: officer for c, officer in registers.officers.items() if not officer.provisional}
    resolver = Resolver(Registers(units, officers))
    gone = {
        code
        for code, unit in registers.units.items()
        if unit.provisional and resolver.unit(unit.name)
    }
    yield from (("unit", code) for code in sorted(gone))
    for code, officer in registers.officers.items():
        if officer.provisional and (
            officer.unit_code in gone or resolver.officer(officer.name, officer.unit_code, None)
        ):
            yield "officer", code


def _key(entry: Entry) -> str:
    if isinstance(entry, DossierCount):
        return f"{entry.unit_code}/{entry.period_from}/{entry.period_to}/{entry.field or ''}"
    return entry.code


def _body(entry: Entry) -> str:
    return json.dumps(asdict(entry), default=str, ensure_ascii=False, sort_keys=True)


def _entries(made: type[E], bodies: Iterable[str]) -> list[E]:
    """Entries of one kind; a nation has tens of thousands, so their bodies are read at once."""
    days = [part.name for part in fields(made) if "date" in str(part.type)]
    lists = [part.name for part in fields(made) if "tuple" in str(part.type)]
    found = []
    for values in json.loads(f"[{','.join(bodies)}]"):
        for name in days:
            if values.get(name) is not None:
                values[name] = date.fromisoformat(values[name])
        for name in lists:
            if values.get(name) is not None:
                values[name] = tuple(values[name])
        found.append(made(**values))
    return found
