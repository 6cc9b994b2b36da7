"""What the last check of the record found, in a file of the home that every page can read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.errors import IntegrityError
from data.ledger import Head, Ledger
from data.ledger.bodies import encode
from data.private_file import write_private
from data.settings import ZONE, Home
from data.snapshot import compare, publish
from data.snapshot.files import current_path
from data.sync_lock import only_import
from data.text_anchor import BROKEN_BRIEFLY, BROKEN_ELSEWHERE, BROKEN_RECORD, NOT_WHILE_BROKEN
from data.verify import BEGINNING, Difference, verify

FILE = "VERIFY"


@dataclass(frozen=True)
class Verdict:
    """`sequence` and `hash` name the last event found sound, `differences` how many were found.

    `sentence` says the first difference and `event` names where it is; `at` and `full_at` (the last check
    in full) are ISO moments.
    """

    at: str
    full_at: str | None
    sequence: int
    hash: str
    differences: int = 0
    event: int | None = None
    sentence: str = ""

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return self.differences == 0

    @property
    def checked_at(self) -> str:
        """When, in local time as people write it."""
        return datetime.fromisoformat(self.at).astimezone(ZONE).strftime("%d/%m/%Y %H:%M")

    @property
    def warning(self) -> str:
        """What every page and every file with figures says until it is resolved; "" when sound."""
        if self.sound:
            return ""
        said = {"count": self.differences, "sentence": self.sentence}
        return BROKEN_RECORD.format(at=self.checked_at, **said)

    @property
    def brief(self) -> str:
        """The same for anybody, within a table or on the public board; "" when sound."""
        if self.sound:
            return ""
        said = BROKEN_ELSEWHERE if self.event is None else BROKEN_BRIEFLY
        return said.format(day=self.checked_at[:10], event=self.event)


def read_verdict(home: Home) -> Verdict | None:
    """The verdict of the last check; None when there was none or its file says nothing."""
    file = home.path / FILE
    try:
        state = file.stat()
        return _read(file, (state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns))
    except OSError:
        return None


@lru_cache(maxsize=4)
def _read(file: Path, _state: tuple[int, ...]) -> Verdict | None:
    """Read again once it was written since: each page asks several times."""
    try:
        return Verdict(**json.loads(file.read_bytes()))
    except (ValueError, TypeError):
        return None


def warning_of(home: Home) -> str:
    """What whatever leaves the house with figures must say, briefly; "" while nothing was found."""
    last = read_verdict(home)
    return last.brief if last else ""


def must_be_sound(home: Home) -> None:
    """IntegrityError with one sentence while a difference stands: what is kept for good has to wait."""
    if brief := warning_of(home):
        raise IntegrityError(NOT_WHILE_BROKEN.format(brief=brief))


def check(ledger: Ledger, home: Home, now: datetime, *, full: bool) -> Verdict:
    """Checks the record, in full or what came since the last sound verdict, and keeps the verdict."""
    last, head = read_verdict(home), ledger.head()
    after: Head | None = BEGINNING
    known = []
    if last is not None:
        full |= not last.sound  # only a check in full may take back what one has found
        known = [{"date": last.at[:10], "sequence": last.sequence, "hash": last.hash}]
        after = Head(last.sequence, last.hash)
    if full:
        after = None
    found = examined(ledger, home, now, known, after)
    return keep_verdict(home, found, head, now, full=full)


def examined(
    ledger: Ledger,
    home: Home,
    now: datetime,
    anchors: Iterable[Mapping[str, Any]] = (),
    after: Head | None = None,
) -> list[Difference]:
    """`verify`; a snapshot that differs while rows come in is looked at again when none may."""
    before = _state(ledger, home)
    found = verify(ledger, home, anchors, after)
    alone = bool(found) and all(difference.place == "snapshot" for difference in found)
    if alone and (_lags(ledger, home) or _state(ledger, home) != before):
        with only_import(ledger):
            publish(ledger, home, now)
            found = [Difference("snapshot", None, said) for said in compare(ledger, home)]
    return found


def _state(ledger: Ledger, home: Home) -> tuple[Head, Path | None]:
    return ledger.figures_head(), current_path(home)


def keep_verdict(
    home: Home, found: list[Difference], head: Head, now: datetime, *, full: bool = True
) -> Verdict:
    """Keeps what a check up to `head` found; what was sound before stays the place to go on from."""
    last = read_verdict(home)
    at = now.isoformat(timespec="seconds")
    full_at = at if full else (last.full_at if last else None)
    sound = (last.sequence, last.hash) if last else (0, BEGINNING.hash)
    if not found:
        sound = head.seq, head.hash
    first = found[0] if found else Difference("", None, "")
    verdict = Verdict(at, full_at, *sound, len(found), first.seq, first.sentence)
    write_private(home.path / FILE, encode(asdict(verdict)).encode())
    return verdict


def _lags(ledger: Ledger, home: Home) -> bool:
    path = current_path(home)
    return path is not None and int(path.name.split("-")[1]) != ledger.figures_head().seq
