"""Brings a table into the record: known rows are recognised, doubtful tables put in quarantine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

import pandas as pd
import sqlalchemy as sa

from analysis.criteria import CriterionSet
from analysis.errors import InputError
from analysis.mapping import SourceMapping
from analysis.mapping_file import check_answers, mapping_toml
from analysis.normalise import Rules, normalise
from analysis.registers import Officer, Unit
from data.ahead import ahead
from data.attempt import Attempt, attempted
from data.criteria import criterion_set_for, load_criterion_sets
from data.foreign_rows import Own, refuse_foreign_rows
from data.ledger import Head, Ledger, Run
from data.ledger.chain import Chain, read_figures_head
from data.ledger.counted import CountedRows, read_counted
from data.ledger.pen import Pen
from data.ledger.quarantine import keep_quarantined
from data.ledger.registers import keep_entries, read_registers
from data.ledger.runs import finish_run, read_runs
from data.ledger.slots import rebuild_slots
from data.ledger.sources import (
    keep_mapping,
    read_headers,
)
from data.raw_table import RawTable
from data.sync_lock import only_import
from data.text_ledger import (
    MAKES_UNITS,
    MOVING,
    NOT_APPLIED,
    NOT_NEWEST,
    REASONS,
    UNKNOWN_RUN,
)
from data.traces import without_traces

TRIES = 5
"""How often a table is prepared anew because the record changed meanwhile."""


@dataclass(frozen=True)
class Release:
    """The decision to apply a quarantined run, and why."""

    run_id: int
    reason: str


@dataclass(frozen=True)
class IntakeOptions:
    """Who brings which file in, and when; `accept_removal` is a person's decision to go on.

    `release` names the quarantined run this is the table of; `units` are the only ones its rows
    may belong to; None: any, and rows nobody can place yet.
    """

    now: datetime
    who: str
    file_name: str | None = None
    dry_run: bool = False
    accept_removal: bool = False
    release: Release | None = None
    units: frozenset[str] | None = None


@dataclass(frozen=True)
class ImportResult:
    """What one import did; counts of rows of the table, then of the source as it now counts."""

    source: str
    run: int | None
    rows: int
    new: int = 0
    changed: int = 0
    removed: int = 0
    restored: int = 0
    unchanged: int = 0
    annotated: int = 0
    duplicates: int = 0
    responses: int = 0
    no_overall: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)
    unreadable_answers: list[dict[str, Any]] = field(default_factory=list)
    quarantined: bool = False
    reason: str | None = None
    snapshot: str | None = None
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The result document of the command line."""
        return {name: value for name, value in asdict(self).items() if name != "note"}


@dataclass(frozen=True)
class _Prepared:
    """All that is known of a table before anything is written; `head` is the record it rests on."""

    head: Head
    attempt: Attempt
    run: Run
    note: str
    counted: dict[str, Any]
    made: list[Unit | Officer]


class _MovedError(Exception):
    """The record changed after the table was prepared."""


def import_table(
    ledger: Ledger, raw: RawTable, mapping: SourceMapping, options: IntakeOptions
) -> ImportResult:
    """Applies a table to its source as a whole, or puts it in quarantine.

    Everything is read, matched and counted before the record is locked. A run without any change
    is recorded too, so that it is provable until when rows were seen. InputError, and nothing
    written, when the mapping does not fit its criterion set or any row is not surely of a unit
    the options allow.
    """
    if options.units is not None and mapping.create_units:
        raise InputError(MAKES_UNITS)
    raw = without_traces(raw, mapping, ledger.home)
    sets = load_criterion_sets(ledger.home)
    check_answers(mapping, criterion_set_for(mapping, sets))
    with only_import(ledger):
        for _ in range(TRIES):
            with ledger.engine.connect() as connection:
                prepared = _prepared(connection, raw, mapping, options, sets)
            try:
                number = None if options.dry_run else _keep(ledger, raw, prepared, options)
            except _MovedError:
                continue
            return ImportResult(
                source=mapping.name,
                run=number,
                **prepared.run.counts | prepared.counted,
                quarantined=prepared.run.quarantined,
                reason=prepared.run.reason,
                note=prepared.note,
            )
    raise InputError(MOVING)


def _prepared(
    connection: sa.Connection, raw: RawTable, mapping: SourceMapping, options: IntakeOptions,
    sets: Mapping[str, CriterionSet],
) -> _Prepared:
    head = read_figures_head(connection)
    attempt, registers = attempted(connection, raw, mapping), read_registers(connection)
    if options.units is not None:
        refuse_foreign_rows(connection, attempt, Own(options.units, registers))
    reason, detail = attempt.doubt(options.accept_removal)
    source = attempt.source
    if reason:  # what counts now goes on counting
        mapping = source.mapping if source else mapping
        headers = read_headers(connection, source.id) if source else None
        rows = read_counted(connection, source, headers, None) if source and headers else iter(())
    else:
        rows = attempt.counted(connection)
    asked = criterion_set_for(mapping, sets)
    rules = Rules(mapping, asked, registers, options.now)
    with closing(ahead(rows)) as found:  # no thread may still read when the connection goes back
        counted, made = _count(found, rules)
    run = attempt.run(options.who, options.file_name, reason)
    note = REASONS[reason].format(detail=detail) if reason else ""
    return _Prepared(head, attempt, run, note, counted, made)


def _keep(ledger: Ledger, raw: RawTable, prepared: _Prepared, options: IntakeOptions) -> int:
    """Writes down what was prepared; the number of the run. _MovedError when it is outdated."""
    attempt, mapping = prepared.attempt, prepared.attempt.mapping
    with ledger.writing(options.now) as chain:
        if read_figures_head(chain.connection) != prepared.head:
            raise _MovedError
        if attempt.found is None or prepared.run.quarantined:
            source = attempt.source or keep_mapping(chain, mapping, options.who)
            run = replace(prepared.run, source_id=source.id)
            return keep_quarantined(chain, run, raw, mapping_toml(mapping))
        source = keep_mapping(chain, mapping, options.who)
        pen = attempt.begin(chain, replace(prepared.run, source_id=source.id))
        if not attempt.in_parts:
            pen.insert(chain, ahead(pen.written(attempt.found.new)))
            _settle(chain, pen, prepared, options)
            return pen.run_id
    for part in ahead(pen.written(attempt.found.new)):
        with ledger.writing(options.now) as chain:
            pen.insert(chain, [part])
    with ledger.writing(options.now) as chain:
        _settle(chain, pen, prepared, options)
        finish_run(chain, pen.source_id, pen.run_id)
    return pen.run_id


def _settle(chain: Chain, pen: Pen, prepared: _Prepared, options: IntakeOptions) -> None:
    assert prepared.attempt.found is not None
    pen.settle(chain, prepared.attempt.known, prepared.attempt.found)
    if options.release is not None:
        _keep_release(chain, pen.source_id, options)
    if prepared.made:
        registers = read_registers(chain.connection)
        known = registers.units.keys() | registers.officers.keys()
        keep_entries(chain, [one for one in prepared.made if one.code not in known], options.who)


def _keep_release(chain: Chain, source_id: int, options: IntakeOptions) -> None:
    release = options.release
    assert release is not None
    detail = json.dumps({"who": options.who, "reason": release.reason}, ensure_ascii=False)
    chain.add("release", source_id=source_id, run_id=release.run_id, detail=detail)


def _count(
    found: Iterable[CountedRows], rules: Rules
) -> tuple[dict[str, Any], list[Unit | Officer]]:
    """Responses and problems of a source as it now counts, and whom its rows make known."""
    responses = no_overall = 0
    rejected: list[dict[str, Any]] = []
    unreadable: list[dict[str, Any]] = []
    made: dict[tuple[type, str], Unit | Officer] = {}
    for rows in found:
        result = normalise(rows.cells, rows.header, rules)
        responses += len(result.responses)
        no_overall += int((result.responses["overall"] == 0).sum())
        rejected += _records(result.rejected)
        unreadable += _records(result.unreadable)
        for unit in result.provisional_units:
            made.setdefault((Unit, unit.code), unit)
        for officer in result.provisional_officers:
            made.setdefault((Officer, officer.code), officer)
    counted = {
        "responses": responses,
        "no_overall": no_overall,
        "rejected": rejected,
        "unreadable_answers": unreadable,
    }
    return counted, list(made.values())


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    listed = frame.drop(columns="raw_id").sort_values("row", kind="stable")
    return [{str(key): value for key, value in row.items()} for row in listed.to_dict("records")]


def withdraw(ledger: Ledger, run_id: int, who: str, reason: str, now: datetime) -> None:
    """Takes the newest import of a source out of the figures; nothing is erased.

    InputError when the run is unknown, changed nothing, or is not the newest that counts.
    """
    with only_import(ledger), ledger.writing(now) as chain:
        runs = {run.id: run for run in read_runs(chain.connection)}
        if run_id not in runs:
            raise InputError(UNKNOWN_RUN.format(run=run_id))
        run = runs[run_id]
        if not run.applied:
            raise InputError(NOT_APPLIED.format(run=run_id))
        newest = max(r.id for r in runs.values() if r.applied and r.source_id == run.source_id)
        if newest != run_id:
            raise InputError(NOT_NEWEST.format(source=run.source, newest=newest))
        detail = json.dumps({"who": who, "reason": reason}, ensure_ascii=False)
        chain.add("withdraw", source_id=run.source_id, run_id=run_id, detail=detail)
        rebuild_slots(chain.connection, run.source_id)
