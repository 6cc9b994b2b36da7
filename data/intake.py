"""Brings a table into the record: known rows are recognised, doubtful tables put in quarantine."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

import pandas as pd

from analysis.errors import InputError
from analysis.mapping import SourceMapping
from analysis.mapping_file import check_answers, mapping_toml
from analysis.normalise import Rules, normalise
from analysis.registers import Officer, Unit
from data.attempt import attempted
from data.criteria import criterion_set_for, load_criterion_sets
from data.ledger import Ledger
from data.ledger.chain import Chain
from data.ledger.counted import CountedRows, read_counted
from data.ledger.quarantine import keep_quarantined
from data.ledger.registers import keep_entries, read_registers
from data.ledger.runs import read_runs
from data.ledger.slots import rebuild_slots
from data.ledger.sources import (
    keep_mapping,
    read_headers,
)
from data.raw_table import RawTable
from data.text_ledger import (
    NOT_APPLIED,
    NOT_NEWEST,
    REASONS,
    UNKNOWN_RUN,
)


@dataclass(frozen=True)
class Release:
    """The decision to apply a quarantined run, and why."""

    run_id: int
    reason: str


@dataclass(frozen=True)
class IntakeOptions:
    """Who brings which file in, and when; `accept_removal` is a person's decision to go on.

    `release` names the quarantined run this is the table of.
    """

    now: datetime
    who: str
    file_name: str | None = None
    dry_run: bool = False
    accept_removal: bool = False
    release: Release | None = None


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


def import_table(
    ledger: Ledger, raw: RawTable, mapping: SourceMapping, options: IntakeOptions
) -> ImportResult:
    """Applies a table to its source in one transaction, or puts it in quarantine.

    A run without any change is recorded too, so that it is provable until when rows were seen.
    InputError, and nothing written, when the mapping does not fit its criterion set.
    """
    sets = load_criterion_sets(ledger.home)
    check_answers(mapping, criterion_set_for(mapping, sets))
    with ledger.writing(options.now, keep=not options.dry_run) as chain:
        attempt = attempted(chain.connection, raw, mapping)
        reason, detail = attempt.doubt(options.accept_removal)
        run = attempt.run(options.who, options.file_name, reason)
        if reason:
            source = attempt.source or keep_mapping(chain, mapping, options.who)
            run = replace(run, source_id=source.id)
            number = keep_quarantined(chain, run, raw, mapping_toml(mapping))
        else:
            source = keep_mapping(chain, mapping, options.who)
            number = attempt.apply(chain, replace(run, source_id=source.id))
            if options.release is not None:
                _keep_release(chain, source.id, options)
        asked = criterion_set_for(source.mapping, sets)
        rules = Rules(source.mapping, asked, read_registers(chain.connection), options.now)
        rows = None if reason else attempt.counted_rows()
        if rows is None:
            headers = read_headers(chain.connection, source.id)
            rows = read_counted(chain.connection, source, headers, None)
        counted, made = _count(rows, rules)
        if made:
            keep_entries(chain, made, options.who)
    return ImportResult(
        source=mapping.name,
        run=None if options.dry_run else number,
        **run.counts | counted,
        quarantined=bool(reason),
        reason=reason,
        note=REASONS[reason].format(detail=detail) if reason else "",
    )


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
    with ledger.writing(now) as chain:
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
