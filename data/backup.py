"""Copies of the home: made while it is in use, checked after writing, put back into an empty one."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import file_digest
from pathlib import Path

import sqlalchemy as sa

from analysis.errors import InputError, IntegrityError
from data import text_backup as text
from data.anchor import FOLDER
from data.form_codes import KEY_FILE as FORM_KEY
from data.form_codes import RESTORED_FILE, note_restore
from data.full_disk import disk_is_full
from data.ledger import Head, Ledger, open_ledger
from data.ledger.answers import newest_batch
from data.private_file import flush, locked
from data.seal import KEY_FILE
from data.settings import Home
from data.snapshot import publish
from data.verify import BEGINNING, verify

LEDGER, MANIFEST = "ledger.sqlite", "manifest.json"
LOCK, MAKING = ".lock", ".new-"
BESIDE = (FOLDER, "criterion_sets")
"""Folders of the home that belong to it as much as the ledger."""

KEYS = (KEY_FILE, FORM_KEY, RESTORED_FILE)

DAILY, WEEKLY, MONTHLY = 7, 5, 12
PERIODS: tuple[tuple[Callable[[datetime], object], int], ...] = (
    (datetime.date, DAILY), (lambda at: at.isocalendar()[:2], WEEKLY), (lambda at: (at.year, at.month), MONTHLY),
)
"""What tells one day, week or month from another, and of how many the newest copy is kept."""

_NAME, _FORM = re.compile(r"\d{8}T\d{6}Z"), "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Backup:
    """One copy: where it is, the newest event in it, how many copies were kept and dropped.

    `void` says that a restore has made one-time codes void.
    """

    folder: Path
    head: Head
    kept: int = 0
    dropped: int = 0
    void: bool = False


def backup(ledger: Ledger, home: Home, folder: Path, now: datetime) -> Backup:
    """Writes a checked copy under `folder` and drops those beyond 7 daily, 5 weekly, 12 monthly.

    Others may read and write meanwhile. InputError when there is nothing to copy or the ledger is
    no SQLite file; IntegrityError, and no copy left behind, when what was written does not hold.
    """
    database = _database(ledger)
    folder = folder.expanduser().resolve()
    if folder == home.path or home.path in folder.parents:
        raise InputError(text.INSIDE)
    if not ledger.head().seq:
        raise InputError(text.NOTHING)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / LOCK).touch(0o600)
    except OSError as error:
        if disk_is_full(error):
            raise
        raise InputError(text.NOT_WRITABLE.format(folder=folder)) from error
    with locked(folder / LOCK):
        return _backup(database, home, folder, now)


def _backup(database: Path, home: Home, folder: Path, now: datetime) -> Backup:
    """One copy, and the thinning out, while nobody else writes into the folder."""
    for left in folder.glob(f"{MAKING}*"):  # by a backup that was killed
        shutil.rmtree(left)
    earlier = [_moment(copy) + timedelta(seconds=1) for copy in _copies(folder)]
    target = folder / max([now.astimezone(UTC), *earlier]).strftime(_FORM)  # the newest, by name too
    making = folder / f"{MAKING}{target.name}"
    try:
        making.mkdir(mode=0o700)
        head = _write(database, home, making)
        _put_in_place(making, target)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    kept, dropped = _thin_out(folder)
    return Backup(target, head, kept, dropped)


def restore(folder: Path, home: Home, now: datetime, *, keep_codes: bool = False) -> Backup:
    """Puts a copy (or the newest one in a folder of copies) into an empty home and publishes it.

    One-time codes handed out before are void from then on, unless `keep_codes` says that none was
    used after the copy was made.

    InputError when the home holds anything; IntegrityError, and the home empty again, when a file
    differs from the manifest or the record from its anchors.
    """
    if sa.make_url(home.ledger_url).get_backend_name() != "sqlite":
        raise InputError(text.OTHER_DATABASE)
    source = _newest(folder.expanduser().resolve())
    told = _manifest(source)
    database = Path(sa.make_url(home.ledger_url).database or "")
    taken = [database, home.current, home.path / KEY_FILE, *(home.path / name for name in BESIDE)]
    if any(path.exists() for path in taken):
        raise InputError(text.NOT_EMPTY.format(folder=home.path))
    for name, digest in told["files"].items():
        if not (source / name).is_file() or _digest(source / name) != digest:
            raise IntegrityError(text.SPOILT.format(name=name))
    home.prepare()
    try:
        for name in told["files"]:
            target = database if name == LEDGER else home.path / name
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(source / name, target)
            target.chmod(0o600)
        void = FORM_KEY in told["files"] and not keep_codes and _void_codes(home)
        _sound(home)
        head = _published(home, now)
    except BaseException:
        _empty(home, database, [*told["files"], RESTORED_FILE])
        raise
    return Backup(source, head, void=void)


def _void_codes(home: Home) -> bool:
    """Whether one-time codes are void from now on: nobody knows which were used after the copy."""
    ledger = open_ledger(home)
    try:
        with ledger.engine.connect() as connection:
            newest = newest_batch(connection)
    finally:
        ledger.close()
    note_restore(home, newest)
    return newest > 0


def _database(ledger: Ledger) -> Path:
    if ledger.engine.dialect.name != "sqlite":
        raise InputError(text.OTHER_DATABASE)
    return Path(str(ledger.engine.url.database))


def _write(database: Path, home: Home, making: Path) -> Head:
    """Copies everything into a folder, checks the copy and writes the manifest."""
    copy = making / LEDGER
    copy.touch(0o600)
    for name in BESIDE:  # before the ledger: no anchor may be newer than it
        if (home.path / name).is_dir():
            shutil.copytree(home.path / name, making / name)
            (making / name).chmod(0o700)
    for name in KEYS:
        if (home.path / name).exists():
            shutil.copyfile(home.path / name, making / name)
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)  # in one step: one moment of the ledger, whoever writes meanwhile
    head = _sound(Home(making, f"sqlite:///{copy}"))
    files = {path.relative_to(making).as_posix(): path for path in _files(making)}
    for path in files.values():
        path.chmod(0o600)
        flush(path)
    told = {
        "sequence": head.seq, "hash": head.hash,
        "files": {name: _digest(path) for name, path in sorted(files.items())},
    }
    manifest = making / MANIFEST
    manifest.touch(0o600)
    manifest.write_text(json.dumps(told, indent=1), "utf-8")
    flush(manifest)
    return head


def _sound(home: Home) -> Head:
    """The head of a record found sound with every anchor beside it, and nothing else left open."""
    ledger = open_ledger(home)
    try:
        found = verify(ledger, home, (), BEGINNING)
        if found:
            raise IntegrityError(text.UNSOUND.format(sentence=found[0].sentence))
        return ledger.head()
    finally:
        ledger.close()


def _published(home: Home, now: datetime) -> Head:
    """The head of a record whose snapshot was built and compared with it in full."""
    ledger = open_ledger(home)
    try:
        publish(ledger, home, now)
        found = verify(ledger, home)
        if found:
            raise IntegrityError(found[0].sentence)
        return ledger.head()
    finally:
        ledger.close()


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.endswith(("-wal", "-shm")):
            yield path


def _put_in_place(making: Path, target: Path) -> None:
    (making / "snapshots").rmdir()  # made by opening the copy; snapshots are built anew
    for left in making.glob("*-shm"):
        left.unlink()
    making.replace(target)
    flush(target.parent)


def _newest(folder: Path) -> Path:
    if (folder / MANIFEST).exists():
        return folder
    found = _copies(folder) if folder.is_dir() else []
    if not found:
        raise InputError(text.NOT_A_BACKUP.format(folder=folder))
    return found[-1]


def _manifest(folder: Path) -> dict[str, dict[str, str]]:
    try:
        told = json.loads((folder / MANIFEST).read_bytes())
        names = list(told["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(text.NOT_A_BACKUP.format(folder=folder)) from error
    if LEDGER not in names or any(".." in Path(n).parts or Path(n).is_absolute() for n in names):
        raise InputError(text.NOT_A_BACKUP.format(folder=folder))
    return dict(told)


def _empty(home: Home, database: Path, names: list[str]) -> None:
    for name in names:
        (database if name == LEDGER else home.path / name).unlink(missing_ok=True)
    for ending in ("-wal", "-shm"):
        Path(f"{database}{ending}").unlink(missing_ok=True)
    for name in BESIDE:
        shutil.rmtree(home.path / name, ignore_errors=True)
    home.current.unlink(missing_ok=True)


def _copies(folder: Path) -> list[Path]:
    """Every finished copy, oldest first."""
    return sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))


def kept_periods(folder: Path) -> tuple[tuple[int, int], ...]:
    """Of how many days, weeks and months a copy stands in the folder, each with how many it may be.

    Zeros when the folder cannot be read.
    """
    try:
        moments = [_moment(copy) for copy in _copies(folder.expanduser())]
    except OSError:
        moments = []
    return tuple((min(len(set(map(period, moments))), most), most) for period, most in PERIODS)


def _moment(copy: Path) -> datetime:
    return datetime.strptime(copy.name, _FORM).replace(tzinfo=UTC)


def _thin_out(folder: Path) -> tuple[int, int]:
    """Keeps the newest copy of each of the last days, weeks and months; (kept, dropped)."""
    copies = _copies(folder)
    wanted = set()
    for period, most in PERIODS:
        newest = {period(_moment(copy)): copy for copy in copies}
        wanted |= set(list(newest.values())[-most:])
    for copy in copies:
        if copy not in wanted:
            shutil.rmtree(copy)
    return len(wanted), len(copies) - len(wanted)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
