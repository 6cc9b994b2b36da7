"""The door for decisions: tables held back and removed rows, read and decided on. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.scope import Scope
from data.accounts import accounts
from data.decisions import Decider, Held, apply_held, decide_removed, held_runs, keep_out
from data.held import HeldTable, held_table, removed_rows
from data.ledger import Ledger, Source
from data.settings import now
from data.snapshot import publish
from pages.shared.doors.looking import everywhere, writes
from pages.shared.doors.record import opened

__all__ = ["Held", "HeldTable", "Kept", "apply", "count", "hold", "kept", "reject", "removed"]


@dataclass(frozen=True)
class Kept:
    """Every table ever held back, newest first, and the sources that lost rows."""

    tables: tuple[Held, ...]
    losing: tuple[Source, ...]


@everywhere
def kept() -> Kept:
    """What there is to decide on, and what was decided."""
    with opened() as (ledger, _):
        losing = [s for s in ledger.sources() if not removed_rows(ledger, s.id, most=1).empty]
        return Kept(tuple(held_runs(ledger)), tuple(losing))


@everywhere
def hold(run_id: int, renames: Mapping[str, str], scope: Scope) -> HeldTable:
    """What applying a table would change."""
    with opened() as (ledger, _):
        return held_table(ledger, run_id, renames, comments=scope.may("comments"))


@everywhere
def removed(source_id: int, scope: Scope) -> pd.DataFrame:
    """The rows a source lost."""
    with opened() as (ledger, _):
        return removed_rows(ledger, source_id, comments=scope.may("comments"))


@writes
@everywhere
def apply(run_id: int, renames: Mapping[str, str], who: str, reason: str) -> int:
    """Applies a table; the number of responses the source then has."""
    with opened() as (ledger, home):
        result = apply_held(ledger, run_id, _decider(ledger, who, reason), renames)
        publish(ledger, home, now())
        return result.responses


@writes
@everywhere
def reject(run_id: int, who: str, reason: str) -> None:
    """Keeps a table out of the figures."""
    with opened() as (ledger, home):
        keep_out(ledger, run_id, _decider(ledger, who, reason))
        publish(ledger, home, now())


@writes
@everywhere
def count(slots: list[int], counted: bool, who: str, reason: str) -> int:
    """Counts these removed rows or leaves them out; how many were decided on."""
    with opened() as (ledger, home):
        for slot in slots:
            decide_removed(ledger, slot, counted, _decider(ledger, who, reason))
        publish(ledger, home, now())
    return len(slots)


def _decider(ledger: Ledger, who: str, reason: str) -> Decider:
    in_force = [a for a in accounts(ledger) if a.role == "admin" and not a.disabled]
    return Decider(who, reason, now(), len(in_force))
