"""Answers kept in memory: bounded in number and bytes, each worked out once at a time.

Whoever reads gets a copy that shares its values until one of them is changed (pandas copies on
write), so nobody changes what the next one sees. Who may see what is in the key.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sized
from threading import Lock
from typing import Any

import pandas as pd

from analysis.charts.chart import Chart
from pages.shared.recorded import Recording

BESIDES = 5_000
"""Bytes counted for an answer beside the values of its columns: what an empty frame holds."""
SMALL, CELL = 2_000, 60
"""Values of an answer too small to be worth measuring, and the bytes counted for each."""
TEXT = 30
"""Bytes counted for a text of a large frame beside the eight that point to it."""
FIGURE = 10_000
"""Bytes counted for the axes, marks and words of a chart."""
ENTRY = 160
"""Bytes counted for a choice or a label, of which a nation has tens of thousands."""


class Kept:
    """Answers by key, the longest unread dropped first beyond `most` answers or `most_bytes`.

    Those that are not `worth` it are worked out each time.
    """

    def __init__(
        self, most: int, most_bytes: int, worth: Callable[[Any], bool] = lambda found: True
    ) -> None:
        self.most, self.most_bytes, self.worth = most, most_bytes, worth
        self.bytes = 0
        self._found: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._working: dict[Hashable, Lock] = {}
        self._guard = Lock()

    def get(self, key: Hashable, work: Callable[[], Any]) -> Any:
        """The answer under this key, from `work` when it is not there; errors are not kept."""
        with self._guard:
            if key in self._found:
                return self._read(key)
            working = self._working.setdefault(key, Lock())
        with working:
            with self._guard:
                if key in self._found:
                    return self._read(key)
            try:
                found = work()
                with self._guard:
                    self._keep(key, found)
                    return _copied(found)
            finally:  # kept before: whoever comes between finds it, and leaves no lock behind
                with self._guard:
                    self._working.pop(key, None)

    def clear(self) -> None:
        """Forgets everything."""
        with self._guard:
            self._found.clear()
            self.bytes = 0

    def _read(self, key: Hashable) -> Any:
        self._found.move_to_end(key)
        return _copied(self._found[key][0])

    def _keep(self, key: Hashable, found: Any) -> None:
        size = _size(found)
        if size > self.most_bytes or not self.worth(found):
            return
        if isinstance(found, pd.DataFrame):
            _forget_copies(found)
        self.bytes += size - self._found.pop(key, (None, 0))[1]
        self._found[key] = found, size
        while len(self._found) > self.most or self.bytes > self.most_bytes:
            self.bytes -= self._found.popitem(last=False)[1][1]


def _forget_copies(frame: pd.DataFrame) -> None:
    """From now on pandas drops its notes of copies that are gone; else it does beyond 500 a column.

    They took more memory than the answers.
    """
    for block in frame._mgr.blocks:
        block.refs.clear_counter = 0


def _copied(found: Any) -> Any:
    return found.copy(deep=False) if isinstance(found, pd.DataFrame) else found


def _size(found: Any) -> int:
    """Names are mostly held once for many rows: to look at each would take longer than the answer."""
    if isinstance(found, pd.DataFrame):
        if found.size < SMALL:
            return BESIDES + CELL * found.size
        texts = sum(kind.kind == "O" for kind in found.dtypes)
        return int(found.memory_usage().sum()) + TEXT * texts * len(found) + BESIDES
    if isinstance(found, Chart):
        values = [value for one in found.spec["data"] for value in one.values() if isinstance(value, list)]
        return FIGURE + CELL * sum(map(len, values)) + _size(found.table)
    if isinstance(found, Recording):
        return found.bytes + sum(map(_size, found.tables.values()))
    held = found if isinstance(found, Mapping) else getattr(found, "__dict__", {})
    return BESIDES + ENTRY * sum(len(one) for one in held.values() if isinstance(one, Sized))
