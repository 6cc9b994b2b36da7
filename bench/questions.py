"""Our pages, their bare queries, a bare scan, Streamlit with pandas and Superset, side by side.

`python -m bench questions --rows 1000000,10000000`: in every round each of them is asked once for
the same days, and the days move, so that all see the same machine and no cache has the answer.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import duckdb

from bench import text_rows
from bench.cases import PAGES, Case, cases
from bench.recorded import Call, calls_of
from bench.scan import bare_scan, csv_of, span_of
from bench.serving import ROOT, server, stock_streamlit
from bench.store import MOMENT, stored
from bench.superset import Superset, is_running
from bench.table import Measured
from bench.visitor import Visitor
from data.settings import Home
from data.snapshot.files import current_path
from data.snapshot.reading import open_snapshot

NATION, PROVINCE, SUBTREE = "VN", "T01", "T00"
STOCK_MOST = 10_000_000
SECONDS = 5.0
"""Time for one page under one case at one size; at least MINIMUM rounds are made."""
MINIMUM = 2
EARLIER = 30
"""How many days before those of the pages the bare questions are asked for."""
GAP = 0.3
"""Seconds before a page is asked for: who asks faster is made to wait by the server (web/limits.py)."""
KINDS = ("page", "bare", "scan", "cached", "stock", "superset", "superset_cached")


@dataclass
class Row:
    """One page under one case at one size, with every kind measured beside it."""

    rows: int
    case: str
    page: str
    found: dict[str, Measured] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.found = self.found or {kind: Measured(kind) for kind in KINDS}


@dataclass
class Peers:
    """Everything that is asked in one round; None for what is not there."""

    ours: Visitor
    cursor: duckdb.DuckDBPyConnection
    stock: Visitor | None = None
    superset: Superset | None = None


def measured(folder: Path, sizes: list[int], rounds: int, pages: list[str]) -> list[Row]:
    """All rows of the table, size by size."""
    return [row for size in sizes for row in asyncio.run(_size(folder, size, rounds, pages))]


async def _size(folder: Path, size: int, rounds: int, pages: list[str]) -> list[Row]:
    home = stored(folder, size)
    os.environ |= {"SURVEY_HOME": str(home.path), "SURVEY_NOW": MOMENT.isoformat()}
    found = []
    with ExitStack() as stack:
        peers = await _peers(stack, home, folder, size)
        for case in cases(NATION, PROVINCE, SUBTREE, text_rows.FIELDS[0]):
            for page in (page for page in case.pages if page in pages):
                row = Row(size, case.name, page)
                calls = calls_of(page, case)
                await _rounds(row, peers, (case, page, calls), rounds)
                found.append(row)
                print(line_of(row), flush=True)
    return found


async def _peers(stack: ExitStack, home: Home, folder: Path, size: int) -> Peers:
    log = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")), "server.log")
    address, _ = stack.enter_context(server(home.path, log))
    peers = Peers(await Visitor.open(address, ""), stack.enter_context(open_snapshot(home).cursor()))
    if size <= STOCK_MOST:
        said = {"BENCH_CSV": str(csv_of(home, folder / f"rows-{size}.csv"))}
        stock = stack.enter_context(stock_streamlit(ROOT / "bench" / "stock_app.py", log, **said))
        peers.stock = await Visitor.open(stock, "")
        await peers.stock.run("")
    if is_running():
        path = current_path(home)
        assert path is not None
        peers.superset = Superset(path, peers.cursor)
    return peers


async def _rounds(
    row: Row, peers: Peers, asked: tuple[Case, str, list[Call]], rounds: int
) -> None:
    """Round 0 warms up and is not counted."""
    began = time.perf_counter()
    for number in range(rounds + 1):
        timed = {kind: seconds async for kind, seconds in _round(peers, asked, number)}
        if number:
            for kind, seconds in timed.items():
                row.found[kind].values.append(seconds)
        if number >= MINIMUM and time.perf_counter() - began > SECONDS:
            return


async def _round(
    peers: Peers, asked: tuple[Case, str, list[Call]], number: int
) -> AsyncIterator[tuple[str, float]]:
    base, page, calls = asked
    case = base.moved(number + 1)
    for kind in ("page", "cached"):
        await asyncio.sleep(GAP)
        yield kind, (await peers.ours.run(PAGES[page], case.query)).seconds
    days = -EARLIER - number  # as many answers, but not the days the page has just read
    bare = [call.moved(base.filters, days) for call in calls if call.name != "choices"]
    yield "bare", _timed(lambda: [call.ask(peers.cursor) for call in bare])
    span = span_of(peers.cursor, case.filters.unit)
    yield "scan", _timed(lambda: bare_scan(peers.cursor, case.filters, span))
    if page != "unit":
        return
    if peers.stock is not None:
        yield "stock", (await peers.stock.run("", case.query)).seconds
    if peers.superset is not None:
        superset = peers.superset
        for kind in ("superset", "superset_cached"):
            page_of = partial(superset.page, case.filters, span, kind == "superset")
            wait = partial(_timed, page_of)
            yield kind, await asyncio.to_thread(wait)  # our own line must answer pings meanwhile


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def line_of(row: Row) -> str:
    """One row while it is being measured."""
    said = [f"{kind} {one.middle * 1000:.0f}" for kind, one in row.found.items() if one.middle]
    return f"{row.rows:>11,} {row.case:<12} {row.page:<10} " + ", ".join(said) + " ms"


def main() -> int:
    """Measures and prints the table."""
    from bench.written import questions_table

    parser = argparse.ArgumentParser(prog="python -m bench questions", description=__doc__)
    parser.add_argument("--rows", default="1000000", help="sizes, separated by commas")
    parser.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir(), "survey-bench"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--pages", default=",".join(PAGES))
    said = parser.parse_args()
    sizes = [int(size) for size in said.rows.split(",")]
    print(questions_table(measured(said.dir, sizes, said.rounds, said.pages.split(","))))
    return 0
