"""Where the processor goes in one run of a page, by library: `python -m bench profile`.

The page runs in a test session of Streamlit, so without network and browser. The profiler itself
costs about as much again; only the shares are to be read.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.testing.v1 import AppTest

from bench import text_rows
from bench import text_written as text
from bench.cases import FOLDERS, Case, cases
from bench.questions import NATION, PROVINCE, SUBTREE
from bench.serving import ROOT
from bench.store import MOMENT, stored
from bench.table import markdown, number

ROOMS = ("pages", "analysis", "data", "web")
LIBRARIES = ("streamlit", "pandas", "numpy", "pyarrow", "duckdb", "plotly", "sqlalchemy", "google")
Spent = Counter[str]


def spent(page: str, case: Case, rounds: int) -> tuple[Spent, Spent]:
    """Seconds by library: of `rounds` runs under days not asked before, and of the same days again."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=300)
    first, again = cProfile.Profile(), cProfile.Profile()
    for number_of in range(rounds + 1):
        for name, value in case.moved(number_of).filters.as_dict().items():
            app.query_params[name] = value
        app.switch_page(f"pages/{FOLDERS.get(page, 'results')}/{page}.py")
        for profile in (first, again):
            with profiled(profile if number_of else cProfile.Profile()):
                app.run()
            if app.exception or app.error:
                raise RuntimeError(f"{page}: {app.error or app.exception}")
    return by_library(first), by_library(again)


@contextmanager
def profiled(profile: cProfile.Profile) -> Iterator[None]:
    """Runs of pages are written down, in whatever thread they go on."""
    run = ScriptRunner._run_script

    def noted(self: ScriptRunner, *said: object) -> None:
        profile.enable()
        try:
            run(self, *said)  # type: ignore[arg-type]
        finally:
            profile.disable()

    ScriptRunner._run_script = noted  # type: ignore[method-assign]
    try:
        yield
    finally:
        ScriptRunner._run_script = run  # type: ignore[method-assign]


def by_library(profile: cProfile.Profile) -> Spent:
    """Seconds in the functions of each library and each room of ours themselves, not below them."""
    found: Spent = Counter()
    for (file, _, function), (_, _, own, _, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        found[_library(file, function)] += own
    return found


def _library(file: str, function: str) -> str:
    parts = Path(file).parts
    if file.startswith(str(ROOT)) and "site-packages" not in parts:
        room = Path(file).relative_to(ROOT).parts[0]
        return room if room in ROOMS else text.ELSE
    named = parts[parts.index("site-packages") + 1 :] if "site-packages" in parts else (function,)
    return next((one for one in LIBRARIES if one in named[0].lower()), text.ELSE)


def profile_table(folder: Path, rows: int, rounds: int, page: str = "unit") -> str:
    """Share of each library in a run of a page, for new days and for days seen before."""
    home = stored(folder, rows)
    os.environ |= {"SURVEY_HOME": str(home.path), "SURVEY_NOW": MOMENT.isoformat()}
    case = cases(NATION, PROVINCE, SUBTREE, text_rows.FIELDS[0])[0]
    both = spent(page, case, rounds)
    names = sorted(both[0] | both[1], key=lambda name: -both[0][name])
    shares = [[100 * one[name] / (one.total() or 1) for one in both] for name in names]
    return markdown(text.PROFILE_HEAD, [
        (name, *(f"{number(share)} %" for share in line))
        for name, line in zip(names, shares, strict=True) if max(line) >= 1
    ])


def main() -> int:
    """Profiles one page and prints the table."""
    parser = argparse.ArgumentParser(prog="python -m bench profile", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir(), "survey-bench"))
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--page", default="unit")
    said = parser.parse_args()
    print(profile_table(said.dir, said.rows, said.rounds, said.page))
    return 0
