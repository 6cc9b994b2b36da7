"""`verify` and `anchor`: whether the record is still what it was."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import InputError
from data import text_commands as text
from data.anchor import anchor
from data.commands.files import read_text
from data.commands.outcome import Desk, Outcome
from data.commands.parser import AddCommand
from data.verify import verify

DIFFERS = 4


def add(command: AddCommand) -> None:
    """Adds both commands."""
    command("verify", _verify).add_argument(
        "--anchor", type=Path, metavar="FILE", action="append", default=[], help=text.ANCHOR
    )
    command("anchor", _anchor)


def _verify(words: Namespace, desk: Desk) -> Outcome:
    anchors = [kept for path in words.anchor for kept in _kept_anchors(path)]
    found = [asdict(difference) for difference in verify(desk.ledger, desk.home, anchors)]
    head = desk.ledger.head()
    document = {
        "ok": not found, "sequence": head.seq, "hash": head.hash, "differences": found,
    }
    if not found:
        return Outcome(document, (text.VERIFIED,))
    sentences = tuple(difference["sentence"] for difference in found)
    return Outcome(document, sentences, (text.DIFFERS.format(count=len(found)),), DIFFERS)


def _kept_anchors(path: Path) -> list[Mapping[str, Any]]:
    """The anchors of a file: one JSON document, or one a line as a daily job appends them."""
    try:
        lines = [line for line in read_text(path).splitlines() if line.strip()]
        documents: list[Any] = [json.loads(line) for line in lines] if lines else [None]
    except ValueError:
        documents = [_whole(path)]
    if not all(isinstance(document, dict) for document in documents):
        raise InputError(text.NOT_AN_ANCHOR.format(name=path.name))
    return documents


def _whole(path: Path) -> Any:
    try:
        return json.loads(read_text(path))
    except ValueError as error:
        raise InputError(text.NOT_AN_ANCHOR.format(name=path.name)) from error


def _anchor(_words: Namespace, desk: Desk) -> Outcome:
    document = anchor(desk.ledger, desk.home)
    single = {key: value for key, value in document.items() if key != "units"}
    return Outcome(document, (pd.DataFrame(single, index=[0]).T, pd.DataFrame(document["units"])))
