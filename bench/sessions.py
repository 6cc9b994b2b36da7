"""Many people at once: `python -m bench sessions --counts 100,200` on real live connections.

Each session is a leader of a province who looks at one commune after the other on the unit page,
now and then for another period, thinking ten seconds in between.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.rows import Nation
from bench.serving import server
from bench.signed_in import name_of, token, with_leaders
from bench.store import MOMENT, stored
from bench.table import quantile
from bench.visitor import Run, Visitor
from data.settings import Home

THINK = 10.0
OPENED_A_SECOND = 6.0
PAGE = "don-vi"
PERIODS = ("", "&period=this_year", "&period=this_quarter", "&from=2026-04-01&to=2026-06-30")


@dataclass
class Crowd:
    """What a number of sessions met with; memory in megabytes, of the whole server.

    `processor` and `visitors` are the seconds of processor time a rerun costs the server and this
    program, which share the machine.
    """

    count: int
    runs: list[Run] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    memory: float = 0.0
    processor: float = 0.0
    visitors: float = 0.0

    @property
    def times(self) -> list[float]:
        """Milliseconds of every rerun; one that did not finish counts as long as was waited."""
        return [run.seconds * 1000 for run in self.runs] or [0.0]

    @property
    def p95(self) -> float:
        """Milliseconds that 95 of a hundred reruns do not exceed."""
        return quantile(self.times, 0.95)

    @property
    def unfinished(self) -> int:
        """Reruns still not over after 30 s."""
        return sum(not run.finished for run in self.runs)

    @property
    def never(self) -> int:
        """Reruns that did not end at all."""
        return sum(not run.over for run in self.runs)

    def line(self) -> str:
        """The figures in one line."""
        return (
            f"{self.count} sessions: {len(self.runs)} reruns, p50 {quantile(self.times, 0.5):.0f} ms,"
            f" p95 {self.p95:.0f} ms, max {max(self.times):.0f} ms, {self.unfinished} unfinished after"
            f" 30 s ({self.never} never), {len(self.broken)} broken off, {self.processor * 1000:.0f} ms of processor a"
            f" rerun (visitors {self.visitors * 1000:.1f} ms), {self.memory:.0f} MB"
        )


@dataclass(frozen=True)
class Stage:
    """Where they all meet: the server, its process and home, and the nation it shows."""

    address: str
    process: int
    home: Home
    nation: Nation

    def looks_at(self, number: int) -> tuple[str, list[str]]:
        """The cookie of a session, and the communes of the province its account leads."""
        province = f"T{number % self.nation.provinces:02d}"
        units = self.nation.registers.units.values()
        return token(self.home, name_of(province)), [u.code for u in units if u.parent_code == province]


def crowd(folder: Path, rows: int, count: int, seconds: float) -> Crowd:
    """So many sessions for so long after the last one has opened."""
    nation, found = Nation(), Crowd(count)
    provinces = [f"T{number:02d}" for number in range(nation.provinces)]
    home = with_leaders(stored(folder, rows), provinces)
    said = {"SURVEY_NOW": MOMENT.isoformat()}
    os.environ |= said
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as logs,
        server(home.path, Path(logs, "server.log"), **said) as (address, process),
    ):
        asyncio.run(_everybody(found, Stage(address, process, home, nation), seconds))
        found.memory = memory(process)
    return found


async def _everybody(found: Crowd, stage: Stage, seconds: float) -> None:
    gate, people = asyncio.Event(), []
    for number in range(found.count):
        people.append(asyncio.create_task(_person(found, stage, gate, number)))
        await asyncio.sleep(1 / OPENED_A_SECOND)
    await asyncio.sleep(THINK)
    found.runs.clear()
    used, own = busy(stage.process), time.process_time()
    await asyncio.sleep(seconds)
    gate.set()
    await asyncio.gather(*people)
    found.processor = (busy(stage.process) - used) / max(1, len(found.runs))
    found.visitors = (time.process_time() - own) / max(1, len(found.runs))


async def _person(found: Crowd, stage: Stage, gate: asyncio.Event, number: int) -> None:
    random, (cookie, communes) = Random(number), stage.looks_at(number)
    try:
        visitor = await Visitor.open(stage.address, cookie)
        await visitor.run(PAGE)
        while not gate.is_set():
            await asyncio.sleep(random.uniform(0.5, 1.5) * THINK)
            query = f"unit={random.choice(communes)}{random.choice(PERIODS)}"
            found.runs.append(await visitor.run(PAGE, query))
        await visitor.close()
    except Exception as error:  # noqa: BLE001 - counted and told, whatever it was
        found.broken.append(f"{number}: {error!r}")


def memory(process: int) -> float:
    """Megabytes of memory the process holds now."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def busy(process: int) -> float:
    """Seconds of processor time the process has used."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Prints one line for each number of sessions."""
    parser = argparse.ArgumentParser(prog="python -m bench sessions", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--counts", default="50,100,200")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir(), "survey-bench"))
    said = parser.parse_args()
    for count in map(int, said.counts.split(",")):
        began = time.perf_counter()
        found = crowd(said.dir, said.rows, count, said.seconds)
        print(found.line(), f"({time.perf_counter() - began:.0f} s)", flush=True)
        for broken in found.broken[:5]:
            print("  ", broken)
    return 0
