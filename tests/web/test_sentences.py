"""Whoever in the stack refuses, the person reads one sentence in Vietnamese."""

from __future__ import annotations

import http.client
import logging
import re
import socket
from contextlib import suppress

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from tests.web.conftest import Server, finished
from web import text
from web.sentences import LONGEST_HEAD, Sentences, trouble

ENGLISH = re.compile(r"\b(?:not|found|allowed|invalid|request|method|error|missing|token)\b", re.I)


def raw(server: Server, sent: bytes) -> tuple[int, str]:
    """Status and body of what is sent as it is, byte by byte."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as line:
        with suppress(OSError):  # refused while still speaking; the answer stands before the end
            line.sendall(sent)
        found = http.client.HTTPResponse(line)
        found.begin()
        return found.status, found.read().decode()


@pytest.mark.parametrize(("line", "status", "said"), [
    ("BLAH", 400, text.BAD_REQUEST), ("BREW / HTTP/1.1", 400, text.BAD_REQUEST),
    ("POST / HTTP/1.1", 405, text.NOT_THIS_WAY), ("DELETE /don-vi HTTP/1.1", 405, text.NOT_THIS_WAY),
    ("PUT /cong-khai HTTP/1.1", 405, text.NOT_THIS_WAY), ("POST /healthz HTTP/1.1", 405, text.NOT_THIS_WAY),
    ("POST /_stcore/health HTTP/1.1", 405, text.NOT_THIS_WAY),
    ("GET /media/abcdef0123456789.csv HTTP/1.1", 404, text.NOT_HERE),
    ("GET /static/js/none.js HTTP/1.1", 404, text.NOT_HERE),
    ("GET /_stcore/nothing HTTP/1.1", 404, text.NOT_HERE),
    ("GET /_stcore/stream HTTP/1.1", 404, text.NOT_HERE),
    ("GET /component/x/y.js HTTP/1.1", 404, text.NOT_HERE),
    ("PUT /_stcore/upload_file/x/y HTTP/1.1", 403, text.FORBIDDEN),
])
def test_every_refusal_of_the_stack_is_a_sentence(
    server: Server, line: str, status: int, said: str
) -> None:
    length = "Content-Length: 0\r\n" if line.startswith("P") else ""
    head = f"{line}\r\nHost: 127.0.0.1:{server.port}\r\n{length}Connection: close\r\n\r\n"
    assert raw(server, head.encode()) == (status, said)
    assert not ENGLISH.search(said)


def test_w06_an_endless_head_or_address_is_refused_and_a_long_one_answered(server: Server) -> None:
    host = f"Host: 127.0.0.1:{server.port}\r\n".encode()
    head = b"GET / HTTP/1.1\r\n" + host + b"X-A: " + b"a" * (3 * LONGEST_HEAD)
    assert raw(server, head) == (431, text.LONG_HEAD)
    many = b"GET / HTTP/1.1\r\n" + host + b"X-A: a\r\n" * LONGEST_HEAD
    assert raw(server, many)[0] == 431
    for letters, status in ((100_000, 431), (60_000, 200)):
        line = b"GET /don-vi?unit=" + b"A" * letters + b" HTTP/1.1\r\n"
        assert raw(server, line + host + b"Connection: close\r\n\r\n")[0] == status
    trailers = (b"POST /dang-nhap HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\n"
                b"0\r\n" + b"X: y\r\n" * LONGEST_HEAD)
    assert raw(server, trailers)[0] >= 400


def test_a_body_in_many_small_pieces_is_no_long_head(server: Server) -> None:
    head = (f"POST /phieu HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nTransfer-Encoding: chunked\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n")
    pieces = b"1\r\na\r\n" * 14_000
    assert len(pieces) - 14_000 > LONGEST_HEAD
    assert raw(server, head.encode() + pieces + b"0\r\n\r\n")[0] == 404


def test_who_hangs_up_in_the_middle_is_no_defect() -> None:
    async def reading(scope: Scope, receive: Receive, send: Send) -> None:
        await Request(scope, receive).body()
        raise AssertionError

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def told(_: Message) -> None:
        raise AssertionError

    scope = {"type": "http", "path": "/dang-nhap", "method": "POST"}
    finished(Sentences(reading)(scope, gone, told))


def broken(_request: Request) -> PlainTextResponse:
    raise ZeroDivisionError("bí mật")


def browser() -> TestClient:
    """A browser before some answers."""
    routes = [
        Route("/hong", broken), Route("/viet", lambda _: PlainTextResponse("Không được.", 403)),
        Route("/json", lambda _: JSONResponse({"status": "no"}, 503)),
        Route("/html", lambda _: HTMLResponse("<p>Not found", 404)),
        Route("/khac", lambda _: PlainTextResponse("teapot", 418, {"Retry-After": "7", "ETag": "a"})),
        Route("/mat", lambda _: PlainTextResponse("gone", 502)),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Sentences)], exception_handlers={Exception: trouble})
    return TestClient(app, raise_server_exceptions=False)


def test_our_own_sentences_pages_and_documents_stay(caplog: pytest.LogCaptureFixture) -> None:
    client = browser()
    assert client.get("/viet").text == "Không được."
    assert client.get("/json").json() == {"status": "no"}
    assert client.get("/html").text == "<p>Not found"
    other = client.get("/khac")
    assert (other.status_code, other.text, other.headers["retry-after"]) == (418, text.BAD_REQUEST, "7")
    assert "etag" not in other.headers and int(other.headers["content-length"]) == len(other.content)
    assert client.get("/mat").text == text.BUSY
    assert client.head("/khac").content == b""


def test_a_defect_is_a_number_on_the_screen_and_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    answer = browser().get("/hong")
    number = re.search(r"[0-9A-F]{8}", answer.text)
    assert answer.status_code == 500 and number and "bí mật" not in answer.text
    assert any(number[0] in record.getMessage() for record in caplog.records if record.levelno == logging.ERROR)


def test_no_page_of_another_site_may_command_ours(server: Server) -> None:
    assert b'"allowedOrigins":[]' in server.answer("/_stcore/host-config")[2]
