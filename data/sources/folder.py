"""A watched folder: each new CSV or XLSX file is read once and put away with a report beside it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from analysis.errors import InputError, SurveyError
from analysis.mapping import SourceMapping
from analysis.text.labels import REASONS, word_of
from data import text_sources as text
from data.settings import Settings
from data.sources.faults import SourceError
from data.sources.pulled import Pulled, Result
from data.sources.tabular_file import read_file

DONE, REJECTED = "done", "rejected"
SUFFIXES = {".csv", ".xlsx", ".xls", ".xlsm", ".tsv", ".ods", ".xlsb"}
"""What looks like a table; those that cannot be read are rejected with the reason."""

UNFINISHED = ("~$", ".")
"""How names begin that Office, browsers and copying programs give to files they still write."""


@dataclass(frozen=True)
class Stillness:
    """How many seconds a file must be unchanged to count as written, and how to wait for it."""

    seconds: float = 2.0
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


class Folder:
    """Reads the files of the folder a mapping names; SourceError when the folder is not to be had."""

    def __init__(self, settings: Settings | None = None, still: Stillness | None = None) -> None:
        del settings  # nothing about a local folder depends on them
        self._still = still or Stillness()

    def pull(self, mapping: SourceMapping) -> Iterator[Pulled]:
        """One table for each file nobody writes any more, the oldest first.

        A file that cannot be read comes as its sentence. `finish` puts the file away.
        """
        folder = _folder(mapping)
        for target in (DONE, REJECTED):
            _make(folder / target)
        for path in self._written(waiting(folder)):
            yield self._pulled(path, mapping)

    def test(self, mapping: SourceMapping) -> str:
        """One sentence: how many files wait, or what is wrong."""
        try:
            return text.FOLDER_READY.format(count=len(waiting(_folder(mapping))))
        except SurveyError as error:
            return str(error)

    def _pulled(self, path: Path, mapping: SourceMapping) -> Pulled:
        finish = partial(put_away, path)
        try:
            sheet = mapping.sheet if path.suffix.lower() == ".xlsx" else None
            table = read_file(path, sheet=sheet, header_row=mapping.header_row)
        except InputError as error:
            return Pulled(error, path.name, finish=finish)
        return Pulled(table, path.name, finish=finish)

    def _written(self, paths: list[Path]) -> list[Path]:
        """The files that stay as they are; others are left for the next time."""
        first = {path: _state(path) for path in paths}
        newest = max((state[1] for state in first.values() if state), default=0.0)
        missing = self._still.seconds - (self._still.now() - newest)
        if paths and missing > 0:
            self._still.sleep(min(missing, self._still.seconds))
        return [path for path in paths if first[path] and _state(path) == first[path]]


def waiting(folder: Path) -> list[Path]:
    """Files of a folder that look like tables nobody has read, the oldest first."""
    try:
        with os.scandir(folder) as entries:
            found = [
                (entry.stat(follow_symlinks=False).st_mtime, entry.name) for entry in entries
                if entry.is_file(follow_symlinks=False)
                and not entry.name.startswith(UNFINISHED)
                and Path(entry.name).suffix.lower() in SUFFIXES
            ]
    except OSError as error:
        raise _fault("folder_missing", folder) from error
    return [folder / name for _, name in sorted(found)]


def put_away(path: Path, result: Result) -> None:
    """Moves a file to done/, or to rejected/ when it was refused or put in quarantine.

    The report is written first: what stands there is true even if the move fails. Raises
    SourceError when it does; the file is then read again, which brings nothing new.
    """
    refused = bool(result.get("error") or result.get("quarantined"))
    target = path.parent / (REJECTED if refused else DONE)
    try:
        name = _free_name(target, path)
        for suffix, content in ((".json", _json(result)), (".txt", _report(path.name, result))):
            report = target / f"{name}{suffix}"
            descriptor = os.open(report, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(content)
        path.rename(target / name)
    except OSError as error:
        raise _fault("folder_closed", path.parent) from error


def _folder(mapping: SourceMapping) -> Path:
    folder = Path(mapping.options["path"]).expanduser().resolve()
    if not folder.is_dir():
        raise _fault("folder_missing", folder)
    return folder


def _make(target: Path) -> None:
    try:
        target.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _fault("folder_closed", target.parent) from error
    if not os.access(target, os.W_OK | os.X_OK) or not os.access(target.parent, os.W_OK):
        raise _fault("folder_closed", target.parent)


def _state(path: Path) -> tuple[int, float] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime


def _free_name(target: Path, path: Path) -> str:
    """The file's own name, or one with the time in it when that is taken."""
    name, count = path.name, 0
    while (target / name).exists():
        count += 1
        moment = datetime.fromtimestamp(path.stat().st_mtime)
        name = f"{path.stem}-{moment:%Y%m%dT%H%M%S}-{count}{path.suffix}"
    return name


def _json(result: Result) -> str:
    return json.dumps(dict(result), ensure_ascii=False, indent=1, default=str) + "\n"


def _report(name: str, result: Result) -> str:
    """What became of a file, for the person who put it there."""
    lines = [text.REPORT_TITLE.format(name=name)]
    if sentence := result.get("error") or result.get("note"):
        lines.append(str(sentence))
    if not result.get("error"):
        lines += [f"{word}: {result[key]}" for key, word in text.REPORT_COUNTS.items() if key in result]
        lines += [
            text.REPORT_REJECTED.format(**{**row, "reason": word_of(REASONS, row["reason"])})
            for row in result.get("rejected", ())
        ]
    return "\n".join(lines) + "\n"


def _fault(cause: str, folder: Path) -> SourceError:
    return SourceError(cause, text.FAULTS[cause].format(name=folder))
