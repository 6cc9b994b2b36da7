"""Whoever only holds a connection open is let go; whoever is slow, or waits for us, is not."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

import server
from tests.web.conftest import finished
from web import holding
from web.holding import bound_waiting

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 40\r\n\r\n"
ANSWER = b"HTTP/1.1 200"


class Bounded(HttpToolsProtocol):
    """The protocol of the server, with less patience."""


bound_waiting(Bounded)


@pytest.fixture(autouse=True)
def less_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "HEAD_WITHIN", 0.15)
    monkeypatch.setattr(holding, "STALLED", 0.8)


async def slow(scope: Any, receive: Any, send: Any) -> None:
    """Reads everything it is sent, thinks, and says how much it was."""
    size = len(await Request(scope, receive).body())
    await asyncio.sleep(0.5)
    await PlainTextResponse(f"{size} read")(scope, receive, send)


def answered(words: Sequence[bytes], pause: float = 0.0) -> tuple[bytes, bool]:
    """What comes back for these words, said one after the other, and whether the line was closed."""

    async def main() -> tuple[bytes, bool]:
        config = Config(slow, log_level="critical", timeout_keep_alive=60)
        config.load()
        listening = await asyncio.get_running_loop().create_server(
            lambda: Bounded(config, ServerState(), {}), "127.0.0.1", 0
        )
        reader, writer = await asyncio.open_connection(*listening.sockets[0].getsockname())
        for said in words:
            writer.write(said)
            await asyncio.sleep(pause)
        read, closed = b"", False
        while not closed and not read.endswith(b"read"):
            part = await asyncio.wait_for(reader.read(4096), 10)
            read, closed = read + part, not part
        if not closed:
            closed = await asyncio.wait_for(reader.read(4096), 10) == b""
        writer.close()
        listening.close()
        return read, closed

    return finished(main())


@pytest.mark.parametrize(
    "words", [b"", b"GET / HTTP/1.1\r\nHo", b"\r\n", POST, POST + b"half of it"]
)
def test_who_only_holds_a_connection_open_is_let_go(words: bytes) -> None:
    assert answered([words]) == (b"", True)


@pytest.mark.parametrize("more", [b"GET / HTTP/1.1\r\nHo", b"\r\n", POST])
def test_a_first_request_buys_no_endless_second_one(more: bytes) -> None:
    read, closed = answered([GET + more])
    assert read.startswith(ANSWER) and read.count(ANSWER) == 1 and closed


def test_an_answer_that_takes_long_is_waited_for() -> None:
    assert answered([GET])[0].startswith(ANSWER)


def test_a_body_that_comes_slowly_is_taken_in() -> None:
    read, _ = answered([POST, *[b"0123"] * 10], 0.15)
    assert read.startswith(ANSWER) and read.endswith(b"40 read")


def test_the_server_looks_at_its_connections() -> None:
    assert server.app is not None
    assert HttpToolsProtocol.connection_made.__module__ == "web.holding"
