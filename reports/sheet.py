"""One worksheet that holds a whole table, written column by column.

xlsxwriter writes a cell at a time (7 s for 100,000 x 15). Here each distinct value is made into
cell markup once and the rows are joined from it, which takes a tenth of that; everything else
(styles, shared strings, packaging) stays with the library.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api import types
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.cells import (
    EXACT,
    clean,
    column_of,
    cut,
    has_clock,
    is_text,
    local_times,
    plain_value,
    words,
)
from reports.places import TEXT, by_bits, by_distinct, scalar

RATES: Final = frozenset(
    {"satisfied_rate", "low_rate", "ci_low", "ci_high", "share", "progress", "centre"}
    | {"limit_low", "limit_high", "rate_a", "rate_b", "rate_when_low", "rate_otherwise"}
)
CHANGES: Final = frozenset(
    {f"{what}{end}" for what in ("change", "gap") for end in ("", "_ci_low", "_ci_high")}
    | {"difference"}
)
FORMATS: Final = {
    "text": "@",
    "integer": "#,##0",
    "decimal": "#,##0.00",
    "q": "0.0000",
    "rate": "0.0%",
    "change": "+0.0%;-0.0%;0.0%",
    "day": "dd/mm/yyyy",
    "time": "dd/mm/yyyy hh:mm",
}
_FIRST_DAY: Final = pd.Timestamp(1899, 12, 30)
_WIDEST: Final = 60
_BLANK: Final = "/>"
_BLOCK: Final = 10_000
"""Rows joined at a time: all that is kept in memory of a large sheet's markup."""


class Styles:
    """The cell formats of one book, by kind of value."""

    def __init__(self, book: Workbook) -> None:
        self.head: Format = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "num_format": "@"}
        )
        self._formats = {kind: book.add_format({"num_format": f}) for kind, f in FORMATS.items()}

    def number(self, kind: str) -> int:
        """The number of a kind's format in the book's style table."""
        return int(self._formats[kind]._get_xf_index())


class TableSheet(Worksheet):  # type: ignore[misc]
    """A sheet with a bold frozen heading row, a filter on every column and the table's rows."""

    def hold(self, frame: pd.DataFrame, styles: Styles) -> None:
        """Take the table in, to be written when the book is closed, and set the sheet up for it.

        The markup is made here because the book fixes its shared strings before it writes sheets.
        """
        self.styles = styles
        columns = [frame.iloc[:, place] for place in range(len(frame.columns))]
        self.cells = [self._cells(values) for values in columns]
        self.head = f'<row r="1">{"".join(self._head(frame))}</row>'
        self._check_dimensions(0, 0)
        self._check_dimensions(len(frame), max(len(columns) - 1, 0))
        for place, values in enumerate(columns):
            self.set_column(place, place, _width(values))
        if columns:
            self.autofilter(0, 0, len(frame), len(columns) - 1)
        self._set_up_for_reading()

    def _set_up_for_reading(self) -> None:
        self.freeze_panes(1, 0)
        self.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        self.set_landscape()
        self.set_paper(9)
        self.fit_to_pages(1, 0)
        self.repeat_rows(0)

    def _write_sheet_data(self) -> None:
        self._xml_start_tag("sheetData")
        self.fh.write(self.head)
        for start in range(0, len(self.cells[0]) if self.cells else 0, _BLOCK):
            self.fh.write(_rows(self.cells, start))
        self._xml_end_tag("sheetData")

    def _head(self, frame: pd.DataFrame) -> Iterable[str]:
        style = self.styles.head._get_xf_index()
        return (f"<c{self._text(str(name), style)}" for name in frame.columns)

    def _text(self, text: str, style: int) -> str:
        lines = clean(text).replace("\r\n", "\n").replace("\r", "\n")
        place = self.str_table._get_shared_string_index(cut(lines))
        return f' s="{style}" t="s"><v>{place}</v></c>'

    def _cells(self, values: pd.Series[Any]) -> pa.Array:
        """Each value of a column as the inside of its cell element; a blank is an empty cell."""
        column, style = column_of(values.name), self.styles.number
        if types.is_bool_dtype(values.dtype):
            values = words(values)
        if types.is_datetime64_any_dtype(values.dtype):
            local = local_times(values)
            kind = style("time" if has_clock(local) else "day")
            return _numbers((local - _FIRST_DAY) / pd.Timedelta(days=1), kind)
        if types.is_numeric_dtype(values.dtype) and not _too_long(values):
            return _numbers(values, style(_kind(column, values)))
        if is_text(values):
            return by_distinct(values, lambda text: self._text(str(text), style("text")), _BLANK)
        return pa.array([self._mixed(plain_value(value), column) for value in values.tolist()], TEXT)

    def _mixed(self, value: str | float | datetime | date | None, column: str) -> str:
        if value is None:
            return _BLANK
        if isinstance(value, str):
            return self._text(value, self.styles.number("text"))
        if isinstance(value, date):
            moment = pd.Timestamp(value).tz_localize(None)
            kind = "time" if moment != moment.normalize() else "day"
            return _number((moment - _FIRST_DAY) / pd.Timedelta(days=1), self.styles.number(kind))
        return _number(value, self.styles.number(_kind(column, pd.Series([value]))))


def _rows(cells: Sequence[pa.Array], start: int) -> str:
    """The markup of one block of rows; Arrow lays the joined rows one after the other."""
    parts = [column.slice(start, _BLOCK).cast(TEXT) for column in cells]
    numbers = pa.array(range(start + 2, start + 2 + len(parts[0]))).cast(TEXT)
    opened = pc.binary_join_element_wise(scalar('<row r="'), numbers, scalar('">'), scalar(""))
    parts[-1] = pc.binary_join_element_wise(parts[-1], scalar("</row>"), scalar(""))
    return str(pc.binary_join_element_wise(opened, *parts, scalar("<c")).buffers()[2], "utf-8")


def _number(value: float, style: int) -> str:
    return f' s="{style}"><v>{value!r}</v></c>' if -1e300 < value < 1e300 else _BLANK


def _numbers(values: pd.Series[Any], style: int) -> pa.Array:
    write = partial(_number, style=style)
    if values.hasnans or types.is_float_dtype(values.dtype):
        return by_bits(values.to_numpy(dtype=float, na_value=np.nan), write, _BLANK)
    return by_distinct(values, write, _BLANK)


def _too_long(values: pd.Series[Any]) -> bool:
    return types.is_integer_dtype(values.dtype) and bool((values.abs() >= EXACT).any())


def _kind(column: str, values: pd.Series[Any]) -> str:
    if column in RATES:
        return "rate"
    if column in CHANGES:
        return "change"
    if column in ("p_value", "q_value"):
        return "q"
    return "integer" if (values.dropna() % 1 == 0).all() and column != "mean" else "decimal"


def _width(values: pd.Series[Any]) -> float:
    """A width in characters that shows most values and the heading on two lines."""
    sample = [] if types.is_float_dtype(values.dtype) else values.head(200).tolist()
    longest = max((len(str(value)) for value in sample), default=0)
    return float(min(max(longest, len(str(values.name)) // 2, 8) + 2, _WIDEST))
