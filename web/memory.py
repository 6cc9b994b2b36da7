"""Keeps what lives long out of the garbage collection Streamlit makes after every run."""

from __future__ import annotations

import gc
from datetime import datetime, timedelta

EVERY = timedelta(minutes=2)


def next_tidying(moment: datetime) -> datetime:
    """Two minutes after a moment."""
    return moment + EVERY


def tidy() -> None:
    """Collects everything once and sets aside what is left: caches, registers, modules.

    A collection of all of it takes 30 to 100 ms, and there is one at the end of every run.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
