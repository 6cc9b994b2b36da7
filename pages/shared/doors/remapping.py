"""The door for explaining: what a label or a name means, said by a person. No widgets.

Errors are InputError with one sentence, as from `importing`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from analysis.registers import Officer, Unit
from data.remap import MEANINGS, add_alias, map_label
from data.settings import now
from data.suggest import suggest
from pages.shared.doors.looking import everywhere, writes
from pages.shared.doors.record import opened

__all__ = ["MEANINGS", "known", "learn_label", "learn_name", "resembling"]


@writes
@everywhere
def learn_label(source: str, means: tuple[str, int], who: str) -> None:
    """Reads (label, level) of a source so from now on; a new snapshot is in force afterwards."""
    with opened() as (ledger, _):
        map_label(ledger, source, means, who, now())


@writes
@everywhere
def learn_name(entry: Unit | Officer, alias: str, who: str) -> None:
    """Another name of a unit or officer; a new snapshot is in force afterwards."""
    with opened() as (ledger, _):
        add_alias(ledger, entry, alias, who, now())


def known(kind: Literal["unit", "officer"]) -> list[Unit | Officer]:
    """The registered units or officers, without the provisional ones."""
    with opened() as (ledger, _):
        registers = ledger.registers()
    entries = registers.units if kind == "unit" else registers.officers
    return [entry for entry in entries.values() if not entry.provisional]


def resembling(value: str, names: Iterable[str]) -> list[str]:
    """Up to three names that resemble a text, best first; a suggestion, never a decision."""
    return suggest(value, names)
