"""Checks on a workbook's zip that need no parsing: sizes, names, macros, DOCTYPE."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from analysis.errors import InputError
from data import text_files as text
from data.sources import limits

_FOREIGN = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF")
_MACRO_NAMES = re.compile(r"vbaproject|vbadata|/macrosheets/|/activex/", re.IGNORECASE)
_NOISE = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ENCODING = re.compile(r"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_PLAIN_ENCODINGS = {"utf-8", "utf8", "us-ascii", "ascii"}


def check_workbook(path: Path) -> None:
    """Raises InputError unless the zip looks like an honest XLSX file."""
    try:
        with zipfile.ZipFile(path) as book:
            entries = book.infolist()
            _check_sizes(entries)
            _check_names([entry.filename for entry in entries])
            for entry in entries:
                _check_part(book, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise InputError(text.BROKEN_WORKBOOK) from error


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > limits.MAX_ENTRIES:
        raise InputError(text.TOO_MANY_ENTRIES.format(limit=text.thousands(limits.MAX_ENTRIES)))
    if sum(entry.file_size for entry in entries) > limits.MAX_UNPACKED_BYTES:
        limit = limits.MAX_UNPACKED_BYTES // limits.MEGABYTE
        raise InputError(text.UNPACKS_TOO_LARGE.format(limit=limit))
    for entry in entries:
        large = entry.file_size > limits.RATIO_FREE_BYTES
        if large and entry.file_size > limits.MAX_RATIO * max(entry.compress_size, 1):
            raise InputError(text.RATIO_TOO_HIGH.format(limit=limits.MAX_RATIO))


def _check_names(names: list[str]) -> None:
    folded = [name.lower() for name in names]
    unsafe = any(
        name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")
        for name in folded
    )
    if unsafe or len(set(folded)) != len(folded):
        raise InputError(text.UNSAFE_NAME)
    if any(_MACRO_NAMES.search(name) for name in folded):
        raise InputError(text.MACRO)
    if "[content_types].xml" not in folded or "xl/workbook.xml" not in folded:
        kind = "xlsb" if "xl/workbook.bin" in folded else "zip"
        raise InputError(text.KINDS["ods" if "content.xml" in folded else kind])


def _check_part(book: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise InputError(text.ENCRYPTED_PART)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise InputError(text.BROKEN_WORKBOOK)
    with book.open(entry) as part:
        head = part.read(limits.MAX_PROLOG_BYTES)
    if head.startswith(_FOREIGN):
        raise InputError(text.NESTED)
    if entry.filename.lower() == "[content_types].xml" and b"macroenabled" in head.lower():
        raise InputError(text.MACRO)
    _check_prolog(head, entry.filename.lower().endswith((".xml", ".rels")))


def _check_prolog(head: bytes, must_be_xml: bool) -> None:
    """An XML part opens with its root element: no DOCTYPE, no encoding that could hide one.

    Recognises UTF-16 the way expat does, from the first two bytes.
    """
    wide = None
    if head[:2] == b"\xff\xfe" or head[1:2] == b"\0":
        wide = "utf-16-le"
    elif head[:2] == b"\xfe\xff" or head[:1] == b"\0":
        wide = "utf-16-be"
    start = head.decode(wide or "utf-8", "replace").lstrip("\ufeff")
    if not must_be_xml and not start.lstrip().startswith("<"):
        return
    declared = _ENCODING.match(start)
    if declared and wide is None and declared[1].lower() not in _PLAIN_ENCODINGS:
        raise InputError(text.ODD_XML)
    position = 0
    while noise := _NOISE.match(start, position):
        position = noise.end()
    if start.startswith("<!DOCTYPE", position):
        raise InputError(text.DOCTYPE)
    if not re.match(r"<[A-Za-z_:]", start[position : position + 2]):
        raise InputError(text.ODD_XML)
