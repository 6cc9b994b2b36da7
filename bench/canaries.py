"""Many people at once: `python -m bench canaries [--sessions N] [--reruns N] [--units N]`.

Every unit has random words of its own in its name, officers, comments and phone numbers, and its
own number of responses. Leaders of one unit each walk pages, filters and foreign addresses over
raw websockets; every byte they get is searched. 1 when a foreign mark or an exception was seen.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import secrets
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
from websockets.exceptions import WebSocketException

from analysis.mapping_file import parse_mapping
from analysis.registers import Officer, Unit
from bench import text_canaries as words
from bench.live import PATIENCE, Live
from bench.serving import serving
from data import accounts, sessions
from data.intake import IntakeOptions, import_table
from data.ledger import open_ledger
from data.ledger.accounts import Account
from data.raw_table import RawTable
from data.settings import Home, open_home
from data.snapshot.publish import publish
from pages.shared import text
from web.signin import COOKIE

NOW = datetime.fromisoformat("2026-11-20T09:00:00+07:00")
DISTRICT, FEWEST, KINDS = "H", 60, ("Ten", "Can", "Loi")
FILE_EVERY = CHECK_EVERY = 10
FAILURES = (WebSocketException, OSError, TypeError)


@dataclass(frozen=True)
class District:
    """Units whose every word carries their number behind a tag that occurs nowhere else."""

    tag: str
    units: int

    def word(self, kind: str, unit: int) -> str:
        """The mark of a unit in a name, an officer or a comment."""
        return f"{kind}{self.tag}u{unit:02d}"

    def phone(self, unit: int) -> str:
        """The phone number that occurs in the comments of one unit only."""
        return f"09{unit:02d}{int(self.tag, 16) % 1_000_000:06d}"

    def count(self, unit: int) -> int:
        """Responses of a unit; no two have the same number."""
        return FEWEST + unit

    @property
    def marks(self) -> re.Pattern[bytes]:
        """Finds every mark and the number of its unit."""
        named = f"(?:{'|'.join(KINDS)}){self.tag}u(\\d\\d)"
        return re.compile(f"{named}|09(\\d\\d){int(self.tag, 16) % 1_000_000:06d}".encode())

    def rows(self, unit: int) -> list[tuple[str, ...]]:
        """The responses of a unit, spread over half a year, two officers and every filter."""
        made = []
        for n in range(self.count(unit)):
            day = date(2026, 5, 1) + timedelta(days=(n * 7 + unit) % 180)
            said = words.COMMENT.format(word=self.word("Loi", unit), phone=self.phone(unit))
            made.append((
                f"{day:%d/%m/%Y} {8 + n % 8:02d}:{n % 60:02d}:00", f"X{unit:02d}",
                f"C{unit:02d}{n % 2}", words.FIELDS[n % 3], words.CHANNELS[n % 2], words.PERSON,
                str(5 - n % 7 % 5), str(5 - n % 3), said if n % 4 == 0 else "",
            ))
        return made

    def load(self, home: Home) -> None:
        """Registers, responses, a snapshot and a leader for every unit."""
        ledger = open_ledger(home)
        numbers = range(self.units)
        communes = [Unit(f"X{n:02d}", self.word("Ten", n), "xã", DISTRICT) for n in numbers]
        ledger.register_units([Unit(DISTRICT, "Huyen Thu", "huyện"), *communes], "bench", NOW)
        ledger.register_officers([
            Officer(f"C{n:02d}{place}", f"{self.word('Can', n)} {place}", f"X{n:02d}")
            for n in numbers for place in (0, 1)
        ], "bench", NOW)
        rows = [row for n in numbers for row in self.rows(n)]
        columns = {str(i): pa.array(cells) for i, cells in enumerate(zip(*rows, strict=True))}
        raw = RawTable(words.HEADER, pa.table(columns), pa.array(range(2, len(rows) + 2), pa.int32()))
        import_table(ledger, raw, parse_mapping(words.MAPPING), IntakeOptions(NOW, "bench"))
        publish(ledger, home, NOW)
        leaders = [Account(f"l{n:02d}", "leader", units=(f"X{n:02d}",)) for n in numbers]
        for account in (Account("tri", "admin"), *leaders):
            accounts.add_account(ledger, account, "bench", NOW)
            accounts.set_password(ledger, account.name, secrets.token_urlsafe(), "bench", NOW)
        ledger.close()


@dataclass
class Findings:
    """What all sessions saw together."""

    took: list[float] = field(default_factory=list)
    size: int = 0
    files: int = 0
    own: int = 0
    foreign: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Walker:
    """The leader of one unit, walking over pages and filters on one websocket."""

    def __init__(self, url: str, cookie: str, district: District, unit: int) -> None:
        self.url, self.cookie, self.district, self.unit = url, cookie, district, unit
        self.found = Findings()

    def walk(self, reruns: int, chance: random.Random) -> None:
        """So many runs on random pages with random filters; what happened is in `found`."""
        live = Live(self.url, {COOKIE: self.cookie})
        for number in range(reruns):
            page = chance.choice([address for _, address in text.PAGES.values()])
            query = chance.choice(self.queries(chance.randrange(self.district.units)))
            if number % CHECK_EVERY == 1:
                page, query = self.everything
            before = time.monotonic()
            sent = live.run(page, query)
            self.found.took.append(time.monotonic() - before)
            self.search(sent, f"{page}?{query}")
            self.judge(live, sent, page, query)
            if number % FILE_EVERY == 0:
                for offered in live.files()[:1]:
                    self.search(self.fetch(live.file(offered)), f"{page}?{query} file")
            live.forget()
        live.socket.close()

    @property
    def everything(self) -> tuple[str, str]:
        """The page and address that show every response of the own unit."""
        return text.PAGES["overview"][1], f"unit=X{self.unit:02d}&period=all"

    def queries(self, other: int) -> list[str]:
        """Addresses of this unit and of another, plain and filtered."""
        mine, theirs = f"X{self.unit:02d}", f"X{other:02d}"
        return [
            "", f"unit={mine}", f"unit={theirs}", f"officer=C{self.unit:02d}1", f"officer=C{other:02d}0",
            f"unit={theirs}&officer=C{other:02d}1&period=all", "period=this_quarter",
            "from=2026-06-01&to=2026-08-31", "channel=qr", "respondent_type=individual",
            f"unit={DISTRICT}", "criterion=attitude",
        ]

    def judge(self, live: Live, sent: bytes, page: str, query: str) -> None:
        """An exception on the screen, or figures that are not all of the own unit's."""
        if any(live.elements("exception")) or words.ERROR.encode() in sent:
            self.found.wrong.append(f"{page}?{query}")
        count = words.COUNT.format(n=self.district.count(self.unit)).encode()
        if (page, query) == self.everything and count not in sent:
            self.found.wrong.append(f"{page}: not {count.decode()}")

    def search(self, sent: bytes, where: str) -> None:
        """Counts own marks and keeps foreign ones."""
        self.found.size += len(sent)
        for match in self.district.marks.finditer(sent):
            if int(match[1] or match[2]) == self.unit:
                self.found.own += 1
            else:
                self.found.foreign.append(f"unit {self.unit} on {where}: {match[0].decode()}")

    def fetch(self, address: str) -> bytes:
        """The bytes of a file, and those inside a book."""
        asked = urllib.request.Request(self.url + address, headers={"Cookie": f"{COOKIE}={self.cookie}"})
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            body: bytes = answer.read()
        self.found.files += 1
        if not body.startswith(b"PK"):
            return body
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return body + b"".join(book.read(name) for name in book.namelist())


def load(url: str, home: Home, district: District, size: tuple[int, int]) -> Findings:
    """So many sessions at once with so many reruns each; everything they saw."""
    tokens = [sessions.start(home, f"l{n % district.units:02d}", NOW) for n in range(size[0])]
    walkers = [Walker(url, token, district, n % district.units) for n, token in enumerate(tokens)]

    def walk(number: int) -> None:
        try:
            walkers[number].walk(size[1], random.Random(number))
        except FAILURES as error:
            walkers[number].found.wrong.append(words.ENDED.format(number=number, error=repr(error)))

    threads = [threading.Thread(target=walk, args=(number,)) for number in range(size[0])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = Findings()
    for found in (walker.found for walker in walkers):
        total.took += found.took
        total.size, total.files = total.size + found.size, total.files + found.files
        total.own += found.own
        total.foreign += found.foreign
        total.wrong += found.wrong
        if not found.own:
            total.wrong.append("a session that saw nothing of its own")
    return total


def asked(given: Sequence[str]) -> argparse.Namespace:
    """The size of the load."""
    parser = argparse.ArgumentParser(prog="python -m bench canaries")
    for name, usual in (("sessions", 50), ("reruns", 200), ("units", 20)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    return parser.parse_args(given)


def main() -> int:
    """Runs the load and prints the counts; 1 when anything foreign or wrong was seen."""
    size = asked(sys.argv[1:])
    district = District(secrets.token_hex(4), size.units)
    with tempfile.TemporaryDirectory(prefix="canaries-") as folder:
        home, log = open_home(Path(folder) / "home"), Path(folder) / "log"
        district.load(home)
        begun = time.monotonic()
        with serving(home.path, log, SURVEY_NOW=NOW.isoformat()) as url:
            found = load(url, home, district, (size.sessions, size.reruns))
        logged = [line for line in log.read_text("utf-8", "replace").splitlines()
                  if "Traceback" in line or line.startswith("error ")]
    seconds, took = time.monotonic() - begun, sorted(found.took) or [0.0]
    wrong = found.wrong + [words.LOG.format(line=line) for line in logged]
    print(words.TOLD.format(
        **vars(size), runs=len(found.took), seconds=seconds, pace=len(found.took) / seconds,
        median=statistics.median(took), slow=took[int(len(took) * 0.95)], files=found.files,
        megabytes=found.size / 1e6, own=found.own, foreign=len(found.foreign), wrong=len(wrong),
    ))
    for line in [*found.foreign, *wrong][:40]:
        print(line, file=sys.stderr)
    return 1 if found.foreign or wrong else 0
