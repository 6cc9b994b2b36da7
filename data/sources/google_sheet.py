"""Google Sheets through gspread: one tab as a raw table, in two calls, read-only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
from gspread.http_client import HTTPClient
from gspread.utils import absolute_range_name

from analysis.errors import InputError, SurveyError
from analysis.mapping import SourceMapping
from analysis.names import fold, search_key
from analysis.times import zone
from data import text_sources as text
from data.raw_table import RawTable
from data.settings import Settings
from data.sources import limits
from data.sources.addresses import GOOGLE, is_loopback, sheets_server, spreadsheet_id
from data.sources.faults import SourceError
from data.sources.google_key import bearer, read_key
from data.sources.pulled import Pulled
from data.sources.sheets_transport import Clock, Line, Patience

RENDERED = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}
EMPTY = pa.table({})
_FORM_TAB = re.compile(r"(cau tra loi bieu mau|phan hoi bieu mau|form responses) \d+")


@dataclass(frozen=True)
class Spreadsheet:
    """What the metadata say: tabs in their order, the zone serial dates are in, the locale."""

    tabs: tuple[str, ...]
    timezone: str
    locale: str


class _Client(HTTPClient):
    """gspread's client over our line, which also sends it to another server."""

    def __init__(self, line: Line, server: str) -> None:
        super().__init__(None, line)  # type: ignore[arg-type]
        self._server = server

    def request(self, method: str, endpoint: str, *args: Any, **named: Any) -> Any:
        """The answer of the server that stands for Google's."""
        return super().request(method, endpoint.replace(GOOGLE, self._server, 1), *args, **named)


class GoogleSheet:
    """Reads spreadsheets as the settings allow; `patience` and `clock` bound each reading."""

    def __init__(
        self, settings: Settings, patience: Patience | None = None, clock: Clock | None = None
    ) -> None:
        self._settings = settings
        self._patience, self._clock = patience or Patience(), clock or Clock()

    def pull(self, mapping: SourceMapping) -> Iterator[Pulled]:
        """The tab a mapping names as one table, with what a person should know about it."""
        spreadsheet, tab, values = self._read(mapping)
        yield Pulled(
            shaped(values, mapping.header_row),
            warnings=tuple(_warnings(spreadsheet, tab, mapping)),
            timezone=spreadsheet.timezone if _is_zone(spreadsheet.timezone) else None,
        )

    def test(self, mapping: SourceMapping) -> str:
        """One sentence: what was found, or what is wrong and what to do about it."""
        try:
            spreadsheet, tab, values = self._read(mapping)
        except SurveyError as error:
            return str(error)
        rows = max(0, values.num_rows - mapping.header_row)
        found = text.CONNECTED.format(tab=tab, rows=rows, columns=values.num_columns)
        return " ".join((found, *_warnings(spreadsheet, tab, mapping)))

    def _read(self, mapping: SourceMapping) -> tuple[Spreadsheet, str, pa.Table]:
        number = spreadsheet_id(mapping.options["spreadsheet_id"])
        server = sheets_server(self._settings.sheets_url)
        local = is_loopback(urlsplit(server))
        key = self._key(local)
        token = bearer(key) if key else None
        try:
            with Line(token, self._patience, self._clock, local) as line:
                client = _Client(line, server)
                spreadsheet = _spreadsheet(client.fetch_sheet_metadata(number))
                tab = _tab(spreadsheet, mapping.sheet)
                cells = client.values_get(number, absolute_range_name(tab), dict(RENDERED))
                return spreadsheet, tab, _values(cells)
        except SourceError as error:
            if error.cause != "forbidden" or not key:
                raise
            sentence = text.SHARE_WITH.format(email=key["client_email"])
            raise SourceError(error.cause, sentence) from error

    def _key(self, local: bool) -> dict[str, str] | None:
        """The key to use; None on this machine without one; InputError elsewhere without one."""
        if self._settings.google_key:
            return read_key(self._settings.google_key)
        if not local:
            raise InputError(text.KEY_UNSET)
        return None


def _spreadsheet(document: Any) -> Spreadsheet:
    """The metadata, SourceError when they are not of a spreadsheet."""
    try:
        sheets = [sheet["properties"] for sheet in document["sheets"]]
        grids = [sheet for sheet in sheets if sheet.get("sheetType", "GRID") == "GRID"]
        grids.sort(key=lambda sheet: int(sheet.get("index", 0)))
        tabs = tuple(str(sheet["title"]) for sheet in grids)
        said = document["properties"]
        return Spreadsheet(tabs, str(said["timeZone"]), str(said["locale"]))
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise SourceError("shape", text.FAULTS["shape"]) from error


def _tab(spreadsheet: Spreadsheet, wanted: str | None) -> str:
    """The tab of this name, spelt as it is there; the first when none is named."""
    if not spreadsheet.tabs:
        raise SourceError("no_tab", text.FAULTS["no_tab"])
    if wanted is None:
        return spreadsheet.tabs[0]
    alike = [tab for tab in spreadsheet.tabs if fold(tab) == fold(wanted)]
    if wanted not in spreadsheet.tabs and len(alike) != 1:
        tabs = ", ".join(spreadsheet.tabs)
        raise SourceError("unknown_tab", text.FAULTS["unknown_tab"].format(tab=wanted, tabs=tabs))
    return wanted if wanted in spreadsheet.tabs else alike[0]


def _values(document: Any) -> pa.Table:
    """The cells of a range; SourceError for an answer that is not one, so never an empty sheet."""
    if (
        not isinstance(document, dict)
        or not isinstance(document.get("range"), str)
        or document.get("majorDimension") != "ROWS"
        or not isinstance(document.get("values", EMPTY), pa.Table)
    ):
        raise SourceError("shape", text.FAULTS["shape"])
    values: pa.Table = document.get("values", EMPTY)
    if values.num_columns > limits.MAX_COLUMNS or values.num_rows > limits.MAX_LIVE_ROWS:
        raise SourceError("too_large", text.FAULTS["too_large"])
    return values


def shaped(values: pa.Table, header_row: int) -> RawTable:
    """The rows under the header row; a sheet that ends above it has neither header nor rows."""
    if values.num_rows < header_row:
        return RawTable((), EMPTY, pa.array([], pa.int32()))
    header = values.slice(header_row - 1, 1).to_pylist()[0]
    numbers = pa.array(range(header_row + 1, values.num_rows + 1), pa.int32())
    names = tuple(header[name] or "" for name in values.column_names)
    return RawTable(names, values.slice(header_row), numbers)


def _warnings(spreadsheet: Spreadsheet, tab: str, mapping: SourceMapping) -> Iterator[str]:
    """What a person should look at although the tab was read."""
    if not _same_zone(spreadsheet.timezone, mapping.timezone):
        said = {"sheet": spreadsheet.timezone, "mapping": mapping.timezone}
        yield text.OTHER_ZONE.format(**said)
    for other in spreadsheet.tabs:
        if other != tab and _FORM_TAB.fullmatch(" ".join(search_key(other).split())):
            yield text.OTHER_FORM_TAB.format(tab=other)


def _is_zone(name: str) -> bool:
    try:
        return bool(zone(name))
    except ValueError:
        return False


def _same_zone(one: str, other: str) -> bool:
    """Whether clocks in both zones show the same, in winter and in summer."""
    if not _is_zone(one):
        return False
    days = (datetime(2026, 1, 1), datetime(2026, 7, 1))
    return all(zone(one).utcoffset(day) == zone(other).utcoffset(day) for day in days)
