"""The first page as a browser meets it: `python -m bench pages`, bytes, visible text, a click.

Every round is a fresh browser profile on a unit's page of the generated rows; twice, since what
is sent is counted from outside, and whoever looks from outside makes the browser slower.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import time
import urllib.request
from base64 import b64decode
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit
from zlib import compress

from playwright.sync_api import Browser, CDPSession, Page, Playwright, sync_playwright

from bench.serving import server
from bench.store import MOMENT, stored
from bench.table import Measured

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--disable-background-networking", "--no-first-run"]
CHARTS = 4
ADDRESS = "/don-vi?unit=T01&period=this_year"
_DRAWN = f"() => document.querySelectorAll('.js-plotly-plot .plot-container').length >= {CHARTS}"
_NOTED = f"() => window.noted?.text && window.noted?.[{CHARTS}] && window.noted"
SETTLED = 3.0
"""Seconds after which a browser has started, and half of those a page has surely been drawn in."""
_CLICKED = """
async () => {
  const button = document.querySelector('[data-testid=stExpander] summary');
  button.scrollIntoView();
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const began = performance.now();
  button.click();
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - began;
}
"""
ASKED = "/xu-huong?unit=T{:02d}"
_REDRAWN = """
async () => {
  const chosen = '[aria-checked=true], [data-testid$=Active]';
  const buttons = [...document.querySelectorAll('[data-testid=stButtonGroup] button')];
  const other = buttons.reverse().find((button) => !button.matches(chosen));
  let painted = 0;
  const stamp = () => { painted = performance.now(); };
  new MutationObserver((all) => {
    if (all.some((one) => one.target.closest && one.target.closest('.js-plotly-plot')))
      requestAnimationFrame(() => requestAnimationFrame(stamp));
  }).observe(document.body, {subtree: true, childList: true, attributes: true});
  const began = performance.now();
  other.click();
  while (!painted || performance.now() - painted < 700) {
    await new Promise(done => setTimeout(done, 50));
    if (performance.now() - began > 30000) return null;
  }
  return painted - began;
}
"""
"""Another kind of period is asked of the server: until the last change of the chart is painted."""


@dataclass
class Visit:
    """What first visits cost; bytes by file, of the first visit."""

    bytes: Measured = field(default_factory=lambda: Measured("bytes"))
    live: Measured = field(default_factory=lambda: Measured("live"))
    text: Measured = field(default_factory=lambda: Measured("text"))
    charts: Measured = field(default_factory=lambda: Measured("charts"))
    click: Measured = field(default_factory=lambda: Measured("click"))
    asked: Measured = field(default_factory=lambda: Measured("asked"))
    files: Counter[str] = field(default_factory=Counter)


def visits(folder: Path, rows: int, rounds: int) -> Visit:
    """Opens the page in so many fresh profiles; the server has answered it once before."""
    home, found = stored(folder, rows), Visit()
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as logs,
        server(home.path, Path(logs, "log"), "bench.watched:app",
               SURVEY_NOW=MOMENT.isoformat()) as (address, _),
        sync_playwright() as playwright,
    ):
        for number in range(rounds + 1):
            _alone(playwright, [program or "chromium", *ARGUMENTS], address,
                   found if number else Visit())
            browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
            page = _visit(browser, address, found if number else Visit())
            _ask(page, address + ASKED.format(number + 1), found if number else Visit())
            browser.close()
    return found


def _alone(playwright: Playwright, command: list[str], address: str, found: Visit) -> None:
    """Opens the page in a browser nobody looks into before it has long been drawn."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [*command, "--headless=new", "--window-size=1440,900", f"--user-data-dir={profile}",
             "--remote-debugging-port=0", "about:blank"], stderr=subprocess.DEVNULL,
        )
        try:
            door = f"http://127.0.0.1:{_port(Path(profile))}"
            time.sleep(SETTLED)
            asked = f"{door}/json/new?{quote(address + ADDRESS, safe='')}"
            urllib.request.urlopen(urllib.request.Request(asked, method="PUT"), timeout=60).close()
            time.sleep(2 * SETTLED)
            browser = playwright.chromium.connect_over_cdp(door)
            page = next(page for page in browser.contexts[0].pages if page.url.startswith(address))
            noted = page.wait_for_function(_NOTED, timeout=60_000).json_value()
            found.text.values.append(noted["text"] / 1000)
            found.charts.values.append(noted[str(CHARTS)] / 1000)
            browser.close()
        finally:
            process.terminate()
            process.wait(timeout=20)


def _port(profile: Path) -> str:
    """Where a browser that has just been started listens."""
    said = profile / "DevToolsActivePort"
    for _ in range(300):
        if said.is_file() and (lines := said.read_text().split()):
            return lines[0]
        time.sleep(0.1)
    raise RuntimeError("the browser did not start")


def _visit(browser: Browser, address: str, found: Visit) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    sizes, live = _counted(page)
    page.goto(address + ADDRESS, wait_until="commit")
    page.wait_for_function(_DRAWN, timeout=60_000)
    page.wait_for_timeout(1500)
    found.bytes.values.append(sum(sizes.values()) + sum(live))
    found.live.values.append(sum(live))
    found.files = found.files or Counter(sizes)
    found.click.values.append(float(page.evaluate(_CLICKED)) / 1000)
    return page


def _ask(page: Page, address: str, found: Visit) -> None:
    """A choice the server has not answered before, on a page that stands still."""
    page.goto(address)
    page.wait_for_selector(".js-plotly-plot .plot-container", timeout=60_000)
    page.wait_for_timeout(1500)
    found.asked.values.append(float(page.evaluate(_REDRAWN)) / 1000)


def _counted(page: Page) -> tuple[dict[str, int], list[int]]:
    """Bytes over the wire by file, headers included, and those of the live connection."""
    session: CDPSession = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: dict[str, int] = {}
    names: dict[str, str] = {}
    live: list[int] = []
    packed: list[bool] = [False]
    session.on("Network.webSocketHandshakeResponseReceived", lambda e: packed.__setitem__(
        0, "permessage-deflate" in str(e["response"].get("headers", {}))))
    session.on("Network.responseReceived",
               lambda e: names.__setitem__(e["requestId"], urlsplit(e["response"]["url"]).path[:80]))
    session.on("Network.loadingFinished", lambda e: sizes.__setitem__(
        names.get(e["requestId"], "?"), int(e["encodedDataLength"])))
    session.on("Network.webSocketFrameReceived",
               lambda e: live.append(_wire(e["response"]["payloadData"], packed[0])))
    return sizes, live


def _wire(content: str, packed: bool) -> int:
    """Bytes of one message; a packed one as it would be alone (the connection packs better)."""
    body = b64decode(content, validate=False)
    return len(compress(body)) if packed else len(body)


def main() -> int:
    """Prints the medians and the largest files."""
    parser = argparse.ArgumentParser(prog="python -m bench pages", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir(), "survey-bench"))
    said = parser.parse_args()
    found = visits(said.dir, said.rows, said.rounds)
    print(f"bytes {(found.bytes.middle or 0) / 1e6:.2f} MB (live {(found.live.middle or 0) / 1e6:.2f}),"
          f" text {found.text.middle:.2f} s, {CHARTS} charts {found.charts.middle:.2f} s,"
          f" click to painted {(found.click.middle or 0) * 1000:.0f} ms,"
          f" choice to chart redrawn {(found.asked.middle or 0) * 1000:.0f} ms")
    for name, size in found.files.most_common(14):
        print(f"  {size / 1000:8.1f} kB {name}")
    return 0
