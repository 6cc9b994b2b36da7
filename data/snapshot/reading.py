"""Opens the snapshot in force for reading: locked down, one connection per file and process."""

from __future__ import annotations

import os
from collections import OrderedDict
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any
from weakref import WeakKeyDictionary

import duckdb

from analysis.errors import IntegrityError
from data.settings import Home
from data.snapshot.files import base_of, current_path
from data.text_snapshot import BROKEN_SNAPSHOT, NO_SNAPSHOT

OPEN_AT_ONCE = 3
BASE = "base"
"""The name under which the tables of changes know the snapshot they stand beside."""
LOCKED_DOWN = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "512MB",
    # One processor is left to the pages: a small question costs a fifth more when two share it.
    "threads": str(max(1, min(4, (os.cpu_count() or 1) - 1))),
}
_LOCKS = "SET enable_external_access = false; SET lock_configuration = true"
_Opened = tuple[duckdb.DuckDBPyConnection, dict[Any, Any]]
_open: OrderedDict[Path, _Opened] = OrderedDict()
_kept: WeakKeyDictionary[duckdb.DuckDBPyConnection, dict[Any, Any]] = WeakKeyDictionary()
_guard = Lock()


class Snapshot:
    """One snapshot file; cheap to make, closing it leaves the shared connection open."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def name(self) -> str:
        """The versioned name: part of every cache key."""
        return self.path.name

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own for one run; never share one between threads.

        Raises IntegrityError when the file is missing or damaged.
        """
        with _guard:
            connection, kept = _opened(self.path)
            cursor = connection.cursor()
            _kept[cursor] = kept
            return cursor

    def meta(self) -> dict[str, str]:
        """What the snapshot says about itself: seq, hash, fingerprint, built_at, …"""
        with self.cursor() as cursor:
            return dict(cursor.execute("SELECT key, value FROM meta").fetchall())

    def close(self) -> None:
        """Nothing to do; stands here for `with` and `contextlib.closing`."""

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_snapshot(home: Home) -> Snapshot:
    """The snapshot CURRENT names; raises IntegrityError when there is none."""
    path = current_path(home)
    if path is None:
        raise IntegrityError(NO_SNAPSHOT)
    return Snapshot(path)


def attach(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Opens a snapshot for reading beside what is open; one of changes brings its base along."""
    if base := base_of(path):
        attach(connection, base, BASE)
    escaped = str(path).replace("'", "''")  # ATTACH takes no parameter
    connection.execute(f"ATTACH IF NOT EXISTS '{escaped}' AS {name} (READ_ONLY)")


def beside(cursor: duckdb.DuckDBPyConnection) -> dict[Any, Any]:
    """What was read once of the open snapshot a cursor reads; nothing is kept for a foreign one.

    It is shared by all who read the snapshot, so what depends on a scope has no place in it.
    """
    return _kept.get(cursor, {})


def _opened(path: Path) -> _Opened:
    opened = _open.get(path) or (_connection(path), {})
    _open[path] = opened
    _open.move_to_end(path)
    while len(_open) > OPEN_AT_ONCE:
        _open.popitem(last=False)  # not closed: cursors still running would lose their file
    return opened


def _connection(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(path), read_only=True, config=LOCKED_DOWN)  # type: ignore[arg-type]
        if base := base_of(path):
            attach(connection, base, BASE)
        connection.execute(_LOCKS)
    except duckdb.Error as error:
        raise IntegrityError(BROKEN_SNAPSHOT.format(name=path.name)) from error
    return connection
