"""What was read stands until somebody commits: reads that every run repeats, asked as seldom as is sound."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

import sqlalchemy as sa

MOST = 1_000
"""Answers that stand at a time; there are a few for each account."""
T = TypeVar("T")


class Reader:
    """A connection of its own to a SQLite file, for single short questions of whatever thread."""

    def __init__(self, engine: sa.Engine) -> None:
        self._guard = Lock()
        self._connection = sqlite3.connect(
            engine.url.database or "", timeout=60, isolation_level=None, check_same_thread=False
        )
        self._connection.execute("PRAGMA query_only = ON").close()

    def rows(self, query: str, *values: Any) -> list[Any]:
        """What a query finds; nothing stays open behind it."""
        with self._guard:
            return self._connection.execute(query, values).fetchall()

    def version(self) -> int:
        """A number that is another one as soon as any connection of any process has committed."""
        found: int = self.rows("PRAGMA data_version")[0][0]
        return found


class Standing:
    """Answers from a database, each asked again once anybody has committed to it.

    PostgreSQL says no such thing in one step: there every question is asked every time.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reader = Reader(engine) if engine.dialect.name == "sqlite" else None
        self._guard = Lock()
        self._at: int | None = None
        self._found: dict[Hashable, Any] = {}

    def ask(self, question: Callable[..., T], *said: str) -> T:
        """`question(connection, *said)`; what it finds must not be changed."""
        key, at = (question, said), self._version()
        with self._guard:
            if at != self._at or len(self._found) >= MOST:
                self._found.clear()
                self._at = at
            elif key in self._found:
                found: T = self._found[key]
                return found
        with self._engine.connect() as connection:
            answer = question(connection, *said)
        with self._guard:
            if at is not None and at == self._at:  # looked up before the answer, so never too new for it
                self._found[key] = answer
        return answer

    def _version(self) -> int | None:
        return self._reader.version() if self._reader else None
