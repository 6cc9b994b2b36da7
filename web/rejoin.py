"""A broken connection finds its session again; a session's number is worth nothing to others."""

from __future__ import annotations

from collections import OrderedDict

from google.protobuf.message import DecodeError
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from web.sessions import SESSION_HEADER

MOST = 10_000
PROTOCOLS = b"sec-websocket-protocol"


class Rejoining:
    """Takes out of a connection's request the number of a session that is not its own to resume.

    Streamlit gives a session, with its connection, to whoever names its number. Here it must
    belong to the same signed-in session; before there are accounts it must be without connection.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.owners: OrderedDict[str, str] = OrderedDict()
        self.live: dict[str, int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        owner = Headers(scope=scope).get(SESSION_HEADER.decode(), "")
        opened = ""

        async def noted(message: Message) -> None:
            nonlocal opened
            if not opened and (content := message.get("bytes")):
                opened = _opened(content)
                if opened:
                    self._note(opened, owner)
            await send(message)

        try:
            await self.app(self._own(scope, owner), receive, noted)
        finally:
            if opened:
                self.live[opened] -= 1
                if not self.live[opened]:
                    del self.live[opened]

    def _own(self, scope: Scope, owner: str) -> Scope:
        said = Headers(scope=scope).get(PROTOCOLS.decode(), "")
        parts = [part.strip() for part in said.split(",")]
        if len(parts) < 3 or self._may(parts[2], owner):
            return scope
        kept = ", ".join(parts[:2]).encode("latin-1")
        rest = [pair for pair in scope["headers"] if pair[0].lower() != PROTOCOLS]
        return {**scope, "headers": [*rest, (PROTOCOLS, kept)], "subprotocols": parts[:2]}

    def _may(self, session: str, owner: str) -> bool:
        return self.owners.get(session) == owner and (bool(owner) or session not in self.live)

    def _note(self, session: str, owner: str) -> None:
        """The oldest sessions are forgotten beyond MOST."""
        self.live[session] = self.live.get(session, 0) + 1
        self.owners[session] = owner
        self.owners.move_to_end(session)
        while len(self.owners) > MOST:
            self.owners.popitem(last=False)


def _opened(content: bytes) -> str:
    try:
        return ForwardMsg.FromString(content).new_session.initialize.session_id
    except DecodeError:
        return ""
