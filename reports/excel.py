"""Tables as one Excel book with a first sheet that says where the figures come from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

import pandas as pd
from xlsxwriter import Workbook

from analysis.errors import InputError
from analysis.text.columns import headed
from analysis.text.numbers import integer
from reports import text
from reports.cells import clean, cut
from reports.sheet import Styles, TableSheet

SHEET_ROWS: Final = 1_048_576
NAME_LIMIT: Final = 31
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\\t\r\n]")


@dataclass(frozen=True)
class Table:
    """One sheet: its name and its rows (raw or Vietnamese column names)."""

    name: str
    frame: pd.DataFrame


@dataclass(frozen=True)
class Cover:
    """What the first sheet says; `filters` maps a Vietnamese label to the chosen value."""

    title: str
    filters: Mapping[str, str] = field(default_factory=dict)
    period: str = ""
    method: Sequence[str] = text.METHOD_NOTE
    snapshot: str = ""
    n: int | None = None
    made_at: datetime | None = None
    made_by: str = ""
    notes: Sequence[str] = ()


def check_rows(rows: int) -> None:
    """InputError when a sheet cannot hold so many rows."""
    if rows >= SHEET_ROWS:
        said = {"rows": integer(rows), "limit": integer(SHEET_ROWS - 1)}
        raise InputError(text.TOO_MANY_ROWS.format(**said))


def excel_book(tables: Sequence[Table], cover: Cover) -> bytes:
    """The bytes of an XLSX book: the cover sheet, then one sheet per table in order.

    Numbers, rates and days are real numbers; text is always text, never a formula or a link.
    Raises InputError when a table has more rows than a sheet can hold.
    """
    for table in tables:
        check_rows(len(table.frame))
    buffer = BytesIO()
    names = sheet_names([text.COVER_SHEET, *(table.name for table in tables)])
    with Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": clean(cover.title), "created": cover.made_at or _EPOCH})
        styles = Styles(book)
        _cover_sheet(book, names, tables, cover)
        for name, table in zip(names[1:], tables, strict=True):
            sheet = book.add_worksheet(name, TableSheet)
            sheet.hold(headed(table.frame), styles)
    return buffer.getvalue()


_EPOCH: Final = datetime(2000, 1, 1)


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Names Excel accepts: 31 UTF-16 units, none of []:*?/\\, no outer apostrophe, unique.

    >>> sheet_names(["Đơn vị: A/B", "đơn vị  a b", "", "History"])
    ['Đơn vị A B', 'đơn vị a b (2)', 'Bảng', 'History (2)']
    """
    taken = {"history"}
    names = []
    for name in wanted:
        base = " ".join(_NOT_IN_NAMES.sub(" ", clean(name)).split()).strip("' ")
        base = cut(base, NAME_LIMIT, "…").strip("' ") or text.UNNAMED_SHEET
        unique, number = base, 1
        while unique.casefold() in taken:
            number += 1
            ending = f" ({number})"
            unique = cut(base, NAME_LIMIT - len(ending), "…") + ending
        taken.add(unique.casefold())
        names.append(unique)
    return names


def _lines(cover: Cover) -> Iterator[tuple[str, str | int | datetime]]:
    """Label and value of each line of the cover sheet; a repeated label stays empty."""
    filters = [f"{label}: {value}" for label, value in cover.filters.items()]
    yield from _block(text.FILTERS, filters or [text.NO_FILTERS])
    yield text.PERIOD, cover.period
    if cover.n is not None:
        yield text.RESPONSES, cover.n
    yield text.SNAPSHOT, cover.snapshot
    if cover.made_at is not None:
        yield text.MADE_AT, cover.made_at.replace(tzinfo=None)
    yield text.MADE_BY, cover.made_by
    yield from _block(text.METHOD, cover.method)
    yield from _block(text.NOTES, cover.notes)


def _block(label: str, values: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield from ((label if place == 0 else "", value) for place, value in enumerate(values))


def _cover_sheet(book: Workbook, names: list[str], tables: Sequence[Table], cover: Cover) -> None:
    sheet = book.add_worksheet(names[0])
    bold, title = book.add_format({"bold": True, "valign": "top"}), book.add_format(_TITLE)
    formats = {
        str: book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
        int: book.add_format({"num_format": "#,##0", "align": "left"}),
        datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"}),
    }
    sheets = [
        f"{name} – {text.ROWS.format(count=integer(len(table.frame)))}"
        for name, table in zip(names[1:], tables, strict=True)
    ]
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, cut(clean(cover.title)), title)
    for row, (label, value) in enumerate([*_lines(cover), *_block(text.SHEETS, sheets)], start=2):
        if label:
            sheet.write_string(row, 0, label, bold)
        if isinstance(value, str):
            sheet.write_string(row, 1, cut(clean(value)), formats[str])
        elif isinstance(value, date):
            sheet.write_datetime(row, 1, value, formats[datetime])
        else:
            sheet.write_number(row, 1, value, formats[int])


_TITLE: Final[dict[str, Any]] = {"bold": True, "font_size": 14}
