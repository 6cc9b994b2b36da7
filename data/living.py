"""How fresh each living source is, told by the record alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from analysis.times import zone
from data.ledger import Ledger, Source, SyncRun
from data.sync import living_sources
from data.text_sources import LATE


@dataclass(frozen=True)
class Living:
    """A living source; `age_s` is seconds since its last good sync, None before the first.

    `late` says that more than two of its intervals went by; `last` is its newest sync; `next_at`
    is when the next one is due.
    """

    source: Source
    good_at: datetime | None
    age_s: int | None
    late: bool
    last: SyncRun | None
    next_at: datetime | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should look at, in sentences."""
        said = self.last.warnings if self.last else ()
        sentence = (self.last.sentence,) if self.last and self.last.sentence else ()
        late = (LATE.format(name=self.source.name),) if self.late and self.last else ()
        return (*late, *sentence, *said)


def living(ledger: Ledger, now: datetime) -> list[Living]:
    """Every living source that was not removed, in the order they were registered.

    A sync is good when the source was read: also when nothing came, or a file was refused; not
    when it failed or its table was put in quarantine.
    """
    newest = ledger.newest_syncs()
    found = []
    for source in living_sources(ledger):
        own = [sync for sync in newest if sync.source_id == source.id]
        good = [sync.at for sync in own if sync.outcome in ("done", "rejected")]
        good_at = datetime.fromisoformat(max(good)) if good else None
        found.append(_living(source, good_at, now, own[0] if own else None))
    return found


def _living(
    source: Source, good_at: datetime | None, now: datetime, last: SyncRun | None
) -> Living:
    local_zone = zone(source.mapping.timezone)
    local = now.astimezone(local_zone).replace(tzinfo=None)
    good = good_at.astimezone(local_zone).replace(tzinfo=None) if good_at else None
    age = None if good_at is None else max(0, int((now - good_at).total_seconds()))
    tried = datetime.fromisoformat(last.at).astimezone(local_zone) if last else None
    schedule = source.mapping.schedule
    next_run = schedule.next_run(tried.replace(tzinfo=None) if tried else None, local)
    late, next_at = schedule.late(good, local), next_run.replace(tzinfo=local_zone)
    return Living(source, good_at, age, late, last, next_at)


def due(ledger: Ledger, now: datetime, chance: float = 0.0) -> list[Source]:
    """The living sources whose interval has gone by in their working hours; `chance` is jitter.

    A source that failed is tried again after its interval, not at once.
    """
    found = []
    newest = ledger.newest_syncs()
    for source in living_sources(ledger):
        local_zone = zone(source.mapping.timezone)
        tried = [datetime.fromisoformat(s.at) for s in newest if s.source_id == source.id]
        last = max(tried).astimezone(local_zone).replace(tzinfo=None) if tried else None
        local = now.astimezone(local_zone).replace(tzinfo=None)
        if source.mapping.schedule.due(last, local, chance):
            found.append(source)
    return found
