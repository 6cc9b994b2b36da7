"""The office's own form in the record: codes handed out, and answers as citizens sent them.

An answer waits here until the next sync of its source brings it in like any other row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from data.ledger import schema
from data.ledger.bodies import encode
from data.ledger.chain import Chain

FACTS = ("unit_code", "officer_code", "count", "expires", "who")


@dataclass(frozen=True)
class CodeBatch:
    """Codes handed out together: for whom, how many, until which day (ISO, included).

    A `count` of 0 is one code that serves again and again. `number` is given by the record.
    """

    source_id: int
    unit_code: str
    officer_code: str | None
    count: int
    expires: str
    who: str
    number: int = 0


@dataclass(frozen=True)
class Answer:
    """One answer by the number of its event; `cells` are texts by column."""

    number: int
    cells: Mapping[str, str]


def keep_batch(chain: Chain, batch: CodeBatch) -> int:
    """Keeps a batch and returns its number: 1, 2, 3 …"""
    number = newest_batch(chain.connection) + 1
    facts = {name: value for name, value in asdict(batch).items() if name in FACTS}
    said = {"who": batch.who, "unit": batch.unit_code, "count": batch.count}
    row = (batch.source_id, number, encode(facts))
    chain.bring("codes", *row, source_id=batch.source_id, detail=encode(said))
    return number


def newest_batch(connection: sa.Connection) -> int:
    """The number of the last batch, 0 when there is none."""
    newest = sa.select(sa.func.max(schema.codes.c.number))
    return connection.execute(newest).scalar() or 0


def read_batch(connection: sa.Connection, number: int) -> CodeBatch | None:
    """The batch of this number."""
    table = schema.codes
    row = connection.execute(sa.select(table).where(table.c.number == number)).first()
    return CodeBatch(row.source_id, number=number, **json.loads(row.body)) if row else None


def is_used(connection: sa.Connection, used: str) -> bool:
    """Whether an answer came with this mark of a code."""
    table = schema.answer
    found = sa.select(table.c.answer_id).where(table.c.used == used)
    return connection.execute(found).first() is not None


def keep_answer(chain: Chain, source_id: int, used: str, cells: Mapping[str, str]) -> bool:
    """Keeps an answer with the mark of its code; False, and nothing kept, when that was used."""
    if is_used(chain.connection, used):
        return False
    chain.bring("answer", source_id, used, encode(dict(cells)), source_id=source_id)
    return True


def read_waiting(connection: sa.Connection, source_id: int, most: int) -> list[Answer]:
    """The oldest answers that no import of the source has seen, at most `most`."""
    table = schema.answer
    rows = connection.execute(
        sa.select(table.c.answer_id, table.c.body)
        .where(table.c.source_id == source_id, table.c.answer_id > _seen(connection, source_id))
        .order_by(table.c.answer_id)
        .limit(most)
    )
    return [Answer(number, json.loads(body)) for number, body in rows]


def count_answers(connection: sa.Connection, source_id: int) -> tuple[int, int]:
    """How many answers came for a source, and how many of them wait."""
    table = schema.answer
    count = sa.select(sa.func.count()).where(table.c.source_id == source_id)
    later = count.where(table.c.answer_id > _seen(connection, source_id))
    return connection.execute(count).scalar_one(), connection.execute(later).scalar_one()


def _seen(connection: sa.Connection, source_id: int) -> int:
    """Number of the newest answer an import brought in, one that was withdrawn included.

    The rows of a run follow its event; the row number of an answer is its own number.
    """
    run, raw = schema.run, schema.raw_row
    runs = connection.execute(
        sa.select(run.c.run_id, run.c.body)
        .where(run.c.source_id == source_id)
        .order_by(run.c.run_id.desc())
    )
    for run_id, body in runs:
        if new := json.loads(body)["counts"]["new"]:
            own = raw.c.raw_id.between(run_id + 1, run_id + new)
            return int(connection.execute(sa.select(sa.func.max(raw.c.row_number)).where(own)).scalar_one())
    return 0
