"""The door for writing: what the sources page does to the record and the snapshot. No widgets.

Every function opens the record for itself and closes it; errors are InputError with one sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from analysis.criteria import CriterionSet
from analysis.mapping import SourceMapping
from analysis.registers import Registers
from data import intake
from data.criteria import load_criterion_sets
from data.demo.load import clear_demo as remove_demo
from data.demo.load import is_demo
from data.intake import ImportResult, IntakeOptions
from data.ledger import Ledger, Run, Source, open_ledger
from data.raw_table import RawTable
from data.registers import parse_dossiers, parse_officers, parse_units
from data.settings import now, open_home
from data.snapshot import publish
from pages.shared.doors.looking import writes

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
    """What the record holds, read at once: sources, runs (oldest first), registers, sets."""

    sources: tuple[Source, ...]
    runs: tuple[Run, ...]
    registers: Registers
    sets: dict[str, CriterionSet]
    is_demo: bool


@contextmanager
def _ledger() -> Iterator[Ledger]:
    opened = open_ledger(open_home())
    try:
        yield opened
    finally:
        opened.close()


def known() -> Known:
    """The record as it stands."""
    with _ledger() as ledger:
        return Known(
            tuple(ledger.sources()), tuple(ledger.runs()), ledger.registers(),
            load_criterion_sets(ledger.home), is_demo(ledger),
        )


@writes
def bring(raw: RawTable, mapping: SourceMapping, options: IntakeOptions) -> ImportResult:
    """Tries the import, or does it; publishing is a step of its own."""
    with _ledger() as ledger:
        return intake.import_table(ledger, raw, mapping, options)


def options(who: str, file_name: str, *, dry_run: bool, sure: bool = False) -> IntakeOptions:
    """Who brings which file in, now; `sure` goes on although many rows vanished."""
    return IntakeOptions(now(), who, file_name, dry_run, sure)


@writes
def put_in_force() -> str:
    """Publishes what the record holds; the name of the snapshot."""
    with _ledger() as ledger:
        return publish(ledger, ledger.home, now())


@writes
def undo(run: int, who: str, reason: str) -> None:
    """Takes an import out of the figures; its rows stay in the record."""
    with _ledger() as ledger:
        intake.withdraw(ledger, run, who, reason, now())
        publish(ledger, ledger.home, now())


@writes
def clear_demo() -> None:
    """Removes the demonstration from its home."""
    remove_demo(open_home())


def entries(kind: str, raw: RawTable, record: Known) -> Sequence[Any]:
    """The units, officers or dossier counts of a file, checked against what is registered."""
    return REGISTERS[kind][0](raw, record.registers)


@writes
def register(kind: str, found: Sequence[Any], who: str) -> int:
    """Registers them; how many are new or changed."""
    with _ledger() as ledger:
        changed = REGISTERS[kind][1](ledger, found, who, now())
        publish(ledger, ledger.home, now())
        return changed
