"""A large file leaves in parts: nobody keeps the whole, and every fetch asks for the right again."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.runtime.media_file_storage import MediaFileKind

from analysis.errors import InputError
from reports.streamed import Streamed
from web.handing import InParts
from web.lingering import Lingering


async def beyond(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"beyond {request.url.path}")


@pytest.fixture
def browser() -> TestClient:
    return TestClient(InParts(Starlette(routes=[Route("/{path:path}", beyond)])))


def kept(content: bytes) -> str:
    """The address of a file of the pages."""
    store = Lingering("/media")
    kind = MediaFileKind.DOWNLOADABLE
    return store.get_url(store.load_and_get_id(content, "text/csv", kind, "đơn-vị.csv"))


def counted(said: list[str]) -> Iterator[bytes]:
    for part in range(3):
        said.append(f"part {part}")
        yield f"{part}\r\n".encode() * 40_000
    said.append("end")


def test_a_file_is_made_when_it_is_fetched_and_packed_on_the_way(browser: TestClient) -> None:
    said: list[str] = []
    address = kept(Streamed(lambda: counted(said)))
    assert said == []
    with browser.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=utf-8''%C4%91%C6%A1n-v%E1%BB%8B.csv"
    )
    assert answer.headers["content-encoding"] == "gzip" and len(raw) < 5_000
    assert gzip.decompress(raw) == b"".join(counted([])) and said[-1] == "end"
    plain = browser.get(address, headers={"Accept-Encoding": "identity"})
    assert plain.content == gzip.decompress(raw) and "content-encoding" not in plain.headers
    assert plain.headers["content-type"] == "text/csv; charset=utf-8"


def test_asking_only_for_the_headers_makes_nothing_and_leaves_no_event(browser: TestClient) -> None:
    noted: list[str] = []

    def parts() -> Iterator[bytes]:
        noted.append("export")
        return counted(noted)

    answer = browser.head(kept(Streamed(parts)))
    assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
    assert noted == []


def test_who_may_no_longer_gets_the_sentence_and_no_byte(browser: TestClient) -> None:
    def refused() -> Iterator[bytes]:
        raise InputError("Quyền đã đổi.")

    answer = browser.get(kept(Streamed(refused)))
    assert (answer.status_code, answer.text) == (403, "Quyền đã đổi.")
    assert "content-disposition" not in answer.headers


def test_everything_else_goes_through(browser: TestClient) -> None:
    whole = kept(b"whole")
    for path in (whole, "/media/00ff.csv", "/don-vi", "/media/../server.py"):
        assert browser.get(path).text.startswith("beyond /")
    streamed = kept(Streamed(lambda: counted([])))
    assert browser.post(streamed).status_code == 405


def test_nobody_can_guess_the_name_of_a_file() -> None:
    store = Lingering("/media")
    kind = MediaFileKind.DOWNLOADABLE
    names = {store.load_and_get_id(Streamed(lambda: iter(())), "text/csv", kind) for _ in range(50)}
    assert len(names) == 50
