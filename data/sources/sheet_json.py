"""Answers of the Sheets API as they arrive: cells go to Arrow columns, never to one big list."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

import pyarrow as pa

BATCH_ROWS = 4_000
LONGEST_PART = 32 * 1024 * 1024
"""Characters one row, or one value beside the rows, may take; a row of a Sheet has far fewer."""

_SPACE = re.compile(r"[ \t\n\r]*")


class NotJsonError(ValueError):
    """The bytes are not one whole JSON document."""


def read_answer(chunks: Iterable[bytes]) -> Any:
    """The JSON document the bytes hold; `values` of an object become Arrow text columns.

    The columns are named "0", "1", …; short rows end in nulls. NotJsonError for cut or wrong JSON.
    """
    text = _Text(chunks)
    document = dict(_members(text)) if text.sign() == "{" else text.value()
    text.finish()
    return document


def _members(text: _Text) -> Iterator[tuple[str, Any]]:
    text.take("{")
    if text.sign() == "}":
        text.take("}")
        return
    while True:
        key = text.value()
        if not isinstance(key, str):
            raise NotJsonError
        text.take(":")
        rows = key == "values" and text.sign() == "["
        yield key, _table(_rows(text)) if rows else text.value()
        if text.sign() == "}":
            text.take("}")
            return
        text.take(",")


def _rows(text: _Text) -> Iterator[list[str | None]]:
    text.take("[")
    while text.sign() != "]":
        row = text.value()
        if not isinstance(row, list):
            raise NotJsonError
        yield [(cell or None) if type(cell) is str else cell_text(cell) for cell in row]
        if text.sign() != "]":
            text.take(",")
            text.sign()
    text.take("]")


def cell_text(cell: object) -> str | None:
    """A cell as text: a number in its shortest form, a truth value as TRUE or FALSE.

    >>> [cell_text(cell) for cell in (53, 53.0, 46146.4375, True, "", "001", None)]
    ['53', '53', '46146.4375', 'TRUE', None, '001', None]
    """
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)
    if cell is None or isinstance(cell, str | int):
        return None if cell in (None, "") else str(cell)
    raise NotJsonError


def _table(rows: Iterator[list[str | None]]) -> pa.Table:
    parts: list[pa.Table] = []
    batch: list[list[str | None]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH_ROWS:
            parts.append(_columns(batch))
            batch = []
    parts.append(_columns(batch))
    return pa.concat_tables(parts, promote_options="default")


def _columns(rows: list[list[str | None]]) -> pa.Table:
    # A table without columns has no rows, so the first column is always there.
    columns = list(zip_longest(*rows)) if any(rows) else [(None,) * len(rows)]
    return pa.table({str(place): _texts(column) for place, column in enumerate(columns)})


def _texts(column: tuple[str | None, ...]) -> pa.Array:
    try:
        return pa.array(column, pa.string())
    except UnicodeEncodeError:  # half of a surrogate pair, which no encoding can keep
        known = (cell and cell.encode("utf-8", "replace").decode() for cell in column)
        return pa.array(list(known), pa.string())


class _Text:
    """The characters not read yet; only what the next value needs is held."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._scan = json.JSONDecoder(parse_constant=_refuse).scan_once  # type: ignore[attr-defined]
        self._text, self._at, self._ended = "", 0, False

    def sign(self) -> str:
        """The next sign that is no space, which stays."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            self._more()

    def take(self, sign: str) -> None:
        """Goes past this sign, which must come next."""
        if self.sign() != sign:
            raise NotJsonError
        self._at += 1

    def value(self) -> Any:
        """The next whole value."""
        self.sign()
        while True:
            try:
                value, end = self._scan(self._text, self._at)
            except (StopIteration, ValueError):  # cut here, or wrong: the end will tell
                self._more()
                continue
            except RecursionError as error:
                raise NotJsonError from error
            if end == len(self._text) and not self._ended and not isinstance(value, list | dict):
                self._more()  # a number may go on
                continue
            self._at = end
            return value

    def finish(self) -> None:
        """NotJsonError when anything but space follows."""
        while not self._ended:
            if self._text[self._at :].strip():
                raise NotJsonError
            self._more()
        if self._text[self._at :].strip():
            raise NotJsonError

    def _more(self) -> None:
        if self._ended or len(self._text) - self._at > LONGEST_PART:
            raise NotJsonError
        chunk = next(self._chunks, None)
        self._ended = chunk is None
        try:
            new = self._decode(chunk or b"", self._ended)
        except UnicodeDecodeError as error:
            raise NotJsonError from error
        self._text, self._at = self._text[self._at :] + new, 0


def _refuse(_constant: str) -> Any:
    raise NotJsonError
