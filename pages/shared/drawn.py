"""What was drawn once and is sent again to whoever is to see the same; who may see it is in the key."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import wraps

import pandas as pd

from pages.shared.kept import Kept
from pages.shared.recorded import Recording, is_recording, place, recorded

MOST_PARTS = 2_000
"""Parts of pages kept drawn: from one line to a dozen messages of together 10 to 50 kB."""
MOST_CELLS = 20_000
"""Cells of the tables a part offers for download; one with more is drawn every time."""


def drawn(
    key: tuple[Hashable, ...], draw: Callable[[], Mapping[str, pd.DataFrame]]
) -> Mapping[str, pd.DataFrame]:
    """What a part drew under this key at this place, sent again unless `draw` did it now; its tables."""
    if is_recording():
        return draw()  # kept with what it is a part of
    new: list[Recording] = []

    def first() -> Recording:
        new.append(recorded(draw))
        return new[0]

    found: Recording = PARTS.get((*key, place()), first)
    if not new:
        found.send()
    return found.tables


def _is_light(found: Recording) -> bool:
    cells = sum(frame.size for frame in found.tables.values())
    return cells <= MOST_CELLS and found.for_all


PARTS = Kept(MOST_PARTS, 12 << 20, _is_light)


def still(draw: Callable[..., None]) -> Callable[..., None]:
    """Something to look at that follows from what is said to it alone: drawn once for the same words."""
    @wraps(draw)
    def shown(*said: Hashable) -> None:
        def drawing() -> Mapping[str, pd.DataFrame]:
            draw(*said)
            return {}

        drawn((draw.__code__.co_filename, draw.__code__.co_qualname, said), drawing)

    return shown
