"""Runs in the record: one for every table that came in, applied or quarantined."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import sqlalchemy as sa

from data.ledger import schema
from data.ledger.chain import IN_PARTS, UNFINISHED, Chain

COUNTED_AS = {
    "insert": "new", "change": "changed", "remove": "removed", "restore": "restored",
    "annotate": "annotated",
}
"""Kind of event about a row -> the count of its run."""

ROW_KINDS = tuple(COUNTED_AS)


@dataclass(frozen=True)
class Run:
    """One table that came in; `counts` are rows, new, changed, removed, restored, unchanged,
    annotated (among the unchanged), duplicates. `digest` (hexadecimal) names what the table held,
    in its order.
    """

    id: int
    source: str
    source_id: int
    at: str
    who: str
    file_name: str | None
    counts: dict[str, int] = field(default_factory=dict)
    quarantined: bool = False
    reason: str | None = None
    withdrawn: bool = False
    digest: str = ""

    @property
    def applied(self) -> bool:
        """Whether it changed the figures and still does."""
        moved = any(self.counts.get(name, 0) for name in COUNTED_AS.values())
        return moved and not (self.quarantined or self.withdrawn)


def read_runs(connection: sa.Connection, source: str | None = None) -> list[Run]:
    """Every run, or those of one source, oldest first; unfinished ones are none yet."""
    event, run = schema.event, schema.run
    undone = sa.select(event.c.run_id).where(schema.about_no_row("withdraw"))
    withdrawn = set(connection.execute(undone).scalars())
    rows = sa.select(run, schema.source.c.name, event.c.at).join(
        schema.source, schema.source.c.source_id == run.c.source_id
    )
    rows = rows.join(event, event.c.seq == run.c.run_id).order_by(run.c.run_id)
    rows = rows.where(run.c.run_id.not_in(UNFINISHED))
    if source is not None:
        rows = rows.where(schema.source.c.name == source)
    return [
        Run(
            row.run_id,
            row.name,
            row.source_id,
            row.at,
            withdrawn=row.run_id in withdrawn,
            **json.loads(row.body),
        )
        for row in connection.execute(rows)
    ]


def keep_run(chain: Chain, run: Run, in_parts: bool = False) -> int:
    """Keeps a run (its id and time are given here); returns its number.

    One `in_parts` counts once `finish_run` says that all of its rows are kept.
    """
    facts = ("who", "file_name", "counts", "quarantined", "reason", "digest")
    body = json.dumps(
        {name: getattr(run, name) for name in facts}, ensure_ascii=False, sort_keys=True
    )
    detail = IN_PARTS if in_parts else ""
    return chain.bring("run", run.source_id, body, source_id=run.source_id, detail=detail)


def finish_run(chain: Chain, source_id: int, run_id: int) -> None:
    """Makes a run that was kept in parts count."""
    chain.add("finish", source_id=source_id, run_id=run_id)
