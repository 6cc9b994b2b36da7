"""Cells of an XLSX sheet as text, row by row in little memory.

openpyxl reads what describes the workbook (sheets, number formats, epoch). The two large parts,
shared strings and sheet data, are walked here without cell objects: three times faster.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, iterparse  # a DOCTYPE was refused before

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.datetime import from_excel
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from analysis.errors import InputError
from data import text_files as text
from data.sources import limits

_ROW, _CELL, _VALUE, _INLINE, _ITEM, _TEXT, _RUN = (
    f"{{{SHEET_MAIN_NS}}}{name}" for name in ("row", "c", "v", "is", "si", "t", "r")
)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CLOCK = re.compile(r"""(?:"[^"]*"|\\.|\[[^hs\]]*\])|([hs]|AM/PM)""", re.IGNORECASE)
_LAST_COLUMN = 16_384
Record = tuple[int, list[str]]


class Book:
    """A workbook that passed the checks; `sheets` maps the tabs with cells to their parts."""

    def __init__(self, path: Path) -> None:
        self._reader = ExcelReader(str(path), read_only=True, data_only=True, keep_links=False)
        self._reader.read_manifest()
        self._reader.read_workbook()
        self.sheets: dict[str, str] = {
            sheet.name: relation.target
            for sheet, relation in self._reader.parser.find_sheets()
            if relation.Type.endswith("/worksheet")
        }

    def records(self, sheet: str | None) -> Iterator[Record]:
        """Row number and cells of each row the sheet writes; InputError for an unknown sheet."""
        names = list(self.sheets)
        if not names:
            raise InputError(text.NO_SHEET)
        chosen = names[0] if sheet is None else sheet
        if chosen not in self.sheets:
            listed = ", ".join(f"“{name}”" for name in names)
            raise InputError(text.NO_SUCH_SHEET.format(sheet=chosen, names=listed))
        apply_stylesheet(self._reader.archive, self._reader.wb)
        cells = _Cells(self._strings(), _Formats(self._reader.wb))
        number = count = 0
        for row in self._elements(self.sheets[chosen], _ROW):
            number = int(row.get("r", number + 1))
            texts = cells.of(row)
            count += len(row)
            if count > limits.MAX_WORKBOOK_CELLS:
                limit = text.thousands(limits.MAX_WORKBOOK_CELLS)
                raise InputError(text.TOO_MANY_CELLS.format(limit=limit))
            yield number, texts

    def _strings(self) -> list[str]:
        part = self._reader.package.find(SHARED_STRINGS)
        if part is None:
            return []
        return [_plain(item) for item in self._elements(part.PartName.lstrip("/"), _ITEM)]

    def _elements(self, part: str, tag: str) -> Iterator[Element]:
        with self._reader.archive.open(part) as file:
            for _, element in iterparse(file):
                if element.tag == tag:
                    yield element
                    element.clear()


class _Cells:
    """Reads the cells of a row by their type."""

    def __init__(self, strings: list[str], formats: _Formats) -> None:
        self._strings, self._formats = strings, formats
        self._columns: dict[str, int] = {}

    def of(self, row: Element) -> list[str]:
        """The cells in order of column; a gap is empty text."""
        texts: list[str] = []
        for cell in row:
            if cell.tag != _CELL:
                continue
            reference = cell.get("r")
            column = len(texts) if reference is None else self._column(reference)
            value = self._value(cell)
            if column == len(texts):
                texts.append(value)
            elif value:
                texts.extend([""] * (column + 1 - len(texts)))
                texts[column] = value
        return texts

    def _value(self, cell: Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(_INLINE)
            return "" if inline is None else _plain(inline)
        raw = cell.findtext(_VALUE)
        if not raw:
            return ""
        if kind == "s":
            return self._strings[int(raw)]
        if kind == "n":
            return self._formats.number(raw, cell.get("s", "0"))
        if kind == "b":
            return "TRUE" if raw.strip() in ("1", "true") else "FALSE"
        return raw if kind in ("e", "d") else _unescaped(raw)

    def _column(self, reference: str) -> int:
        """Position of a cell's column, from 0."""
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            number = 0
            for letter in letters[:4].upper():
                number = number * 26 + ord(letter) - 64
            if not 0 < number <= _LAST_COLUMN:
                raise InputError(text.BROKEN_WORKBOOK)
            column = self._columns[letters] = number - 1
        return column


def _plain(item: Element) -> str:
    """The text of a string with or without formatted runs, without phonetic readings."""
    pieces = [
        (child.text if child.tag == _TEXT else child.findtext(_TEXT)) or ""
        for child in item
        if child.tag in (_TEXT, _RUN)
    ]
    return _unescaped("".join(pieces))


def _unescaped(value: str) -> str:
    """`_x000D_` and the like as the character; NUL and half surrogates stay as written.

    >>> _unescaped("a_x000A_b _x005F_x000A_ _x0000_")
    'a\\nb _x000A_ _x0000_'
    """

    def char(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        return match[0] if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)

    return _ESCAPE.sub(char, value) if "_x" in value else value


class _Formats:
    """Number formats of a workbook: which styles show a day, a clock time or a duration."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._known: dict[str, Callable[[str], str]] = {}

    def number(self, raw: str, style: str) -> str:
        """A numeric cell as text: ISO for dates and times, else the shortest form."""
        read = self._known.get(style)
        if read is None:
            read = self._known[style] = self._reading(int(style))
        return read(raw)

    def _reading(self, style: int) -> Callable[[str], str]:
        if style not in self._book._date_formats:
            return shortest
        duration = style in self._book._timedelta_formats
        with_clock = self._shows_clock(style)

        def read(raw: str) -> str:
            try:
                value = from_excel(float(raw), self._book.epoch, timedelta=duration)
            except (OverflowError, ValueError):
                return shortest(raw)
            return _iso(value, with_clock)

        return read

    def _shows_clock(self, style: int) -> bool:
        number = self._book._cell_styles[style].numFmtId
        custom = self._book._number_formats
        code = BUILTIN_FORMATS.get(number, "") if number < 164 else custom[number - 164]
        return any(match[1] for match in _CLOCK.finditer(code))


def _iso(value: datetime | date | time | timedelta, with_clock: bool) -> str:
    """A day without clock when midnight is only how the day is stored.

    >>> _iso(datetime(2026, 5, 4), False), _iso(datetime(2026, 5, 4), True)
    ('2026-05-04', '2026-05-04T00:00:00')
    """
    if isinstance(value, datetime):
        if value.time() == time() and not with_clock:
            return value.date().isoformat()
        return value.isoformat(timespec="milliseconds" if value.microsecond else "seconds")
    return str(value) if isinstance(value, timedelta) else value.isoformat()


def shortest(raw: str) -> str:
    """The shortest text of a number.

    >>> shortest("5.0"), shortest("8.50"), shortest("1E3"), shortest("001"), shortest("-0")
    ('5', '8.5', '1000', '1', '0')
    """
    raw = raw.strip()
    if raw.isdigit() and raw.isascii() and (raw == "0" or raw[0] != "0"):
        return raw
    value = float(raw)
    return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
