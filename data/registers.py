"""Register files to values: units, officers, dossier counts; the first wrong row is named.

Headers are the contract's English ones or Vietnamese ones; a column nobody knows is left aside.
Lists are separated by ";" or "|"; lists of codes also by ",", which a name may contain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from analysis.errors import InputError
from analysis.names import search_key, tidy
from analysis.registers import DossierCount, Officer, Registers, Unit
from analysis.times import local_minute
from data import text_registers as text
from data.raw_table import RawTable

Fields = Mapping[str, tuple[str, ...]]

_VALIDITY: Fields = {
    "valid_from": ("tu ngay", "hieu luc tu", "ngay hieu luc", "ngay bat dau"),
    "valid_to": ("den ngay", "hieu luc den", "het hieu luc", "ngay het hieu luc", "ngay ket thuc"),
    "aliases": ("ten khac", "ten goi khac", "ten viet tat", "ten cu"),
}
_UNIT: Fields = {
    "code": ("ma", "ma don vi", "ma dvhc", "ma xa"),
    "name": ("ten", "ten don vi", "don vi", "ten dvhc"),
    "kind": ("loai", "loai don vi", "cap", "loai hinh"),
    "parent_code": ("ma cap tren", "ma don vi cap tren", "don vi cap tren", "truc thuoc", "ma cha"),
    "successor_codes": ("ma ke thua", "ma don vi ke thua", "don vi ke thua", "sap nhap vao"),
    "model_start": ("bat dau mo hinh", "ngay bat dau mo hinh", "ngay ap dung mo hinh"),
    **_VALIDITY,
}
_OFFICER: Fields = {
    "code": ("ma", "ma can bo", "ma cong chuc", "ma so"),
    "name": ("ten", "ho ten", "ho va ten", "ten can bo", "can bo"),
    "unit_code": ("ma don vi", "don vi", "ma dvhc"),
    "position": ("chuc vu", "chuc danh", "vi tri"),
    "counter": ("quay", "quay so", "quay tiep nhan", "so quay"),
    **_VALIDITY,
}
_DOSSIER: Fields = {
    "unit_code": ("ma don vi", "don vi", "ma dvhc"),
    "period_from": ("tu ngay", "ky tu", "ngay bat dau"),
    "period_to": ("den ngay", "ky den", "ngay ket thuc"),
    "field": ("linh vuc",),
    "count": ("so ho so", "tong so", "tong so ho so", "so luong"),
    "early": ("truoc han", "som han", "giai quyet truoc han"),
    "on_time": ("dung han", "giai quyet dung han"),
    "late": ("qua han", "tre han", "giai quyet qua han"),
}
_LIST = re.compile(r"[;|]")
_CODES = re.compile(r"[;|,]")


def parse_units(table: RawTable, known: Registers | None = None) -> list[Unit]:
    """The units of a file in its order; parents must stand in the file or among the known.

    InputError names the row for a blank or repeated code, a date that is none, an unknown parent
    or successor, or a unit under itself.
    """
    rows = list(_rows(table, _UNIT, ("code", "name")))
    _refuse_twice(rows, lambda row: row.code("code"), text.TWICE)
    units = [
        Unit(
            row.code("code"), row.needed("name"), row.text("kind"), row.text("parent_code") or None,
            *row.span("valid_from", "valid_to"), row.items("successor_codes", _CODES),
            row.items("aliases", _LIST), row.day("model_start"),
        )
        for row in rows
    ]
    everyone = {**(known.units if known else {}), **{unit.code: unit for unit in units}}
    for row, unit in zip(rows, units, strict=True):
        if unit.parent_code is not None and unit.parent_code not in everyone:
            raise row.wrong(text.UNKNOWN_PARENT, code=unit.parent_code)
        for code in unit.successor_codes:
            if code not in everyone:
                raise row.wrong(text.UNKNOWN_SUCCESSOR, code=code)
    _refuse_cycles(rows, units, everyone)
    return units


def parse_officers(table: RawTable, known: Registers | None = None) -> list[Officer]:
    """The officers of a file in its order; units are checked when the known registers are given."""
    rows = list(_rows(table, _OFFICER, ("code", "name", "unit_code")))
    _refuse_twice(rows, lambda row: row.needed("code"), text.TWICE)
    return [
        Officer(
            row.needed("code"), row.needed("name"), row.unit(known), row.text("position"),
            row.text("counter"), *row.span("valid_from", "valid_to"), row.items("aliases", _LIST),
        )
        for row in rows
    ]


def parse_dossiers(table: RawTable, known: Registers | None = None) -> list[DossierCount]:
    """The dossier counts of a file in its order, one per unit, period and field."""
    rows = list(_rows(table, _DOSSIER, ("unit_code", "period_from", "period_to", "count")))
    key = ("unit_code", "period_from", "period_to", "field")
    _refuse_twice(
        rows, lambda row: tuple(row.day(f) if "period" in f else row.text(f) for f in key),
        text.SAME_PERIOD,
    )
    return [_dossier(row, known) for row in rows]


def _dossier(row: _Row, known: Registers | None) -> DossierCount:
    unit = row.unit(known)
    for field in ("period_from", "period_to", "count"):
        row.needed(field)
    start, end = row.span("period_from", "period_to")
    count, early, on_time, late = map(row.count, ("count", "early", "on_time", "late"))
    assert start is not None and end is not None and count is not None
    for field, part in (("early", early), ("on_time", on_time), ("late", late)):
        if part is not None and part > count:
            raise row.wrong(text.LARGER_THAN_COUNT, field=field)
    return DossierCount(unit, start, end, count, row.text("field") or None, early, on_time, late)


@dataclass(frozen=True)
class _Row:
    """One row of a register file: its number and its tidy text per field."""

    number: int
    texts: Mapping[str, str]

    def wrong(self, reason: str, **words: object) -> InputError:
        return InputError(text.ROW.format(row=self.number, reason=reason.format(**words)))

    def text(self, field: str) -> str:
        return self.texts.get(field, "")

    def needed(self, field: str) -> str:
        value = self.text(field)
        if not value:
            raise self.wrong(text.BLANK, field=field)
        return value

    def code(self, field: str) -> str:
        """A code that can stand in a list of codes."""
        value = self.needed(field)
        if _CODES.search(value):
            raise self.wrong(text.SEPARATOR_IN_CODE, code=value)
        return value

    def unit(self, known: Registers | None) -> str:
        value = self.needed("unit_code")
        if known is not None and value not in known.units:
            raise self.wrong(text.UNKNOWN_UNIT, code=value)
        return value

    def items(self, field: str, separator: re.Pattern[str]) -> tuple[str, ...]:
        parts = (part.strip() for part in separator.split(self.text(field)))
        return tuple(dict.fromkeys(part for part in parts if part))

    def day(self, field: str) -> date | None:
        value = self.text(field)
        day = _day(value) if value else None
        if value and day is None:
            raise self.wrong(text.BAD_DAY, field=field, value=value)
        return day

    def span(self, start: str, end: str) -> tuple[date | None, date | None]:
        first, last = self.day(start), self.day(end)
        if first and last and last < first:
            raise self.wrong(text.END_BEFORE_START)
        return first, last

    def count(self, field: str) -> int | None:
        value = self.text(field)
        if value and not (value.isascii() and value.isdigit() and len(value) < 10):
            raise self.wrong(text.BAD_COUNT, field=field, value=value)
        return int(value) if value else None


@lru_cache(maxsize=4096)
def _day(value: str) -> date | None:
    """An ISO or day-first date; a bare number is none: it may be a year or a serial date."""
    moment = None if value.replace(".", "").isdigit() else local_minute(value, "dmy", "UTC")
    return moment.date() if moment else None


def _rows(table: RawTable, fields: Fields, required: tuple[str, ...]) -> Iterator[_Row]:
    places = _places(table.header, fields)
    missing = [field for field in required if field not in places]
    if missing:
        raise InputError(text.MISSING_COLUMNS.format(columns=", ".join(missing)))
    columns = [table.cells.column(place).to_pylist() for place in places.values()]
    for number, *cells in zip(table.row_numbers.to_pylist(), *columns, strict=True):
        texts = [tidy(cell) if cell else "" for cell in cells]
        if any(texts):
            yield _Row(number, dict(zip(places, texts, strict=True)))


def _places(header: tuple[str, ...], fields: Fields) -> dict[str, int]:
    """Field -> position of its column, by the contract's word or a Vietnamese one."""
    meaning = {name.replace("_", " "): name for name in fields}
    for field, words in fields.items():
        meaning |= {word: meaning.get(word, field) for word in words}
    places: dict[str, int] = {}
    for place, title in enumerate(header):
        known = meaning.get(search_key(title).replace("_", " ").strip(" *:"))
        if known is None:
            continue
        first = places.setdefault(known, place)
        if first != place:
            raise InputError(
                text.TWO_COLUMNS.format(field=known, first=header[first], second=title)
            )
    return places


def _refuse_twice(rows: list[_Row], key: Callable[[_Row], object], reason: str) -> None:
    seen: dict[object, int] = {}
    for row in rows:
        first = seen.setdefault(key(row), row.number)
        if first != row.number:
            code = row.text("code") or row.text("unit_code")
            raise row.wrong(reason, code=code, first=first)


def _refuse_cycles(rows: list[_Row], units: list[Unit], everyone: Mapping[str, Unit]) -> None:
    """Walks up from each unit of the file; units known to reach a root are not walked again."""
    safe: set[str] = set()
    for row, unit in zip(rows, units, strict=True):
        path: dict[str, None] = {}
        code: str | None = unit.code
        while code is not None and code not in safe:
            if code in path:
                names = " → ".join([*path, code])
                raise row.wrong(text.CYCLE, code=code, path=names)
            path[code] = None
            code = everyone[code].parent_code if code in everyone else None
        safe.update(path)
