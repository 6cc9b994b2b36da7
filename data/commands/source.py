"""`source add|list|schedule|remove`: which living sources are pulled, and when."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from analysis.errors import InputError
from analysis.form_mapping import with_questions
from analysis.mapping import SourceMapping
from analysis.mapping_file import check_answers, parse_mapping
from analysis.schedule import DAYS
from data import text_commands as text
from data import text_sources
from data.commands.files import read_text
from data.commands.outcome import Desk, Outcome
from data.commands.parser import AddCommand, add_commands, clean
from data.commands.status import list_sources
from data.criteria import criterion_set_for, load_criterion_sets
from data.reschedule import reschedule
from data.sources.addresses import spreadsheet_id
from data.sources.registry import reader_of


def add(command: AddCommand) -> None:
    """Adds the four commands."""
    sources = add_commands(command("source", list_sources), "source ")
    sources("add", _add).add_argument("mapping", type=Path, metavar="MAP.toml", help=text.MAPPING)
    sources("list", list_sources)
    schedule = sources("schedule", _schedule)
    schedule.add_argument("name", type=clean, metavar="NAME", help=text.SOURCE)
    schedule.add_argument("--every", type=int, metavar="MINUTES", help=text.EVERY)
    schedule.add_argument("--hours", type=clean, metavar="07:00-17:00", help=text.HOURS)
    schedule.add_argument("--days", type=clean, metavar="mon,tue", help=text.DAYS)
    sources("remove", _remove).add_argument("name", type=clean, metavar="NAME", help=text.SOURCE)


def _add(words: Namespace, desk: Desk) -> Outcome:
    mapping = _settled(parse_mapping(read_text(words.mapping)), words.mapping)
    reader_of(mapping)  # refuses a kind that is not pulled
    asked = criterion_set_for(mapping, load_criterion_sets(desk.home))
    mapping = with_questions(mapping, asked)
    check_answers(mapping, asked)
    source = desk.ledger.add_source(mapping, desk.who, desk.now)
    document = {"source": source.name, "kind": source.kind, "active": source.active,
                "registered_at": source.registered_at}
    return Outcome(document, (text_sources.ADDED.format(name=source.name),))


def _settled(mapping: SourceMapping, file: Path) -> SourceMapping:
    """The mapping with a path that means the same wherever a sync is started.

    A relative path starts at the folder of the mapping file. InputError for an address that
    cannot be one.
    """
    if mapping.kind == "google_sheet":
        spreadsheet_id(mapping.options["spreadsheet_id"])
    if "path" not in mapping.options:
        return mapping
    path = (file.resolve().parent / Path(mapping.options["path"]).expanduser()).resolve()
    return replace(mapping, options={**mapping.options, "path": str(path)})


def _schedule(words: Namespace, desk: Desk) -> Outcome:
    given = {"interval_minutes": words.every, "working_hours": words.hours,
             "working_days": words.days and [day.strip() for day in words.days.split(",")]}
    settings = {key: value for key, value in given.items() if value is not None}
    source = reschedule(desk.ledger, words.name, settings, desk.who, desk.now)
    schedule = source.mapping.schedule
    document = {
        "source": source.name, "interval_minutes": schedule.interval_minutes,
        "working_hours": f"{schedule.opens:%H:%M}-{schedule.closes:%H:%M}",
        "working_days": [DAYS[day] for day in schedule.days],
    }
    return Outcome(document, (text_sources.SCHEDULED.format(
        name=source.name, minutes=schedule.interval_minutes,
        hours=document["working_hours"], days=", ".join(DAYS[day] for day in schedule.days),
    ),))


def _remove(words: Namespace, desk: Desk) -> Outcome:
    source = desk.ledger.source(words.name)
    if not source.active:
        raise InputError(text_sources.REMOVED.format(name=source.name))
    desk.ledger.retire_source(source.name, desk.who, desk.now)
    return Outcome(
        {"source": source.name, "kind": source.kind, "active": False},
        (text_sources.GONE.format(name=source.name),),
    )
