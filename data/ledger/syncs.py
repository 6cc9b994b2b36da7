"""Syncs in the record: every pull of a living source, whether it brought anything or failed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from data.ledger import schema
from data.ledger.chain import Chain

OUTCOMES = ("done", "quarantined", "rejected", "failed")


@dataclass(frozen=True)
class SyncRun:
    """One pull of a living source; `at` is when it ended (ISO, UTC), `duration_ms` how long it took.

    `outcome` is one of OUTCOMES, `sentence` says why it is not "done"; `counts` as in a Run, summed
    over `runs`, the numbers of the imports it made.
    """

    id: int
    source: str
    source_id: int
    at: str
    who: str
    outcome: str
    duration_ms: int
    sentence: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    runs: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


FACTS = ("who", "duration_ms", "sentence", "counts", "runs", "warnings")


def keep_sync(chain: Chain, sync: SyncRun) -> int:
    """Keeps a sync (its id and time are given here); returns its number."""
    facts = {name: getattr(sync, name) for name in FACTS}
    body = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    return chain.bring("sync", sync.source_id, sync.outcome, body, source_id=sync.source_id)


def read_syncs(
    connection: sa.Connection, limit: int, source_id: int | None = None
) -> list[SyncRun]:
    """The newest syncs first, at most `limit` of them, of one source when given."""
    query = _SYNCS if source_id is None else _SYNCS.where(_sync.c.source_id == source_id)
    return _read(connection, query.limit(limit))


def newest_syncs(connection: sa.Connection) -> list[SyncRun]:
    """The newest sync of every source with every outcome, newest first."""
    newest = sa.select(sa.func.max(_sync.c.sync_id)).group_by(_sync.c.source_id, _sync.c.outcome)
    return _read(connection, _SYNCS.where(_sync.c.sync_id.in_(newest)))


_sync, _event, _source = schema.sync, schema.event, schema.source
_SYNCS = (
    sa.select(_sync, _source.c.name, _event.c.at)
    .join(_source, _source.c.source_id == _sync.c.source_id)
    .join(_event, _event.c.seq == _sync.c.sync_id)
    .order_by(_sync.c.sync_id.desc())
)


def _read(connection: sa.Connection, query: sa.Select[Any]) -> list[SyncRun]:
    found = []
    for row in connection.execute(query):
        facts = json.loads(row.body)
        facts["runs"], facts["warnings"] = tuple(facts["runs"]), tuple(facts["warnings"])
        place = (row.sync_id, row.name, row.source_id, row.at)
        found.append(SyncRun(*place, outcome=row.outcome, **facts))
    return found
