"""Keeps what lives long out of garbage collection, and collects where nobody waits for it."""

from __future__ import annotations

import gc
from datetime import datetime, timedelta

EVERY = timedelta(minutes=2)


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
