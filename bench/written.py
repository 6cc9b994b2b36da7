"""What was measured as docs/toc-do.md: machine, tables, targets and what bounds them."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bench import text_written as text
from bench.questions import Row
from bench.table import markdown, milliseconds, number, ratio

PACKAGES = ("streamlit", "duckdb", "pandas", "pyarrow", "plotly")


def machine() -> str:
    """What the figures were taken on, without its name."""
    processor = next((
        line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if "model name" in line
    ), platform.machine())
    memory = next((int(line.split()[1]) for line in _lines("/proc/meminfo")), 0)
    versions = [f"Python {platform.python_version()}", *(f"{p} {version(p)}" for p in PACKAGES)]
    said = (
        f"{date.today():%d/%m/%Y}", processor, number(os.cpu_count()),
        text.GIGABYTES.format(number(memory / 1e6, 1)), platform.system(),
        ", ".join(versions), text.LOAD.format(number(os.getloadavg()[0], 2)),
    )
    return markdown(("", ""), list(zip(text.FACTS, said, strict=True)))


def _lines(path: str) -> list[str]:
    return Path(path).read_text("utf-8").splitlines() if Path(path).exists() else []


def questions_table(rows: Sequence[Row]) -> str:
    """Each page under each case beside its bare queries."""
    return markdown(text.QUESTIONS_HEAD, [
        (
            number(row.rows), text.CASES[row.case], text.PAGES[row.page],
            milliseconds(row.found["page"]), milliseconds(row.found["bare"]),
            number(ratio(row.found["page"], row.found["bare"]), 1),
            milliseconds(row.found["scan"]), milliseconds(row.found["cached"]),
        )
        for row in rows
    ])


def peers_table(rows: Sequence[Row]) -> str:
    """The unit page beside the others."""
    return markdown(text.PEERS_HEAD, [
        (
            number(row.rows), text.CASES[row.case], milliseconds(row.found["page"]),
            milliseconds(row.found["superset"]),
            number(ratio(row.found["superset"], row.found["page"]), 1),
            milliseconds(row.found["cached"]), milliseconds(row.found["superset_cached"]),
            number(ratio(row.found["superset_cached"], row.found["cached"]), 1),
            milliseconds(row.found["stock"]), number(ratio(row.found["stock"], row.found["page"]), 1),
        )
        for row in rows if row.page == "unit"
    ])


def growth(rows: Sequence[Row]) -> list[tuple[Row, Row, float, float]]:
    """The smallest and largest size of each case and page: how often dearer, bare and as a page."""
    found = []
    for small in rows:
        same = [r for r in rows if (r.case, r.page) == (small.case, small.page)]
        large = max(same, key=lambda row: row.rows)
        if small.rows == min(row.rows for row in same) < large.rows:
            times = [
                (large.found[kind].middle or 0) / (small.found[kind].middle or 1)
                for kind in ("bare", "page")
            ]
            found.append((small, large, times[0], times[1]))
    return found


def growth_table(rows: Sequence[Row]) -> str:
    """How much dearer the largest size is than the smallest."""
    return markdown(text.GROWTH_HEAD, [
        (number(small.rows), number(large.rows), text.CASES[small.case], text.PAGES[small.page],
         number(bare, 2), number(page, 2))
        for small, large, bare, page in growth(rows)
    ])
