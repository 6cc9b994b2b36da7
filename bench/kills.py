"""kill -9 at random moments: `python -m bench kills [--count N] [--seed S]`.

Each round forks a child that imports, publishes, backs up or syncs, kills it somewhere on the way,
and then asks: is what it had acknowledged there, is the record sound, and does doing the same
again lead to exactly the state of a run nobody disturbed?
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa

from analysis.mapping import SourceMapping
from analysis.registers import Unit
from bench import text_kills as text
from data.backup import backup, restore
from data.intake import IntakeOptions, import_table
from data.ledger import Ledger, open_ledger
from data.ledger.slots import read_slots
from data.raw_table import RawTable
from data.settings import Home, open_home
from data.snapshot import open_snapshot, publish
from data.sync import SyncOptions, sync
from data.verify import verify

NOW = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)
ROWS, BOX = 3_000, "box"
MAPPING = SourceMapping(
    "phieu", criterion_set="nam-dong-2024",
    columns={"submitted_at": (text.TIME,), "unit": (text.UNIT,)}, answers={"overall": text.OVERALL},
)
Work = Callable[[Home], None]
State = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """Something that may be interrupted, and what must have come before it."""

    name: str
    before: Work
    work: Work


def table(edited: int, added: int) -> RawTable:
    """ROWS rows, the first so many edited, and so many new ones."""
    start = datetime(2026, 1, 1, 8)
    count = ROWS + added
    levels = [str(1 + (row % 5 if row >= edited else (row + 2) % 5)) for row in range(count)]
    cells = pa.table({
        "0": pa.array([f"{start + timedelta(minutes=7 * row):%d/%m/%Y %H:%M:%S}" for row in range(count)]),
        "1": pa.array([f"X{row % 9}" for row in range(count)]),
        "2": pa.array(levels),
    })
    return RawTable((text.TIME, text.UNIT, text.OVERALL), cells, pa.array(range(2, count + 2)))


def first_import(home: Home) -> None:
    """Nine units, ROWS responses, a snapshot, and a watched folder beside the home."""
    ledger = open_ledger(home)
    ledger.register_units([Unit(f"X{n}", f"Xã Thử {n}") for n in range(9)], "an", NOW)
    import_table(ledger, table(0, 0), MAPPING, IntakeOptions(NOW, "an"))
    folder = {"kind": "folder", "options": {"path": str(home.path.parent / BOX)}, "name": "hop"}
    ledger.add_source(SourceMapping(**{**vars(MAPPING), **folder}), "an", NOW)
    publish(ledger, home, NOW)
    ledger.close()


def fill_box(box: Path) -> None:
    """A watched folder with one file nobody has read."""
    shutil.rmtree(box, ignore_errors=True)
    box.mkdir()
    lines = [f"02/05/2026 08:{n // 60:02}:{n % 60:02},X{n % 9},{1 + n % 5}" for n in range(500)]
    head = f"{text.TIME},{text.UNIT},{text.OVERALL}"
    (box / "a.csv").write_text("\n".join([head, *lines, ""]), encoding="utf-8")


def second_import(home: Home) -> None:
    """The same sheet later: 40 rows edited, 800 new."""
    import_table(open_ledger(home), table(40, 800), MAPPING, IntakeOptions(NOW, "an"))


def publishing(home: Home) -> None:
    """A snapshot of what is in the ledger."""
    publish(open_ledger(home), home, NOW)


def importing(home: Home) -> None:
    """As the command does it: keep, then publish."""
    second_import(home)
    publishing(home)


def backing_up(home: Home) -> None:
    """A copy beside the home."""
    backup(open_ledger(home), home, home.path.parent / "copies", NOW)


def syncing(home: Home) -> None:
    """The watched folder."""
    sync(open_ledger(home), SyncOptions("an", lambda: NOW), "hop")


def nothing(_home: Home) -> None:
    """No more than the first import."""


PARTS = (
    Part("import", nothing, importing),
    Part("publish", second_import, publishing),
    Part("backup", nothing, backing_up),
    Part("sync", nothing, syncing),
)


def state(home: Home) -> State:
    """All that people can see, and every difference the check finds."""
    ledger = open_ledger(home)
    found = [difference.sentence for difference in verify(ledger, home)]
    with open_snapshot(home) as snapshot, snapshot.cursor() as cursor:
        rows = cursor.execute(
            "SELECT code, day, minute, overall, edited, removed, count(*) FROM response"
            " JOIN unit USING (unit_id) GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    told = {"differences": found, "slots": slots(ledger), "figures": sha256(repr(rows).encode()).hexdigest()}
    copies = home.path.parent / "copies"
    if copies.exists():
        with tempfile.TemporaryDirectory(dir=home.path.parent) as folder:
            told["restored"] = restore(copies, open_home(Path(folder) / "home"), NOW).head.seq
        told["left over"] = [path.name for path in copies.glob(".new-*")]
    return told


def slots(ledger: Ledger) -> str:
    """A digest of every row through all its versions."""
    with ledger.engine.connect() as connection:
        kept = [slot for source in ledger.sources() for slot in read_slots(connection, source.id)]
    rows = sorted((slot.content_hash, slot.versions, slot.removed) for slot in kept)
    return sha256(repr(rows).encode()).hexdigest()


def in_child(work: Callable[[], object]) -> tuple[int, int]:
    """Starts work in a forked child; its process number and the pipe on which it answers."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.setpgid(0, 0)
        status = 1
        try:
            os.write(writing, json.dumps(work()).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    return child, reading


def answer(child: int, reading: int) -> Any:
    """What a child says; None when it died."""
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return json.loads(said) if said else None


def done(part: Part, home: Home) -> int:
    """Does the work; the newest event then, which is what it acknowledges."""
    part.work(home)
    return open_ledger(home).head().seq


def killed(part: Part, home: Home, after: float) -> int | None:
    """What the work acknowledged before it was killed; None when it did not get that far."""
    child, reading = in_child(partial(done, part, home))
    time.sleep(after)
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        os.kill(child, signal.SIGKILL)
    said = answer(child, reading)
    return said if isinstance(said, int) else None


def fresh(template: Path, folder: Path) -> Home:
    """A home to interrupt."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder / "home")
    fill_box(template.parent / BOX)
    return open_home(folder / "home")


def watch(part: Part, folder: Path, count: int, chance: random.Random) -> tuple[int, list[str]]:
    """Kills so many times; how many hit the work on its way, and what was found wrong."""
    template, wrong, hit = folder / "template", [], 0
    shutil.rmtree(template, ignore_errors=True)
    home = open_home(template)
    answer(*in_child(lambda: (first_import(home), part.before(home))[1]))
    calm = fresh(template, folder / "calm")
    begun = time.monotonic()
    answer(*in_child(partial(done, part, calm)))
    lasts = time.monotonic() - begun
    wanted = answer(*in_child(partial(state, calm)))
    for number in range(count):
        home = fresh(template, folder / "killed")
        acknowledged = killed(part, home, chance.uniform(0, lasts * 1.05))
        hit += acknowledged is None
        head = answer(*in_child(lambda home=home: open_ledger(home).head().seq))
        if acknowledged is not None and (head or 0) < acknowledged:
            wrong.append(text.LOST.format(part=part.name, number=number))
        again = answer(*in_child(partial(done, part, home)))
        found = answer(*in_child(partial(state, home)))
        for copy in (found, wanted):
            (copy or {}).pop("restored", None) if part.name != "backup" else None
        if again is None or found != wanted:
            wrong.append(text.DIFFERENT.format(part=part.name, number=number, found=found))
    return hit, wrong


def main() -> int:
    """Kills and prints what came of it; 1 when anything was lost or differs."""
    parser = argparse.ArgumentParser(prog="python -m bench kills")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    if not hasattr(os, "fork"):
        print(text.NO_FORK, file=sys.stderr)
        return 2
    chance, problems = random.Random(words.seed), []
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        for place, part in enumerate(PARTS):
            count = words.count // len(PARTS) + (place < words.count % len(PARTS))
            hit, wrong = watch(part, Path(folder), count, chance)
            print(text.TOLD.format(part=part.name, count=count, hit=hit, wrong=len(wrong)), flush=True)
            problems += wrong
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0
