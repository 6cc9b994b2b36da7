"""A browser's live connection without the browser, one of many: Streamlit's protobufs, asyncio."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

COOKIE = "survey_session"
UNFINISHED, NEVER = 30.0, 150.0
"""Seconds after which a run is late, and after which it is given up."""
SHORT, LONG = 128, 10_000
"""Bytes up to which a message may be an end or a reference, and from which a browser keeps it."""


@dataclass
class Run:
    """One run of a page: seconds until the script had finished and its last message was here.

    `over` is false for one that never ended, however long it was waited for.
    """

    seconds: float
    bytes: int = 0
    messages: int = 0
    over: bool = False

    @property
    def finished(self) -> bool:
        """Whether it was over in time."""
        return self.over and self.seconds <= UNFINISHED


class Visitor:
    """One signed-in browser; `await Visitor.open(…)`, then runs one after the other."""

    def __init__(self, socket: ClientConnection, patience: float = NEVER) -> None:
        self.socket, self.patience = socket, patience
        self.older: list[str] = []
        self.cached: list[str] = []

    @classmethod
    async def open(cls, address: str, token: str = "", patience: float = NEVER) -> Visitor:
        """A connection as a browser opens it, with the cookie of a session."""
        socket = await connect(
            address.replace("http", "ws") + "/_stcore/stream", max_size=None, origin=address,
            subprotocols=["streamlit"], additional_headers={"Cookie": f"{COOKIE}={token}"},
            open_timeout=60, ping_interval=None, compression=None,
        )
        return cls(socket, patience)

    async def run(self, page: str, query: str = "") -> Run:
        """One run of a page with these filters; waits as long as the patience lasts."""
        message = BackMsg()
        said = message.rerun_script
        said.page_name, said.query_string = page, query
        said.cached_message_hashes.extend({*self.older, *self.cached})
        said.context_info.timezone = "Asia/Ho_Chi_Minh"
        self.older, self.cached = self.cached, []
        began, found = time.perf_counter(), Run(self.patience)
        await self.socket.send(message.SerializeToString())
        try:
            async with asyncio.timeout(self.patience):
                while not found.over:
                    await self._take(found)
        except TimeoutError:
            return found
        found.seconds = time.perf_counter() - began
        return found

    async def close(self) -> None:
        """Ends the connection; the server then forgets the session after a while."""
        await self.socket.close()

    async def _take(self, found: Run) -> None:
        part = await self.socket.recv(decode=False)
        found.bytes += len(part)
        found.messages += 1
        if LONG > len(part) > SHORT:
            return
        message = ForwardMsg.FromString(part)
        if message.HasField("script_finished"):
            found.over = message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        elif message.metadata.cacheable or message.ref_hash:
            self.cached.append(message.ref_hash or message.hash)
