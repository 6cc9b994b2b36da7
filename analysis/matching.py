"""Row identity: which rows of a sheet are known, edited, gone, back or new.

Identity rests on content alone, never on the row number. Values in, values out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

BLOCK = 500
"""Rows compared with each other at once; larger groups are paired block by block in row order."""

Cells = Mapping[str, str]
Pair = tuple[int, int]
Numbers = npt.NDArray[np.int64]


def _none() -> Numbers:
    return np.zeros(0, dtype=np.int64)


def _no_pairs() -> Numbers:
    return np.zeros((0, 2), dtype=np.int64)


@dataclass(frozen=True)
class Matching:
    """Positions in the lists given, as numbers: pairs are lines (known, row), others as named.

    `removed` are positions of known rows that are gone, `new` positions of rows nobody knew.
    `annotated` rows differ from what was known only in columns nothing is read from.
    `duplicates` counts rows beyond the first with the same content in the file.
    """

    unchanged: Numbers = field(default_factory=_no_pairs)
    restored: Numbers = field(default_factory=_no_pairs)
    changed: Numbers = field(default_factory=_no_pairs)
    annotated: Numbers = field(default_factory=_no_pairs)
    removed: Numbers = field(default_factory=_none)
    new: Numbers = field(default_factory=_none)
    duplicates: int = 0


@dataclass(frozen=True)
class KeyColumns:
    """Canonical names of the columns that hold time, unit and officer; no time column, no key."""

    time: frozenset[str] = frozenset()
    place: frozenset[str] = frozenset()

    def all_but_time(self, cells: Cells) -> Hashable:
        """Everything said apart from the time; empty when the row says nothing else."""
        return frozenset(item for item in cells.items() if item[0] not in self.time)

    def same_visit(self, cells: Cells) -> Hashable:
        """Time, unit and officer as written; empty for a row without a time."""
        if not any(name in cells for name in self.time):
            return frozenset()
        wanted = self.time | self.place
        return frozenset(item for item in cells.items() if item[0] in wanted)


def header_key(text: str) -> str:
    """A header as identity sees it; kept for ever, so it never follows other folding rules.

    >>> header_key("\\ufeffDon  VI\\xa0")
    'don vi'
    """
    visible = re.sub("[\\u200b-\\u200d\\u2060\\ufeff]", "", unicodedata.normalize("NFC", text))
    return " ".join(re.sub("[\\x00-\\x1f]", " ", visible).split()).casefold()


def column_names(header: Sequence[str], renamed: Mapping[str, str]) -> list[str]:
    """Canonical name of every column: its key, an earlier name's key, numbered when it recurs.

    >>> column_names(["B", "A", "b "], {})
    ['b', 'a', 'b\\x1f1']
    """
    seen: Counter[str] = Counter()
    names = []
    for text in header:
        key = header_key(text)
        key = renamed.get(key, key)
        names.append(f"{key}\x1f{seen[key]}" if seen[key] else key)
        seen[key] += 1
    return names


def match_exact(rows: Numbers, alive: Numbers, removed: Numbers) -> Matching:
    """Pairs equal contents one to one; what is left over stays `removed` or `new`.

    Contents come as numbers, equal ones for equal contents. `alive` and `removed` hold the latest
    content of known rows; restored pairs count positions in `removed`. The first row of a content
    goes to the first known row of it, the second to the second.

    >>> found = match_exact(np.array([1, 1, 3]), np.array([1, 2]), np.array([3]))
    >>> found.unchanged.tolist(), found.restored.tolist(), found.removed.tolist()
    ([[0, 0]], [[0, 2]], [1])
    >>> found.new.tolist(), found.duplicates
    ([1], 1)
    """
    known = _found(alive, rows)
    left = np.flatnonzero(known < 0)
    gone = _found(removed, rows[left])
    still = np.ones(len(alive), dtype=bool)
    still[known[known >= 0]] = False
    paired = np.flatnonzero(known >= 0)
    return Matching(
        unchanged=np.column_stack([known[paired], paired]),
        restored=np.column_stack([gone[gone >= 0], left[gone >= 0]]),
        removed=np.flatnonzero(still),
        new=left[gone < 0],
        duplicates=int((_turns(rows) > 0).sum()),
    )


def _found(known: Numbers, rows: Numbers) -> Numbers:
    """For each row the position of the known one of its content and turn; -1 without one."""
    turn, wanted = _turns(known), _turns(rows)
    most = int(max(turn.max(initial=0), wanted.max(initial=0))) + 1
    places = pd.Index(known * most + turn).get_indexer(pd.Index(rows * most + wanted))
    return np.asarray(places, dtype=np.int64)


def _turns(contents: Numbers) -> Numbers:
    """How many equal ones stand before each."""
    return np.asarray(pd.Series(contents).groupby(contents).cumcount(), dtype=np.int64)


def pair_changes(old: Sequence[Cells], new: Sequence[Cells], keys: KeyColumns) -> list[Pair]:
    """Pairs (old, new) that are one row edited: time alone differs, or time, unit, officer agree.

    Without a time column nothing is paired: then nothing tells an edit from another person.

    >>> pair_changes([{"t": "1", "q": "5"}], [{"t": "1", "q": "4"}], KeyColumns(frozenset("t")))
    [(0, 0)]
    """
    if not keys.time:
        return []
    known, rows = dict(enumerate(old)), dict(enumerate(new))
    pairs: list[Pair] = []
    for identity in (keys.all_but_time, keys.same_visit):
        for left, right in _shared(known, rows, identity):
            for a, b in _most_similar(known, rows, left, right):
                pairs.append((a, b))
                del known[a], rows[b]
    return sorted(pairs)


def _shared(
    known: Mapping[int, Cells], rows: Mapping[int, Cells], identity: Callable[[Cells], Hashable]
) -> list[tuple[list[int], list[int]]]:
    left = _grouped(known, identity)
    right = _grouped(rows, identity)
    return [(left[value], right[value]) for value in right if value and value in left]


def _grouped(
    cells: Mapping[int, Cells], identity: Callable[[Cells], Hashable]
) -> dict[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for position, row in cells.items():
        groups[identity(row)].append(position)
    return groups


def _most_similar(
    known: Mapping[int, Cells], rows: Mapping[int, Cells], left: list[int], right: list[int]
) -> list[Pair]:
    if len(left) == len(right) == 1:
        return [(left[0], right[0])]
    pairs: list[Pair] = []
    for start in range(0, min(len(left), len(right)), BLOCK):
        old = {a: frozenset(known[a].items()) for a in left[start : start + BLOCK]}
        new = {b: frozenset(rows[b].items()) for b in right[start : start + BLOCK]}
        alike = [(-len(x & y), a, b) for a, x in old.items() for b, y in new.items()]
        for _, a, b in sorted(alike):
            if a in old and b in new:
                pairs.append((a, b))
                del old[a], new[b]
    return pairs
