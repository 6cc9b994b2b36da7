"""Answers of the form brought into the figures within a minute, whatever its source's interval."""

from __future__ import annotations

from datetime import datetime, timedelta

from analysis.form_mapping import KIND
from data.ledger import open_ledger
from data.settings import open_home
from data.sources.form import waiting_of
from data.sync import SyncOptions, living_sources, sync
from data.sync_lock import BusyError

EVERY = timedelta(seconds=30)
BY_ITSELF = "server"


def next_taking(moment: datetime) -> datetime:
    """When to look again."""
    return moment + EVERY


def take_answers() -> None:
    """Syncs every form that has answers waiting; without any nothing is written."""
    ledger = open_ledger(open_home())
    try:
        forms = [source.name for source in living_sources(ledger) if source.kind == KIND]
        for name in forms:
            if waiting_of(ledger, name, 1):
                sync(ledger, SyncOptions(BY_ITSELF), name)
    except BusyError:
        return  # the next look brings them in
    finally:
        ledger.close()
