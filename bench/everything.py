"""`python -m bench all --out docs/toc-do.md`: everything once, side by side, written as one page."""

from __future__ import annotations

import argparse
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from bench import text_written as text
from bench.browser import Visit, visits
from bench.exports import csv_beside_copy, measured_alone
from bench.profiled import profile_table
from bench.questions import Row, measured
from bench.sessions import Crowd, crowd
from bench.table import Measured, markdown, number, quantile, ratio
from bench.targets import targets_table
from bench.written import growth_table, machine, peers_table, questions_table

PAGES = ["overview", "unit", "officer", "criterion", "watchlist"]


@dataclass
class Everything:
    """All that was measured."""

    rows: list[Row] = field(default_factory=list)
    crowds: list[Crowd] = field(default_factory=list)
    visit: Visit | None = None
    excel: tuple[float, float, float, float] | None = None
    csv: tuple[Measured, Measured] | None = None
    csv_beyond: float = 0.0
    profile: str = ""


def page_of(found: Everything, about: str) -> str:
    """The whole page."""
    parts = [text.TITLE, text.ABOUT, text.MACHINE, about]
    if found.rows:
        parts += [text.QUESTIONS, text.QUESTIONS_NOTE, questions_table(found.rows)]
        parts += [text.PEERS, text.PEERS_NOTE, peers_table(found.rows)]
    if len({row.rows for row in found.rows}) > 1:
        parts += [text.GROWTH, growth_table(found.rows)]
    if found.crowds:
        parts += [text.SESSIONS, text.SESSIONS_NOTE, crowds_table(found.crowds), text.UNFINISHED]
    if found.visit:
        files = [f"{Path(n).name.split('.')[0]} {number(s / 1e6, 2)} MB" for n, s in found.visit.files.most_common(5)]
        parts += [text.FIRST, visit_table(found.visit), text.FILES.format(", ".join(files))]
    if found.excel and found.csv:
        parts += [text.EXPORTS, exports_table(found.excel, found.csv, found.csv_beyond)]
    parts += [text.TARGETS, targets_table(found)]
    if found.profile:
        parts += [text.PROFILE, text.PROFILE_NOTE, found.profile]
    parts += [text.TRIED, text.AFTER]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def crowds_table(crowds: list[Crowd]) -> str:
    """One row for each number of sessions."""
    return markdown(text.SESSIONS_HEAD, [
        (
            number(one.count), number(len(one.runs)),
            *(number(quantile(one.times, share)) for share in (0.5, 0.95, 1.0)),
            number(one.unfinished), number(one.never), number(len(one.broken)), number(one.processor * 1000),
            number(one.visitors * 1000), number(one.memory),
        )
        for one in crowds
    ])


def visit_table(visit: Visit) -> str:
    """The medians of first visits."""
    return markdown(text.FIRST_HEAD, [(
        number((visit.bytes.middle or 0) / 1e6, 2), number(visit.text.middle, 2),
        number(visit.charts.middle, 2), number((visit.click.middle or 0) * 1000),
        number((visit.asked.middle or 0) * 1000),
    )])


def exports_table(
    excel: tuple[float, float, float, float], csv: tuple[Measured, Measured], csv_beyond: float
) -> str:
    """Both kinds of file."""
    ours, copy = csv
    beside = text.COPY.format(number(copy.middle, 2), number(ratio(ours, copy), 2))
    return markdown(text.EXPORTS_HEAD, [
        (text.EXCEL_ROW, number(excel[0], 2), "", text.BEYOND.format(number(excel[1]), number(excel[2]))),
        (text.CSV_ROW, number(ours.middle, 2), beside, text.CSV_BEYOND.format(number(csv_beyond))),
    ])


def main() -> int:
    """Measures everything and writes the page; every part also has a command of its own."""
    parser = argparse.ArgumentParser(prog="python -m bench all", description=__doc__)
    parser.add_argument("--out", type=Path, help="file to write; printed when not given")
    parser.add_argument("--rows", default="1000000,10000000", help="sizes, separated by commas")
    parser.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir(), "survey-bench"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=45, help="of each number of sessions")
    parser.add_argument("--counts", default="100,200", help="sessions at once")
    parser.add_argument("--export-rows", default="100000,1000000", help="rows of Excel and CSV")
    parser.add_argument("--parts", default=",".join(PARTS), help="which, separated by commas")
    said = parser.parse_args()
    began, about, found, failed = time.perf_counter(), machine(), Everything(), False
    for part in said.parts.split(","):
        try:
            PARTS[part](found, said)
        except Exception:  # noqa: BLE001 - told below and by the status; the other parts are still worth having
            traceback.print_exc()
            failed = True
        print(f"{part}: {time.perf_counter() - began:.0f} s since the start", flush=True)
        if said.out:
            said.out.write_text(page_of(found, about), encoding="utf-8")
    if not said.out:
        print(page_of(found, about))
    return int(failed)


def _questions(found: Everything, said: argparse.Namespace) -> None:
    found.rows = measured(said.dir, _sizes(said), said.rounds, PAGES)


def _sessions(found: Everything, said: argparse.Namespace) -> None:
    for count in said.counts.split(","):
        found.crowds.append(crowd(said.dir, _sizes(said)[0], int(count), said.seconds))
        print(found.crowds[-1].line(), flush=True)


def _pages(found: Everything, said: argparse.Namespace) -> None:
    found.visit = visits(said.dir, _sizes(said)[0], said.rounds)


def _exports(found: Everything, said: argparse.Namespace) -> None:
    excel_rows, csv_rows = map(int, said.export_rows.split(","))
    found.excel, found.csv = measured_alone("excel", excel_rows), csv_beside_copy(csv_rows)
    found.csv_beyond = measured_alone("csv", csv_rows)[2]


def _profile(found: Everything, said: argparse.Namespace) -> None:
    found.profile = profile_table(said.dir, _sizes(said)[0], said.rounds)


def _sizes(said: argparse.Namespace) -> list[int]:
    return [int(size) for size in said.rows.split(",")]


PARTS = {
    "pages": _pages, "exports": _exports, "sessions": _sessions, "questions": _questions,
    "profile": _profile,
}
