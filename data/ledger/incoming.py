"""A table that comes in: what its rows say and which of them are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import pyarrow as pa
import sqlalchemy as sa

from analysis.headers import header_index
from analysis.mapping import SourceMapping
from analysis.matching import KeyColumns, Matching, column_names, match_exact, pair_changes
from data.ledger import schema
from data.ledger.bodies import content_hashes, contents, encode, said_cells, table_of
from data.ledger.slots import Slot, sliced
from data.ledger.sources import Headers
from data.raw_table import RawTable


@dataclass(frozen=True)
class Incoming:
    """A table without its blank rows: cells as they came, what they say, and content hashes."""

    header: tuple[str, ...]
    names: list[str]
    cells: pa.Table
    said: pa.Table
    hashes: list[bytes]
    row_numbers: list[int]

    def digest(self, mapping_toml: str) -> str:
        """Hexadecimal name of this table read under this mapping."""
        made = sha256(encode((self.header, mapping_toml)).encode())
        made.update(b"".join(self.hashes))
        return made.hexdigest()


def read_incoming(raw: RawTable, headers: Headers) -> Incoming:
    """The rows of a table that say anything, with their identity."""
    names = column_names(raw.header, headers.renamed)
    said = contents(raw.cells, names)
    hashes = content_hashes(said)
    cells, numbers = raw.cells, raw.row_numbers
    if not all(hashes):
        spoken = pa.array([bool(content) for content in hashes])
        cells, said = cells.filter(spoken), said.filter(spoken)
        numbers = numbers.filter(spoken)
        hashes = [content for content in hashes if content]
    return Incoming(raw.header, names, cells, said, hashes, numbers.to_pylist())


def key_columns(table: Incoming, mapping: SourceMapping) -> KeyColumns:
    """Which columns of the table hold time, unit and officer."""

    def named(role: str) -> frozenset[str]:
        texts = mapping.columns.get(role, ())
        return frozenset(
            table.names[place] for text in texts for place in header_index(table.header, text)
        )

    return KeyColumns(named("submitted_at"), named("unit") | named("officer"))


@dataclass(frozen=True)
class Known:
    """The slots of a source and the headers their rows came under."""

    slots: list[Slot]
    headers: Headers

    @property
    def alive(self) -> list[Slot]:
        """Rows the source still showed last time."""
        return [slot for slot in self.slots if not slot.removed]

    @property
    def gone(self) -> list[Slot]:
        """Rows that have vanished from the source."""
        return [slot for slot in self.slots if slot.removed]


def match(
    connection: sa.Connection, known: Known, table: Incoming, mapping: SourceMapping
) -> Matching:
    """Which rows are known; a partial source removes nothing and edits nothing."""
    alive = known.alive
    first = match_exact(
        table.hashes,
        [slot.content_hash for slot in alive],
        [slot.content_hash for slot in known.gone],
    )
    if mapping.partial:
        return Matching(first.unchanged, first.restored, [], [], first.new, first.duplicates)
    if not (first.removed and first.new):
        return first
    old = _kept_cells(connection, [alive[a].latest_raw_id for a in first.removed], known.headers)
    new = said_cells(table.said.take(pa.array(first.new)))
    pairs = pair_changes(old, new, key_columns(table, mapping))
    changed = [(first.removed[a], first.new[b]) for a, b in pairs]
    edited, taken = {a for a, _ in changed}, {b for _, b in changed}
    return Matching(
        first.unchanged,
        first.restored,
        changed,
        [a for a in first.removed if a not in edited],
        [b for b in first.new if b not in taken],
        first.duplicates,
    )


def _kept_cells(
    connection: sa.Connection, raw_ids: Sequence[int], headers: Headers
) -> list[dict[str, str]]:
    raw = schema.raw_row
    bodies: dict[int, dict[int, str]] = {}
    for some in sliced(raw_ids):
        query = sa.select(raw.c.raw_id, raw.c.header_id, raw.c.body).where(raw.c.raw_id.in_(some))
        for raw_id, header_id, body in connection.execute(query):
            bodies.setdefault(header_id, {})[raw_id] = body
    found: dict[int, dict[str, str]] = {}
    for header_id, kept in bodies.items():
        header = headers.texts[header_id]
        cells = table_of(list(kept.values()), len(header))
        said = contents(cells, column_names(header, headers.renamed))
        found.update(zip(kept, said_cells(said), strict=True))
    return [found[raw_id] for raw_id in raw_ids]
