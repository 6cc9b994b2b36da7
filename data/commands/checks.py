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
from data.anchor import keep_anchor, known_keys
from data.commands.files import read_text
from data.commands.outcome import Desk, Outcome
from data.commands.parser import AddCommand
from data.seal import find_seals
from data.settings import Home
from data.verdict import check, examined, keep_verdict, must_be_sound, warning_of

DIFFERS = 4


def add(command: AddCommand) -> None:
    """Adds both commands."""
    command("verify", _verify).add_argument(
        "--anchor", type=Path, metavar="FILE", action="append", default=[], help=text.ANCHOR
    )
    command("anchor", _anchor)


def _verify(words: Namespace, desk: Desk) -> Outcome:
    anchors = [kept for path in words.anchor for kept in _anchors_of(path, desk.home)]
    head = desk.ledger.head()
    differences = examined(desk.ledger, desk.home, desk.now, anchors)
    if not anchors:  # a wrong file given here says nothing about the record
        keep_verdict(desk.home, differences, head, desk.now)
    found = [asdict(difference) for difference in differences]
    document = {
        "ok": not found, "sequence": head.seq, "hash": head.hash, "differences": found,
    }
    if not found:
        return Outcome(document, (text.VERIFIED,))
    sentences = tuple(difference["sentence"] for difference in found)
    return Outcome(document, sentences, (text.DIFFERS.format(count=len(found)),), DIFFERS)


def _anchors_of(path: Path, home: Home) -> list[Mapping[str, Any]]:
    """The anchors of a file: what `anchor` printed, with or without --json, one or many."""
    content = read_text(path)
    documents = _documents(content)
    if documents is None:
        keys = known_keys(home)
        documents = [
            asdict(seal) | {"public_key": keys[seal.key]}
            if seal.key in keys else {**asdict(seal), "signature": ""}
            for seal in find_seals(content)
        ]
    if not documents or not all(isinstance(document, dict) for document in documents):
        raise InputError(text.NOT_AN_ANCHOR.format(name=path.name))
    return documents


def _documents(content: str) -> list[Any] | None:
    """JSON documents, the whole text or one a line; None when it is something else."""
    for parts in ([content], [line for line in content.splitlines() if line.strip()]):
        try:
            return [json.loads(part) for part in parts]
        except ValueError:
            continue
    return None


def _anchor(_words: Namespace, desk: Desk) -> Outcome:
    if warning_of(desk.home):  # perhaps put right since: only what is found now refuses
        check(desk.ledger, desk.home, desk.now, full=True)
    must_be_sound(desk.home)
    document = keep_anchor(desk.ledger, desk.home, desk.now)
    facts = {key: document[key] for key in ("date", "sequence", "hash", "key")}
    units = pd.DataFrame(document["units"], columns=["unit_code", "responses"])
    return Outcome(document, (pd.DataFrame(facts, index=[0]).T, units, document["line"]))
