"""`table NAME`: any figure a page shows. The one module of this room that may use `reports`."""

from __future__ import annotations

import os
import tempfile
from argparse import Namespace
from pathlib import Path

import pandas as pd

from analysis.errors import InputError
from analysis.filters import Filters
from analysis.roles import TABLE_RIGHTS
from analysis.scope import Scope
from analysis.text.columns import heading
from data import text_accounts
from data import text_commands as text
from data.access import NOBODY, authorise, whole
from data.commands.outcome import Desk, Outcome
from data.commands.parser import AddCommand, clean, day
from data.commands.printing import json_line, rows_of
from data.queries import Choices, choices, counts
from data.snapshot import ensure_current, open_snapshot
from data.tables import build_table
from data.verdict import read_verdict, warning_of
from reports.cells import warned
from reports.csv_file import csv_bytes
from reports.excel import Cover, Table, excel_book

NAMES = ("satisfaction", "watchlist", "quota", "trend", "compare", "responses")
KEYS = (
    "unit", "officer", "criterion", "field", "respondent_type", "channel",
    "day", "week", "month", "quarter", "half", "year",
)
FORMATS = ("json", "csv", "xlsx")
FILTERED = {
    "--unit": text.UNIT, "--officer": text.OFFICER, "--criterion": text.CRITERION,
    "--criterion-set": text.CRITERION_SET, "--field": text.FIELD, "--channel": text.CHANNEL,
}


def add(command: AddCommand) -> None:
    """Adds the command."""
    words = command("table", _table)
    words.add_argument("name", choices=NAMES, metavar="NAME", help=f"{text.TABLE}: {', '.join(NAMES)}")
    words.add_argument("--by", type=clean, help=text.BY.format(known=", ".join(KEYS)))
    words.add_argument("--from", dest="from_day", type=day, help=text.FROM, metavar="DAY")
    words.add_argument("--to", dest="to_day", type=day, help=text.TO, metavar="DAY")
    for flag, sentence in FILTERED.items():
        words.add_argument(flag, type=clean, help=sentence, metavar="VALUE")
    words.add_argument(
        "--respondent-type", choices=("individual", "organisation"), help=text.RESPONDENT_TYPE
    )
    words.add_argument("--format", choices=FORMATS, help=text.FORMAT)
    words.add_argument("--out", type=Path, metavar="FILE", help=text.OUT)
    words.add_argument("--user", type=clean, metavar="NAME", help=text_accounts.HELP_USER)
    words.add_argument("--comments", action="store_true", help=text.COMMENTS)


def _left_out(frame: pd.DataFrame, whole: pd.DataFrame) -> tuple[str, ...]:
    """How many responses name no officer and so stand in no row."""
    left = int(whole["responses"].sum() - frame["responses"].sum())
    return (text.NO_OFFICER.format(count=left),) if left else ()


def _table(words: Namespace, desk: Desk) -> Outcome:
    filters, by = _filters(words), _keys(words.by)
    if words.comments and words.name != "responses":
        raise InputError(text.ONLY_RESPONSES)
    wanted = _wanted(words)
    ensure_current(desk.ledger, desk.home, desk.now)
    scope = _scope(words, desk)
    snapshot = open_snapshot(desk.home)
    with snapshot.cursor() as cursor:
        notes = _unknown(filters, choices(cursor, scope))
        frame = build_table(words.name, cursor, scope, filters, by, comments=words.comments)
        if words.name == "satisfaction" and "officer" in by and "criterion" not in by:
            notes += _left_out(frame, counts(cursor, scope, filters))
    document = {
        "table": words.name, "filters": filters.as_dict(), "snapshot": snapshot.name,
        "rows": rows_of(frame),
    }
    warning = warning_of(desk.home)
    document |= {"warning": warning} if warning else {}
    if wanted is None:
        return Outcome(document, (frame,), notes)
    frame = warned(frame, warning)
    payload = json_line(document).encode() if wanted == "json" else csv_bytes(frame)
    if wanted == "xlsx":
        cover = _cover(words.name, filters, snapshot.name, desk)
        payload = excel_book([Table(words.name, frame)], cover)
    if words.out is None:
        return Outcome(document, (), notes, payload=payload)
    _write(words.out, payload)
    return Outcome(document, (text.WRITTEN.format(name=words.out),), notes)


def _scope(words: Namespace, desk: Desk) -> Scope:
    """Everything, or what the account named by --user may see; InputError when it may not look."""
    if words.user is None:
        return whole(desk.who)
    scope = authorise(words.user, desk.home)
    if scope == NOBODY:
        raise InputError(text_accounts.NOT_IN_FORCE.format(name=words.user))
    wanted = {*TABLE_RIGHTS[words.name]}
    if not wanted & scope.rights:
        said = {"name": words.user, "table": words.name}
        raise InputError(text_accounts.CANNOT_SEE.format(**said))
    return scope


def _wanted(words: Namespace) -> str | None:
    """The format asked for, by --format or by the ending of --out; None: a table for people."""
    wanted: str | None = words.format
    if words.out is not None and wanted is None:
        wanted = words.out.suffix.lstrip(".").lower()
        if wanted not in FORMATS:
            raise InputError(text.UNKNOWN_FORMAT.format(known=", ".join(FORMATS)))
    if wanted == "xlsx" and words.out is None:
        raise InputError(text.NEEDS_OUT)
    return wanted


def _cover(name: str, filters: Filters, snapshot: str, desk: Desk) -> Cover:
    set_ones, verdict = filters.as_dict(), read_verdict(desk.home)
    days = [set_ones.pop("from", "…"), set_ones.pop("to", "…")]
    return Cover(
        text.TITLE.format(name=name), {heading(key): value for key, value in set_ones.items()},
        " – ".join(days) if days != ["…", "…"] else text.WHOLE_TIME,
        snapshot=snapshot, made_at=desk.now, made_by=desk.who,
        notes=[verdict.warning] if verdict and not verdict.sound else [],
    )


def _write(path: Path, payload: bytes) -> None:
    """Puts the file in its place whole or not at all, closed to everyone else (0600)."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}-")
        with os.fdopen(handle, "wb") as file:
            file.write(payload)
        Path(name).replace(path)
    except OSError as error:
        raise InputError(text.NOT_WRITABLE.format(name=path)) from error


def _filters(words: Namespace) -> Filters:
    first, last = words.from_day, words.to_day
    if first and last and first > last:
        raise InputError(text.FROM_AFTER_TO.format(first=first, last=last))
    return Filters(
        first, last, words.unit, words.officer, words.field, words.respondent_type,
        words.channel, words.criterion_set, words.criterion,
    )


def _keys(value: str | None) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in value.split(",")) if value else ()
    for key in keys:
        if key not in KEYS:
            raise InputError(text.UNKNOWN_KEY.format(key=key, known=", ".join(KEYS)))
    if len(keys) > 2:
        raise InputError(text.TOO_MANY_KEYS)
    return keys


def _unknown(filters: Filters, known: Choices) -> tuple[str, ...]:
    """A sentence for each value nobody has: the table is empty, not wrong."""
    offered = {
        "unit": {unit.code for unit in known.units},
        "officer": {officer.code for officer in known.officers},
        "field": set(known.fields), "channel": set(known.channels),
        "criterion_set": {choice.code for choice in known.sets},
        "criterion": {"overall", *(choice.code for choice in known.criteria)},
    }
    return tuple(
        text.UNKNOWN_VALUE.format(what=text.WHAT[name], value=value)
        for name, values in offered.items()
        if (value := getattr(filters, name)) is not None and value not in values
    )
