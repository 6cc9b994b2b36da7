"""The door for adding a living source: what was typed or uploaded, tried, then registered. No widgets.

Errors are SurveyError with one sentence, as from `importing`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from analysis.errors import InputError
from analysis.form_mapping import with_questions
from analysis.mapping import SourceMapping
from analysis.mapping_file import check_answers, parse_mapping
from analysis.propose import Proposal
from data import live
from data.criteria import criterion_set_for, load_criterion_sets
from data.intake import ImportResult
from data.raw_table import RawTable
from data.settings import now, open_home
from data.sources import registry
from pages.shared import text_sync as words
from pages.shared.doors import importing
from pages.shared.doors.looking import everywhere, writes
from pages.shared.doors.record import opened


def place(kind: str, where: str, part: str) -> SourceMapping:
    """The start of a mapping for what a person typed; `part` is a tab or a table."""
    if not where:
        raise InputError(words.NO_PLACE)
    if kind == "google_sheet":
        return live.sheet_at(where, part or None)
    options = {"path": where} | ({"table": part} if kind == "duckdb" else {})
    return allowed(SourceMapping("", kind, options=options))


def written(content: bytes) -> SourceMapping:
    """The mapping in an uploaded file; InputError for a kind that is not pulled."""
    mapping = parse_mapping(content.decode("utf-8", "replace"))
    registry.reader_of(mapping)
    asked = criterion_set_for(mapping, load_criterion_sets(open_home()))
    return allowed(with_questions(mapping, asked))


def allowed(mapping: SourceMapping) -> SourceMapping:
    """The mapping, unless its path is relative or leads into our own home."""
    if "path" not in mapping.options:
        return mapping
    path = Path(mapping.options["path"])
    if not path.is_absolute():
        raise InputError(words.RELATIVE)
    path, home = path.resolve(), open_home().path
    if path.is_relative_to(home) or home.is_relative_to(path):
        raise InputError(words.INSIDE)
    return replace(mapping, options={**mapping.options, "path": str(path)})


@everywhere
def proposed(start: SourceMapping) -> tuple[RawTable, Proposal]:
    """The table a source holds now, and how it could be read."""
    with opened() as (ledger, _):
        return live.propose_live(ledger, start)


@everywhere
def tried(mapping: SourceMapping, raw: RawTable | None, who: str) -> ImportResult:
    """What the first sync would bring; the source is read unless its table is at hand."""
    table = raw or live.read_live(mapping)
    return importing.bring(table, mapping, importing.options(who, mapping.name, dry_run=True))


@writes
@everywhere
def add(mapping: SourceMapping, who: str) -> None:
    """Registers the source; InputError when one of this name is in force or it asks nothing."""
    with opened() as (ledger, home):
        if any(s.name == mapping.name and s.active for s in ledger.sources()):
            raise InputError(words.IN_FORCE.format(name=mapping.name))
        check_answers(mapping, criterion_set_for(mapping, load_criterion_sets(home)))
        ledger.add_source(mapping, who, now())
