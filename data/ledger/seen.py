"""When each row was first and last seen, told by runs and events; nothing is kept for it."""

from __future__ import annotations

from bisect import bisect_left

import pandas as pd
import sqlalchemy as sa

from data.ledger import schema
from data.ledger.chain import UNFINISHED
from data.ledger.runs import read_runs
from data.ledger.slots import read_slots


def read_seen(connection: sa.Connection, source_id: int) -> pd.DataFrame:
    """Columns slot, first_seen, last_seen (ISO text, UTC), one row per slot.

    A row that is there was last seen by the newest table that was applied, one that is gone by
    the table before the one that lacked it. A partial source shows only a part each time: there
    the newest table stands for all.
    """
    event = schema.event
    runs = [run for run in read_runs(connection) if run.source_id == source_id]
    applied = [run for run in runs if not (run.quarantined or run.withdrawn)]
    numbers = [run.id for run in applied]
    withdrawn = sa.select(event.c.run_id).where(schema.about_no_row("withdraw"))
    rows = connection.execute(
        sa.select(event.c.kind, event.c.slot_id, event.c.run_id, event.c.at)
        .where(event.c.source_id == source_id, event.c.kind.in_(("insert", "remove")))
        .where(event.c.run_id.not_in(withdrawn), event.c.run_id.not_in(UNFINISHED))
        .order_by(event.c.seq)
    )
    first: dict[int, str] = {}
    lacked_by: dict[int, int] = {}
    for kind, slot, run_id, at in rows:
        if kind == "insert":
            first[slot] = at
        else:
            lacked_by[slot] = run_id
    slots = read_slots(connection, source_id)
    last = [
        applied[bisect_left(numbers, lacked_by[slot.slot_id]) - 1 if slot.removed else -1].at
        for slot in slots
    ]
    return pd.DataFrame(
        {
            "slot": [slot.slot_id for slot in slots],
            "first_seen": [first[slot.slot_id] for slot in slots],
            "last_seen": last,
        }
    )
