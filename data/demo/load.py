"""Brings the demonstration district into an empty home, tells it from real data, removes it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from analysis.errors import InputError
from analysis.scope import Scope
from data import anchor, verdict
from data.criteria import load_criterion_sets
from data.demo import facts
from data.demo.district import load_district
from data.demo.dossiers import dossier_counts
from data.demo.responses import draw_responses
from data.demo.sheets import write_sheets
from data.intake import ImportResult, IntakeOptions, import_table
from data.ledger import Ledger, open_ledger
from data.ledger.accounts import (
    keep_account,
    keep_credential,
    read_accounts,
    read_credential,
)
from data.ledger.bodies import encode
from data.ledger.engine import writing
from data.publications import make_public, proposed, publishable
from data.settings import Home
from data.settings import now as present
from data.snapshot import ensure_current, publish
from data.snapshot.files import publishing
from data.text_demo import NOT_DEMO, NOT_EMPTY, OTHER_DATABASE

WHO = "demo"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class LoadedDemo:
    """What `load_demo` did: nothing when the district was there already."""

    snapshot: str
    results: tuple[ImportResult, ...] = ()


def load_demo(home: Home, now: datetime) -> LoadedDemo:
    """Loads the district as of the day before `now`; raises InputError when other data are there.

    A home that already holds the whole district stays as it is; one where loading was broken off
    starts again.
    """
    home.prepare()
    ledger = open_ledger(home)
    if is_complete(ledger):
        return LoadedDemo(ensure_current(ledger, home, now) or "")
    if not is_empty(ledger):
        if not is_demo(ledger):
            raise InputError(NOT_EMPTY)
        clear_demo(home)
        ledger = open_ledger(home)
    district = load_district(now.astimezone(ZONE).date())
    responses = draw_responses(district)
    ledger.register_units(district.units, WHO, now)
    ledger.register_officers(district.officers, WHO, now)
    ledger.register_dossiers(dossier_counts(district, responses), WHO, now)
    options = IntakeOptions(now=now, who=WHO, file_name=None, dry_run=False)
    results = tuple(
        import_table(ledger, table, sheet.mapping, options)
        for sheet in write_sheets(district, responses, load_criterion_sets(home))
        for table in sheet.tables
    )
    snapshot = publish(ledger, home, now)
    _show_publicly(ledger, home, now)
    return LoadedDemo(snapshot, results)


def _show_publicly(ledger: Ledger, home: Home, now: datetime) -> None:
    """Puts the last finished half-year on the public board, marked as a demonstration."""
    everything = Scope(WHO, "admin", everything=True, rights=frozenset({"publish"}))
    halves = [period for period in publishable(ledger, home, everything) if "-H" in period]
    for period in halves[-1:]:
        make_public(ledger, replace(proposed(home, everything, period), demo=True), WHO, now)


def is_empty(ledger: Ledger) -> bool:
    """Whether nothing was ever registered or brought in."""
    return not ledger.sources() and not ledger.registers().units


def is_demo(ledger: Ledger) -> bool:
    """Whether the ledger holds the demonstration, or a part of it, and nothing else."""
    units = ledger.registers().units
    ours = {facts.ROOT, *(f"{facts.ROOT}{number:02d}" for number in range(1, facts.COMMUNES + 1))}
    names = {source.name for source in ledger.sources()}
    return facts.ROOT in units and set(units) <= ours and names <= set(facts.SOURCES)


def is_complete(ledger: Ledger) -> bool:
    """Whether the ledger holds the whole demonstration and nothing else."""
    last = facts.SOURCES[-1]
    return is_demo(ledger) and len(ledger.runs(last)) >= 2


def forget(home: Home) -> None:
    """Takes away what the home keeps about a record that is no more: anchors and the verdict."""
    for kept in (*(home.path / anchor.FOLDER).glob("*.json"), home.path / verdict.FILE):
        kept.unlink(missing_ok=True)


def clear_demo(home: Home) -> None:
    """Empties the home of the demonstration; InputError when anything else is inside.

    Tables are dropped, not the file: a process that holds the ledger open goes on with the
    empty one instead of writing into a file nobody sees any more. Accounts stay: without any,
    whoever sits at this machine would see all that comes in next.
    """
    ledger = open_ledger(home)
    if ledger.engine.dialect.name != "sqlite":
        raise InputError(OTHER_DATABASE)
    with publishing(home), writing(ledger.engine) as connection:
        if not is_demo(ledger):
            raise InputError(NOT_DEMO)
        people = [
            (account, read_credential(connection, account.name))
            for account in read_accounts(connection).values()
        ]
        tables = sa.MetaData()
        tables.reflect(connection)
        tables.drop_all(connection)
        home.current.unlink(missing_ok=True)
        forget(home)
        for snapshot in home.snapshots.glob("*.duckdb"):
            with suppress(PermissionError):  # open elsewhere on Windows: nothing names it any more
                snapshot.unlink()
    ledger.close()
    fresh = open_ledger(home)
    with fresh.writing(present()) as chain:
        for account, credential in people:
            keep_account(chain, account, encode({"who": WHO, "what": "kept", "account": account.name}))
            keep_credential(chain.connection, credential)
    fresh.close()
