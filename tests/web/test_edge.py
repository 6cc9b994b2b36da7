"""The edge of a running server, byte by byte: paths, hosts, headers, errors, forged addresses."""

from __future__ import annotations

import time

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from pages.shared import text
from tests.conftest import CHECKOUT
from tests.web.conftest import Server
from web.middleware import HEADERS

SECRETS = (b"import ", b"[server]", b"root:", b"SQLite format 3", b"DUCK", b"[theme]", b"hash")
PATHS = (
    "/.streamlit/secrets.toml", "/.streamlit/config.toml", "/app/static/../secret.txt",
    "/app/static/../../server.py", "/static/../server.py", "/static/../../../server.py",
    "/static/%2e%2e/%2e%2e/server.py", "/static/..%2f..%2fserver.py", "/%2e%2e/%2e%2e/etc/passwd",
    "/static/..%5c..%5cserver.py", "/..%5c..%5cserver.py", "/%5c%5cserver%5cshare%5cx",
    "//server/share/x", "/\\\\server\\share\\x", "/static/%00", "/%00/server.py",
    "/static/js/..%00/server.py", "/media/..", "/media/../server.py", "/media/%2e%2e/server.py",
    "/media//etc/passwd", "/component/..", "/component/../server.py", "/component/x/../../server.py",
    "/component/%2e%2e/server.py", "/_stcore/bidi-components/../server.py", "/server.py",
    "/requirements.txt", "/var/ledger.sqlite", "/CURRENT", "/static/js/%2e%2e%2f%2e%2e%2findex.py",
    "/static/v-0123456789ab/media/../../../server.py", "/.git/config", "/don-vi/", "/don-vi/x",
    "/TONG-QUAN", "/_stcore/../server.py", "/_stcore/upload_file/../../server.py", "/static/.env",
    "/.well-known/x", "/index.html", "/khong/co", "/%ef%bc%8e%ef%bc%8e/server.py", "/static//js/boot.js",
    "/app/static/x.png", "/media/%e2%80%ae", "/server.py%20", "/..;/server.py", "/wp-login.php",
)


@pytest.mark.parametrize("path", PATHS)
def test_n01_no_path_reads_a_file(server: Server, path: str) -> None:
    status, headers, body = server.answer(path)
    assert status in (400, 404), status
    assert b'<div id="root">' not in body
    assert not any(secret in body for secret in SECRETS)
    for name in ("server.py", "dashboard.py", "requirements.txt"):
        assert (CHECKOUT / name).read_bytes()[:200] not in body
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", [
    "/_stcore/metrics", "/_stcore/metrics/", "//_stcore/metrics", "/_STCORE/metrics",
    "/_stcore/%6detrics", "/_stcore/agent/interact", "/_stcore/agent/mcp", "/docs", "/redoc",
    "/openapi.json", "/_stcore/agent/openapi.json",
])
def test_n03_metrics_agents_and_docs_are_closed(server: Server, path: str) -> None:
    for method in ("GET", "POST"):
        assert server.answer(path, method)[0] == 404


@pytest.mark.parametrize("headers", [
    {"Origin": "http://evil.example"}, {"Host": "evil.example"}, {"Host": "evil.example:8501"},
    {"Origin": "null"}, {"Host": "127.0.0.1.evil.example"}, {"X-Forwarded-Host": "127.0.0.1"},
    {"Origin": "http://127.0.0.1.evil.example"}, {"Origin": "http://[::1"},
])
def test_n04_foreign_names_are_refused(server: Server, headers: dict[str, str]) -> None:
    assert server.answer("/tong-quan", headers=headers)[0] == 403
    upgrade = {
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol": "streamlit",
    }
    assert server.answer("/_stcore/stream", headers={**upgrade, **headers})[0] == 403


@pytest.mark.parametrize("path", [
    "/", "/tong-quan", "/dang-nhap", "/healthz", "/_stcore/health", "/_stcore/metrics",
    "/media/00ff.csv", "/static/js/boot.js", "/_stcore/host-config", "/nothing/at/all",
])
def test_n08_every_answer_has_the_security_headers(server: Server, path: str) -> None:
    _, headers, _ = server.answer(path)
    for name, value in HEADERS.items():
        if (path, name) != ("/dang-nhap", "Referrer-Policy"):
            assert headers[name.lower()] == value
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert ("no-store" in headers.get("cache-control", "")) or not path.startswith("/media")
    assert headers.get("access-control-allow-origin") != "*"


ADDRESSES = {
    "W01": ("unit=%27%3BDROP%20TABLE%20raw_row%3B--", "unit"),
    "W02": ("from=2026-13-45&to=abc", "from"),
    "W03": ("from=2026-12-31&to=2026-01-01", None),
    "W06": ("unit=" + "A" * 100_000, "unit"),
    "W07": ("unit=%00", "unit"),
    "S01": ("officer=x%27%20OR%201%3D1%20--", "officer"),
    "S02": ("officer=x%27%3B%20COPY%20raw_row%20TO%20%27x.csv%27%3B%20--", "officer"),
    "S11": ("officer=%E2%80%99%20OR%20%E2%80%991%E2%80%99%3D%E2%80%991", "officer"),
}


@pytest.mark.parametrize("case", ADDRESSES)
def test_a_forged_address_gets_a_sentence_and_the_usual_view(server: Server, case: str) -> None:
    query, name = ADDRESSES[case]
    with server.live() as person:
        said = person.ask("tong-quan", query).decode("utf-8", "replace")
    if name is None:
        problem = text.FROM_AFTER_TO
    else:
        words = text.BAD_DAY if name == "from" else text.BAD_VALUE
        problem = words.format(name=text.LABELS[name])
    assert problem in said
    assert "68 phiếu" in said and text.PRODUCT in said
    assert "mã lỗi" not in said
    assert not list(server.home.rglob("x.csv")) and not (CHECKOUT / "x.csv").exists()


FORGED = {
    "W01 twice encoded": "%2527%253BDROP", "W01 full-width signs": "%EF%BC%87%EF%BC%9BDROP",
    "W01 operator": "[%22$ne%22]", "W07 inside": "X1%00", "W07 before": "%00X1", "W07 line": "X1%0AX2",
    "W06 wide": "%E1%BB%87" * 2_000, "W09 path": "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "W09 backslash": "..%5c..%5cwin.ini", "W01 no text": "%FF%FE%00", "W01 direction": "%E2%80%AEX1",
    "W01 template": "%7B%7B7*7%7D%7D", "W01 markup": "%3Cscript%3Ealert(1)%3C/script%3E",
}
ELEMENTS = ("unit", "officer", "field", "channel", "respondent_type", "criterion", "period")


@pytest.mark.parametrize("case", FORGED)
def test_every_element_refuses_it_however_it_is_written(server: Server, case: str) -> None:
    before = server.worked()
    with server.live() as person:
        said = person.ask("tieu-chi", "&".join(f"{name}={FORGED[case]}" for name in ELEMENTS))
    assert server.worked() - before < 2
    words = said.decode("utf-8", "replace")
    for name in ELEMENTS:
        assert text.BAD_VALUE.format(name=text.LABELS[name]) in words, name
    assert "68 phiếu" in words and "mã lỗi" not in words
    assert b"root:" not in said and b"<script>alert" not in said


@pytest.mark.parametrize("query", [
    "from=2026-02-30", "from=%D9%A2%D9%A0%D9%A2%D9%A6-01-01", "from=2026-01-01T00:00:00Z", "to=1e9",
    "to=-1", "from=99999-01-01", "from=0000-00-00", "to=2026-1-1%00", "from=" + "9" * 100_000,
])
def test_w02_a_day_that_is_none_is_named(server: Server, query: str) -> None:
    with server.live() as person:
        said = person.ask("tong-quan", query).decode("utf-8", "replace")
    name = query.partition("=")[0]
    assert text.BAD_DAY.format(name=text.LABELS[name]) in said
    assert "68 phiếu" in said and "mã lỗi" not in said


@pytest.mark.parametrize("query", [
    "k=0", "minimum=0", "k=-1", "k=1&k=0", "minimum_n=0", "MINIMUM_N=0", "user=quan.tri", "scope=all",
    "role=admin", "embed=true&embed_options=show_toolbar", "page=%2e%2e%2f%2e%2e%2fetc%2fpasswd", "sort=rating;%20DROP%20TABLE%20raw_row",
])
def test_w04_w09_s05_unknown_parameters_are_ignored(server: Server, query: str) -> None:
    with server.live() as person:
        said = person.ask("don-vi", query).decode("utf-8", "replace")
    assert "68 phiếu" in said and "mã lỗi" not in said and "root:" not in said


def test_a01_no_page_hash_is_a_way_around_the_frame(server: Server) -> None:
    """Every page of the navigation runs inside the frame, whatever a browser claims about it."""
    with server.live() as person:
        for script in ("pages/results/overview.py", "../server.py", "", "\0", "x" * 5000):
            wrong = BackMsg()
            wrong.rerun_script.page_script_hash = script
            assert text.PRODUCT.encode() in person.ask(message=wrong)


def test_a06_a_live_session_cannot_be_taken_over_by_its_number(server: Server) -> None:
    with server.live() as owner:
        assert b"60 phi" in owner.ask("tong-quan", "unit=X1")
        with server.live(owner.session) as thief:
            assert b"68 phi" in thief.ask("tong-quan")
            assert thief.session and thief.session != owner.session
        assert b"60 phi" in owner.ask("tong-quan", "unit=X1")


def test_a_broken_connection_finds_its_own_session_again(server: Server) -> None:
    with server.live() as before:
        before.ask("tong-quan", "unit=X1")
    for _ in range(150):
        with server.live(before.session) as after:
            after.ask("tong-quan", "unit=X1")
        if after.session == before.session:
            return
        time.sleep(0.2)
    pytest.fail("the session was lost")
