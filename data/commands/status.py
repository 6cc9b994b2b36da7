"""`status`, and the list of sources: what is known about the sources and the record."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from typing import Any

import pandas as pd

from analysis.errors import IntegrityError
from analysis.text.labels import REASONS, word_of
from data import text_commands as text
from data.access import whole
from data.commands.outcome import Desk, Outcome
from data.commands.parser import AddCommand
from data.commands.printing import local_time, rows_of
from data.ledger import Run, Source
from data.living import Living, living
from data.queries import quality, rejections
from data.snapshot import open_snapshot

COUNTS = ("responses", "no_overall", "edited", "removed", "rejected", "unreadable")


def add(command: AddCommand) -> None:
    """Adds the command."""
    command("status", _status)


def list_sources(_words: Namespace, desk: Desk) -> Outcome:
    """Every source with its newest import, removed ones included."""
    fresh = {one.source.id: one for one in living(desk.ledger, desk.now)}
    rows = [
        {"source": source.name, "kind": source.kind, "active": source.active,
         "criterion_set": source.mapping.criterion_set, "registered_at": source.registered_at,
         **_last_run(source, desk.ledger.runs(source.name), desk.now),
         **_freshness(fresh.get(source.id))}
        for source in desk.ledger.sources()
    ]
    return Outcome({"sources": rows}, (_for_people(rows),))


def _status(_words: Namespace, desk: Desk) -> Outcome:
    head = desk.ledger.head()
    runs = desk.ledger.runs()
    snapshot, counted, reasons = _in_force(desk)
    fresh = {one.source.id: one for one in living(desk.ledger, desk.now)}
    sources = [
        {"source": source.name, "kind": source.kind,
         **_last_run(source, [run for run in runs if run.source_id == source.id], desk.now),
         **_freshness(fresh.get(source.id)),
         **counted.get(source.name, dict.fromkeys(COUNTS, 0))}
        for source in desk.ledger.sources()
    ]
    held = [
        {"source": run.source, "run": run.id, "at": run.at, "file_name": run.file_name,
         "reason": run.reason}
        for run in runs if run.quarantined
    ]
    document = {
        "home": str(desk.home.path), "snapshot": snapshot,
        "head": {"seq": head.seq, "hash": head.hash},
        "sources": sources, "rejections": reasons, "quarantine": held,
    }
    facts = {"home": str(desk.home.path), "snapshot": snapshot or text.NO_SNAPSHOT,
             "head": f"{head.seq} {head.hash}"}
    shown: list[str | pd.DataFrame] = [pd.DataFrame(facts, index=[0]).T, _for_people(sources)]
    if reasons:
        words = {word_of(REASONS, reason): count for reason, count in reasons.items()}
        shown += [f"{text.REJECTED}:", pd.DataFrame(words, index=[0]).T]
    if held:
        shown += [f"{text.HELD}:", pd.DataFrame(held)]
    warnings = tuple(warning for one in fresh.values() for warning in one.warnings)
    return Outcome(document, tuple(shown), warnings)


def _freshness(fresh: Living | None) -> dict[str, Any]:
    """What only a living source has: its interval, its age since it was last read, its newest sync."""
    if fresh is None:
        return {"living": False, "late": False}
    last = fresh.last
    return {
        "living": True, "late": fresh.late, "age_s": fresh.age_s,
        "interval_minutes": fresh.source.mapping.schedule.interval_minutes,
        "last_sync": last.at if last else None, "outcome": last.outcome if last else None,
        "warnings": list(fresh.warnings),
    }


def _last_run(source: Source, runs: list[Run], now: datetime) -> dict[str, Any]:
    """When the source was last brought in, how old that is, and whether its last run is held."""
    last = runs[-1] if runs else None
    age = (now - datetime.fromisoformat(last.at)).total_seconds() if last else None
    return {
        "last_import": last.at if last else None, "age_s": None if age is None else int(age),
        "runs": len(runs), "rows": last.counts.get("rows") if last else None,
        "quarantined": bool(last and last.quarantined),
    }


def _for_people(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """The same rows with local times and without what only programs need."""
    frame = pd.DataFrame(rows)
    for name in set(frame) & {"last_import", "last_sync", "registered_at"}:
        frame[name] = [local_time(value) for value in frame[name]]
    return frame.drop(columns=["age_s", "living", "warnings"], errors="ignore")


def _in_force(desk: Desk) -> tuple[str | None, dict[str, dict[str, Any]], dict[str, int]]:
    """Name of the snapshot in force, its counts by source, its rejections by reason."""
    try:
        snapshot = open_snapshot(desk.home)
        with snapshot.cursor() as cursor:
            scope = whole(desk.who)
            counted = {row["source"]: {name: row[name] for name in COUNTS}
                       for row in rows_of(quality(cursor, scope))}
            reasons = rejections(cursor, scope)["reason"].value_counts()
    except IntegrityError:
        return None, {}, {}
    return snapshot.name, counted, {str(reason): int(count) for reason, count in reasons.items()}
