"""Decisions of people: on tables held back, and on removed rows; each with a reason, as events."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from analysis.errors import InputError
from analysis.mapping_file import parse_mapping
from analysis.renames import with_renames
from data import text_decisions as text
from data.intake import ImportResult, IntakeOptions, Release, import_table
from data.ledger import Ledger, Run, schema
from data.ledger.bodies import encode
from data.ledger.exclusions import excluded_slots, keep_exclusion
from data.ledger.quarantine import read_quarantined
from data.ledger.slots import removed_of
from data.ledger.sources import registrar
from data.text_ledger import NOT_QUARANTINED

LEAST, MOST = 5, 1_000
"""Signs a reason has: "ok" explains nothing to whoever reads it in two years."""


@dataclass(frozen=True)
class Decider:
    """Who decides, why and when; `administrators` is how many people could decide."""

    who: str
    reason: str
    now: datetime
    administrators: int = 1


@dataclass(frozen=True)
class Held:
    """A run held back; `state` is open, applied, kept_out or overtaken (a newer table counts)."""

    run: Run
    registered_by: str
    state: str
    who: str = ""
    reason: str = ""
    at: str = ""


def held_runs(ledger: Ledger) -> list[Held]:
    """Every run that was ever held back, newest first, with what was decided."""
    runs = ledger.runs()
    with ledger.engine.connect() as connection:
        decided = _decided(connection)
        registrars = {run.source_id: registrar(connection, run.source_id) for run in runs}
    newest = {run.source_id: run.id for run in runs}
    found = []
    for run in reversed(runs):
        if not run.quarantined:
            continue
        held = Held(run, registrars[run.source_id], "open")
        if run.id in decided:
            held = Held(run, registrars[run.source_id], *decided[run.id])
        elif newest[run.source_id] != run.id:
            held = Held(run, registrars[run.source_id], "overtaken")
        found.append(held)
    return found


def apply_held(
    ledger: Ledger, run_id: int, decider: Decider, renames: Mapping[str, str] | None = None
) -> ImportResult:
    """Applies a table held back, under its mapping with these headers renamed (old -> new).

    InputError, and nothing written, when the decision is not this person's, was made before, when
    a newer table came in, or when mapped headers are still missing.
    """
    held = _open_run(ledger, run_id, decider)
    newest = max(run.id for run in ledger.runs(held.run.source))
    if newest != run_id:
        raise InputError(text.NEWER.format(source=held.run.source, newest=newest))
    with ledger.engine.connect() as connection:
        kept = read_quarantined(connection, run_id)
    assert kept is not None
    raw, mapping = kept[0], parse_mapping(kept[1])
    for header in (renames or {}).values():
        if header not in raw.header:
            raise InputError(text.NOT_THERE.format(header=header))
    mapping = with_renames(mapping, renames or {})
    release = Release(run_id, decider.reason.strip())
    options = IntakeOptions(
        decider.now, decider.who, held.run.file_name, accept_removal=True, release=release
    )
    tried = import_table(ledger, raw, mapping, IntakeOptions(
        decider.now, decider.who, dry_run=True, accept_removal=True
    ))
    if tried.quarantined:
        raise InputError(text.STILL_MISSING.format(note=tried.note))
    return import_table(ledger, raw, mapping, options)


def keep_out(ledger: Ledger, run_id: int, decider: Decider) -> None:
    """Keeps a table out of the figures for good; it stays in the record. InputError as above."""
    held = _open_run(ledger, run_id, decider)
    detail = encode({"who": decider.who, "reason": decider.reason.strip()})
    with ledger.writing(decider.now) as chain:
        chain.add("keep_out", source_id=held.run.source_id, run_id=run_id, detail=detail)


def decide_removed(ledger: Ledger, slot: int, counted: bool, decider: Decider) -> None:
    """Counts a removed row, or leaves it out until it comes back.

    InputError when the row is not removed, was decided so before, or is not this person's.
    """
    with ledger.writing(decider.now) as chain:
        connection, table = chain.connection, schema.slot
        source_id = connection.execute(
            sa.select(table.c.source_id).where(table.c.slot_id == slot)
        ).scalar()
        if source_id is None or not removed_of(connection, [slot]):
            raise InputError(text.NOT_REMOVED.format(slot=slot))
        name = connection.execute(
            sa.select(schema.source.c.name).where(schema.source.c.source_id == source_id)
        ).scalar_one()
        _allowed(decider, name, registrar(connection, source_id))
        if counted == (slot not in excluded_slots(connection, source_id)):
            raise InputError(text.AS_DECIDED.format(slot=slot))
        kind = "include" if counted else "exclude"
        facts = {"kind": kind, "who": decider.who, "reason": decider.reason.strip()}
        keep_exclusion(chain, source_id, slot, facts)


def _open_run(ledger: Ledger, run_id: int, decider: Decider) -> Held:
    held = next((held for held in held_runs(ledger) if held.run.id == run_id), None)
    if held is None:
        raise InputError(NOT_QUARANTINED.format(run=run_id))
    _allowed(decider, held.run.source, held.registered_by)
    if held.state in ("applied", "kept_out"):
        raise InputError(text.DECIDED.format(run=run_id))
    return held


def _allowed(decider: Decider, source: str, registered_by: str) -> None:
    if not LEAST <= len(decider.reason.strip()) <= MOST:
        raise InputError(text.NO_REASON.format(least=LEAST, most=MOST))
    if decider.administrators >= 2 and decider.who == registered_by:
        raise InputError(text.SAME_PERSON.format(source=source, who=decider.who))


def _decided(connection: sa.Connection) -> dict[int, tuple[str, str, str, str]]:
    """Run -> (state, who, reason, at) of the runs people decided on."""
    event = schema.event
    states = {"release": "applied", "keep_out": "kept_out"}
    rows = connection.execute(
        sa.select(event.c.run_id, event.c.kind, event.c.detail, event.c.at)
        .where(schema.about_no_row(*states))
        .order_by(event.c.seq)
    )
    found = {}
    for run_id, kind, detail, at in rows:
        said = json.loads(detail)
        found[run_id] = (states[kind], said["who"], said["reason"], at)
    return found
