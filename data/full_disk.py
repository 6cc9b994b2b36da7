"""Tells a full disk from every other failure, whichever library met it."""

from __future__ import annotations

import errno

FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
WORDS = (
    "database or disk is full", "disk i/o error", "no space left", "file too large",
    "disk quota exceeded", "could not extend file", "no usable temporary directory",
)


def disk_is_full(error: BaseException | None) -> bool:
    """Whether an error, or one that led to it, says that nothing more can be written."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        if any(words in str(error).lower() for words in WORDS):
            return True
        error = error.__cause__ or error.__context__
    return False
