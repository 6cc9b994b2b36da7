"""`units`, `officers`, `dossiers`: what the responses refer to, from a file."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from data import text_commands as text
from data.commands.outcome import Desk, Outcome
from data.commands.parser import AddCommand
from data.ledger import Ledger
from data.raw_table import RawTable
from data.registers import parse_dossiers, parse_officers, parse_units
from data.snapshot import publish
from data.sources.tabular_file import read_file

Parse = Callable[[RawTable], Sequence[Any]]
Keep = Callable[[Ledger, Sequence[Any], str, datetime], int]


def add(command: AddCommand) -> None:
    """Adds the three commands."""
    registers: dict[str, tuple[Parse, Keep]] = {
        "units": (parse_units, Ledger.register_units),
        "officers": (parse_officers, Ledger.register_officers),
        "dossiers": (parse_dossiers, Ledger.register_dossiers),
    }
    for name, (parse, keep) in registers.items():
        command(name, partial(_register, parse, keep)).add_argument(
            "file", type=Path, metavar="FILE", help=text.FILE
        )


def _register(parse: Parse, keep: Keep, words: Namespace, desk: Desk) -> Outcome:
    entries = parse(read_file(words.file))
    changed = keep(desk.ledger, entries, desk.who, desk.now)
    snapshot = publish(desk.ledger, desk.home, desk.now)
    return Outcome(
        {"rows": len(entries), "changed": changed, "snapshot": snapshot},
        (text.REGISTERED.format(rows=len(entries), changed=changed),),
    )
