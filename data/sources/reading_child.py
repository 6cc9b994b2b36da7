"""The process that opens an uploaded file: few rights, little memory, little time.

Reads one JSON request on standard input and answers one JSON document on standard output.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

import pyarrow as pa

from analysis.errors import InputError
from data import text_files as text
from data.sources import limits
from data.sources.arrow_parts import header_of, write_parts, write_table
from data.text_backup import DISK_FULL


class _WithoutPandas(MetaPathFinder):
    """Arrow asks of the first value whether it is one of pandas', and loads that: half a second."""

    def find_spec(self, name: str, path: object, target: object = None) -> None:
        """Nothing is found by this name."""
        if name == "pandas":
            raise ModuleNotFoundError(name)


def main() -> None:
    """Answers the request with a table written, sheet names, or the sentence of what is wrong."""
    sys.meta_path.insert(0, _WithoutPandas())
    request = json.load(sys.stdin)
    answer: dict[str, object]
    try:
        answer = _answer(request)
    except InputError as error:
        answer = {"error": str(error)}
    except MemoryError:
        limit = limits.CHILD_MEMORY_BYTES // limits.MEGABYTE
        answer = {"error": text.TOO_HEAVY.format(limit=limit)}
    except Exception as error:  # noqa: BLE001 - any failure of a parser means the file is broken
        full = isinstance(error, OSError) and error.errno == errno.ENOSPC
        said = DISK_FULL if full else text.UNREADABLE
        answer = {"error": said, "cause": f"{type(error).__name__}: {error}"[:500]}
    json.dump(answer, sys.stdout)


def _answer(request: dict[str, Any]) -> dict[str, object]:
    path, folder = Path(request["path"]), Path(request.get("folder", "."))
    row = int(request.get("header_row", 1))
    if request["kind"] == "xlsx":
        from data.sources.workbook_cells import Book  # only now: its imports cost 0.3 s

        set_limits()
        book = Book(path)
        if request["task"] == "sheets":
            return {"sheets": list(book.sheets)}
        return write_table(book.records(request["sheet"]), row, folder)
    from data.sources.csv_blocks import tables
    from data.sources.csv_text import encoding_of, records

    set_limits()
    encoding = encoding_of(path)
    try:
        header = header_of(records(path, row, encoding), row)
        return write_parts(header, tables(path, row, header, encoding), folder)
    except (ValueError, MemoryError):  # not as tidy as that needs, or too wide
        return write_table(records(path, row, encoding), row, folder, limits.MAX_CSV_ROWS)


def set_limits() -> None:
    """Bounds memory, processor time and output of this process.

    Memory counts from what the interpreter and its libraries already hold, and only where the
    system tells (Linux); on Windows only the parent's clock limits.
    """
    pa.set_cpu_count(1)
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        import resource
    except ImportError:
        return
    _lower(resource, "RLIMIT_CPU", limits.CHILD_SECONDS)
    _lower(resource, "RLIMIT_FSIZE", limits.CHILD_OUTPUT_BYTES)
    _lower(resource, "RLIMIT_CORE", 0)
    statm = Path("/proc/self/statm")
    if statm.exists():
        size, resident = (int(word) * os.sysconf("SC_PAGE_SIZE") for word in _words(statm))
        _lower(resource, "RLIMIT_AS", size + limits.CHILD_MEMORY_BYTES - resident)


def _words(statm: Path) -> list[str]:
    return statm.read_text(encoding="ascii").split()[:2]


def _lower(resource: Any, name: str, value: int) -> None:
    kind = getattr(resource, name)
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))


if __name__ == "__main__":
    main()
