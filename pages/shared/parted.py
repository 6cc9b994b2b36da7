"""A table too large to hold: its beginning, and how to read all of it part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

Change = Callable[[pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True)
class Parted:
    """`rows` rows of which only the `first` are here; `parts` reads every one, anew each time."""

    first: pd.DataFrame
    rows: int
    parts: Callable[[], Iterator[pd.DataFrame]]

    def __len__(self) -> int:
        return self.rows

    def changed(self, change: Change) -> Parted:
        """The same table with a change to each of its parts."""
        return Parted(change(self.first), self.rows, lambda: map(change, self.parts()))

    def whole(self) -> pd.DataFrame:
        """All of it at once, for a file that cannot be made otherwise."""
        labels = self.first.attrs
        frame = pd.concat(self.parts(), ignore_index=True)
        frame.attrs = labels
        return frame
