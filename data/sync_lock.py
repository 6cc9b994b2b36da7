"""One sync, and one import, at a time on one ledger, whichever process or machine starts it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from analysis.errors import InputError
from data.ledger import Ledger
from data.text_sources import BUSY

ADVISORY_LOCK = 0x53594E43
"""Number of the lock of a PostgreSQL ledger; another than that of its writers."""

IMPORT_LOCK, IMPORT_WAIT = 0x494D5054, 600.0
"""Number of the lock of imports, and how many seconds one waits for another: more than any takes."""

PAUSE = 0.05


class BusyError(InputError):
    """Another sync goes on."""


@contextmanager
def only_sync(ledger: Ledger, wait: float) -> Iterator[None]:
    """Holds the lock; BusyError when another sync still has it after `wait` seconds.

    The lock goes with its process: one that dies keeps nobody waiting.
    """
    with _only(ledger, ADVISORY_LOCK, lock_file(ledger), wait):
        yield


@contextmanager
def only_import(ledger: Ledger) -> Iterator[None]:
    """Holds the lock of imports: what one found known stays so until it is kept.

    Others may write meanwhile, so that nobody waits for the reading of a large table.
    """
    with _only(ledger, IMPORT_LOCK, lock_file(ledger).with_name(".import.lock"), IMPORT_WAIT):
        yield


def lock_file(ledger: Ledger) -> Path:
    """The file that stands for the lock: beside the SQLite file, wherever the home is."""
    database = ledger.engine.url.database
    folder = Path(database).resolve().parent if database else ledger.home.path
    return folder / ".sync.lock"


@contextmanager
def _only(ledger: Ledger, number: int, file: Path, wait: float) -> Iterator[None]:
    if ledger.engine.dialect.name == "postgresql":
        with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            _wait(lambda: _advisory(connection, "pg_try_advisory_lock", number), wait)
            try:
                yield
            finally:
                _advisory(connection, "pg_advisory_unlock", number)
        return
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait(lambda: _take(descriptor), wait)
        yield
    finally:
        os.close(descriptor)


def _wait(taken: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not taken():
        if time.monotonic() >= end:
            raise BusyError(BUSY)
        time.sleep(PAUSE)


def _advisory(connection: sa.Connection, function: str, number: int) -> bool:
    call = getattr(sa.func, function)(number)
    return bool(connection.execute(sa.select(call)).scalar())


def _take(descriptor: int) -> bool:
    """Whether the lock of this open file is ours now."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
