"""`sync`: pulls one living source, or all of them."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

import pandas as pd

from data import text_commands as text
from data import text_sources
from data.commands.files import shown_result
from data.commands.outcome import Desk, Outcome
from data.commands.parser import AddCommand, clean
from data.sync import SyncOptions, SyncResult, sync

WAIT = 600.0
"""Seconds a sync waits for another one: longer than any single source takes."""

GRAVEST = (1, 5, 3, 2, 0)
"""Exit statuses, the one that tells of several results first."""


def add(command: AddCommand) -> None:
    """Adds the command."""
    command("sync", _sync).add_argument(
        "source", nargs="?", type=clean, metavar="SOURCE", help=text.SOURCE
    )


def _sync(words: Namespace, desk: Desk) -> Outcome:
    """One document for a named source, else the list of all."""
    results = sync(desk.ledger, SyncOptions(desk.who, wait=WAIT), words.source)
    notes = tuple(note for result in results for note in _notes(result))
    documents = [result.as_dict() for result in results]
    shown = [part for document in documents for part in _shown(document)]
    if not results:
        shown, notes = [], (text_sources.NO_SOURCES,)
    statuses = {result.status for result in results} | {0}
    status = next(one for one in GRAVEST if one in statuses)
    return Outcome(documents[0] if words.source else documents, tuple(shown), notes, status)


def _notes(result: SyncResult) -> list[str]:
    said = (result.sentence, *result.warnings)
    return [text.SOURCE_SAYS.format(source=result.source, sentence=one) for one in said if one]


def _shown(document: dict[str, Any]) -> tuple[str | pd.DataFrame, ...]:
    lists = ("files", "warnings")
    single = {key: value for key, value in document.items() if key not in lists}
    return shown_result({"rejected": [], "unreadable_answers": [], "quarantined": False} | single)
