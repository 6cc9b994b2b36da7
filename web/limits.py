"""How much one person or address may ask: live connections, messages, and the size of what is sent.

Messages beyond the pace wait their turn, so that a flood slows down only who sends it. Who is
signed in has a pace of their own: a whole office may sit behind one address, and a stranger there
must not use up what the others need.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import OrderedDict
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from data import sessions
from data.settings import now, open_home
from web import text
from web.proxy import neighbourhood
from web.signin import COOKIE

MEGABYTE = 1 << 20
MESSAGES = (4.0, 30)
"""Messages of one connection, a second and at once: a person clicks faster only for moments."""
LARGEST_MESSAGE = MEGABYTE
LARGEST_BODY = MEGABYTE // 16
"""Forms are small; only files are large."""
SESSION_FILES = 200
SESSION_BYTES = 200 * MEGABYTE
"""Files one live session keeps in memory at a time."""
REMEMBERED = 10_000
TOO_BIG, TRY_LATER = 1009, 1013
_UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/([^/]+)")


class Bucket:
    """A token bucket: so many a second, so many at once."""

    def __init__(self, pace: tuple[float, int]) -> None:
        self.rate, self.most = pace
        self.left, self.at = float(self.most), time.monotonic()

    def take(self) -> float:
        """Takes a token, on credit when there is none: the seconds until it is earned."""
        self._earn()
        self.left -= 1
        return max(0.0, -self.left / self.rate)

    def has(self) -> bool:
        """Whether a token is there."""
        self._earn()
        return self.left >= 1

    def _earn(self) -> None:
        moment = time.monotonic()
        self.left = min(self.most, self.left + (moment - self.at) * self.rate)
        self.at = moment


@dataclass(frozen=True)
class Share:
    """Live connections at a time; connections opened and messages, a second and at once."""

    connections: int
    openings: tuple[float, int]
    messages: tuple[float, int]


PERSON = Share(100, (5.0, 100), (20.0, 200))
"""All connections of one account: many tabs, and a desk whose people still share one account."""
STRANGERS = Share(200, (5.0, 100), (40.0, 200))
"""Everybody at one address who is not signed in; before there are accounts, this whole machine."""


class Use:
    """What a person or an address uses of its share at the moment."""

    def __init__(self, share: Share) -> None:
        self.most, self.live = share.connections, 0
        self.openings, self.messages = Bucket(share.openings), Bucket(share.messages)


class Limited:
    """Slows floods of messages, refuses too many connections and too large bodies (413)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.uses: OrderedDict[str, Use] = OrderedDict()
        self.files: OrderedDict[str, dict[str, int]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._live(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        use = self._use(scope, await run_in_threadpool(account_of, scope))
        if use.live >= use.most or not use.openings.has():
            await send({"type": "websocket.close", "code": TRY_LATER})
            return
        use.openings.take()
        use.live += 1
        own = Bucket(MESSAGES)

        async def paced() -> Message:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            if len(message.get("bytes") or message.get("text") or b"") > LARGEST_MESSAGE:
                await send({"type": "websocket.close", "code": TOO_BIG})
                return {"type": "websocket.disconnect", "code": TOO_BIG}
            if wait := max(own.take(), use.messages.take()):
                await asyncio.sleep(wait)
            return message

        try:
            await self.app(scope, paced, send)
        finally:
            use.live -= 1

    def _use(self, scope: Scope, account: str) -> Use:
        address = neighbourhood((scope.get("client") or ("unknown", 0))[0])
        name = f"account {account}" if account else f"address {address}"
        found = self.uses.setdefault(name, Use(PERSON if account else STRANGERS))
        self.uses.move_to_end(name)
        if len(self.uses) > REMEMBERED:
            oldest = next((key for key, one in self.uses.items() if not one.live), name)
            del self.uses[oldest]
        return found

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        upload = _UPLOAD.fullmatch(scope["path"])
        most = self._room(upload[1], upload[2]) if upload else LARGEST_BODY
        body = _Body(receive, send, most)
        said = Headers(scope=scope).get("content-length", "0")
        if said.isdecimal() and len(said) < 16 and int(said) <= most:
            try:
                await self.app(scope, body.receive, body.send)
            except _TooLargeError:
                body.over = True
        else:
            body.over = True
        if body.over and not body.started:
            closing = {"Connection": "close"}
            await PlainTextResponse(text.TOO_LARGE, 413, closing)(scope, receive, send)
        elif upload and 200 <= body.status < 300:
            self._note(upload[1], upload[2], body.size if scope["method"] == "PUT" else None)

    def _room(self, session: str, file: str) -> int:
        """Bytes that a file of a session may have; the file may be sent again."""
        kept = {name: size for name, size in self.files.get(session, {}).items() if name != file}
        if len(kept) >= SESSION_FILES:
            return 0
        largest = (int(config.get_option("server.maxUploadSize")) + 1) * MEGABYTE
        return max(0, min(largest, SESSION_BYTES - sum(kept.values())))

    def _note(self, session: str, file: str, size: int | None) -> None:
        """Counts a file that was kept, or forgets one that was taken away (None)."""
        kept = self.files.setdefault(session, {})
        self.files.move_to_end(session)
        if size is None:
            kept.pop(file, None)
        else:
            kept[file] = size
        while len(self.files) > REMEMBERED:
            self.files.popitem(last=False)


def account_of(scope: Scope) -> str:
    """The account whose session the request's cookie belongs to; "" for anybody else."""
    token = cookie_parser("; ".join(Headers(scope=scope).getlist("cookie"))).get(COOKIE, "")
    found = sessions.find(open_home(), sessions.key_of(token), now()) if token else None
    return found.account if found else ""


class _TooLargeError(Exception):
    """More bytes came than may."""


class _Body:
    """The body of a request, counted while it is read, and how it was answered."""

    def __init__(self, receive: Receive, send: Send, most: int) -> None:
        self._receive, self._send, self.most = receive, send, most
        self.size = self.status = 0
        self.over = self.started = False

    async def receive(self) -> Message:
        """The next part; raises _TooLargeError beyond the limit, so that nothing more is read."""
        message = await self._receive()
        self.size += len(message.get("body", b""))
        if self.size > self.most:
            self.over = True
            raise _TooLargeError
        return message

    async def send(self, message: Message) -> None:
        """Passes the answer on, unless too much came before it."""
        if self.over and not self.started:
            return
        if message["type"] == "http.response.start":
            self.started, self.status = True, message["status"]
        await self._send(message)
