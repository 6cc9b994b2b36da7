"""Every refusal is a sentence in Vietnamese, whoever in the stack refuses, also before ASGI begins."""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from web import text

_log = logging.getLogger("survey")
LONGEST_HEAD = 64 * 1024
"""Bytes of a request that are no body; the longest address our filters make is a tenth of it."""
FRAME = 16
"""Of these, what stands around each piece of a body that comes in pieces."""
SAID = {
    400: text.BAD_REQUEST, 401: text.SIGN_IN_FIRST, 403: text.FORBIDDEN, 404: text.NOT_HERE,
    405: text.NOT_THIS_WAY, 413: text.TOO_LARGE, 429: text.TOO_OFTEN, 431: text.LONG_HEAD,
}


def sentence(status: int) -> str:
    """What a status means to a person."""
    return SAID.get(status, text.BAD_REQUEST if status < 500 else text.BUSY)


class Sentences:
    """Puts a sentence in the place of English bodies, and of Streamlit's start page below one part."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            deep = scope["path"].count("/") > 1
            send = _Answer(send, deep=deep, bare=scope["method"] == "HEAD")
        with suppress(ClientDisconnect):  # who hangs up in the middle reads nothing; it is no defect
            await self.app(scope, receive, send)


class _Answer:
    """An answer on its way out; one that may be English waits for its first bytes."""

    def __init__(self, send: Send, *, deep: bool, bare: bool) -> None:
        self._send, self._deep, self._bare = send, deep, bare
        self._start: Message | None = None
        self._over = False

    async def __call__(self, message: Message) -> None:
        if self._over:
            return
        if message["type"] == "http.response.start" and self._may_be_english(message):
            self._start = message
        elif self._start is not None and message["type"] == "http.response.body":
            start, self._start = self._start, None
            body = message.get("body", b"")
            if self._lost(start) or (body.isascii() and body) or self._bare:
                await self._say(404 if self._lost(start) else start["status"], start)
            else:
                await self._send(start)
                await self._send(message)
        else:
            await self._send(message)

    def _lost(self, start: Message) -> bool:
        kind = Headers(raw=start["headers"]).get("content-type", "")
        return self._deep and start["status"] == HTTPStatus.OK and kind.startswith("text/html")

    def _may_be_english(self, start: Message) -> bool:
        kind = Headers(raw=start["headers"]).get("content-type", "text/plain")
        return self._lost(start) or (start["status"] >= 400 and kind.startswith("text/plain"))

    async def _say(self, status: int, start: Message) -> None:
        self._over = True
        said = b"" if self._bare else sentence(status).encode()
        left_out = (b"content-type", b"content-length", b"content-encoding", b"etag", b"last-modified")
        headers = [pair for pair in start["headers"] if pair[0].lower() not in left_out]
        headers += [(b"content-type", b"text/plain; charset=utf-8"),
                    (b"content-length", str(len(said)).encode())]
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": said})


async def trouble(_request: Request, error: Exception) -> PlainTextResponse:
    """A defect of ours: a number for the person, the rest in the log."""
    number = secrets.token_hex(4).upper()
    _log.error("error %s", number, exc_info=error)
    return PlainTextResponse(text.TROUBLE.format(number=number), HTTPStatus.INTERNAL_SERVER_ERROR)


def bound_heads(protocol: Any = HttpToolsProtocol) -> None:
    """Has uvicorn refuse endless heads (431) and what is no HTTP (400) with a sentence.

    By itself it collects a head as long as somebody sends one.
    """
    begin, received, took = protocol.on_message_begin, protocol.data_received, protocol.on_body

    def on_message_begin(self: Any) -> None:
        self.head = self.piece  # what came before in it was of the request before
        begin(self)

    def on_body(self: Any, body: bytes) -> None:
        self.head -= len(body) + FRAME
        took(self, body)

    def data_received(self: Any, data: bytes) -> None:
        self.piece = len(data)
        self.head = getattr(self, "head", 0) + self.piece
        received(self, data)
        if self.head > LONGEST_HEAD and not self.transport.is_closing():
            refuse(self, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def refuse(self: Any, status: HTTPStatus) -> None:
        said = sentence(status).encode()
        head = (f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-type: text/plain; charset=utf-8\r\n"
                f"content-length: {len(said)}\r\nconnection: close\r\n\r\n")
        self.transport.write(head.encode() + said)
        self.transport.close()

    def send_400_response(self: Any, _msg: str) -> None:
        long = self.head > LONGEST_HEAD
        refuse(self, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE if long else HTTPStatus.BAD_REQUEST)

    protocol.on_message_begin, protocol.on_body = on_message_begin, on_body
    protocol.data_received, protocol.send_400_response = data_received, send_400_response
