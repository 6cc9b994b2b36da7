"""Nightly copies in the record: each one made, or the sentence why it was not."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from analysis.errors import SurveyError
from data.backup import backup, kept_periods
from data.full_disk import disk_is_full
from data.ledger import Ledger, schema
from data.ledger.bodies import encode
from data.settings import Home
from data.text_backup import DISK_FULL, FAILED

LATE = timedelta(days=2)
"""Two nights without a copy are no accident any more."""


@dataclass(frozen=True)
class BackupRun:
    """One nightly copy; `at` is ISO time, UTC. `sentence` says why there is none, "" when there is.

    `sequence` is the newest event in it, `kept` how many copies the folder holds.
    """

    at: str
    folder: str
    sentence: str = ""
    sequence: int = 0
    kept: int = 0


@dataclass(frozen=True)
class BackupState:
    """What a person must know about the nightly copies.

    `folder` is None when the setting names none; `good` and `failed` are the newest copy that was made and the
    newest that was not; `kept` counts days, weeks and months with a copy in the folder, each with the most; `late` when two
    nights passed without one; `possible` is False where another program must copy the record.
    """

    folder: Path | None
    good: BackupRun | None
    failed: BackupRun | None
    kept: tuple[tuple[int, int], ...]
    late: bool
    possible: bool

    @property
    def broken(self) -> bool:
        """Whether the newest try failed."""
        return self.failed is not None and (self.good is None or self.good.at < self.failed.at)


def backup_state(ledger: Ledger, folder: Path | None, now: datetime) -> BackupState:
    """The state of the nightly copies under a folder, None when none is set."""
    good, failed = (newest_backup(ledger, kind) for kind in schema.BACKUP_KINDS)
    fresh = good is not None and now - datetime.fromisoformat(good.at) <= LATE
    possible = ledger.engine.dialect.name == "sqlite"
    kept = kept_periods(folder) if folder else ()
    return BackupState(folder, good, failed, kept, folder is not None and not fresh, possible)


def keep_backup(ledger: Ledger, home: Home, folder: Path, now: datetime) -> BackupRun:
    """Makes a copy and writes down that it was made, or why not; whatever happens is told.

    Raises OSError or what the database raises when not even that can be written down.
    """
    said: dict[str, object] = {"folder": str(folder)}
    try:
        made = backup(ledger, home, folder, now)
        said |= {"sequence": made.head.seq, "kept": made.kept}
    except SurveyError as error:
        said["sentence"] = str(error)
    except Exception as error:  # noqa: BLE001 - a copy that fails at night must be told in the morning
        number = secrets.token_hex(4)
        said["sentence"] = DISK_FULL if disk_is_full(error) else FAILED.format(number=number)
        said["cause"] = f"{number} {type(error).__name__}: {error}"[:200]
    kind = "backup_failed" if "sentence" in said else "backup"
    with ledger.writing(now) as chain:
        chain.add(kind, detail=encode(said))
    newest = newest_backup(ledger)
    assert newest is not None
    return newest


def newest_backup(ledger: Ledger, *kinds: str) -> BackupRun | None:
    """The last nightly copy that was tried, or ended in one of these kinds; None when there was none."""
    event = schema.event
    query = sa.select(event.c.at, event.c.detail)
    query = query.where(schema.about_no_row(*(kinds or schema.BACKUP_KINDS))).order_by(event.c.seq.desc())
    with ledger.engine.connect() as connection:
        row = connection.execute(query.limit(1)).first()
    if row is None:
        return None
    said = json.loads(row.detail)
    said.pop("cause", None)
    return BackupRun(row.at, **said)
