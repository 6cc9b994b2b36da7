"""Names, files and the CURRENT pointer of snapshots; nothing here looks inside one."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from data.private_file import flush, locked
from data.settings import Home

KEPT = 10
_NAME = re.compile(r"\d{8}T\d{6}-\d{6,}-[0-9a-f]{6}(-[0-9a-f]{6})?\.duckdb")
_sound: dict[Path, tuple[int, ...]] = {}


def snapshot_name(now: datetime, seq: int, path: Path, base: Path | None = None) -> str:
    """Time (UTC), ledger sequence and the first 6 digits of the file's SHA-256.

    Changes that stand beside a base have the digits of the base, too.
    """
    moment = now.astimezone(UTC) if now.tzinfo else now
    digests = "-".join([_digest(path), *([base.stem.split("-")[2]] if base else [])])
    return f"{moment:%Y%m%dT%H%M%S}-{seq:06d}-{digests}.duckdb"


def base_of(path: Path) -> Path | None:
    """The snapshot whose changes a file holds; None for a whole one.

    A base that is gone is named all the same: a path without a file.
    """
    parts = path.stem.split("-")
    if not _NAME.fullmatch(path.name) or len(parts) < 4:
        return None
    whole = (one for one in path.parent.glob(f"*-{parts[3]}.duckdb") if one.stem.count("-") == 2)
    return next(whole, path.with_name(f"{parts[3]}.duckdb"))


def intact(path: Path) -> bool:
    """Whether the file is there with the content its name promises, and so is its base."""
    if not path.is_file():
        return False
    state = path.stat()
    seen = (state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
    if _sound.get(path) != seen:  # a file is read once a process, and again when it was touched
        if _digest(path) != path.stem.split("-")[2]:
            return False
        _sound[path] = seen
    base = base_of(path)
    return base is None or intact(base)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:6]


def current_path(home: Home) -> Path | None:
    """The snapshot CURRENT names; None when the pointer is missing, malformed or dangling."""
    try:
        name = home.current.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    path = home.snapshots / name
    return path if _NAME.fullmatch(name) and path.is_file() else None


def put_in_force(home: Home, temporary: Path, name: str) -> None:
    """Gives a finished file its name and moves CURRENT to it; either step is all or nothing."""
    flush(temporary)
    temporary.chmod(0o600)
    temporary.replace(home.snapshots / name)
    flush(home.snapshots)
    pointer = home.path / f".CURRENT-{os.getpid()}"
    descriptor = os.open(pointer, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(home.current)
    flush(home.path)


def prune(home: Home) -> None:
    """Removes leftovers and all but the newest KEPT snapshots, never the one in force."""
    for leftover in home.snapshots.glob(".new-*"):
        leftover.unlink(missing_ok=True)
    in_force = current_path(home)
    found = [path for path in home.snapshots.glob("*.duckdb") if _NAME.fullmatch(path.name)]
    found.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    needed = {in_force, *(base_of(path) for path in [*found[:KEPT], in_force] if path)}
    for old in found[KEPT:]:
        if old not in needed:
            with suppress(PermissionError):  # open elsewhere on Windows: left for the next time
                old.unlink(missing_ok=True)


@contextmanager
def publishing(home: Home) -> Iterator[None]:
    """One publisher at a time, across threads and processes; released when a process dies."""
    home.prepare()
    with locked(home.snapshots / ".lock"):
        yield
