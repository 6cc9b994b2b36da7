"""A table that comes in: what its rows say and which of them are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import sqlalchemy as sa

from analysis.headers import header_index, mapped_headers
from analysis.mapping import SourceMapping
from analysis.matching import KeyColumns, Matching, column_names, match_exact, pair_changes
from data.ledger import schema
from data.ledger.bodies import (
    Hashes,
    contents,
    encode,
    row_hashes,
    said_cells,
    said_hash,
    stacked,
    table_of,
)
from data.ledger.slots import Slots, sliced
from data.ledger.sources import Headers
from data.raw_table import RawTable


@dataclass(frozen=True)
class Incoming:
    """A table without its blank rows: cells as they came, and the hash of what each row says."""

    header: tuple[str, ...]
    names: list[str]
    cells: pa.Table
    hashes: Hashes
    row_numbers: npt.NDArray[np.int64]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.hashes)

    def cells_at(self, rows: npt.NDArray[np.int64]) -> pa.Table:
        """The cells of these rows; nothing is copied when they follow each other."""
        if len(rows) and (np.diff(rows) == 1).all():
            return self.cells.slice(int(rows[0]), len(rows))
        return self.cells.take(pa.array(rows))

    def digest(self, mapping_toml: str) -> str:
        """Hexadecimal name of this table read under this mapping."""
        made = sha256(encode((self.header, mapping_toml)).encode())
        made.update(self.hashes.tobytes())
        return made.hexdigest()


def read_incoming(raw: RawTable, headers: Headers) -> Incoming:
    """The rows of a table that say anything, with their identity."""
    names = column_names(raw.header, headers.renamed)
    hashes, cells = row_hashes(raw.cells, names), raw.cells
    numbers = raw.row_numbers.to_numpy(zero_copy_only=False).astype(np.int64)
    spoken = hashes.any(axis=1)
    if not spoken.all():
        cells, hashes, numbers = cells.filter(pa.array(spoken)), hashes[spoken], numbers[spoken]
    return Incoming(raw.header, names, cells, hashes, numbers)


def key_columns(table: Incoming, mapping: SourceMapping) -> KeyColumns:
    """Which columns of the table hold time, unit and officer."""

    def named(role: str) -> frozenset[str]:
        return _names_of(table, mapping.columns.get(role, ()))

    return KeyColumns(named("submitted_at"), named("unit") | named("officer"))


def _names_of(table: Incoming, headers: Iterable[str]) -> frozenset[str]:
    """Canonical names of the columns with these headers."""
    return frozenset(
        table.names[place] for text in headers for place in header_index(table.header, text)
    )


@dataclass(frozen=True)
class Known:
    """The slots of a source and the headers their rows came under."""

    slots: Slots
    headers: Headers

    @cached_property
    def alive(self) -> Slots:
        """Rows the source still showed last time."""
        return self.slots.at(~self.slots.removed)

    @cached_property
    def gone(self) -> Slots:
        """Rows that have vanished from the source."""
        return self.slots.at(self.slots.removed)


def match(
    connection: sa.Connection, known: Known, table: Incoming, mapping: SourceMapping
) -> Matching:
    """Which rows are known; a partial source removes nothing and edits nothing."""
    first = match_exact(*_numbered(table.hashes, known.alive.content_hash, known.gone.content_hash))
    if mapping.partial:
        return replace(first, removed=Matching().removed)
    if not (len(first.removed) and len(first.new)):
        return first
    keys = key_columns(table, mapping)
    if not keys.time:
        return first
    old = _kept_cells(connection, known.alive.latest_raw_id[first.removed].tolist(), known.headers)
    likely = first.new[_related(table, first.new, old, keys)]
    new = said_cells(contents(table.cells_at(likely), table.names))
    pairs = np.array(pair_changes(old, new, keys), dtype=np.int64).reshape(-1, 2)
    read = _names_of(table, mapped_headers(mapping))
    beside = np.array([_said(old[a], read) == _said(new[b], read) for a, b in pairs], dtype=bool)
    known_rows = np.column_stack([first.removed[pairs[:, 0]], likely[pairs[:, 1]]])
    return replace(
        first,
        changed=known_rows[~beside],
        annotated=known_rows[beside],
        removed=np.setdiff1d(first.removed, known_rows[:, 0]),
        new=np.setdiff1d(first.new, known_rows[:, 1]),
    )


def _said(cells: dict[str, str], names: frozenset[str]) -> dict[str, str]:
    """What a row says in these columns."""
    return {name: text for name, text in cells.items() if name in names}


def _numbered(*lists: Hashes) -> list[npt.NDArray[np.int64]]:
    """A number for each hash, equal ones for equal hashes, list by list."""
    every = np.concatenate(lists)
    kind, buffers = pa.binary(32), [None, pa.py_buffer(np.ascontiguousarray(every))]
    coded = pa.FixedSizeBinaryArray.from_buffers(kind, len(every), buffers).dictionary_encode()
    numbers = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return np.split(numbers, np.cumsum([len(some) for some in lists])[:-1])


def _related(
    table: Incoming, rows: npt.NDArray[np.int64], old: list[dict[str, str]], keys: KeyColumns
) -> npt.NDArray[np.bool_]:
    """Which of these rows may be edited versions of old ones: they share an identity's columns."""
    found = np.zeros(len(rows), dtype=bool)
    cells = table.cells_at(rows)
    for wanted in (set(table.names) - keys.time, keys.time | keys.place):
        places = [place for place, name in enumerate(table.names) if name in wanted]
        if not places:
            continue
        said = row_hashes(cells.select(places), [table.names[place] for place in places])
        shared = [_said(row, frozenset(wanted)) for row in old]
        known, these = _numbered(stacked([said_hash(row) for row in shared]), said)
        found |= np.isin(these, known)
    return found


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
