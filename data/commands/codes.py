"""`codes`: codes of the office's own form, as a list and as a sheet to print and cut."""

from __future__ import annotations

import re
from argparse import Namespace
from pathlib import Path

import pandas as pd

from analysis.errors import InputError
from analysis.form_mapping import KIND
from data import text_commands
from data import text_form as text
from data.commands.outcome import Desk, Outcome
from data.commands.parser import AddCommand, clean
from data.criteria import criterion_set_for, load_criterion_sets
from data.form import hand_out, last_day
from data.form_codes import MOST
from data.full_disk import disk_is_full
from data.ledger.answers import CodeBatch
from data.private_file import write_private
from data.settings import Settings
from reports.code_sheet import Card, code_sheet
from reports.csv_file import csv_bytes

LONGEST_DAYS = 400
_ADDRESS = re.compile(r"https?://[\w.:\[\]-]+")


def add(command: AddCommand) -> None:
    """Adds the command."""
    words = command("codes", _codes)
    words.add_argument("--source", type=clean, metavar="NAME", required=True, help=text_commands.SOURCE)
    words.add_argument("--unit", type=clean, metavar="CODE", required=True, help=text.HELP_UNIT)
    words.add_argument("--officer", type=clean, metavar="CODE", help=text.HELP_OFFICER)
    words.add_argument("--count", type=_number, default=1, metavar="N", help=text.HELP_COUNT)
    words.add_argument("--days", type=_number, default=30, metavar="D", help=text.HELP_DAYS)
    words.add_argument("--address", type=clean, metavar="URL", help=text.HELP_ADDRESS)
    words.add_argument("--out", type=Path, metavar="FILE.csv", help=text.HELP_OUT)


def _number(value: str) -> int:
    """A whole number; anything else is as wrong as 0."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else 0


def _codes(words: Namespace, desk: Desk) -> Outcome:
    batch = _batch(words, desk)
    address = _address(words.address)
    if words.out is not None and words.out.suffix.lower() != ".csv":
        raise InputError(text.WRONG_OUT)
    if words.out is not None and not words.out.parent.is_dir():
        raise InputError(text_commands.NOT_WRITABLE.format(name=words.out))
    made, codes = hand_out(desk.ledger, batch, desk.now)
    registers = desk.ledger.registers()
    unit = registers.units[made.unit_code].name
    officer = registers.officers[made.officer_code].name if made.officer_code else ""
    cards = [Card(code, f"{address}/phieu?ma={code}", unit, officer, made.expires) for code in codes]
    document = {
        "source": words.source, "unit": made.unit_code, "officer": made.officer_code,
        "batch": made.number, "count": len(codes), "once": made.count > 0, "expires": made.expires,
    }
    said = (text.MADE if made.count else text.MADE_SHARED).format(
        count=len(codes), unit=unit, expires=made.expires
    )
    if words.out is None:
        listed = [{"code": card.code, "address": card.address} for card in cards]
        return Outcome(document | {"codes": listed}, (said, _table(cards)), (text.KEEP_SAFE,))
    sheet = code_sheet(cards, _title(words.source, desk))
    files = {words.out: csv_bytes(_table(cards)), words.out.with_suffix(".html"): sheet}
    _write(files)
    document["files"] = [str(path) for path in files]
    written = [text_commands.WRITTEN.format(name=path) for path in files]
    return Outcome(document, (said, *written), (text.KEEP_SAFE,))


def _batch(words: Namespace, desk: Desk) -> CodeBatch:
    """What is asked for, checked; a source without one-time codes gets one that serves again."""
    source = desk.ledger.source(words.source)
    if source.kind != KIND or not source.active:
        raise InputError(text.NOT_A_FORM.format(name=source.name))
    if not 1 <= words.count <= MOST:
        raise InputError(text.WRONG_COUNT.format(most=MOST))
    if not 1 <= words.days <= LONGEST_DAYS:
        raise InputError(text.WRONG_DAYS.format(most=LONGEST_DAYS))
    count = 0 if source.mapping.options.get("codes") == "none" else words.count
    expires = last_day(desk.now, words.days)
    return CodeBatch(source.id, words.unit, words.officer, count, expires, desk.who)


def _address(given: str | None) -> str:
    """Where a phone finds the form: as said, else by the first name the server has."""
    name = Settings().hosts.split(",")[0].strip()
    address = (given or (f"https://{name}" if name else "http://127.0.0.1:8501")).rstrip("/")
    if not _ADDRESS.fullmatch(address):
        raise InputError(text.WRONG_ADDRESS)
    return address


def _title(name: str, desk: Desk) -> str:
    mapping = desk.ledger.source(name).mapping
    return criterion_set_for(mapping, load_criterion_sets(desk.home)).name


def _table(cards: list[Card]) -> pd.DataFrame:
    return pd.DataFrame([
        {
            text.COLUMNS["code"]: card.code, text.COLUMNS["address"]: card.address,
            text.COLUMNS["unit"]: card.unit, text.COLUMNS["officer"]: card.officer,
            text.COLUMNS["expires"]: card.expires,
        }
        for card in cards
    ])


def _write(files: dict[Path, bytes]) -> None:
    for path, content in files.items():
        try:
            write_private(path, content)
        except OSError as error:
            if disk_is_full(error):
                raise
            raise InputError(text_commands.NOT_WRITABLE.format(name=path)) from error
