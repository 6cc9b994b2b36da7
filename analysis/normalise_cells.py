"""Columns of raw cells as distinct texts with a code per row, and the list of rejected rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.headers import header_places
from analysis.names import fold

Codes = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Objects = npt.NDArray[np.object_]

LONGEST_CELL = 32_767  # what a spreadsheet cell can hold; longer text was not typed by a person
_LONGEST_SHOWN = 200
_BLANKS = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007" \
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


@dataclass(frozen=True)
class Column:
    """One column: distinct non-blank texts, and per row the place of its text (-1: blank)."""

    title: str
    texts: Sequence[str]
    codes: Codes

    def map(self, value_of: Callable[[str], Any], blank: Any, dtype: Any) -> npt.NDArray[Any]:
        """A value per row, computed once per distinct text."""
        return self.take([value_of(text) for text in self.texts], blank, dtype)

    def take(self, values: Sequence[Any] | npt.NDArray[Any], blank: Any, dtype: Any) -> npt.NDArray[Any]:
        """A value per row from a value per distinct text."""
        table = np.empty(len(values) + 1, dtype=dtype)
        table[:-1] = values
        table[-1] = blank  # code -1 is the last place
        return table[self.codes]

    def where(self, holds: Callable[[str], bool]) -> Mask:
        """Rows whose text has a property; blank rows have none."""
        return self.map(holds, False, bool)

    @property
    def blank(self) -> Mask:
        """Rows without text."""
        return self.codes < 0

    def shown(self) -> Objects:
        """The text per row as a person is shown it, cut when long, "" when blank."""
        return self.map(shown, "", object)


def shown(text: str) -> str:
    """The text, cut to what a list of problems can show."""
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def column_of(title: str, cells: Objects | pd.Series[Any]) -> Column:
    """A column of text cells, categories or objects; None, NaN and invisible text are blank."""
    codes, texts = _distinct(cells)
    filled = np.array([text[:1].isalnum() or bool(text.strip(_BLANKS)) for text in texts], bool)
    if not filled.all():
        places = np.append(np.where(filled, np.cumsum(filled) - 1, -1), -1)
        codes, texts = places[codes], texts[filled]
    return Column(title, list(map(str, texts)), codes.astype(np.int64))


def _distinct(cells: Objects | pd.Series[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    if isinstance(cells, pd.Series) and isinstance(cells.dtype, pd.CategoricalDtype):
        return np.asarray(cells.cat.codes), np.asarray(cells.cat.categories, dtype=object)
    codes, texts = pd.factorize(np.asarray(cells, dtype=object))
    return codes, texts


def constant_column(title: str, text: str, rows: int) -> Column:
    """A column that says the same in every row."""
    return Column(title, [text], np.zeros(rows, dtype=np.int64))


class Cells:
    """The cells of one header, found by header text."""

    def __init__(self, cells: pd.DataFrame, header: Sequence[str]) -> None:
        self._cells = cells
        self._header = header
        self._places = header_places(header)
        self.rows = len(cells)
        self.conflicts: list[tuple[Mask, Column]] = []

    def parts(self, name: str) -> list[Column]:
        """Every column under a header text, in order."""
        return [
            column_of(self._header[place], self._cells[str(place)])
            for place in self._places.get(fold(name), [])
        ]

    def column(self, name: str) -> Column:
        """The column of a header text; blank throughout when missing.

        Of two columns under one header the filled cell counts; two filled cells that differ
        are kept in `conflicts`.
        """
        parts = self.parts(name)
        if not parts:
            return Column(name, [], np.full(self.rows, -1, dtype=np.int64))
        if len(parts) == 1:
            return parts[0]
        merged = parts[0].map(str, None, object)
        for part in parts[1:]:
            other = part.map(str, None, object)
            both = ~part.blank & ~pd.isna(merged)
            differ = both & (merged != other)
            if differ.any():
                pair = pd.Series(merged[differ]) + " | " + pd.Series(other[differ])
                texts = np.full(self.rows, None, dtype=object)
                texts[differ] = pair.to_numpy(dtype=object)
                self.conflicts.append((differ, column_of(name, texts)))
            merged = np.where(pd.isna(merged), other, merged)
        return column_of(parts[0].title, merged)


@dataclass
class Rejections:
    """The rows left out, each once, with the first reason found."""

    raw_ids: npt.NDArray[Any]
    rows: npt.NDArray[Any]
    rejected: Mask = field(init=False)
    _parts: list[pd.DataFrame] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rejected = np.zeros(len(self.rows), dtype=bool)

    def add(self, rows: Mask, reason: str, column: Column) -> None:
        """Rejects the rows not yet rejected."""
        fresh = rows & ~self.rejected
        if fresh.any():
            self.rejected |= fresh
            self._parts.append(self._listed(fresh, column).assign(reason=reason))

    def _listed(self, rows: Mask, column: Column) -> pd.DataFrame:
        places = np.flatnonzero(rows)
        return pd.DataFrame({
            "place": places, "raw_id": self.raw_ids[places], "row": self.rows[places],
            "column": pd.Series([column.title] * len(places), dtype=object),
            "value": pd.Series(column.shown()[places], dtype=object),
        })

    def frame(self) -> pd.DataFrame:
        """Columns raw_id, row, column, value, reason, in the order of the rows."""
        empty = self._listed(np.zeros(len(self.rows), dtype=bool), Column("", [], self._none()))
        parts = self._parts or [empty.assign(reason=pd.Series(dtype=object))]
        listed = pd.concat(parts).sort_values("place", kind="stable").drop(columns="place")
        return listed.astype({"reason": object}).reset_index(drop=True)

    def _none(self) -> Codes:
        return np.full(len(self.rows), -1, dtype=np.int64)


def renamer(renamed: Mapping[str, str]) -> Mapping[str, str]:
    """The `values` of one role under folded texts."""
    return {fold(old): new for old, new in renamed.items()}
