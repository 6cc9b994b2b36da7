"""`backup` and `restore`: a checked copy of the home, and the way back."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from analysis.text.numbers import integer
from data import text_backup
from data import text_commands as text
from data.anchor import kept_anchors
from data.backup import Backup, backup, restore
from data.commands.outcome import Desk, Outcome
from data.commands.parser import AddCommand


def add(command: AddCommand) -> None:
    """Adds both commands."""
    for name, run in (("backup", _backup), ("restore", _restore)):
        words = command(name, run)
        words.add_argument("folder", type=Path, metavar="DIR", help=text.COPY)
    words.add_argument("--keep-codes", action="store_true", help=text_backup.KEEP_CODES)


def _backup(words: Namespace, desk: Desk) -> Outcome:
    made = backup(desk.ledger, desk.home, words.folder, desk.now)
    counts = {"kept": integer(made.kept), "dropped": integer(made.dropped)}
    said = text_backup.MADE.format(rows=integer(made.head.seq), folder=made.folder, **counts)
    return Outcome(_told(made) | {"kept": made.kept, "dropped": made.dropped}, (said,))


def _restore(words: Namespace, desk: Desk) -> Outcome:
    found = restore(words.folder, desk.home, desk.now, keep_codes=words.keep_codes)
    anchors = len(kept_anchors(desk.home))
    said = text_backup.RESTORED.format(
        rows=integer(found.head.seq), folder=found.folder, anchors=integer(anchors)
    )
    notes = (text_backup.VOID_CODES,) if found.void else ()
    return Outcome(_told(found) | {"anchors": anchors}, (said,), notes)


def _told(made: Backup) -> dict[str, object]:
    return {"folder": str(made.folder), "sequence": made.head.seq, "hash": made.head.hash}
