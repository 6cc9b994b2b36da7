"""One sync at a time on one ledger, whichever process or machine starts it."""

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

PAUSE = 0.05


class BusyError(InputError):
    """Another sync goes on."""


@contextmanager
def only_sync(ledger: Ledger, wait: float) -> Iterator[None]:
    """Holds the lock; BusyError when another sync still has it after `wait` seconds.

    The lock goes with its process: one that dies keeps nobody waiting.
    """
    if ledger.engine.dialect.name == "postgresql":
        with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            _wait(lambda: _advisory(connection, "pg_try_advisory_lock"), wait)
            try:
                yield
            finally:
                _advisory(connection, "pg_advisory_unlock")
        return
    descriptor = os.open(lock_file(ledger), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait(lambda: _take(descriptor), wait)
        yield
    finally:
        os.close(descriptor)


def lock_file(ledger: Ledger) -> Path:
    """The file that stands for the lock: beside the SQLite file, wherever the home is."""
    database = ledger.engine.url.database
    folder = Path(database).resolve().parent if database else ledger.home.path
    return folder / ".sync.lock"


def _wait(taken: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not taken():
        if time.monotonic() >= end:
            raise BusyError(BUSY)
        time.sleep(PAUSE)


def _advisory(connection: sa.Connection, function: str) -> bool:
    call = getattr(sa.func, function)(ADVISORY_LOCK)
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
