"""A real server on a free port and a real Chromium; no request may leave the machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

CHECKOUT = Path(__file__).resolve().parents[2]
MOMENT = "2026-11-20T09:00:00+07:00"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--lang=en-US",
]
LOCAL = ("127.0.0.1", "localhost", None)
Found = TypeVar("Found")
PATIENCE = 60_000
"""Milliseconds a page may take on a machine that is busy with something else."""
STILL = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const seen = document.querySelectorAll('*').length + document.body.textContent;
  const busy = !app || app.dataset.testScriptState === 'running'
    || document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner]');
  window.stillFor = busy || seen !== window.lastSeen ? 0 : window.stillFor + 1;
  window.lastSeen = seen;
  return window.stillFor >= 5;
}"""
"""Whether no run is on and nothing was painted for five looks: a slow browser looks slowly, too."""
expect.set_options(timeout=PATIENCE)


@dataclass
class Screen:
    """One browser tab on one server, with everything it asked for and complained about."""

    page: Page
    url: str
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, address: str = "/") -> None:
        """Opens an address and waits until the page is drawn and still."""
        self.page.goto(self.url + address)
        self.settle()

    def settle(self) -> None:
        """Waits until Streamlit has finished the run and the browser has painted it."""
        self.page.wait_for_selector("h1")
        with suppress(PlaywrightTimeoutError):  # a download offered at once keeps its answer open
            self.page.wait_for_load_state("networkidle", timeout=4_000)
        self.page.wait_for_function(STILL, polling=100)

    def reads(self, words: str) -> None:
        """Waits until a person reads these words; fails when they never come."""
        expect(self.page.locator("body")).to_contain_text(words, use_inner_text=True)

    def until(self, look: Callable[[], Found], fits: Callable[[Found], bool]) -> Found:
        """Looks until the finding fits, for a while; the last finding, to be asserted on."""
        deadline = time.monotonic() + PATIENCE / 1000
        while not fits(found := look()) and time.monotonic() < deadline:
            self.page.wait_for_timeout(200)
        return found

    def text(self) -> str:
        """What a person reads."""
        return self.page.locator("body").inner_text()

    def names(self) -> str:
        """What a screen reader says: roles and names of everything."""
        return self.page.locator("body").aria_snapshot()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Returns when the server answers; fails when it ends or takes longer than two minutes."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the server ended with status {process.returncode}")
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=10):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not answer in two minutes")


@contextmanager
def served(home: Path) -> Iterator[tuple[str, int]]:
    """The whole server on a home, at the moment of the tests; its address and process id."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "server:app", "--host", "127.0.0.1", "--port", str(port),
         "--no-proxy-headers", "--no-access-log", "--log-level", "error",
         "--timeout-graceful-shutdown", "3"],
        cwd=CHECKOUT, env={**os.environ, "SURVEY_HOME": str(home), "SURVEY_NOW": MOMENT},
    )
    try:
        wait_for(url, process)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait(timeout=60)


@pytest.fixture(scope="session")
def serve(
    templates: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., str]]:
    """Starts a server on a situation and gives its address; `fresh=True` always a new one."""
    running: dict[str, str] = {}
    with ExitStack() as started:

        def start(situation: str) -> str:
            home = tmp_path_factory.mktemp(f"served-{situation}") / "home"
            shutil.copytree(templates(situation), home)
            return started.enter_context(served(home))[0]

        def serving(situation: str = "tiny", *, fresh: bool = False) -> str:
            if fresh:
                return start(situation)
            if situation not in running:
                running[situation] = start(situation)
            return running[situation]

        yield serving


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the session; fails when Chromium is not installed."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.fail("these tests need Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def look(chromium: Browser) -> Iterator[Callable[..., Screen]]:
    """Opens tabs; at the end none may have asked another host or logged an error."""
    screens: list[Screen] = []

    def new(url: str, width: int = 1440, height: int = 900, scheme: str = "light") -> Screen:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-US",
            accept_downloads=True, permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(PATIENCE)
        screen = Screen(context.new_page(), url)

        def hear(message: ConsoleMessage) -> None:
            if message.type == "error":
                screen.errors.append(message.text)

        def note(request: Request) -> None:
            screen.requests.append(request.url)

        screen.page.on("console", hear)
        screen.page.on("pageerror", lambda error: screen.errors.append(str(error)))
        screen.page.on("request", note)
        screens.append(screen)
        return screen

    yield new
    for screen in screens:
        screen.page.context.close()
        foreign = [url for url in screen.requests if urlsplit(url).hostname not in LOCAL]
        assert foreign == []
        assert screen.errors == []
