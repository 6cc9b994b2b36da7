"""Lets few runs of pages go on at a time, in the order they came: many at once only slow each other.

A process runs the Python of one thread at a time. What works long (an import) soon no longer
counts, so that it holds nobody up.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

MOST, PATIENCE = 2, 0.5
"""Runs at a time, and the seconds after which one no longer counts. One waits for the disk or for
DuckDB, which works beside Python, while the other goes on."""


class Turns:
    """Who is inside since when, and who waits, first come first served."""

    def __init__(self, most: int = MOST, patience: float = PATIENCE) -> None:
        self.most, self.patience = most, patience
        self._began: dict[Event, float] = {}
        self._line: deque[Event] = deque()
        self._guard = Lock()

    @contextmanager
    def one(self) -> Iterator[None]:
        """A turn: waits in line for it, gives it back at the end."""
        mine = Event()
        with self._guard:
            self._line.append(mine)
            self._admit()
        while not mine.wait(self.patience):  # whoever is inside may have stopped counting
            with self._guard:
                self._admit()
        try:
            yield
        finally:
            with self._guard:
                del self._began[mine]
                self._admit()

    def _admit(self) -> None:
        moment = time.monotonic()
        counting = sum(moment - began < self.patience for began in self._began.values())
        while self._line and counting < self.most:
            first = self._line.popleft()
            self._began[first] = moment
            counting += 1
            first.set()


def take_turns() -> None:
    """Makes every run of a page in this process wait its turn; nothing when it was done before."""
    run: Callable[..., None] = ScriptRunner._run_script
    if run.__module__ == __name__:
        return
    turns = Turns()

    def in_turn(self: ScriptRunner, *said: object) -> None:
        with turns.one():
            run(self, *said)

    ScriptRunner._run_script = in_turn  # type: ignore[method-assign]
