"""Connections to the record: SQLite by default, PostgreSQL when several machines share it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import ConnectionPoolEntry

WRITERS_LOCK = 0x53555256
"""Number of the advisory lock that lets one writer at a time into a PostgreSQL ledger."""

MANY = 1_000
"""From so many rows on the driver is asked itself: between them nobody needs to look at each."""

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "busy_timeout = 60000",
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "trusted_schema = OFF",
)


def make_engine(url: str) -> sa.Engine:
    """An engine for the ledger; a new SQLite file is readable by its owner only."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return sa.create_engine(parsed.set(drivername="postgresql+psycopg"))
    if parsed.database:
        _private_file(Path(parsed.database))
    engine = sa.create_engine(parsed, connect_args={"timeout": 60})
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _private_file(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Never opened when it is there: closing any descriptor of a file drops every lock this process
    # holds on it, and another process would then throw away a log that is still in use.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions begin where we say so
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: sa.Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that sees the record of one moment, however many questions it asks."""
    one = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**one) as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine, keep: bool = True) -> Iterator[sa.Connection]:
    """The one write transaction: all of it is kept or nothing; `keep=False` rolls it back."""
    with (
        engine.connect().execution_options(writing=True) as connection,
        connection.begin() as transaction,
    ):
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITERS_LOCK)))
        yield connection
        if not keep:
            transaction.rollback()


def fetched(
    connection: sa.Connection, query: sa.Select[Any], size: int
) -> Iterator[Sequence[Any]]:
    """What a query finds, at most `size` rows at a time; from SQLite as the driver's plain tuples."""
    if connection.dialect.name == "postgresql":
        yield from connection.execute(query, execution_options={"yield_per": size}).partitions()
        return
    cursor: Any = connection.execute(query).cursor
    while rows := cursor.fetchmany(size):
        yield rows


def insert_rows(
    connection: sa.Connection, table: sa.Table, rows: Sequence[tuple[Any, ...]]
) -> None:
    """Inserts tuples in the order of the table's columns, as fast as the driver can."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        names = ", ".join(column.name for column in table.columns)
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
        return
    statement = str(sa.insert(table).compile(dialect=connection.dialect))
    if len(rows) < MANY:
        connection.exec_driver_sql(statement, list(rows))
        return
    bare: Any = connection.connection.driver_connection
    bare.executemany(statement, rows).close()
