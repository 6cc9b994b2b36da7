"""CSV text: which encoding, which delimiter, which records. Never a guess that could garble text."""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from analysis.errors import InputError
from data import text_files as text
from data.sources import limits

DELIMITERS = ",;\t"
SAMPLE_LINES = 200
_END = "\x00end"  # a record after the last, which an open quote swallows; no line may hold NUL
_CHUNK = limits.MEGABYTE

_VOWELS = "aeiouy\u0103\u00e2\u00ea\u00f4\u01a1\u01b0"
_TONES = "\u0300\u0309\u0303\u0301\u0323"


def _toned(vowels: str, tones: str = _TONES) -> str:
    small = "".join(unicodedata.normalize("NFC", v + t) for v in vowels for t in tones)
    return small + small.upper()


_BREVE = "\u0103\u0102" + _toned("\u0103")
_CIRCUMFLEX = "\u00e2\u00c2" + _toned("\u00e2")
_LETTERS = _VOWELS[6:] + _VOWELS[6:].upper() + _toned(_VOWELS) + "\u0111\u0110"
_SIGNS = "\u00a0\u00ab\u00bb\u00b0\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u20ac"
_FOREIGN = re.compile(f"[^\\x00-\\x7f{_LETTERS}{_SIGNS}]")
# No Vietnamese syllable ends like these: the text was written in another encoding.
_IMPLAUSIBLE = re.compile(
    f"[{_BREVE}](?![cmnptCMNPT])|[{_CIRCUMFLEX}](?![cmnptuyCMNPTUY])"
    f"|[{_toned(_VOWELS, _TONES[:3])}](?:ch|CH|[cptCPT])(?![a-zA-Z{_LETTERS}])"
)


def records(
    path: Path, header_row: int, encoding: str | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Record number (the first is 1) and its cells; blank lines count and give no cells.

    Raises InputError for text whose encoding is not certain, NUL, or a quote left open.
    """
    encoding = encoding or encoding_of(path)
    delimiter = delimiter_of(list(islice(lines(path, encoding), SAMPLE_LINES)), header_row)
    csv.field_size_limit(limits.MAX_CELL_CHARACTERS)
    reader = csv.reader(chain(lines(path, encoding), [_END]), delimiter=delimiter)
    number = 0
    cells: list[str] = []
    try:
        for number, cells in enumerate(reader, 1):
            if not cells or cells[0] != _END:
                yield number, cells
    except csv.Error as error:
        limit = text.thousands(limits.MAX_CELL_CHARACTERS)
        raise InputError(text.CELL_TOO_LONG.format(row=number + 1, limit=limit)) from error
    if cells != [_END]:
        raise InputError(text.OPEN_QUOTE)


def encoding_of(path: Path) -> str:
    """The codec that reads the whole file without doubt; InputError when there is none."""
    with path.open("rb") as file:
        head = file.read(4096)
    certain = _marked(head) or _wide(head)
    for encoding in (certain,) if certain else ("utf-8", "cp1258"):
        if _decodes(path, encoding) and (encoding != "cp1258" or _is_vietnamese(path)):
            return encoding
    raise InputError(text.UNKNOWN_ENCODING)


def delimiter_of(lines: list[str], header_row: int) -> str:
    """The delimiter under which most records are as wide as the header, then the widest."""

    def fit(delimiter: str) -> tuple[bool, float, int]:
        try:
            rows = list(csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            return False, 0.0, 0
        if len(rows) < header_row:
            return False, 0.0, 0
        width = len(rows[header_row - 1])
        body = [row for row in rows[header_row - 1 :] if row] or [[]]
        return width > 1, sum(len(row) == width for row in body) / len(body), width

    return max(DELIMITERS, key=fit)


def _marked(head: bytes) -> str | None:
    """The encoding a byte order mark names."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    return "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else None


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: delimiters, digits and plain letters have one zero byte, one side."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    enough = len(head) // 10  # a tenth of the bytes, a fifth of the characters
    if odd > enough and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > enough and odd == 0 else None


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_vietnamese(path: Path) -> bool:
    """Whether cp1258 gives Vietnamese letters only, in syllables that can exist.

    Every byte decodes under cp1258, so TCVN3, VISCII and Latin text are told by what comes out.
    """
    marked = implausible = 0
    for line in lines(path, "cp1258"):
        if line.isascii():
            continue
        if _FOREIGN.search(line):
            return False
        marked += sum(not char.isascii() for char in line)
        implausible += len(_IMPLAUSIBLE.findall(line))
    return implausible * 50 <= marked


def lines(path: Path, encoding: str) -> Iterator[str]:
    """Lines with their own ends (LF, CR or CRLF); composed when the encoding cannot compose."""
    compose = encoding == "cp1258"
    with path.open(encoding=encoding, newline="") as file:
        for number, line in enumerate(file, 1):
            if "\0" in line:
                raise InputError(text.NUL.format(row=number))
            yield unicodedata.normalize("NFC", line) if compose else line
