"""Work done one step ahead, so that two kinds of work use two processors."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Part = TypeVar("Part")


def ahead(parts: Iterable[Part]) -> Generator[Part]:
    """The same parts in the same order; a thread of its own makes the next while one is used.

    At most two exist at a time. What goes wrong while one is made is raised in its place. Whoever
    may stop early and then lets go of what the parts are made from closes this first.

    >>> list(ahead(range(3)))
    [0, 1, 2]
    """
    coming, end = iter(parts), object()
    with ThreadPoolExecutor(1, "ahead") as worker:
        try:
            made = worker.submit(next, coming, end)
            while (part := made.result()) is not end:
                made = worker.submit(next, coming, end)
                yield part  # type: ignore[misc]
                del part
        finally:
            # Whoever stops early waits for the step under way; then the source can let go, too.
            worker.shutdown()
            getattr(coming, "close", lambda: None)()
