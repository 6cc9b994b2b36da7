"""Whatever Google or the network does: bounded, named in one sentence, never a wrong sheet."""

from __future__ import annotations

import gzip
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data.raw_table import RawTable
from data.settings import Settings
from data.sources.faults import SourceError
from data.sources.google_sheet import GoogleSheet
from data.sources.sheets_transport import Patience
from data.text_sources import FAULTS
from tests.data.sheet_values import ID, MAPPING, Waits, book, key_file, reader
from tests.data.sheets_server import (
    Fault,
    SheetsServer,
    body,
    cut,
    dripping,
    late,
    redirect,
    reset,
    serving,
    silent,
    status,
)

HASTY = Patience(connect=5.0, read=1.0, silent=2.0, total=3.0)
"""Short beside the half minute a bad server takes, long beside a busy machine."""
METADATA: Fault = lambda _handler: True  # noqa: E731 - the first call is answered as usual


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    """A server with one form's spreadsheet."""
    with serving() as running:
        running.books[ID] = book()
        yield running


def rows(server: SheetsServer, waits: Waits | None = None, **named: Any) -> int:
    (found,) = reader(server, waits, **named).pull(MAPPING)
    assert isinstance(found.table, RawTable)
    return found.table.rows


def fault(server: SheetsServer, waits: Waits | None = None, **named: Any) -> SourceError:
    with pytest.raises(SourceError) as caught:
        rows(server, waits, **named)
    assert str(caught.value).endswith(".") and caught.value.exit_status == 5
    return caught.value


def test_g01_three_times_429_then_the_data(server: SheetsServer) -> None:
    waits = Waits()
    server.faults = [status(429)] * 3
    assert rows(server, waits) == 5
    assert len(server.reads()) == 3 + 2
    assert waits.asked == [1, 2, 4]  # chance is always 1: the longest that jitter gives


def test_g02_429_for_ever_ends_in_time_and_the_next_run_works(server: SheetsServer) -> None:
    waits = Waits()
    server.always = status(429)
    error = fault(server, waits)
    assert error.cause == "quota" and "quá hạn mức" in str(error)
    assert len(server.reads()) == 5 and sum(waits.asked) <= 120
    server.always = None
    assert rows(server) == 5


def test_g02_the_wait_a_server_asks_for_is_kept_when_there_is_time(server: SheetsServer) -> None:
    waits = Waits()
    server.faults = [status(429, after="30"), status(503, after="40")]
    assert rows(server, waits) == 5
    assert waits.asked == [30, 40]


@pytest.mark.parametrize("after", ["3600", "Fri, 31 Dec 2100 23:59:59 GMT"])
def test_g02_a_wait_beyond_the_deadline_ends_at_once(server: SheetsServer, after: str) -> None:
    waits = Waits()
    server.always = status(429, after=after)
    assert fault(server, waits).cause == "quota"
    assert (waits.asked, len(server.reads())) == ([], 1)


@pytest.mark.parametrize("after", ["-5", "bald", "²", "Fri, 99 Dec 2100", "1" * 400])
def test_g02_a_senseless_wait_harms_nothing(server: SheetsServer, after: str) -> None:
    server.faults = [status(429, after=after.encode().decode("latin-1"))]
    if after.startswith("1"):
        assert fault(server).cause == "quota"
    else:
        assert rows(server) == 5


@pytest.mark.parametrize("code", [408, 500, 502, 503, 504])
@pytest.mark.parametrize("html", [False, True], ids=["json", "html"])
def test_g03_a_server_error_is_tried_again(server: SheetsServer, code: int, html: bool) -> None:
    server.faults = [METADATA, *[status(code, html=html)] * 3]
    assert rows(server) == 5
    assert len(server.reads()) == 3 + 2


def test_g03_a_server_error_for_ever_ends_after_five_tries(server: SheetsServer) -> None:
    server.always = status(503, html=True)
    assert fault(server).cause == "server"
    assert len(server.reads()) == 5


@pytest.mark.parametrize(("code", "cause", "words"), [
    (400, "bad_request", "trang tính"), (401, "unauthorised", "khoá"),
    (403, "forbidden", "chia sẻ"), (404, "not_found", "xoá"),
])
def test_g05_a_refusal_is_not_tried_again_and_names_its_cause(
    server: SheetsServer, code: int, cause: str, words: str
) -> None:
    server.always = status(code)
    error = fault(server)
    assert error.cause == cause and words in str(error) and str(code) in str(error)
    assert len(server.reads()) == 1


def test_g05_a_project_without_the_api_is_named(server: SheetsServer) -> None:
    said = {"error": {"code": 403, "details": [{"reason": "SERVICE_DISABLED"}]}}
    server.always = lambda handler: bool(handler.say(403, said))
    assert "Sheets API" in str(fault(server))
    assert len(server.reads()) == 1


def test_g06_a_server_that_is_not_there_is_named(server: SheetsServer) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server.url = f"http://127.0.0.1:{free.getsockname()[1]}"
        waits = Waits()
        assert fault(server, waits).cause == "refused"
        assert sum(waits.asked) < 60


def test_g06_a_name_nobody_has_is_named(tmp_path: Path, server: SheetsServer) -> None:
    settings = Settings(
        sheets_url="https://khong-co.invalid", google_key=key_file(tmp_path, server)
    )
    server.token = "t"
    sheet = GoogleSheet(settings, None, Waits().clock())
    assert sheet.test(MAPPING) in (str(SourceError("", FAULTS[cause])) for cause in ("dns", "refused"))


def test_g06_a_certificate_nobody_vouches_for_is_refused(
    tmp_path: Path, server: SheetsServer
) -> None:
    import ssl

    pem = tmp_path / "tls.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
         "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(pem), "-out",
         str(tmp_path / "cert.pem")], check=True, capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", pem)
    with serving(tls=context) as secret:
        waits = Waits()
        assert fault(secret, waits).cause == "tls"
        assert (waits.asked, secret.asked) == ([], [])


def test_g07_a_server_that_says_nothing_is_given_up_within_a_minute(server: SheetsServer) -> None:
    server.always = silent(30)
    begun = time.monotonic()
    assert fault(server, patience=HASTY).cause == "silent"
    assert time.monotonic() - begun < 15
    assert Patience().silent == 60


def test_g07_silence_once_is_tried_again(server: SheetsServer) -> None:
    server.faults = [METADATA, silent(1.0)]
    assert rows(server, patience=Patience(read=0.3)) == 5


@pytest.mark.parametrize("where", ["headers", "body"])
def test_g08_a_drip_ends_at_the_deadline(server: SheetsServer, where: str) -> None:
    server.always = dripping(where)
    begun = time.monotonic()
    error = fault(server, patience=HASTY)
    assert error.cause == "deadline" and time.monotonic() - begun < 15
    server.always = None
    assert rows(server, patience=HASTY) == 5


@pytest.mark.parametrize("broken", [
    pytest.param(cut(149, 74), id="fewer bytes than promised"),
    pytest.param(reset, id="reset"),
    pytest.param(lambda handler: bool(handler.send(
        200, gzip.compress(b'{"range": "x"}')[:20], {"Content-Encoding": "gzip"})), id="cut gzip"),
])
def test_g09_a_cut_answer_is_refused_whole_and_tried_again(
    server: SheetsServer, broken: Fault
) -> None:
    server.faults = [METADATA, broken]
    assert rows(server) == 5
    server.faults = [METADATA, *[broken] * 5]
    assert fault(server).cause in ("cut", "not_json")


HALF = b'{"range": "x!A1:B2", "majorDimension": "ROWS", "values": [["a", "b"], ["1", '


@pytest.mark.parametrize("content", [
    HALF, HALF + b'"2"]]', HALF + b'"2"]]}}', HALF + b'NaN]]}', HALF + b'"\xff"]]}',
    HALF + b'{"a": 1}]]}', HALF + b'"2"], 7]}', b"", b"[" * 100_000,
    b'{"range": "x", "values": [[' + b"9" * 5000 + b"]]}",
])
def test_g10_half_or_broken_json_is_refused_whole_and_tried_again(
    server: SheetsServer, content: bytes
) -> None:
    server.faults = [METADATA, body(content)]
    assert rows(server) == 5
    server.faults = [METADATA, *[body(content)] * 5]
    assert fault(server).cause == "not_json"


def test_g11_the_page_of_a_captive_portal_is_refused(server: SheetsServer) -> None:
    server.always = body(b"<html><body>Xin moi dang nhap</body></html>", "text/html")
    assert "đăng nhập" in str(fault(server))


@pytest.mark.parametrize("content", [
    b"{}", b"null", b'{"error": {"code": 500}}', b"[]", b"7", b'"x"',
    b'{"range": "x!A1"}', b'{"majorDimension": "ROWS"}', b'{"values": [["a"]]}',
    b'{"range": "x!A1", "majorDimension": "COLUMNS", "values": [["a"]]}',
    b'{"range": "x!A1", "majorDimension": "ROWS", "values": {"a": 1}}',
])
@pytest.mark.parametrize("call", [0, 1], ids=["metadata", "values"])
def test_an_answer_without_its_parts_is_never_an_empty_sheet(
    server: SheetsServer, content: bytes, call: int
) -> None:
    server.faults = [METADATA] * call + [body(content)]
    assert fault(server).cause == "shape"
    assert len(server.reads()) == call + 1


def test_no_token_follows_a_redirect(server: SheetsServer, tmp_path: Path) -> None:
    with serving() as other:
        server.token = "t"
        server.faults = [METADATA, redirect(f"{other.url}/v4/spreadsheets/{ID}")]
        error = fault(server, key=key_file(tmp_path, server))
        assert error.cause == "redirect" and other.asked == []


def test_a_token_server_that_fails_is_bounded_too(server: SheetsServer, tmp_path: Path) -> None:
    key, waits = key_file(tmp_path, server), Waits()
    server.always = status(503)
    assert fault(server, waits, key=key).cause == "server"
    assert len(server.asked) == 5
    server.always = dripping("body")
    begun = time.monotonic()
    assert fault(server, key=key, patience=HASTY).cause == "deadline"
    assert time.monotonic() - begun < 15


def test_an_answer_without_end_stops_at_the_size_that_is_allowed(server: SheetsServer) -> None:
    content = json.dumps({"range": "x!A1", "majorDimension": "ROWS", "values": [["x" * 99]] * 9000})
    packed = gzip.compress(content.encode())
    assert len(packed) < 20_000
    server.faults = [METADATA, lambda handler: bool(
        handler.send(200, packed, {"Content-Encoding": "gzip"}))]
    assert fault(server, patience=Patience(size=500_000)).cause == "too_large"


def test_eight_sheets_of_twenty_thousand_rows_stay_within_the_quota(server: SheetsServer) -> None:
    made = [[46146 + row / 1000, "X1", "Hài lòng"] for row in range(20_000)]
    server.books[ID] = book(made)
    begun = time.monotonic()
    assert [rows(server) for _ in range(8)] == [20_000] * 8
    assert len(server.reads()) == 16 < 60
    assert time.monotonic() - begun < 60


def test_a_slow_but_steady_answer_is_read(server: SheetsServer) -> None:
    server.faults = [late(0.2), late(0.2)]
    assert rows(server, patience=HASTY) == 5


def test_a_netrc_file_gives_no_password_to_anyone(
    server: SheetsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login an password mat\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    assert rows(server) == 5
    assert {asked.authorization for asked in server.asked} == {None}


def test_a_proxy_never_stands_before_this_machine(
    server: SheetsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert rows(server) == 5
