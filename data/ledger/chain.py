"""The hash chain: every event carries the hash of the one before and of the body it brings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from data.ledger import schema
from data.ledger.columns import hashes, insert_columns, integers, numbered, same
from data.ledger.engine import insert_rows

START = bytes(32)
"""What stands before the first event."""

NOTHING = sha256().digest()
"""The hash of the body of an event that brings none."""

IN_PARTS = "parts"
"""Detail of the event of a run whose rows came in several transactions.

It counts from its event "finish" on. Without one it was broken off, and its rows never count.
"""

_event = schema.event
UNFINISHED = (
    sa.select(_event.c.seq)
    .where(schema.about_no_row("run"), _event.c.detail == IN_PARTS)
    .where(_event.c.seq.not_in(sa.select(_event.c.run_id).where(schema.about_no_row("finish"))))
)
"""Numbers of the runs that are under way or were broken off."""


@dataclass(frozen=True)
class Head:
    """The newest event: its number (0 in an empty ledger) and its hash in hexadecimal."""

    seq: int
    hash: str


def read_head(connection: sa.Connection) -> Head:
    """The newest event as this connection sees it."""
    newest = sa.select(schema.event.c.seq, schema.event.c.hash)
    row = connection.execute(newest.order_by(schema.event.c.seq.desc()).limit(1)).first()
    return Head(row.seq, bytes(row.hash).hex()) if row else Head(0, START.hex())


def read_figures_head(connection: sa.Connection) -> Head:
    """The newest event that may change a figure: a sync's log entry or a sign-in changes none.

    Nor do the rows of a run in parts before it is finished.
    """
    event = schema.event
    of_finished = sa.or_(event.c.run_id.is_(None), event.c.run_id.not_in(UNFINISHED))
    newest = sa.select(event.c.seq, event.c.hash).where(
        event.c.kind.not_in(schema.NO_FIGURE_KINDS), event.c.seq.not_in(UNFINISHED), of_finished
    )
    row = connection.execute(newest.order_by(event.c.seq.desc()).limit(1)).first()
    return Head(row.seq, bytes(row.hash).hex()) if row else Head(0, START.hex())


def read_hash(connection: sa.Connection, seq: int) -> str:
    """The hash (hexadecimal) of the event of this number; zeros when there is none."""
    event = schema.event
    kept = connection.execute(sa.select(event.c.hash).where(event.c.seq == seq)).scalar()
    return (bytes(kept) if kept else START).hex()


def event_hash(previous: bytes, body_hash: bytes, fields: Iterable[object]) -> bytes:
    """SHA-256 over the hash before, the hash of the body and the event's fields in table order."""
    return sha256(previous + body_hash + "|".join(map(str, fields)).encode()).digest()


def evidence_hash(*columns: object) -> bytes:
    """SHA-256 over a row of evidence: its columns joined by "|"; bytes stand as they are, last."""
    if isinstance(columns[-1], bytes):
        return sha256("|".join(map(str, columns[:-1])).encode() + b"|" + columns[-1]).digest()
    return sha256("|".join(map(str, columns)).encode()).digest()


def row_hashes(run_id: int, header_id: int, numbers: pa.Array, bodies: pa.Array) -> list[bytes]:
    """`evidence_hash` of many raw rows of one run, each a number and a body."""
    place = f"{run_id}|{header_id}"
    told = pc.binary_join_element_wise(place, numbers.cast(pa.string()), bodies, "|")
    return [sha256(row).digest() for row in told.cast(pa.binary()).to_pylist()]


class Chain:
    """Appends events within one write transaction; numbers are given here and nowhere else."""

    def __init__(self, connection: sa.Connection, at: str) -> None:
        head = read_head(connection)
        self.connection = connection
        self.at = at
        self.seq = head.seq
        self.hash = bytes.fromhex(head.hash)

    def add(
        self,
        kind: str,
        *,
        source_id: int | None = None,
        run_id: int | None = None,
        detail: str = "",
    ) -> int:
        """One event without a body; returns its number."""
        self._append(kind, (source_id, run_id), [(None, NOTHING)], detail)
        return self.seq

    def bring(
        self, kind: str, *columns: object, source_id: int | None = None, detail: str = ""
    ) -> int:
        """One event and the row of evidence it brings; returns the number of both."""
        return self.bring_many(kind, [columns], source_id=source_id, detail=detail)

    def bring_many(
        self,
        kind: str,
        rows: Sequence[tuple[object, ...]],
        *,
        source_id: int | None = None,
        detail: str = "",
    ) -> int:
        """Events and the rows of evidence they bring; returns the number of the first."""
        first = self.seq + 1
        vouched = [(None, evidence_hash(*columns)) for columns in rows]
        self._append(kind, (source_id, None), vouched, detail)
        numbered = [(first + index, *columns) for index, columns in enumerate(rows)]
        insert_rows(self.connection, schema.EVIDENCE[kind], numbered)
        return first

    def add_rows(
        self, kind: str, place: tuple[int, int], vouched: Sequence[tuple[int | None, bytes]]
    ) -> int:
        """One event for each (slot, hash of its body); `place` is (source, run).

        A slot of None is a new one and takes the number of its event. Returns the first number.
        """
        first = self.seq + 1
        self._append(kind, place, vouched, "")
        return first

    def _append(
        self,
        kind: str,
        place: tuple[int | None, int | None],
        vouched: Sequence[tuple[int | None, bytes]],
        detail: str,
    ) -> None:
        first, chained = self.seq + 1, [self.hash]
        slots: Sequence[int | None] = [slot for slot, _ in vouched]
        named = same(None)
        if any(slot is not None for slot in slots):
            named = integers(np.array(slots, dtype=np.int64))
        elif kind == "insert":
            slots, named = range(first, first + len(slots)), numbered(first)
        middle = "|".join(map(str, ("", self.at, kind, *place, "")))
        for seq, (slot, (_, body_hash)) in enumerate(zip(slots, vouched, strict=True), first):
            # As `event_hash` has it; spelt out, for a large table brings a million of them.
            fields = f"{seq}{middle}{slot}|{detail}".encode()
            chained.append(sha256(chained[-1] + body_hash + fields).digest())
        self.seq, self.hash = first + len(vouched) - 1, chained[-1]
        joined = b"".join(chained)
        insert_columns(self.connection, schema.event, len(vouched), [
            numbered(first), same(self.at), same(kind), *map(same, place), named, same(detail),
            hashes(b"".join(body_hash for _, body_hash in vouched)), hashes(joined),
            hashes(joined, after=1),
        ])
