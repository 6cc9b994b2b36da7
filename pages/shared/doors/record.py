"""What pages ask the record itself for: seals and the last check; figures come from `cached`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from data.anchor import Comparison, compared, keep_anchor, newest_anchor, newest_document
from data.backup_log import BackupState, backup_state
from data.ledger import Ledger, open_ledger
from data.settings import Home, open_home, said
from data.verdict import Verdict, must_be_sound, read_verdict
from pages.shared.doors.looking import writes

__all__ = [
    "BackupState", "Comparison", "backups", "comparison", "may_be_sealed", "newest_seal", "newest_seal_day", "opened", "seal",
    "verdict",
]


@contextmanager
def opened() -> Iterator[tuple[Ledger, Home]]:
    """The record and its home for one run."""
    home = open_home()
    ledger = open_ledger(home)
    try:
        yield ledger, home
    finally:
        ledger.close()


def may_be_sealed() -> bool:
    """Whether the record holds anything.

    IntegrityError while it differs from what it should be: a seal would make it good.
    """
    must_be_sound(open_home())
    with opened() as (ledger, _):
        return bool(ledger.head().seq)


@writes
def seal(now: datetime) -> None:
    """Keeps the anchor of the record as it is, so that what is printed is known later.

    IntegrityError as from `may_be_sealed`.
    """
    must_be_sound(open_home())
    with opened() as (ledger, home):
        keep_anchor(ledger, home, now)


def newest_seal() -> dict[str, Any] | None:
    """The last anchor that was kept, with the responses of every unit it counts."""
    return newest_document(open_home())


def comparison(printed: str) -> Comparison:
    """A pasted line beside the record of now."""
    with opened() as (ledger, home):
        return compared(ledger, home, printed)


def newest_seal_day() -> date | None:
    """The day of the last seal that was kept."""
    newest = newest_anchor(open_home())
    return date.fromisoformat(newest.date) if newest else None


def backups(now: datetime) -> BackupState:
    """How the nightly copies are doing."""
    with opened() as (ledger, _):
        return backup_state(ledger, said().backup, now)


def verdict() -> Verdict | None:
    """What the last check found."""
    return read_verdict(open_home())
