"""What a file is, told from its first bytes before anything parses it."""

from __future__ import annotations

from pathlib import Path

from analysis.errors import InputError
from data import text_files as text
from data.sources import limits
from data.sources.workbook_checks import check_workbook

ZIP = b"PK\x03\x04"
SUFFIXES = {".xlsx", ".csv", ".tsv", ".txt", ""}
_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"PK\x05\x06", "zip"),
    (b"%PDF", "pdf"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"RIFF", "picture"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"{\\rtf", "rtf"),
    (b"SQLite format 3", "database"),
)
_PASSWORD_MARK = "EncryptedPackage".encode("utf-16-le")


def check_file(path: Path) -> str:
    """"xlsx" or "csv" for a file that may be handed to the reading process, else InputError."""
    suffix = path.suffix.lower()
    if suffix == ".xlsm":
        raise InputError(text.MACRO)
    try:
        if not path.is_file():
            raise InputError(text.NOT_A_FILE.format(name=path.name))
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise InputError(text.NOT_A_FILE.format(name=path.name)) from error
    if size == 0:
        raise InputError(text.EMPTY.format(name=path.name))
    if kind := _foreign(path, head):
        raise InputError(text.KINDS[kind])
    if suffix not in SUFFIXES:
        raise InputError(text.WRONG_SUFFIX.format(name=path.name))
    if head.startswith(ZIP):
        _check_size(size, limits.MAX_WORKBOOK_BYTES)
        check_workbook(path)
        return "xlsx"
    if suffix == ".xlsx":
        raise InputError(text.NOT_A_WORKBOOK)
    _check_size(size, limits.MAX_CSV_BYTES)
    return "csv"


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        raise InputError(text.TOO_LARGE.format(limit=limit // limits.MEGABYTE))


def _foreign(path: Path, head: bytes) -> str | None:
    """The kind of a file that is neither a workbook nor text, or None."""
    for magic, kind in _MAGIC:
        if head.startswith(magic) and (magic != b"MZ" or b"\0" in head):  # "MZ" may be a header
            return "password" if kind == "ole" and _has_password(path) else kind
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return "html" if start.startswith((b"<!", b"<html", b"<?xml", b"<table", b"<body")) else None


def _has_password(path: Path) -> bool:
    """Whether an OLE file is the wrapper Excel puts around a workbook with a password."""
    with path.open("rb") as file:
        return _PASSWORD_MARK in file.read(4 * limits.MEGABYTE) + _tail(path)


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - limits.MEGABYTE))
        return file.read()
