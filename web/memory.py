"""Keeps what lives long out of garbage collection, collects where nobody waits for it, gives back the rest."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

EVERY = timedelta(minutes=2)
HEAPS = 2
"""Where the C library takes memory from. Of itself it makes eight a processor, one for each thread
that finds the others busy, and what a run frees in one of them no other thread uses again."""
_ARENA_MAX, _DONTNEED = -8, 4
_UNCHANGED = ("r--p", "r-xp")
_CHANGED = ("Anonymous:", "Swap:")
"""What was relocated in a file's pages, in memory or written out for want of it: on no disk as a file."""


def few_heaps() -> None:
    """All threads share a few heaps; to be said before there are threads. Only glibc has more."""
    if sys.platform == "linux" and hasattr(ctypes.CDLL(None), "mallopt"):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, HEAPS)


def next_tidying(moment: datetime) -> datetime:
    """Two minutes after a moment."""
    return moment + EVERY


def tidy() -> None:
    """Collects everything once and sets aside what is left: caches, registers, modules.

    A collection of all of it takes 30 to 100 ms; after a run (Streamlit's default) it was a fifth
    of the run. Between two of these Python collects by itself what is young.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def let_go_of_files() -> None:
    """Parts of libraries that were only read to load them stay on disk; what is used comes back.

    Symbol tables, code that ran once: of 95 MB half is never looked at again. Linux alone; not
    while another thread may load a library, whose pages are changed just then.
    """
    smaps = Path("/proc/self/smaps")
    if sys.platform == "linux" and smaps.exists():  # not every kernel tells
        madvise = ctypes.CDLL(None).madvise
        madvise.argtypes = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int
        for first, end in _as_on_disk(smaps.read_text("utf-8", "replace")):
            madvise(first, end - first, _DONTNEED)


def _as_on_disk(smaps: str) -> Iterator[tuple[int, int]]:
    """Addresses of mapped files of which this process can have changed no page, and has not."""
    place: tuple[int, int] | None = None
    for words in map(str.split, smaps.splitlines()):
        if not words[0].endswith(":"):
            if place:
                yield place
            first, _, end = words[0].partition("-")
            mapped = words[1] in _UNCHANGED and words[4] != "0"
            place = (int(first, 16), int(end, 16)) if mapped else None
        elif words[0] in _CHANGED and words[1] != "0":
            place = None
    if place:
        yield place
