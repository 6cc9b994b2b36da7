"""Puts a new snapshot in force when the ledger or the meaning of its rows has changed."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

import duckdb

from analysis.errors import IntegrityError
from analysis.registers import Officer, Unit
from data.ledger import Ledger
from data.settings import Home
from data.snapshot.changes import NoPlaceBeside, beside, write_changes
from data.snapshot.contents import Contents
from data.snapshot.files import (
    base_of,
    current_path,
    intact,
    prune,
    publishing,
    put_in_force,
    snapshot_name,
)
from data.snapshot.gather import SCHEMA, Former, Gathering
from data.snapshot.reading import Snapshot
from data.snapshot.write import write_snapshot


def publish(ledger: Ledger, home: Home, now: datetime) -> str:
    """The name of a snapshot of the ledger's head, made only when none is in force.

    Only rows touched since the snapshot in force are read again, unless registers, mappings,
    criterion sets or the code that reads rows have changed. A snapshot that is missing or
    damaged is built anew.
    """
    with publishing(home):
        former = _former(home)
        gathering = Gathering(ledger, home, now)
        meta = gathering.meta()
        same_meaning = former is not None and former.meta["fingerprint"] == meta["fingerprint"]
        if former is None or not same_meaning or not gathering.register_seq <= former.seq:
            return build(gathering.everything(), home, now)
        if former.seq == gathering.head.seq and former.meta["hash"] == gathering.head.hash:
            return former.path.name
        if former.seq >= gathering.head.seq:  # another ledger, e.g. one restored from a copy
            return build(gathering.everything(), home, now)
        with suppress(NoPlaceBeside):
            return build(gathering.changes(former), home, now)
        return build(gathering.changes(former, whole=True), home, now)


def rebuild(ledger: Ledger, home: Home, now: datetime) -> str:
    """The name of a new snapshot read in full from the ledger and put in force."""
    with publishing(home):
        return build(Gathering(ledger, home, now).everything(), home, now)


def ensure_current(ledger: Ledger, home: Home, now: datetime) -> str:
    """The name of the sound snapshot of the ledger's head, built when it is not there."""
    return publish(ledger, home, now)


def build(contents: Contents, home: Home, now: datetime, ledger: Ledger | None = None) -> str:
    """The name of a new snapshot of these contents, put in force: the door of all that is written.

    `contents.batches` is read once, batch by batch, each let go before the next; rows may be Arrow
    record batches with the columns of `Batch.responses`. With a ledger, the snapshot is told to be
    of its head, so that `publish` leaves it in force and adds what comes later; whoever calls from
    outside this module gives `contents.meta` or a ledger, and no rows the ledger holds.
    Raises IntegrityError when what can be read back differs from what was given.
    """
    if ledger is not None:
        contents = replace(contents, meta={**Gathering(ledger, home, now).meta(), **contents.meta})
    home.prepare()
    temporary = home.snapshots / f".new-{os.getpid()}-{threading.get_ident()}.duckdb"
    base = None
    if contents.kept and beside(contents.kept):
        base = base_of(contents.kept.path) or contents.kept.path
    if base is None:
        write_snapshot(temporary, contents)
    else:
        write_changes(temporary, contents, base)
    name = snapshot_name(now, int(contents.meta["seq"]), temporary, base)
    put_in_force(home, temporary, name)
    prune(home)
    return name


def _former(home: Home) -> Former | None:
    """The snapshot in force as a base for the next one; None when it is missing or unsound."""
    path = current_path(home)
    if path is None or not intact(path):
        return None
    try:
        return _read(Snapshot(path))
    except (IntegrityError, duckdb.Error):
        return None


def _read(snapshot: Snapshot) -> Former | None:
    meta = snapshot.meta()
    if meta.get("schema") != str(SCHEMA):
        return None
    with snapshot.cursor() as cursor:
        waiting = cursor.execute(
            "SELECT response_id FROM rejection WHERE reason = 'future_time'"
        ).fetchall()
        places = cursor.execute(
            'SELECT response_id, "row" FROM rejection UNION SELECT response_id, "row" FROM unreadable'
        ).fetchall()
        units = cursor.execute("SELECT code, name FROM unit WHERE provisional").fetchall()
        officers = cursor.execute(
            "SELECT o.code, o.name, u.code FROM officer o JOIN unit u USING (unit_id)"
            " WHERE o.provisional"
        ).fetchall()
    return Former(
        snapshot.path,
        meta,
        frozenset(number for (number,) in waiting),
        dict(places),
        tuple(Unit(code, name, provisional=True) for code, name in units),
        tuple(Officer(code, name, unit, provisional=True) for code, name, unit in officers),
    )
