"""Reads the whole record again and names every place where it is not what it should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from typing import Any

import sqlalchemy as sa

from analysis.matching import column_names
from data.anchor import kept_anchors
from data.ledger import Ledger, schema
from data.ledger.bodies import CHUNK, content_hashes, contents, table_of
from data.ledger.chain import (
    NOTHING,
    START,
    UNFINISHED,
    Head,
    event_hash,
    evidence_hash,
    read_hash,
    read_head,
)
from data.ledger.engine import reading
from data.ledger.runs import COUNTED_AS, ROW_KINDS, read_runs
from data.ledger.slots import Slot, read_slots, replay
from data.ledger.sources import Headers, read_headers
from data.seal import is_signed_by, seal_of
from data.settings import Home
from data.snapshot.compare import compare
from data.text_anchor import BROKEN_ANCHOR, BROKEN_SEAL, ENDS_EARLY
from data.text_ledger import (
    BROKEN_BODY,
    BROKEN_CONTENT,
    BROKEN_EVENT,
    BROKEN_LINK,
    BROKEN_SLOT,
    FOREIGN_BODY,
    GAP,
    LOST_BODY,
    ROWS_SAID,
    WRONG_RUN,
)


@dataclass(frozen=True)
class Difference:
    """One place that is not as it should be; `seq` is the number there, where there is one."""

    place: str
    seq: int | None
    sentence: str


BEGINNING = Head(0, START.hex())
"""Where a record begins."""


def verify(
    ledger: Ledger,
    home: Home,
    anchors: Iterable[Mapping[str, Any]] = (),
    after: Head | None = None,
) -> list[Difference]:
    """Every difference in chain and bodies; when there is none, those in what derives from them.

    Anchors alone can tell that the end of the record was cut off or the whole of it written anew:
    those the home keeps are read, and `anchors`, documents of `data.anchor.anchor` from elsewhere.
    InputError for another document. With `after`, an event that was found sound earlier, only what
    came later is read, and what derives from the record is left to the check in full.
    """
    every, begin = [*kept_anchors(home), *anchors], after or BEGINNING
    with reading(ledger.engine) as connection:
        found = [*_chain(connection, begin), *_anchors(connection, every)]
        for table in dict.fromkeys(schema.EVIDENCE.values()):
            found += _evidence(connection, table, begin.seq)
        if found:
            return found
        found = [*_row_contents(connection, begin.seq), *_runs(connection, begin.seq)]
        if after is not None:
            return found
        found += _slots(connection)
    if not ledger.runs() and not home.current.exists():
        return found  # nothing has come in, so nothing had to be built
    return found + [Difference("snapshot", None, sentence) for sentence in compare(ledger, home)]


def _chain(connection: sa.Connection, after: Head) -> Iterator[Difference]:
    event = schema.event
    last, previous = after.seq, bytes.fromhex(after.hash)
    later = sa.select(event).where(event.c.seq > after.seq).order_by(event.c.seq)
    for row in _streamed(connection, later):
        seq, at, kind, source, run, slot, detail, body_hash, prev_hash, own_hash = row
        if seq != last + 1:
            gap = str(last + 1) if seq == last + 2 else f"{last + 1}–{seq - 1}"
            yield Difference("event", last + 1, GAP.format(missing=gap))
        elif bytes(prev_hash) != previous:
            yield Difference("event", seq, BROKEN_LINK.format(seq=seq))
        fields = (seq, at, kind, source, run, slot, detail)
        bare = kind in schema.BARE_KINDS and bytes(body_hash) != NOTHING
        if bare or event_hash(bytes(prev_hash), bytes(body_hash), fields) != bytes(own_hash):
            yield Difference("event", seq, BROKEN_EVENT.format(seq=seq))
        last, previous = seq, bytes(own_hash)


def _anchors(
    connection: sa.Connection, anchors: Iterable[Mapping[str, Any]]
) -> Iterator[Difference]:
    head = read_head(connection).seq
    for document in anchors:
        if "broken" in document:
            yield Difference("anchor", None, document["broken"])
            continue
        seal = seal_of(document)
        said = {"seq": seal.sequence, "date": seal.date}
        if seal.signature and not is_signed_by(seal, str(document.get("public_key", ""))):
            yield Difference("anchor", seal.sequence, BROKEN_SEAL.format(**said))
        elif seal.sequence > head:
            yield Difference("anchor", seal.sequence, ENDS_EARLY.format(head=head, **said))
        elif read_hash(connection, seal.sequence) != seal.hash:
            yield Difference("anchor", seal.sequence, BROKEN_ANCHOR.format(**said))


def _evidence(connection: sa.Connection, table: sa.Table, after: int) -> Iterator[Difference]:
    """Each body against the event of its number, and each such event against its body."""
    event = schema.event
    key = next(iter(table.primary_key))
    kinds = [kind for kind, held in schema.EVIDENCE.items() if held is table]
    rows = sa.select(event.c.kind, event.c.run_id, event.c.body_hash, table)
    rows = rows.select_from(table.outerjoin(event, event.c.seq == key)).order_by(key)
    rows = rows.where(key > after)
    for kind, run_id, body_hash, seq, *columns in _streamed(connection, rows):
        place = {"seq": seq, "table": table.name}
        if kind not in kinds:
            yield Difference(table.name, seq, FOREIGN_BODY.format(**place))
            continue
        if table is schema.raw_row:
            del columns[3]  # the content hash follows from the body and is checked apart
        moved = table is schema.raw_row and columns[0] != run_id
        if moved or evidence_hash(*columns) != bytes(body_hash):
            yield Difference(table.name, seq, BROKEN_BODY.format(**place))
    lost = sa.select(event.c.seq).select_from(event.outerjoin(table, event.c.seq == key))
    lost = lost.where(event.c.seq > after)
    for (seq,) in connection.execute(lost.where(event.c.kind.in_(kinds), key.is_(None))):
        yield Difference(table.name, seq, LOST_BODY.format(seq=seq, table=table.name))


def _row_contents(connection: sa.Connection, after: int) -> Iterator[Difference]:
    raw = schema.raw_row
    columns = (raw.c.raw_id, raw.c.header_id, raw.c.content_hash, raw.c.body)
    headers = _headers(connection)
    later = sa.select(*columns).where(raw.c.raw_id > after).order_by(raw.c.raw_id)
    result = _streamed(connection, later)
    for part in result.partitions():
        by_header: dict[int, list[Any]] = {}
        for row in part:
            by_header.setdefault(row.header_id, []).append(row)
        for header_id, rows in by_header.items():
            header = headers[header_id].texts[header_id]
            names = column_names(header, headers[header_id].renamed)
            cells = table_of([row.body for row in rows], len(header))
            for row, content in zip(rows, content_hashes(contents(cells, names)), strict=True):
                if bytes(row.content_hash) != content:
                    sentence = BROKEN_CONTENT.format(seq=row.raw_id)
                    yield Difference("raw_row", row.raw_id, sentence)


def _runs(connection: sa.Connection, after: int) -> Iterator[Difference]:
    """Rows each run says it brought, against the events that carry its number."""
    event = schema.event
    ended = sa.select(sa.func.min(event.c.run_id)).where(schema.about_no_row("finish"))
    begun = connection.execute(ended.where(event.c.seq > after)).scalar()
    after = min(after, (begun or after + 1) - 1)  # a run in parts is counted whole
    rows = connection.execute(
        sa.select(event.c.run_id, event.c.kind, sa.func.count())
        .where(event.c.seq > after, event.c.kind.in_(ROW_KINDS))
        .where(event.c.run_id.not_in(UNFINISHED))
        .group_by(event.c.run_id, event.c.kind)
    )
    found = {(run_id, kind): count for run_id, kind, count in rows}
    told = {
        (run.id, kind): run.counts.get(name, 0)
        for run in read_runs(connection) if run.id > after
        for kind, name in COUNTED_AS.items()
    }
    for key in sorted(told.keys() | found.keys(), key=str):
        said, is_there = told.get(key, 0), found.get(key, 0)
        if said != is_there:
            facts = {"run": key[0], "what": ROWS_SAID[key[1]], "told": said, "found": is_there}
            yield Difference("run", key[0], WRONG_RUN.format(**facts))


def _headers(connection: sa.Connection) -> dict[int, Headers]:
    found: dict[int, Headers] = {}
    for source_id in connection.execute(sa.select(schema.source.c.source_id)).scalars().all():
        headers = read_headers(connection, source_id)
        found.update(dict.fromkeys(headers.texts, headers))
    return found


def _slots(connection: sa.Connection) -> Iterator[Difference]:
    known = sa.select(schema.source.c.source_id).union(sa.select(schema.slot.c.source_id))
    for source_id in connection.execute(known).scalars().all():
        told = {slot.slot_id: _state(slot) for slot in replay(connection, source_id).values()}
        kept = {slot.slot_id: _state(slot) for slot in read_slots(connection, source_id)}
        for seq in sorted(told.keys() | kept.keys()):
            if told.get(seq) != kept.get(seq):
                yield Difference("slot", seq, BROKEN_SLOT.format(seq=seq))


def _state(slot: Slot) -> tuple[object, ...]:
    """All of a slot but the row number, which follows the sheet without an event."""
    values = astuple(slot)
    return (*values[:6], bytes(values[7]))


def _streamed(connection: sa.Connection, query: Any) -> Any:
    return connection.execute(query, execution_options={"yield_per": CHUNK})
