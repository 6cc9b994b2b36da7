"""CSV and XLSX files as raw tables; an unknown file is checked first, then read in a child."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from data import text_files as text
from data.raw_table import RawTable
from data.sources import limits
from data.sources.arrow_parts import read_table
from data.sources.file_checks import check_file

_log = logging.getLogger(__name__)
CHECKOUT = Path(__file__).resolve().parents[2]
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME")


def read_file(path: Path, *, sheet: str | None = None, header_row: int = 1) -> RawTable:
    """The cells of a CSV file or of one sheet (the first by default) as text.

    `header_row` counts rows of a sheet or records of a CSV file from 1. InputError, with one
    sentence, for whatever cannot be read safely within the limits.
    """
    if header_row < 1:
        raise InputError(text.BAD_HEADER_ROW)
    request = {"task": "read", "sheet": sheet, "header_row": header_row}
    with tempfile.TemporaryDirectory(prefix="survey-") as folder:
        answer = _ask(Path(path), {**request, "folder": folder})
        header, cells, row_numbers = read_table(Path(folder), answer)
    return RawTable(tuple(header), cells, row_numbers)


def sheet_names(path: Path) -> list[str]:
    """The tabs of a workbook in their order; empty for a CSV file."""
    if check_file(Path(path)) == "csv":
        return []
    return [str(name) for name in _ask(Path(path), {"task": "sheets"})["sheets"]]


def _ask(path: Path, request: dict[str, Any]) -> dict[str, Any]:
    kind = check_file(path)
    done = _run_child(json.dumps({**request, "kind": kind, "path": str(path.resolve())}))
    if done is None or done.returncode in (-9, -24):  # killed, or SIGXCPU
        raise InputError(text.TOO_SLOW.format(limit=limits.CHILD_SECONDS))
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        heavy = text.TOO_HEAVY.format(limit=limits.CHILD_MEMORY_BYTES // limits.MEGABYTE)
        raise InputError(heavy if done.returncode else text.UNREADABLE) from error
    if "error" in answer:
        _log.warning("reading %s: %s", path.name, answer.get("cause", "refused"))
        raise InputError(answer["error"])
    return answer


def _run_child(request: str) -> subprocess.CompletedProcess[str] | None:
    """The child's answer, or None when it was still busy after the time limit."""
    try:
        return subprocess.run(
            [sys.executable, "-m", "data.sources.reading_child"],
            input=request, capture_output=True, text=True, encoding="utf-8",
            cwd=CHECKOUT, env=variables(), timeout=limits.CHILD_SECONDS * limits.PATIENCE, check=False,
        )
    except subprocess.TimeoutExpired:
        return None


def variables() -> dict[str, str]:
    """What a child may know of our environment: nothing secret is in reach of a hostile file."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return kept | {"MALLOC_ARENA_MAX": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"}
