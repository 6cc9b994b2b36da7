"""The whole server on a free port, and a client that speaks to it like a hostile browser."""

from __future__ import annotations

import asyncio
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

T = TypeVar("T")
CHECKOUT = Path(__file__).resolve().parents[2]
MOMENT = "2026-11-20T09:00:00+07:00"
PATIENCE = 60
"""Seconds an answer may take on a machine that is busy with something else."""


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What asynchronous work comes to, in a thread of its own: a browser's test may hold a loop here."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


@dataclass
class Live:
    """One live connection: what was sent to it, and runs of the dashboard on demand."""

    socket: ClientConnection
    received: bytearray = field(default_factory=bytearray)
    files: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    session: str = ""

    def ask(self, page: str = "", query: str = "", message: BackMsg | None = None) -> bytes:
        """Runs a page and returns every byte of the run; `files` are those it offers."""
        self.files.clear()
        wanted = message or BackMsg()
        wanted.rerun_script.page_name = page
        wanted.rerun_script.query_string = query
        self.socket.send(wanted.SerializeToString())
        return self.rest()

    def file(self, number: str) -> str:
        """The address of a file that is made when asked for."""
        wanted = BackMsg()
        wanted.backend_operation_request.request_id = number
        wanted.backend_operation_request.session_id = self.session
        wanted.backend_operation_request.deferred_file.file_id = number
        self.socket.send(wanted.SerializeToString())
        while True:
            part = self.socket.recv(timeout=PATIENCE)
            self.received += part
            said = ForwardMsg.FromString(part)
            if said.WhichOneof("type") == "backend_operation_response":
                assert said.backend_operation_response.deferred_file.url
                return said.backend_operation_response.deferred_file.url

    def rest(self, seconds: float = PATIENCE) -> bytes:
        """Every byte until a run has finished."""
        before = len(self.received)
        deadline = time.monotonic() + seconds
        while True:
            part = self.socket.recv(timeout=max(0.1, deadline - time.monotonic()))
            self.received += part
            said = ForwardMsg.FromString(part)
            self.kinds.add(said.WhichOneof("type") or "")
            self.session = said.new_session.initialize.session_id or self.session
            if number := said.delta.new_element.download_button.deferred_file_id:
                self.files.append(number)
            if said.WhichOneof("type") == "script_finished" and said.script_finished == 0:
                return bytes(self.received[before:])


@dataclass(frozen=True)
class Server:
    """A server of its own with the home it serves."""

    port: int
    home: Path
    process: int

    def worked(self) -> float:
        """Processor seconds the server has spent; unlike the clock, no matter of luck."""
        used = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")

    def answer(
        self, path: str, method: str = "GET", headers: dict[str, str] | None = None,
        body: object = None,
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of one raw request; the path goes out as it is."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        line._validate_path = lambda _path: None  # type: ignore[attr-defined, method-assign]
        chunked = body is not None and not isinstance(body, bytes)
        line.request(method, path, body, headers or {}, encode_chunked=chunked)
        found = line.getresponse()
        return found.status, {k.lower(): v for k, v in found.headers.items()}, found.read()

    @contextmanager
    def live(self, session: str = "", **headers: str) -> Iterator[Live]:
        """A live connection with more headers than usual; `session` is one to take up again."""
        named = ["streamlit", "none", session] if session else ["streamlit"]
        with connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream", max_size=None, close_timeout=1,
            open_timeout=PATIENCE, ping_interval=None,
            subprotocols=[Subprotocol(name) for name in named], additional_headers=headers,
        ) as opened:
            yield Live(opened)


@contextmanager
def serving(home: Path, **settings: str) -> Iterator[Server]:
    """The dashboard on a home, with more settings than usual, stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "server:app", "--host", "127.0.0.1", "--port", str(port),
         "--no-proxy-headers", "--no-access-log", "--log-level", "error",
         "--timeout-graceful-shutdown", "3"],
        cwd=CHECKOUT, env={**os.environ, "SURVEY_HOME": str(home), **settings},
    )
    found = Server(port, home, process.pid)
    try:
        _wait(found, process)
        yield found
    finally:
        process.terminate()
        try:
            process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


@contextmanager
def running(home: Path) -> Iterator[Server]:
    """The dashboard on a home, at the moment of the tests."""
    with serving(home, SURVEY_NOW=MOMENT) as found:
        yield found


@pytest.fixture(scope="session")
def server(
    templates: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The dashboard on the tiny home, before there are accounts."""
    home = tmp_path_factory.mktemp("edge") / "home"
    shutil.copytree(templates("tiny"), home)
    with running(home) as found:
        yield found


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 2 * PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            server.answer("/healthz")
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not answer in two minutes")
