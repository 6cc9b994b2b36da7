"""Lets go who only holds a connection open, with half a request or with a body that stopped coming."""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_WITHIN = 30.0
"""Seconds a connection has for a request, its first or a later one."""
STALLED = 120.0
"""Seconds a body may pause: a slow line has bad minutes."""


def bound_waiting(protocol: Any = HttpToolsProtocol) -> None:
    """Has uvicorn look at each connection now and then, and close one that only waits for its client.

    By itself it closes after five silent seconds between two requests; a client that has said
    nothing yet, or anything at all, it waits for without end.
    """
    made, headed = protocol.connection_made, protocol.on_headers_complete
    received = protocol.data_received

    def connection_made(self: Any, transport: Any) -> None:
        made(self, transport)
        self.heads = self.bytes = 0
        self.loop.call_later(HEAD_WITHIN, look, self, (0, 0))

    def on_headers_complete(self: Any) -> None:
        self.heads += 1
        headed(self)

    def data_received(self: Any, data: bytes) -> None:
        self.bytes += len(data)
        received(self, data)

    def look(self: Any, before: tuple[int, int]) -> None:
        if self.transport.is_closing() or self.transport.get_protocol() is not self:
            return  # gone, or a live one
        idle = self.cycle is None or self.cycle.response_complete
        reached = self.heads, 0 if idle else self.bytes
        ours = (
            self.flow.read_paused or self.pipeline
        )  # we read no more, or answer another one first
        if reached == before and (idle or (self.cycle.more_body and not ours)):
            self.transport.close()
        else:
            self.loop.call_later(HEAD_WITHIN if idle else STALLED, look, self, reached)

    protocol.connection_made, protocol.on_headers_complete = connection_made, on_headers_complete
    protocol.data_received = data_received
