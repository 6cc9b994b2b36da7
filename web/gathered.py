"""Hands what a run says to the event loop together, and to the network: few calls for many messages.

Streamlit wakes the loop for each of the 80 to 250 messages of a run, and each time the run's own
thread loses its turn; then each is written by a call of the system, and sent as a packet, of its own.
"""

from __future__ import annotations

from asyncio import AbstractEventLoop, TimerHandle
from collections import deque
from collections.abc import Callable
from typing import Any

from streamlit.runtime.app_session import AppSession
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

Call = Callable[[], None]
PAUSE = 0.004
"""Seconds the loop lets calls come together; Streamlit itself sends every 10 ms."""
MOST_HELD = 64 << 10
"""Bytes from which a connection is written to at once, so that its own limits count."""


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


class Together:
    """A live connection's transport that writes what comes within a PAUSE in one piece."""

    def __init__(self, transport: Any, loop: AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._held: list[bytes] = []
        self._size = 0
        self._later: TimerHandle | None = None

    def write(self, content: bytes) -> None:
        """Holds the content until the pause is over or too much is held."""
        self._held.append(content)
        self._size += len(content)
        if self._size >= MOST_HELD:
            self.flush()
        elif self._later is None:
            self._later = self._loop.call_later(PAUSE, self.flush)

    def flush(self) -> None:
        """Writes what is held, in order."""
        if self._later is not None:
            self._later.cancel()
        held, self._held, self._size, self._later = self._held, [], 0, None
        if held and not self._transport.is_closing():
            self._transport.write(b"".join(held))

    def close(self) -> None:
        """Writes what is held, then closes."""
        self.flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


def gather() -> None:
    """Changes every session and live connection of this process; nothing when it was done before."""
    wake = AppSession._call_soon_on_event_loop
    if wake.__module__ == __name__:
        return

    def call_soon(self: AppSession, call: Call) -> None:
        line = self.__dict__.setdefault("_survey_line", Line())
        later = self._event_loop.call_later
        line.put(call, lambda made: wake(self, lambda: later(PAUSE, made)))

    AppSession._call_soon_on_event_loop = call_soon  # type: ignore[method-assign]
    made = WebSocketsSansIOProtocol.connection_made

    def connection_made(self: WebSocketsSansIOProtocol, transport: Any) -> None:
        made(self, transport)
        self.transport = Together(transport, self.loop)  # type: ignore[assignment]

    WebSocketsSansIOProtocol.connection_made = connection_made  # type: ignore[method-assign]
