"""What a form's own columns betray of who answered never enters the record: a keyed hash does.

Only columns nothing is read from are touched; the hash still tells one text from another, so an
edit of such a cell is seen, and nobody without the key of the home can try addresses on it.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from ipaddress import ip_address

import pyarrow as pa
import pyarrow.compute as pc

from analysis.headers import mapped_headers
from analysis.mapping import SourceMapping
from analysis.masking import EMAIL, MASK
from analysis.names import fold, search_key
from data.form_codes import home_key
from data.raw_table import RawTable
from data.settings import Home

_EMAIL = re.compile(EMAIL)
_DEVICE = re.compile(
    r"\b(?:user.?agent|referr?er|(?:dia chi )?ip(?: address| nguoi \w+)?|remote addr\w*)$"
)
"""Headers, without accents, whose every cell tells the device or the way somebody came."""
_MAYBE_ADDRESS = r"@|＠|^\s*[0-9A-Fa-f]*[:.][0-9A-Fa-f]*[:.][0-9A-Fa-f:.]*\s*$"
_HEX = 16
_HASHED = re.compile(rf"{MASK}[0-9a-f]{{{_HEX}}}")


def without_traces(raw: RawTable, mapping: SourceMapping, home: Home) -> RawTable:
    """The table with e-mail and network addresses in columns the mapping does not name hashed."""
    named = {fold(header) for header in mapped_headers(mapping)}
    cells = raw.cells
    for place, header in enumerate(raw.header):
        if fold(header) in named:
            continue
        told = _DEVICE.search(search_key(header)) is not None
        column = _without(cells.column(place), told, partial(_hash, home, mapping.name))
        if column is not None:
            cells = cells.set_column(place, cells.column_names[place], column)
    return raw if cells is raw.cells else RawTable(raw.header, cells, raw.row_numbers)


def _without(
    column: pa.ChunkedArray, told: bool, hashed: Callable[[str], str]
) -> pa.ChunkedArray | None:
    """The column without traces, each distinct text handled once; None when it holds none."""
    coded = column.combine_chunks().cast(pa.string()).dictionary_encode()
    texts = coded.dictionary
    likely = pc.match_substring_regex(texts, "." if told else _MAYBE_ADDRESS)
    if not pc.any(likely).as_py():
        return None
    kept = texts.to_pylist()
    for place in pc.indices_nonzero(likely).to_pylist():
        kept[place] = _bare(kept[place], told, hashed)
    if kept == texts.to_pylist():
        return None
    return pa.chunked_array([pa.array(kept, pa.string()).take(coded.indices)])


def _bare(text: str, told: bool, hashed: Callable[[str], str]) -> str:
    whole = text.strip()
    if not whole or _HASHED.fullmatch(whole):
        return text
    if told or _is_network_address(whole):
        return hashed(whole)
    return _EMAIL.sub(lambda found: hashed(found[0].casefold()), text.replace("＠", "@"))


def _is_network_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _hash(home: Home, source: str, text: str) -> str:
    """What stands in the record for a text; the same text of another source is another hash."""
    said = f"trace\x1e{source}\x1e{text}".encode()
    return MASK + hmac.new(home_key(home), said, sha256).hexdigest()[:_HEX]
