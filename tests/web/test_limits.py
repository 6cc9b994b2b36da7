"""Floods and bodies without end against a real server: they slow only who sends them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.exceptions import ConnectionClosed

from data import sessions
from data.settings import Home, now
from tests.web.conftest import Server
from web import limits, text
from web.limits import LARGEST_BODY, MEGABYTE, SESSION_FILES, TOO_BIG, Bucket, Limited, Share
from web.signin import COOKIE

RERUN = b"\x5a\x00"
"""The shortest message that makes the dashboard run."""
FILE = 51 * MEGABYTE
FORM = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
UPLOAD = "/_stcore/upload_file/0f8b6a52-1111-4222-8333-444455556666/"


def timed(server: Server) -> float:
    """Seconds until somebody else's page is complete."""
    before = time.monotonic()
    with server.live() as other:
        assert "Suối Mơ".encode() in other.ask("tong-quan")
    return time.monotonic() - before


def test_a_flood_of_a_thousand_reruns_leaves_others_fast(server: Server) -> None:
    timed(server)
    quiet = max(timed(server) for _ in range(2))
    with server.live() as flood:
        def pour() -> None:
            for _ in range(1000):
                flood.socket.send(RERUN)

        pouring = threading.Thread(target=pour, daemon=True)
        pouring.start()
        took = [timed(server) for _ in range(3)]
        assert max(took) < max(3.0, 4 * quiet), (took, quiet)


def chunks(size: int) -> Iterator[bytes]:
    for _ in range(size // MEGABYTE):
        yield b"x" * MEGABYTE


@pytest.mark.parametrize("path", ["/_stcore/upload_file/s/f", "/tong-quan", "/healthz"])
def test_u13_three_times_the_limit_is_refused_by_its_length(server: Server, path: str) -> None:
    said = {"Content-Length": str(3 * FILE), "Content-Type": "application/octet-stream"}
    status, _, body = server.answer(path, "PUT", said, b"")
    assert (status, body.decode()) == (413, text.TOO_LARGE)


def test_u13_three_times_the_limit_in_chunks_is_not_read_to_its_end() -> None:
    sent = 0

    def body() -> Iterator[bytes]:
        nonlocal sent
        for part in chunks(3 * FILE):
            sent += len(part)
            yield part

    answer = browser().put(UPLOAD + "f1", content=body())
    assert (answer.status_code, answer.text) == (413, text.TOO_LARGE)


def test_u13_a_person_inside_cannot_send_three_times_the_limit_in_chunks(server: Server) -> None:
    """Streamlit's own check and ours stand behind each other: whichever comes first says 413."""
    with server.live() as person:
        person.ask("nguon-du-lieu")
        cookie = server.answer("/_stcore/health")[1]["set-cookie"].partition(";")[0]
        sent = 0

        def body() -> Iterator[bytes]:
            nonlocal sent
            yield FORM
            for part in chunks(3 * FILE):
                sent += len(part)
                yield part

        headers = {
            "Cookie": cookie, "X-Xsrftoken": cookie.partition("=")[2], "Transfer-Encoding": "chunked",
            "Content-Type": "multipart/form-data; boundary=x",
        }
        with suppress(ConnectionError):
            path = f"/_stcore/upload_file/{person.session}/f"
            assert server.answer(path, "PUT", headers, body())[0] == 413
    assert sent < 2 * FILE
    assert server.answer("/healthz")[0] == 200


@pytest.mark.parametrize("length", ["-1", "1e3", "9" * 40, "0x10"])
def test_a_length_that_is_no_number_is_refused(length: str) -> None:
    answer = browser().post("/", headers={"Content-Length": length}, content=b"")
    assert answer.status_code == 413


async def swallow(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    with suppress(WebSocketDisconnect):
        while True:
            await websocket.send_bytes(await websocket.receive_bytes())


def browser() -> TestClient:
    methods = ["GET", "POST", "PUT", "DELETE"]
    return TestClient(Limited(Starlette(routes=[
        Route("/{path:path}", swallow, methods=methods), WebSocketRoute("/live", echo),
    ])))


def test_forms_are_small_and_files_may_be_large() -> None:
    client = browser()
    assert client.post("/", content=b"x" * LARGEST_BODY).text == str(LARGEST_BODY)
    assert client.post("/", content=b"x" * (LARGEST_BODY + 1)).status_code == 413
    assert client.put(UPLOAD + "f", content=b"x" * MEGABYTE).text == str(MEGABYTE)


def test_a_session_holds_so_many_files_and_bytes_and_room_comes_back(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SESSION_BYTES", 3000)
    client = browser()
    assert client.put(UPLOAD + "a", content=b"x" * 2000).status_code == 200
    assert client.put(UPLOAD + "b", content=b"x" * 1500).status_code == 413
    assert client.put(UPLOAD + "a", content=b"x" * 2500).status_code == 200, "sent again"
    assert client.put(UPLOAD.replace("0f", "1f") + "b", content=b"x" * 2500).status_code == 200
    client.delete(UPLOAD + "a")
    assert client.put(UPLOAD + "b", content=b"x" * 2500).status_code == 200
    monkeypatch.setattr(limits, "SESSION_BYTES", MEGABYTE)
    stored = [client.put(UPLOAD + f"c{n}", content=b"x").status_code for n in range(SESSION_FILES)]
    assert stored == [200] * (SESSION_FILES - 1) + [413]


def test_a_message_without_end_closes_the_connection() -> None:
    with browser().websocket_connect("/live") as socket:
        socket.send_bytes(b"x" * (limits.LARGEST_MESSAGE + 1))
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_bytes()
        assert closed.value.code == TOO_BIG


def test_w12_a_hundred_thousand_letters_are_answered_or_refused_at_once(server: Server) -> None:
    quiet = timed(server)
    before = time.monotonic()
    with server.live() as person, suppress(ConnectionClosed):
        person.ask("y-kien", "words=" + "a" * 100_000)
    assert time.monotonic() - before < max(10, 5 * quiet)
    assert timed(server) < max(10, 5 * quiet)


def test_one_address_opens_only_so_many_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "STRANGERS", Share(2, (5.0, 100), (40.0, 200)))
    client = browser()
    with ExitStack() as opened:
        for _ in range(2):
            opened.enter_context(client.websocket_connect("/live"))
        with pytest.raises(WebSocketDisconnect):
            opened.enter_context(client.websocket_connect("/live"))
    with client.websocket_connect("/live") as again:
        again.send_bytes(b"x")
        assert again.receive_bytes() == b"x"


def test_a_household_with_a_million_addresses_counts_once() -> None:
    limited = Limited(None)  # type: ignore[arg-type]

    def use(address: str) -> object:
        return limited._use({"client": (address, 1)}, "")

    assert use("2001:db8:0:7::1") is use("2001:db8:0:7:ffff::9") is not use("2001:db8:0:8::1")
    assert use("::ffff:203.0.113.7") is use("203.0.113.7") is not use("203.0.113.8")
    assert use("unknown") is use("unknown") is not use("")


def signed_in(client: TestClient, home: Home, name: str) -> object:
    """A live connection of somebody with a session."""
    cookie = f"{COOKIE}={sessions.start(home, name, now())}"
    return client.websocket_connect("/live", headers={"Cookie": cookie})


def echoed(socket: object, times: int) -> None:
    for number in range(times):
        socket.send_bytes(b"%d" % number)
    assert [socket.receive_bytes() for _ in range(times)] == [b"%d" % n for n in range(times)]


def test_an_office_behind_one_address_is_sixty_people(
    tiny_store: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address of strangers allows one connection and one message an hour."""
    monkeypatch.setattr(limits, "STRANGERS", Share(1, (1 / 3600, 1), (1 / 3600, 1)))
    client = browser()
    with ExitStack() as opened:
        stranger = opened.enter_context(client.websocket_connect("/live"))
        echoed(stranger, 1)
        people = [opened.enter_context(signed_in(client, tiny_store, f"p{n}")) for n in range(60)]
        for person in people:
            echoed(person, 5)
        with pytest.raises(WebSocketDisconnect):
            opened.enter_context(client.websocket_connect("/live", headers={"Cookie": f"{COOKIE}=x"}))


def test_the_tabs_of_one_person_share_one_pace(
    tiny_store: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    async def slept(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(limits, "PERSON", Share(2, (1.0, 10), (1.0, 4)))
    monkeypatch.setattr(limits.asyncio, "sleep", slept)
    client = browser()
    with signed_in(client, tiny_store, "lan") as first, signed_in(client, tiny_store, "lan") as tab:
        echoed(first, 2)
        echoed(tab, 2)
        assert waits == []
        echoed(first, 1)
        assert [round(wait) for wait in waits] == [1]
        with pytest.raises(WebSocketDisconnect), signed_in(client, tiny_store, "lan"):
            pass
        with signed_in(client, tiny_store, "hoa") as other:
            echoed(other, 4)
        assert len(waits) == 1


def test_tokens_are_earned_with_time_and_spent_in_bursts(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 100.0
    monkeypatch.setattr(limits.time, "monotonic", lambda: moment)
    bucket = Bucket((2.0, 3))
    assert [bucket.take() for _ in range(5)] == [0, 0, 0, 0.5, 1.0]
    assert not bucket.has()
    moment = 110.0
    assert bucket.has() and [bucket.take() for _ in range(4)] == [0, 0, 0, 0.5]
