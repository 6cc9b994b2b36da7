"""The append-only, hash-chained record of everything that came in: what other rooms may ask it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

import pandas as pd
import sqlalchemy as sa

from analysis.errors import InputError
from analysis.mapping import SourceMapping
from analysis.registers import DossierCount, Officer, Registers, Unit
from data.ledger import schema
from data.ledger.bodies import encode
from data.ledger.chain import Chain, Head, read_figures_head, read_hash, read_head
from data.ledger.counted import CountedRows, read_counted
from data.ledger.engine import writing
from data.ledger.exclusions import excluded_slots
from data.ledger.opening import open_engine
from data.ledger.registers import Entry, keep_entries, read_registers
from data.ledger.runs import Run, read_runs
from data.ledger.seen import read_seen
from data.ledger.slots import moved_slots, removed_of, touched_slots
from data.ledger.sources import (
    Source,
    find_source,
    keep_mapping,
    newest_meaning,
    read_headers,
    read_sources,
)
from data.ledger.syncs import SyncRun, keep_sync, newest_syncs, read_syncs
from data.settings import Home
from data.settings import now as present
from data.text_ledger import UNKNOWN_SOURCE

__all__ = ["CountedRows", "Head", "Ledger", "Run", "Source", "SyncRun", "open_ledger"]

REBUILDING = ("source", "register", "retire")


class Ledger:
    """One open record. Readers see only finished imports; writers wait for each other."""

    def __init__(self, home: Home, engine: sa.Engine) -> None:
        self.home = home
        self.engine = engine

    def close(self) -> None:
        """Gives the connections back."""
        self.engine.dispose()

    @contextmanager
    def writing(self, now: datetime, keep: bool = True) -> Iterator[Chain]:
        """The one write transaction as a chain to append to; `keep=False` tries without keeping."""
        with writing(self.engine, keep) as connection:
            yield Chain(connection, moment_text(now))

    def head(self) -> Head:
        """The newest event."""
        with self.engine.connect() as connection:
            return read_head(connection)

    def figures_head(self) -> Head:
        """The newest event that may change a figure."""
        with self.engine.connect() as connection:
            return read_figures_head(connection)

    def hash_at(self, seq: int) -> str:
        """The hash (hexadecimal) of the event of this number; zeros when there is none."""
        with self.engine.connect() as connection:
            return read_hash(connection, seq)

    def registers(self) -> Registers:
        """Units, officers and dossier counts in force."""
        with self.engine.connect() as connection:
            return read_registers(connection)

    def register_units(self, units: Iterable[Unit], who: str, now: datetime | None = None) -> int:
        """Registers units; returns how many are new or changed."""
        return self._register(units, who, now)

    def register_officers(
        self, officers: Iterable[Officer], who: str, now: datetime | None = None
    ) -> int:
        """Registers officers; returns how many are new or changed."""
        return self._register(officers, who, now)

    def register_dossiers(
        self, dossiers: Iterable[DossierCount], who: str, now: datetime | None = None
    ) -> int:
        """Registers dossier counts; returns how many are new or changed."""
        return self._register(dossiers, who, now)

    def _register(self, entries: Iterable[Entry], who: str, now: datetime | None) -> int:
        with self.writing(now or present()) as chain:
            return keep_entries(chain, entries, who)

    def sources(self) -> list[Source]:
        """Every source, retired ones included, with the mapping in force."""
        with self.engine.connect() as connection:
            return read_sources(connection)

    def source(self, name: str) -> Source:
        """The source of this name; InputError when there is none."""
        with self.engine.connect() as connection:
            found = find_source(connection, name)
        if found is None:
            raise InputError(UNKNOWN_SOURCE.format(name=name))
        return found

    def add_source(self, mapping: SourceMapping, who: str, now: datetime | None = None) -> Source:
        """Registers a source or a new mapping of it; nothing is written when it is in force."""
        with self.writing(now or present()) as chain:
            return keep_mapping(chain, mapping, who)

    def retire_source(self, name: str, who: str, now: datetime | None = None) -> None:
        """Stops a source from being pulled; its rows stay. InputError when it is unknown."""
        number = self.source(name).id
        with self.writing(now or present()) as chain:
            chain.add("retire", source_id=number, detail=encode({"who": who}))

    def runs(self, source: str | None = None) -> list[Run]:
        """Every run, or those of one source, oldest first."""
        with self.engine.connect() as connection:
            return read_runs(connection, source)

    def keep_sync(self, sync: SyncRun, now: datetime) -> int:
        """Logs one pull of a living source; returns its number."""
        with self.writing(now) as chain:
            return keep_sync(chain, sync)

    def sync_runs(self, limit: int = 100, source_id: int | None = None) -> list[SyncRun]:
        """The newest pulls of living sources (or of one), newest first, at most `limit`."""
        with self.engine.connect() as connection:
            return read_syncs(connection, limit, source_id)

    def newest_syncs(self) -> list[SyncRun]:
        """The newest pull of every source with every outcome, newest first."""
        with self.engine.connect() as connection:
            return newest_syncs(connection)

    def counted(self, source_id: int, slots: Iterable[int] | None = None) -> Iterator[CountedRows]:
        """The rows of a source that count, header by header; of these slots only, when given."""
        with self.engine.connect() as connection:
            source = next(s for s in read_sources(connection) if s.id == source_id)
            yield from read_counted(connection, source, read_headers(connection, source_id), slots)

    def excluded(self, source_id: int) -> set[int]:
        """Removed slots of a source that a person decided not to count."""
        with self.engine.connect() as connection:
            return removed_of(connection, excluded_slots(connection, source_id))

    def touched(self, source_id: int, after_seq: int) -> set[int]:
        """Slots of a source that events after this number changed."""
        with self.engine.connect() as connection:
            return touched_slots(connection, source_id, after_seq)

    def moved(self, source_id: int, places: Mapping[int, int]) -> set[int]:
        """Those of these slots, each with its row number, that stand in another row of a source now."""
        with self.engine.connect() as connection:
            return moved_slots(connection, source_id, places)

    def seen(self, source_id: int) -> pd.DataFrame:
        """When each row of a source was first and last seen: slot, first_seen, last_seen."""
        with self.engine.connect() as connection:
            return read_seen(connection, source_id)

    def register_seq(self) -> int:
        """Number of the newest event about registers, or about how rows are read; 0 without any."""
        event = schema.event
        newest = sa.select(sa.func.max(event.c.seq)).where(schema.about_no_row(*REBUILDING))
        with self.engine.connect() as connection:
            return max(connection.execute(newest).scalar() or 0, newest_meaning(connection))


def moment_text(now: datetime) -> str:
    """A moment as events keep it: UTC, to the second; without a zone it is taken as UTC."""
    zoned = now if now.tzinfo else now.replace(tzinfo=UTC)
    return zoned.astimezone(UTC).isoformat(timespec="seconds")


def open_ledger(home: Home) -> Ledger:
    """The ledger of a home, made or brought up to date when needed."""
    home.prepare()
    return Ledger(home, open_engine(home.ledger_url))
