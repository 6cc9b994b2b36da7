"""Pulls living sources: read, keep, publish, log; one sync at a time on one ledger.

Whatever a source does, the last good figures stay and the other sources are pulled all the same.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from analysis.errors import InputError, SurveyError
from analysis.mapping import SourceMapping
from data import text_sources as text
from data.full_disk import disk_is_full
from data.intake import IntakeOptions, import_table
from data.ledger import Ledger, Source, SyncRun
from data.settings import Settings
from data.settings import now as present
from data.snapshot import publish
from data.snapshot.files import current_path
from data.sources.pulled import Pulled, Reader
from data.sources.registry import READERS, reader_of
from data.sync_lock import only_sync
from data.text_backup import DISK_FULL

_log = logging.getLogger(__name__)
SUMMED = (
    "rows", "new", "changed", "removed", "restored", "unchanged", "annotated", "duplicates",
)
STAGES = ("reading", "keeping", "publishing")
DEFECT = 1
Failure = tuple[str, int, str]
"""Outcome, exit status and sentence."""


@dataclass(frozen=True)
class SyncOptions:
    """Who syncs, by which clock, how long to wait for another sync, and who hears of progress.

    `progress` is called with the name of a source and one of STAGES; `reader` gives what reads a
    mapping, the one of its kind when there is none.
    """

    who: str
    clock: Callable[[], datetime] = present
    wait: float = 0.0
    progress: Callable[[str, str], None] = lambda _source, _stage: None
    reader: Callable[[SourceMapping], Reader] | None = None


@dataclass(frozen=True)
class SyncResult:
    """What one sync of one source did; `document` as for an import, summed over its files.

    `outcome` is "done", "quarantined", "rejected" (a file of a folder) or "failed"; `sentence`
    says why it is not "done"; `status` is the exit status that tells it.
    """

    source: str
    outcome: str
    status: int
    sentence: str
    duration_ms: int
    document: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    number: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The result document of the command line."""
        return {
            "source": self.source, **self.document, "outcome": self.outcome,
            "error": self.sentence if self.outcome in ("failed", "rejected") else None,
            "warnings": list(self.warnings), "duration_s": self.duration_ms / 1000,
            "sync": self.number,
        }


def sync(ledger: Ledger, options: SyncOptions, name: str | None = None) -> list[SyncResult]:
    """Pulls one living source, or all of them in the order they were registered.

    InputError when the source is unknown, removed or a file, or another sync goes on too long.
    """
    with only_sync(ledger, options.wait):
        chosen = [_living(ledger.source(name))] if name else living_sources(ledger)
        return [_Sync(ledger, options, source).result() for source in chosen]


def living_sources(ledger: Ledger) -> list[Source]:
    """The sources that are pulled: of a living kind and not removed."""
    return [source for source in ledger.sources() if source.active and source.kind in READERS]


def _living(source: Source) -> Source:
    if not source.active:
        raise InputError(text.REMOVED.format(name=source.name))
    if source.kind not in READERS:
        raise InputError(text.NOT_LIVING.format(name=source.name, kind=source.kind))
    return source


class _Sync:
    """One sync of one source."""

    def __init__(self, ledger: Ledger, options: SyncOptions, source: Source) -> None:
        self._ledger, self._options, self._source = ledger, options, source
        self._documents: list[dict[str, Any]] = []
        self._warnings: list[str] = []

    def result(self) -> SyncResult:
        """Reads, keeps and publishes; whatever happens is logged in the record."""
        begun = time.monotonic()
        failure = self._attempt()
        outcome, status, sentence = failure or self._outcome()
        duration = round((time.monotonic() - begun) * 1000)
        document = self._document(failed=failure is not None)
        log = SyncRun(
            0, self._source.name, self._source.id, "", self._options.who, outcome, duration,
            sentence, {key: document.get(key, 0) for key in SUMMED},
            tuple(one["run"] for one in self._documents if one.get("run")), tuple(self._warnings),
        )
        number = self._ledger.keep_sync(log, self._options.clock())
        return SyncResult(
            self._source.name, outcome, status, sentence, duration, document,
            tuple(self._warnings), number,
        )

    def _attempt(self) -> Failure | None:
        """What went wrong, if anything; what was kept before it is published all the same.

        A source that had nothing to give may be new in the record, so that is published, too.
        """
        failure = self._guarded(self._pull)
        if failure is None or any("run" in one for one in self._documents):
            failure = self._guarded(self._publish) or failure
        return failure

    def _guarded(self, work: Callable[[], None]) -> Failure | None:
        try:
            work()
        except SurveyError as error:
            return "failed", error.exit_status, str(error)
        except Exception as error:  # noqa: BLE001 - a defect in one source must not keep the others from syncing
            if disk_is_full(error):
                return "failed", InputError.exit_status, DISK_FULL
            number = secrets.token_hex(4)
            _log.exception("sync of %s, error %s", self._source.name, number)
            return "failed", DEFECT, text.DEFECT.format(number=number)
        return None

    def _pull(self) -> None:
        mapping = self._source.mapping
        self._tell("reading")
        home = self._ledger.home
        settings = Settings(home=home.path, ledger_url=home.ledger_url)
        read = self._options.reader or partial(reader_of, settings=settings)
        for pulled in read(mapping).pull(mapping):
            self._warnings += pulled.warnings
            self._tell("keeping")
            self._bring(pulled)

    def _publish(self) -> None:
        self._tell("publishing")
        publish(self._ledger, self._ledger.home, self._options.clock())

    def _bring(self, pulled: Pulled) -> None:
        """Keeps one table, or the sentence why it is none, and tells the source."""
        document: dict[str, Any] = {"file_name": pulled.file_name}
        if isinstance(pulled.table, InputError):
            document["error"] = str(pulled.table)
        else:
            self._check_unchanged()
            options = IntakeOptions(self._options.clock(), self._options.who, pulled.file_name)
            done = import_table(self._ledger, pulled.table, self._source.mapping, options)
            document |= done.as_dict() | {"note": done.note}
        self._documents.append(document)
        pulled.finish(document)

    def _check_unchanged(self) -> None:
        """InputError when somebody gave the source another mapping, or removed it, meanwhile."""
        current = self._ledger.source(self._source.name)
        if not current.active or current.mapping_toml != self._source.mapping_toml:
            raise InputError(text.CHANGED_MEANWHILE.format(name=self._source.name))

    def _outcome(self) -> tuple[str, int, str]:
        held = [one for one in self._documents if one.get("quarantined")]
        refused = [one for one in self._documents if "error" in one]
        if held:
            return "quarantined", 3, " ".join(str(one["note"]) for one in held)
        if refused:
            names = ", ".join(str(one["file_name"]) for one in refused)
            return "rejected", 2, text.REJECTED_FILES.format(count=len(refused), names=names)
        return "done", 0, ""

    def _document(self, failed: bool) -> dict[str, Any]:
        """The document of the import, or of all imports together; the newest counts the source."""
        brought = [one for one in self._documents if "error" not in one]
        document: dict[str, Any] = dict(brought[-1]) if brought else {}
        if not failed or brought:
            document |= {key: sum(one[key] for one in brought) for key in SUMMED}
            held = [one for one in brought if one["quarantined"]]
            document["quarantined"] = bool(held)
            document["reason"] = held[0]["reason"] if held else None
        document = {key: document[key] for key in document if key not in ("file_name", "note")}
        if self._source.kind == "folder":
            document["files"] = [
                {key: one.get(key) for key in ("file_name", "run", "rows", "new", "error", "reason")}
                for one in self._documents
            ]
        in_force = current_path(self._ledger.home)
        return document | {"snapshot": in_force.name if in_force else None}

    def _tell(self, stage: str) -> None:
        self._options.progress(self._source.name, stage)
