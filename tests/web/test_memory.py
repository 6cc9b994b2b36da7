"""What lives long is set aside, and no run waits for a collection of everything."""

from __future__ import annotations

import gc
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from streamlit import config

from web import memory
from web.memory import HEAPS, _as_on_disk, let_go_of_files, next_tidying, tidy
from web.work import regular_jobs

CHECKOUT = Path(__file__).resolve().parents[2]
HEAP_OF_EACH = """
import ctypes, threading
from web.memory import few_heaps
few_heaps()
def work():
    kept.append([bytes(1000) for _ in range(100)])
    meeting.wait()
kept, meeting = [], threading.Barrier(8)
threads = [threading.Thread(target=work) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
ctypes.CDLL(None).malloc_stats()
"""
MAPPED = """\
55d0-55e0 r--p 00000000 fe:01 77 /usr/lib/untouched.so
Size:                  4 kB
Anonymous:             0 kB
VmFlags: rd mr mw me sd
55e0-55f0 r-xp 00010000 fe:01 77 /usr/lib/relocated in its text.so
Anonymous:             4 kB
55f0-5600 rw-p 00020000 fe:01 77 /usr/lib/untouched.so
Anonymous:             0 kB
5600-5700 r--p 00000000 00:00 0
Anonymous:             0 kB
7f00-7f10 r-xp 00000000 fe:01 78 /usr/lib/other.so (deleted)
Anonymous:             0 kB
7f10-7f20 r--p 00000000 fe:01 79 /usr/lib/relocated, then swapped out.so
Anonymous:             0 kB
Swap:                  4 kB
7f20-7f30 r--p 00000000 fe:01 80 /usr/lib/last.so
Anonymous:             0 kB
Swap:                  0 kB
7fff-8000 r--s 00000000 fe:01 79 /shared
Anonymous:             0 kB
"""


def test_what_is_left_is_set_aside_again_and_again() -> None:
    kept = [[number] for number in range(1000)]
    try:
        tidy()
        assert gc.get_freeze_count() > len(kept)
        assert len(gc.get_objects()) < 1000
    finally:
        gc.unfreeze()


def test_the_server_tidies_every_two_minutes() -> None:
    moment = datetime(2026, 11, 20, 9)
    assert next_tidying(moment) - moment == timedelta(minutes=2)
    assert "memory" in [job.name for job in regular_jobs()]


def test_no_run_ends_with_a_collection_of_everything() -> None:
    assert config.get_option("runner.postScriptGC") is False
    assert gc.isenabled()


def test_only_what_a_file_still_says_is_let_go() -> None:
    assert [*_as_on_disk(MAPPED)] == [(0x55D0, 0x55E0), (0x7F00, 0x7F10), (0x7F20, 0x7F30)]


def test_where_the_kernel_does_not_tell_everything_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(memory, "Path", lambda _: tmp_path / "smaps")
    let_go_of_files()


def test_everything_goes_on_after_files_were_let_go() -> None:
    """Numbers, text, SQL and compressed bytes come from libraries that are partly on disk again."""
    script = """
import gzip
import duckdb, numpy, pandas, pyarrow, streamlit
from web.memory import let_go_of_files
def held():
    return int(open("/proc/self/statm").read().split()[2])
before = held()
let_go_of_files()
print(held() < before / 2)
frame = duckdb.sql("SELECT range AS n, range || 'x' AS t FROM range(1000)").df()
assert frame["n"].sum() == 499500 and pyarrow.table(frame).num_rows == 1000
assert gzip.decompress(gzip.compress(b"a" * 9999)) == b"a" * 9999
assert numpy.linalg.inv(numpy.eye(9)).trace() == 9
"""
    said = subprocess.run([sys.executable, "-c", script], cwd=CHECKOUT, capture_output=True, check=True)
    assert said.stdout.split() == [b"True"]
    let_go_of_files()
    assert sum(range(10)) == 45


def test_threads_share_a_few_heaps() -> None:
    said = subprocess.run([sys.executable, "-c", HEAP_OF_EACH], cwd=CHECKOUT, capture_output=True, check=True)
    assert 1 <= said.stderr.count(b"Arena ") <= HEAPS
