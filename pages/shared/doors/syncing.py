"""The door to living sources: their state, their syncs, and removing them. No widgets.

Errors are SurveyError with one sentence, as from `importing`.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from queue import Empty, SimpleQueue

from analysis.mapping import SourceMapping
from analysis.schedule import Schedule
from data import within
from data.ledger import Source, SyncRun
from data.living import Living, living
from data.settings import now
from data.sources import registry
from data.sync import SyncOptions, SyncResult, sync
from pages.shared.doors.looking import everywhere, now_seen, writes
from pages.shared.doors.record import opened

__all__ = ["Living", "Source", "SyncResult", "SyncRun"]

WAIT = 60.0
"""Seconds a person waits for a sync somebody else started."""
_Tell = Callable[[str, str], None]


def state() -> list[Living]:
    """Every living source of whoever looks, with its age and its last and next sync."""
    with opened() as (ledger, home):
        mine = within.whole(home, now_seen())
        return [one for one in living(ledger, now()) if mine is None or one.source.name in mine]


def pulled_ever() -> list[Source]:
    """Every source of a living kind, removed ones too, as far as it is of whoever looks."""
    with opened() as (ledger, home):
        mine = within.whole(home, now_seen())
        pulled = [source for source in ledger.sources() if source.kind in registry.READERS]
        return [source for source in pulled if mine is None or source.name in mine]


def log(source_id: int | None, most: int) -> list[SyncRun]:
    """The newest syncs of a source of whoever looks, or of all of them."""
    if now_seen().everything:
        with opened() as (ledger, _):
            return ledger.sync_runs(most, source_id)
    known = [one.id for one in pulled_ever() if source_id in (None, one.id)]
    with opened() as (ledger, _):
        runs = [run for number in known for run in ledger.sync_runs(most, number)]
    return sorted(runs, key=lambda run: run.at, reverse=True)[:most]


@writes
@everywhere
def pull(name: str, who: str, tell: _Tell) -> list[SyncResult]:
    """Syncs one source; `tell` hears of each stage in the caller's own thread.

    The sync has a thread of its own: a person who leaves the page does not break it off.
    """
    told: SimpleQueue[tuple[str, str]] = SimpleQueue()
    pool = ThreadPoolExecutor(1)
    coming = pool.submit(_pull, name, who, lambda source, stage: told.put((source, stage)))
    pool.shutdown(wait=False)
    while not (coming.done() and told.empty()):
        try:
            tell(*told.get(timeout=0.1))
        except Empty:
            continue
    return coming.result()


def _pull(name: str, who: str, tell: _Tell) -> list[SyncResult]:
    with opened() as (ledger, _):
        return sync(ledger, SyncOptions(who, wait=WAIT, progress=tell), name)


@everywhere
def connection(mapping: SourceMapping) -> str:
    """One sentence: what the source holds, or what is wrong."""
    return registry.test_connection(mapping)


@writes
@everywhere
def reschedule(name: str, schedule: Schedule, who: str) -> None:
    """Reads the source at other times from now on; nothing else of its mapping changes."""
    with opened() as (ledger, _):
        mapping = replace(ledger.source(name).mapping, schedule=schedule)
        ledger.add_source(mapping, who, now())


@writes
@everywhere
def remove(name: str, who: str) -> None:
    """Stops pulling the source; its rows stay and count."""
    with opened() as (ledger, _):
        ledger.retire_source(name, who, now())
