"""What a command found, before anyone prints it; and what a command has at hand."""

from __future__ import annotations

import getpass
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import pandas as pd

from data.ledger import Ledger, open_ledger
from data.settings import Home


@dataclass(frozen=True)
class Outcome:
    """A result: `document` for --json, `shown` (sentences and tables) for people.

    `notes` go to standard error either way; `payload` is what the command was asked to print as it
    is (a CSV file, a mapping).
    """

    document: Mapping[str, Any] | Sequence[Mapping[str, Any]]
    shown: tuple[str | pd.DataFrame, ...] = ()
    notes: tuple[str, ...] = ()
    status: int = 0
    payload: bytes | None = None


@dataclass(frozen=True)
class Desk:
    """The home a command works on, the moment it was called and who called it."""

    home: Home
    now: datetime
    who: str = field(default_factory=lambda: _caller())

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger of the home, made when it is not there."""
        return open_ledger(self.home)


Command = Callable[[Namespace, Desk], Outcome]


def _caller() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
