"""Which addresses we may talk to, and on what terms."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from analysis.errors import InputError
from data import text_sources as text

GOOGLE = "https://sheets.googleapis.com"
_PATH = re.compile(r"(/v4(/spreadsheets)?)?/?$")
_IN_ADDRESS = re.compile(r"https://docs\.google\.com/spreadsheets/(?:u/\d+/)?d/([\w-]+)(?:[/?#].*)?")
_ID = re.compile(r"[\w.-]{1,200}", re.ASCII)


def sheets_server(url: str | None) -> str:
    """The server before "/v4/…"; InputError for an address that is wrong or not encrypted."""
    if not url:
        return GOOGLE
    parts = urlsplit(url)
    if not is_safe(parts) or parts.query or parts.fragment:
        raise InputError(text.BAD_SERVER)
    return _PATH.sub("", url)


def is_safe(parts: SplitResult) -> bool:
    """Whether an address is encrypted or stays on this machine, and names no user."""
    try:
        named = bool(parts.hostname) and parts.username is None and (parts.port or 1) > 0
    except ValueError:
        return False
    return named and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts)))


def is_loopback(parts: SplitResult) -> bool:
    """Whether an address can only mean this machine."""
    host = parts.hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def spreadsheet_id(address: str) -> str:
    """The id in the address of a spreadsheet, or the id itself; InputError for anything else.

    >>> spreadsheet_id("https://docs.google.com/spreadsheets/d/1aB-c_D/edit?gid=0#gid=0")
    '1aB-c_D'
    """
    found = _IN_ADDRESS.fullmatch(address.strip())
    if found:
        return found[1]
    if not _ID.fullmatch(address.strip()) or not address.strip(".- "):
        raise InputError(text.BAD_SPREADSHEET)
    return address.strip()
