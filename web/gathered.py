"""Hands what a run says to the event loop together: one call wakes it for many messages.

Streamlit wakes the loop for each of the 80 to 250 messages of a run, and each time the run's own
thread loses its turn.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from streamlit.runtime.app_session import AppSession

Call = Callable[[], None]
PAUSE = 0.004
"""Seconds the loop lets calls come together; Streamlit itself sends every 10 ms."""


class Line:
    """Calls of one session waiting for the event loop, in the order they were made."""

    def __init__(self) -> None:
        self.waiting: deque[Call] = deque()
        self.woken = False

    def put(self, call: Call, wake: Callable[[Call], None]) -> None:
        """Lines up a call; the loop is woken unless it is about to look."""
        self.waiting.append(call)
        if not self.woken:
            self.woken = True
            wake(lambda: self.make(wake))

    def make(self, wake: Callable[[Call], None]) -> None:
        """Makes all calls; what is put from here on wakes the loop again, so none is left behind."""
        self.woken = False
        try:
            while self.waiting:
                self.waiting.popleft()()
        finally:  # an error is the loop's to report, the calls behind it are still made
            if self.waiting:
                wake(lambda: self.make(wake))


def gather() -> None:
    """Changes every session of this process to wait in line; nothing when it was done before."""
    wake = AppSession._call_soon_on_event_loop
    if wake.__module__ == __name__:
        return

    def call_soon(self: AppSession, call: Call) -> None:
        line = self.__dict__.setdefault("_survey_line", Line())
        later = self._event_loop.call_later
        line.put(call, lambda made: wake(self, lambda: later(PAUSE, made)))

    AppSession._call_soon_on_event_loop = call_soon  # type: ignore[method-assign]
