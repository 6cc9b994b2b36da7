"""The door for writing: what the sources page does to the record and the snapshot. No widgets.

Every function opens the record for itself and closes it, and asks anew what whoever looks may
touch; errors are InputError with one sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.criteria import CriterionSet
from analysis.errors import InputError
from analysis.mapping import SourceMapping
from analysis.registers import Registers
from data import intake, within
from data.criteria import load_criterion_sets
from data.demo.load import clear_demo as remove_demo
from data.demo.load import is_demo
from data.intake import ImportResult, IntakeOptions
from data.ledger import Ledger, Run, Source
from data.raw_table import RawTable
from data.registers import parse_dossiers, parse_officers, parse_units
from data.settings import now, open_home
from data.snapshot import publish
from pages.shared import text_admin as words
from pages.shared.doors.looking import everywhere, now_seen, writes
from pages.shared.doors.record import opened

__all__ = [
    "ImportResult", "Known", "RawTable", "Run", "Source", "bring", "clear_demo", "entries", "known",
    "options", "put_in_force", "register", "undo",
]

REGISTERS: dict[str, tuple[Callable[..., Sequence[Any]], Callable[..., int]]] = {
    "units": (parse_units, Ledger.register_units),
    "officers": (parse_officers, Ledger.register_officers),
    "dossiers": (parse_dossiers, Ledger.register_dossiers),
}


@dataclass(frozen=True)
class Known:
    """What of the record a person may touch, `everything` or less; runs stand oldest first."""

    sources: tuple[Source, ...]
    runs: tuple[Run, ...]
    registers: Registers
    sets: dict[str, CriterionSet]
    is_demo: bool
    everything: bool = True


def known() -> Known:
    """The record as it stands, as far as it belongs to whoever looks."""
    scope = now_seen()
    with opened() as (ledger, home):
        return Known(
            *within.own(ledger, scope), within.registered(ledger.registers(), scope),
            load_criterion_sets(home), is_demo(ledger), scope.everything,
        )


@writes
def bring(raw: RawTable, mapping: SourceMapping, options: IntakeOptions) -> ImportResult:
    """Tries the import, or does it; publishing is a step of its own.

    InputError for rows of other units, and for a source that others fill.
    """
    scope = now_seen()
    with opened() as (ledger, _):
        within.refuse_foreign(ledger, mapping.name, scope)
        units = within.codes(ledger.registers(), scope)
        return intake.import_table(ledger, raw, mapping, replace(options, units=units))


def options(who: str, file_name: str, *, dry_run: bool, sure: bool = False) -> IntakeOptions:
    """Who brings which file in, now; `sure` goes on although many rows vanished."""
    return IntakeOptions(now(), who, file_name, dry_run, sure)


@writes
def put_in_force() -> str:
    """Publishes what the record holds; the name of the snapshot."""
    with opened() as (ledger, home):
        return publish(ledger, home, now())


@writes
def undo(run: int, who: str, reason: str) -> None:
    """Takes an import out of the figures; its rows stay in the record."""
    with opened() as (ledger, home):
        if run not in {one.id for one in within.own(ledger, now_seen())[1]}:
            raise InputError(words.NOT_YOUR_RUN)
        within.refuse_undo(ledger, run, now_seen())
        intake.withdraw(ledger, run, who, reason, now())
        publish(ledger, home, now())


@writes
@everywhere
def clear_demo() -> None:
    """Removes the demonstration from its home."""
    remove_demo(open_home())


def entries(kind: str, raw: RawTable, record: Known) -> Sequence[Any]:
    """The units, officers or dossier counts of a file, checked against what is registered."""
    return REGISTERS[kind][0](raw, record.registers)


@writes
@everywhere
def register(kind: str, found: Sequence[Any], who: str) -> int:
    """Registers them; how many are new or changed."""
    with opened() as (ledger, home):
        changed = REGISTERS[kind][1](ledger, found, who, now())
        publish(ledger, home, now())
        return changed
