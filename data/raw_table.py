"""Cells as a source gave them: text in columns, before anyone reads meaning into them."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True)
class RawTable:
    """A sheet: header texts by position and one Arrow text column each, named "0", "1", …

    A missing cell is null. A date cell is ISO text, a number its shortest form, a truth value
    TRUE or FALSE. `row_numbers` are what a person sees in the sheet (the header is row 1).
    """

    header: tuple[str, ...]
    cells: pa.Table
    row_numbers: pa.Array

    @property
    def rows(self) -> int:
        """How many rows stand under the header."""
        return int(self.cells.num_rows)
