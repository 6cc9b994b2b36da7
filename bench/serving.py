"""A server of our own on a free loopback port, started and stopped by process id."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A loopback port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(home: Path, log: Path, **environment: str) -> Iterator[str]:
    """Serves the home and yields the address; RuntimeError when it does not answer in 60 s."""
    with server(home, log, **environment) as (address, _):
        yield address


@contextmanager
def server(
    home: Path, log: Path, app: str = "server:app", **environment: str
) -> Iterator[tuple[str, int]]:
    """Serves the home as `start.py` does; yields the address and the number of the process."""
    port = free_port()
    command = [
        sys.executable, "-m", "uvicorn", app, "--host", "127.0.0.1", "--port", str(port),
        "--log-level", "warning", "--no-access-log", "--no-server-header", "--no-proxy-headers",
    ]
    said = {**os.environ, "SURVEY_HOME": str(home), **environment}
    with started(command, log, said, f"http://127.0.0.1:{port}/healthz") as process:
        yield f"http://127.0.0.1:{port}", process.pid


@contextmanager
def stock_streamlit(app: Path, log: Path, **environment: str) -> Iterator[str]:
    """Serves an app with `streamlit run`, without our settings."""
    port = free_port()
    command = [
        sys.executable, "-m", "streamlit", "run", str(app), "--server.port", str(port),
        "--server.headless", "true", "--server.address", "127.0.0.1",
        "--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none",
    ]
    said = {**os.environ, **environment}
    with started(command, log, said, f"http://127.0.0.1:{port}/_stcore/health", log.parent):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def started(
    command: list[str], log: Path, environment: dict[str, str], health: str, folder: Path = ROOT
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that answers at an address, stopped by its number afterwards."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait(health, process)
            yield process
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"no answer from {address}")
