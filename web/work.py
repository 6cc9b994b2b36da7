"""What the server does by itself: checks the record at its start, hourly and nightly; syncs."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from data.anchor import keep_anchor
from data.backup_log import keep_backup
from data.ledger import open_ledger
from data.settings import ZONE, Settings, now, open_home
from data.verdict import check
from web.form_answers import next_taking, take_answers
from web.jobs import Job
from web.memory import next_tidying, tidy
from web.sync import next_look, sync_due

NIGHT = time(2, 30)
"""Local time of the check in full: no desk is open and no report is made then."""


def regular_jobs() -> list[Job]:
    """Every job of the server; a room that has another one adds it here."""
    return [
        Job("check of what is new", next_hour, check_new, at_start=True),
        Job("nightly check", next_night, check_everything),
        Job("memory", next_tidying, tidy),
        Job("sync", next_look, sync_due, at_start=True),
        Job("answers of the form", next_taking, take_answers, at_start=True),
    ]


def next_hour(moment: datetime) -> datetime:
    """An hour after a moment."""
    return moment + timedelta(hours=1)


def next_night(moment: datetime) -> datetime:
    """The next NIGHT after a moment."""
    local = moment.astimezone(ZONE)
    due = datetime.combine(local.date(), NIGHT, ZONE)
    return due if due > local else due + timedelta(days=1)


def check_new() -> None:
    """Reads what came since the last sound check."""
    _check(full=False)


def check_everything() -> None:
    """Reads the whole record again, seals it when it is sound, and copies it where that is set."""
    _check(full=True)
    back_up()


def back_up() -> None:
    """Makes the nightly copy when SURVEY_BACKUP names a folder; nothing in an empty home."""
    folder = Settings().backup
    if folder is None:
        return
    home = open_home()
    ledger = open_ledger(home)
    try:
        if ledger.head().seq:
            keep_backup(ledger, home, folder, now())
    finally:
        ledger.close()


def _check(*, full: bool) -> None:
    home = open_home()
    ledger = open_ledger(home)
    try:
        if ledger.head().seq and check(ledger, home, now(), full=full).sound and full:
            keep_anchor(ledger, home, now())
    finally:
        ledger.close()
