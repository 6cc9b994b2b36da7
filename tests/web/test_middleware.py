"""Who gets in before there are accounts, what is closed, and the headers of every answer."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from web import text
from web.middleware import HEADERS, POLICY, Hardened, LoopbackOnly, is_closed


async def answer(request: object) -> PlainTextResponse:
    return PlainTextResponse("in")


async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close()


APP = LoopbackOnly(Hardened(Starlette(routes=[
    Route("/{path:path}", answer), WebSocketRoute("/_stcore/stream", echo),
])))


def browser(client: str = "127.0.0.1", host: str = "127.0.0.1:8501") -> TestClient:
    return TestClient(APP, base_url=f"http://{host}", client=(client, 50000))


@pytest.mark.parametrize(("client", "host"), [
    ("127.0.0.1", "127.0.0.1:8501"), ("127.0.0.1", "localhost:8502"), ("::1", "[::1]:8501"),
])
def test_a_browser_on_this_machine_comes_in(client: str, host: str) -> None:
    assert browser(client, host).get("/").text == "in"


@pytest.mark.parametrize(("client", "host", "headers"), [
    ("192.168.1.7", "127.0.0.1:8501", {}),
    ("10.0.0.2", "localhost", {}),
    ("127.0.0.1", "evil.example", {}),
    ("127.0.0.1", "127.0.0.1.evil.example", {}),
    ("127.0.0.1", "127.0.0.1:8501", {"Origin": "http://evil.example"}),
    ("127.0.0.1", "127.0.0.1:8501", {"Origin": "null"}),
    ("127.0.0.1", "127.0.0.1:8501", {"Origin": "http://127.0.0.1:8502"}),
    ("127.0.0.1", "127.0.0.1:8501", {"Origin": "http://localhost:8501"}),
    ("127.0.0.1", "127.0.0.1:8501", {"Origin": "https://127.0.0.1:8501"}),
    ("127.0.0.1", "127.0.0.1:8501", {"Origin": "http://127.0.0.1"}),
    ("127.0.0.1", "127.0.0.1:8501", {"Origin": "http://127.0.0.1:x"}),
    ("127.0.0.1", "127.0.0.1:8501", {"X-Forwarded-For": "203.0.113.9"}),
    ("127.0.0.1", "127.0.0.1:8501", {"Forwarded": "for=203.0.113.9"}),
])
def test_everyone_else_is_told_why_not(client: str, host: str, headers: dict[str, str]) -> None:
    refused = browser(client, host).get("/", headers=headers)
    assert (refused.status_code, refused.text) == (403, text.NOT_LOCAL)
    live = browser(client, host).websocket_connect("/_stcore/stream", headers=headers)
    with pytest.raises(WebSocketDisconnect), live:
        pass


@pytest.mark.parametrize("more", [
    {"Host": "127.0.0.1:8501"}, {"Host": "127.0.0.1:8501", "Origin": "http://127.0.0.1:8501"},
    {"Host": "localhost", "Origin": "http://LOCALHOST:80"},
    {"Host": "[::1]:8501", "Origin": "http://[::1]:8501"},
])
def test_the_live_connection_opens_on_this_machine(more: dict[str, str]) -> None:
    with browser().websocket_connect("/_stcore/stream", headers=more):
        pass


@pytest.mark.parametrize("path", [
    "/_stcore/metrics", "/_stcore/metrics/", "/_STCORE/METRICS", "//_stcore//metrics",
    "/_stcore/agent/interact", "/_stcore/agent/mcp", "/_stcore/agent/openapi.json", "/docs",
    "/openapi.json",
])
def test_what_nobody_needs_is_closed(path: str) -> None:
    assert is_closed(path)


@pytest.mark.parametrize("path", [
    "/", "/don-vi", "/_stcore/health", "/_stcore/stream", "/docsx", "/dang-nhap", "/cong-khai.csv",
    "/api/sync", "/static/js/index.DormvYxC.js", "/media/0123abcd.xlsx", "/favicon.png",
    "/static/media/SourceSansVF-Upright.ttf.BsWL4Kly.woff2", "/component/a.b/index.html",
    "/_stcore/upload_file/0f8b6a52-1111-4222-8333-444455556666/f1",
])
def test_what_the_dashboard_needs_stays_open(path: str) -> None:
    assert not is_closed(path)


def test_a_closed_address_answers_404() -> None:
    assert browser().get("/_stcore/metrics").status_code == 404


def test_every_answer_carries_the_security_headers() -> None:
    for path in ("/", "/_stcore/metrics"):
        found = browser().get(path).headers
        assert {name: found[name] for name in HEADERS} == HEADERS
    assert browser().get("/media/x.csv").headers["cache-control"] == "no-store"


def test_the_policy_names_no_other_host_and_no_inline_script() -> None:
    assert "http" not in POLICY and "*" not in POLICY
    script = next(rule for rule in POLICY.split("; ") if rule.startswith("script-src"))
    assert "unsafe-inline" not in script and "'unsafe-eval'" not in script
