"""What pages ask the record itself for: seals and the last check; figures come from `cached`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from data.anchor import Comparison, compared, keep_anchor, newest_anchor
from data.ledger import Ledger, open_ledger
from data.settings import Home, open_home
from data.verdict import Verdict, must_be_sound, read_verdict

__all__ = ["Comparison", "comparison", "newest_seal_day", "opened", "seal_of_now", "verdict"]


@contextmanager
def opened() -> Iterator[tuple[Ledger, Home]]:
    """The record and its home for one run."""
    home = open_home()
    ledger = open_ledger(home)
    try:
        yield ledger, home
    finally:
        ledger.close()


def seal_of_now(now: datetime) -> dict[str, Any]:
    """The anchor of the record as it is, kept so that what was printed is known later.

    IntegrityError while the record differs from what it should be: a seal would make it good.
    """
    must_be_sound(open_home())
    with opened() as (ledger, home):
        return keep_anchor(ledger, home, now)


def comparison(printed: str) -> Comparison:
    """A pasted line beside the record of now."""
    with opened() as (ledger, home):
        return compared(ledger, home, printed)


def newest_seal_day() -> date | None:
    """The day of the last seal that was kept."""
    newest = newest_anchor(open_home())
    return date.fromisoformat(newest.date) if newest else None


def verdict() -> Verdict | None:
    """What the last check found."""
    return read_verdict(open_home())
