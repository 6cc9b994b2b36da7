"""A server on this machine that speaks Sheets API v4 as the recordings show it, and its faults."""

from __future__ import annotations

import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

Cell = str | int | float | bool | None
Rows = list[list[Cell]]
Fault = Callable[["Handler"], bool]
"""Answers in its own way; True when the normal answer should follow all the same."""


@dataclass
class Book:
    """One spreadsheet: its tabs with their cells, and who may read it."""

    tabs: dict[str, Rows]
    timezone: str = "Asia/Ho_Chi_Minh"
    locale: str = "vi_VN"
    shared: bool = True


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    query: dict[str, list[str]]
    authorization: str | None


@dataclass
class SheetsServer:
    """The server's books, its faults (one is used up by each request) and what it was asked."""

    books: dict[str, Book] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    always: Fault | None = None
    asked: list[Asked] = field(default_factory=list)
    token: str | None = None
    refusal: dict[str, str] | None = None
    url: str = ""

    def reads(self) -> list[Asked]:
        """What was asked of spreadsheets, tokens left out."""
        return [asked for asked in self.asked if asked.path.startswith("/v4/")]


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    protocol_version = "HTTP/1.1"
    state: SheetsServer

    def log_message(self, *_given: Any) -> None:
        """Nothing is printed."""

    def do_GET(self) -> None:
        """Metadata, values.get and values:batchGet."""
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        self._note("GET", parts.path, query)
        if self._faulty():
            return
        if self.state.token and self.headers.get("Authorization") != f"Bearer {self.state.token}":
            self.say(401, failure(401, "Request had invalid authentication credentials.",
                                  "UNAUTHENTICATED"))
            return
        found = re.fullmatch(r"/v4/spreadsheets/([^/:]+)(?:/values(?:/(.+)|:batchGet))?", parts.path)
        book = self.state.books.get(found[1]) if found else None
        if not found or book is None:
            self.say(404, failure(404, "Requested entity was not found.", "NOT_FOUND"))
        elif not book.shared:
            self.say(403, failure(403, "The caller does not have permission", "PERMISSION_DENIED"))
        else:
            self._read(found, book, query)

    def _read(self, found: re.Match[str], book: Book, query: dict[str, list[str]]) -> None:
        serial = query.get("dateTimeRenderOption") == ["SERIAL_NUMBER"]
        if parts := found[2]:
            document = values(book, unquote(parts), serial)
        elif found[0].endswith(":batchGet"):
            ranges = [values(book, name, serial) for name in query.get("ranges", [])]
            document = None if None in ranges else {"spreadsheetId": found[1], "valueRanges": ranges}
        else:
            document = metadata(found[1], book)
        if document is None:
            self.say(400, failure(400, "Unable to parse range", "INVALID_ARGUMENT"))
        else:
            self.say(200, document)

    def do_POST(self) -> None:
        """The token endpoint."""
        parts = urlsplit(self.path)
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._note("POST", parts.path, {})
        if self._faulty():
            return
        if self.state.refusal:
            self.say(400, self.state.refusal)
        else:
            self.say(200, {"access_token": self.state.token, "expires_in": 3599,
                           "token_type": "Bearer"})

    def say(self, status: int, document: Any, headers: dict[str, str] | None = None) -> None:
        """A JSON answer in the layout Google uses."""
        body = json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
        self.send(status, body, {"Content-Type": "application/json; charset=UTF-8"} | (headers or {}))

    def send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """Any answer."""
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _note(self, method: str, path: str, query: dict[str, list[str]]) -> None:
        self.state.asked.append(Asked(method, path, query, self.headers.get("Authorization")))

    def _faulty(self) -> bool:
        fault = self.state.faults.pop(0) if self.state.faults else self.state.always
        return fault is not None and not fault(self)


def metadata(number: str, book: Book) -> dict[str, Any]:
    """The document of spreadsheets.get."""
    sheets = [
        {"properties": {"sheetId": place * 7, "title": title, "index": place, "sheetType": "GRID",
                        "gridProperties": {"rowCount": max(1000, len(rows)), "columnCount": 26}}}
        for place, (title, rows) in enumerate(book.tabs.items())
    ]
    return {
        "spreadsheetId": number,
        "properties": {"title": "Phiếu", "locale": book.locale, "autoRecalc": "ON_CHANGE",
                       "timeZone": book.timezone},
        "sheets": sheets,
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{number}/edit",
    }


def values(book: Book, name: str, serial: bool) -> dict[str, Any] | None:
    """The document of values.get for a whole tab; empty cells and rows at the end are left out."""
    quoted = re.match(r"'((?:[^']|'')*)'", name)
    tab = quoted[1].replace("''", "'") if quoted else name.split("!")[0]
    if tab not in book.tabs or not serial:
        return None
    rows = [trimmed(["" if cell is None else cell for cell in row]) for row in book.tabs[tab]]
    while rows and not rows[-1]:
        rows.pop()
    document: dict[str, Any] = {"range": f"'{tab}'!A1:Z1000", "majorDimension": "ROWS"}
    return document | ({"values": rows} if rows else {})


def trimmed(row: list[Any]) -> list[Any]:
    """A row without the empty cells at its end."""
    while row and row[-1] == "":
        row = row[:-1]
    return row


def failure(code: int, message: str, status: str) -> dict[str, Any]:
    """The document of an error."""
    return {"error": {"code": code, "message": message, "status": status}}


def status(code: int, *, html: bool = False, after: str | None = None) -> Fault:
    """An answer with this status, as JSON or as the page of a proxy."""

    def fault(handler: Handler) -> bool:
        headers = {"Retry-After": after} if after else {}
        if html:
            page = b"<!DOCTYPE html><title>Error</title>"
            handler.send(code, page, headers | {"Content-Type": "text/html"})
        else:
            handler.say(code, failure(code, "fault", "FAULT"), headers)
        return False

    return fault


def body(content: bytes, kind: str = "application/json") -> Fault:
    """A good status with these bytes."""
    return lambda handler: bool(handler.send(200, content, {"Content-Type": kind}))


def cut(length: int, sent: int) -> Fault:
    """Fewer bytes than were promised."""

    def fault(handler: Handler) -> bool:
        handler.send(200, b"{" + b" " * (sent - 1), {"Content-Length": str(length)})
        handler.close_connection = True
        return False

    return fault


def reset(handler: Handler) -> bool:
    """The connection is broken off."""
    option = b"\x01\x00\x00\x00\x00\x00\x00\x00"
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, option)
    handler.close_connection = True
    handler.connection.close()
    handler.wfile = handler.rfile  # nothing is left to flush
    return False


def silent(seconds: float) -> Fault:
    """No answer at all for a while."""

    def fault(handler: Handler) -> bool:
        time.sleep(seconds)
        handler.close_connection = True
        return False

    return fault


def dripping(where: str) -> Fault:
    """A byte every tenth of a second, in the headers or in the body, for half a minute."""

    def fault(handler: Handler) -> bool:
        head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\nX-Long: "
        handler.wfile.write(head if where == "headers" else head + b"y\r\n\r\n{")
        for _ in range(300):
            try:
                handler.wfile.write(b" ")
            except OSError:
                break
            time.sleep(0.1)
        handler.close_connection = True
        return False

    return fault


def redirect(target: str) -> Fault:
    """A redirection to another address."""
    return lambda handler: bool(handler.send(302, b"", {"Location": target}))


def late(seconds: float) -> Fault:
    """The normal answer, later."""

    def fault(_handler: Handler) -> bool:
        time.sleep(seconds)
        return True

    return fault


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[SheetsServer]:
    """The server on a free port of this machine, stopped at the end."""
    chosen = SheetsServer()
    handler = type("BoundHandler", (Handler,), {"state": chosen})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_given: None  # type: ignore[method-assign]
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    chosen.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield chosen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
