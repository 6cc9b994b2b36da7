"""Many rows inserted as columns: SQLite cuts them out of a few long values by itself.

Binding every value of every row costs more than keeping it, and holds up all other threads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import count, islice, repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import sqlalchemy as sa

from data.ledger.engine import MANY, insert_rows

LARGEST = 1 << 28
"""Bytes of one value handed over; SQLite takes at most a billion."""

_DIGITS = 20
_NUMBER = f"CAST(substr(?, 1 + {_DIGITS} * key, {_DIGITS}) AS INTEGER)"


@dataclass(frozen=True)
class Column:
    """One value for each row: how SQL tells it from the row's `key`, and the same for a driver."""

    sql: str
    bound: tuple[Any, ...]
    values: Callable[[], Iterable[Any]]


def same(value: object) -> Column:
    """One value for all rows."""
    return Column("?", (value,), partial(repeat, value))


def numbered(first: int) -> Column:
    """Numbers that follow each other."""
    return Column("? + key", (first,), partial(count, first))


def integers(values: npt.NDArray[np.int64]) -> Column:
    """Any whole numbers."""
    return Column(_NUMBER, (_digits(values),), values.tolist)


def hashes(joined: bytes, after: int = 0) -> Column:
    """Hashes of 32 bytes out of a row of them, from the one on that stands `after` the first."""
    def each() -> Iterable[bytes]:
        return (joined[start : start + 32] for start in range(after * 32, len(joined), 32))

    return Column(f"substr(?, {1 + after * 32} + 32 * key, 32)", (joined,), each)


def texts(values: pa.Array) -> Column:
    """Texts of an Arrow array, none of them null."""
    whole = values.cast(pa.large_string())
    _, offsets, letters = whole.buffers()
    ends = np.frombuffer(offsets, np.int64)[whole.offset : whole.offset + len(whole) + 1]
    joined = bytes(letters)[ends[0] : ends[-1]]
    cut = f"CAST(substr(?, 1 + {_NUMBER}, {_NUMBER}) AS TEXT)"
    bound = (joined, _digits(ends[:-1] - ends[0]), _digits(np.diff(ends)))
    return Column(cut, bound, values.to_pylist)


def _digits(values: npt.NDArray[np.int64]) -> bytes:
    return values.astype(f"S{_DIGITS}").tobytes()


def insert_columns(
    connection: sa.Connection, table: sa.Table, rows: int, columns: Iterable[Column]
) -> None:
    """Inserts so many rows, their columns in the order of the table's."""
    given = list(columns)
    large = any(len(one) > LARGEST for column in given for one in column.bound if isinstance(one, bytes))
    if rows < MANY or large or connection.dialect.name != "sqlite":
        told = zip(*(islice(column.values(), rows) for column in given), strict=True)
        insert_rows(connection, table, list(told))
        return
    names = ", ".join(column.name for column in table.columns)
    values = ", ".join(column.sql for column in given)
    keys = f"[{'0,' * (rows - 1)}0]"
    bound = [value for column in given for value in column.bound]
    bare: Any = connection.connection.driver_connection
    bare.execute(
        f"INSERT INTO {table.name} ({names}) SELECT {values} FROM json_each(?)", [*bound, keys]
    ).close()
