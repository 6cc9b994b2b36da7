"""Rows in memory by group: sums of responses, or of rows that count them, said once for both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from data.queries.at_hand import Columns, named
from data.queries.small import Integers
from data.snapshot.counters import counted_column

Column = npt.NDArray[np.integer[Any]] | npt.NDArray[np.bool_]
_TESTS: dict[object, Callable[[Column], Column]] = {
    "asked": lambda fact: fact >= 0,  # -1 where nobody was asked
    "ticked": lambda fact: fact == 1,
}


def numbered(code: Integers) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The first row of each group in order of code, and the number of the group each row is in.

    Small codes are told apart by a table of them, several times faster than by sorting.
    """
    if not len(code):
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    largest = int(code.max())
    if largest > 4 * len(code) + 1_000:
        _, rows, group = np.unique(code, return_index=True, return_inverse=True)
        return rows, group
    first = np.full(largest + 1, -1, dtype=np.intp)
    first[code[::-1]] = np.arange(len(code) - 1, -1, -1)
    there = first >= 0
    return first[there], (there.cumsum() - 1)[code]


@dataclass(frozen=True)
class Groups:
    """Columns of a table and the group each row is in, by number from 0."""

    columns: Columns
    group: npt.NDArray[np.intp]
    number: int
    counter: bool

    def responses(self) -> Column:
        """How many responses each row is."""
        if self.counter:
            return self.columns["responses"]
        return np.ones(len(self.group), dtype=np.int8)

    def counted(self, column: str, what: object) -> Column:
        """How many responses of each row have a level, or one of FACTS; `column` is `r."…"`."""
        if self.counter:
            return self.columns[named(counted_column(column, what))]
        values = self.columns[named(column)]
        return _TESTS[what](values) if what in _TESTS else values == what

    def of(self, sets: Sequence[int], numbers: Column) -> Column:
        """The numbers of the rows of these criterion sets, 0 for the others."""
        return numbers * np.isin(self.columns["set_id"], list(sets))

    def sum(self, numbers: Column) -> Integers:
        """The sum over each group; the doubles in between hold whole numbers up to 2⁵³ exactly."""
        return np.bincount(self.group, numbers, self.number).astype(np.int64)

    def latest(self, factor: int) -> Integers:
        """The number of the latest response times the factor, and its unit."""
        numbers = self.columns["response_id"].astype(np.int64) * factor + self.columns["unit_id"]
        found = np.zeros(self.number, dtype=np.int64)
        np.maximum.at(found, self.group, numbers)
        return found
