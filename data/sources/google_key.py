"""The key of the service account: read when it is used, kept nowhere, shown to nobody."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from google.auth import exceptions
from google.oauth2.service_account import Credentials

from analysis.errors import InputError
from data import text_sources as text
from data.sources.addresses import is_safe
from data.sources.faults import SourceError
from data.sources.sheets_transport import Line

SCOPES = ("https://www.googleapis.com/auth/spreadsheets.readonly",)
LARGEST_KEY = 64 * 1024
FIELDS = ("client_email", "private_key", "token_uri")


def read_key(path: Path) -> dict[str, str]:
    """The fields of a key file; InputError when it is missing, open to others or no key."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError) as error:
        raise InputError(text.KEY_MISSING) from error
    try:
        content = _private_content(descriptor)
    finally:
        os.close(descriptor)
    try:
        key = json.loads(content)
    except (ValueError, RecursionError):
        key = None
    wanted = isinstance(key, dict) and key.get("type") == "service_account"
    if not wanted or not all(isinstance(key.get(name), str) for name in FIELDS):
        raise InputError(text.KEY_WRONG)
    if not is_safe(urlsplit(key["token_uri"])):
        raise InputError(text.KEY_WRONG)
    return {name: value for name, value in key.items() if isinstance(value, str)}


def _private_content(descriptor: int) -> bytes:
    """The bytes of an open file nobody else can read."""
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        raise InputError(text.KEY_MISSING)
    if sys.platform != "win32" and stat.S_IMODE(mode) & 0o077:
        raise InputError(text.KEY_OPEN.format(mode=f"{stat.S_IMODE(mode):04o}"))
    return os.read(descriptor, LARGEST_KEY)


def bearer(key: Mapping[str, str]) -> Callable[[Line], str]:
    """What asks for a token with this key, once for each line; InputError for a broken key."""
    try:
        credentials = Credentials.from_service_account_info(  # type: ignore[no-untyped-call]
            dict(key), scopes=SCOPES
        )
    except (ValueError, exceptions.GoogleAuthError):
        raise InputError(text.KEY_WRONG) from None  # the cause may quote the key

    def token(line: Line) -> str:
        if not credentials.valid:
            try:
                credentials.refresh(_TokenRequest(line))
            except exceptions.GoogleAuthError as error:
                raise _refusal(str(error)) from None
        said = str(credentials.token)
        if not (said.isascii() and said.isprintable()):  # no header can carry it
            raise _refusal("")
        return said

    return token


def _refusal(said: str) -> SourceError:
    """What the token server objects to, without repeating it."""
    clock = "iat and exp" in said or "reasonable timeframe" in said or "Token used too" in said
    cause = "clock" if clock else "key_refused"
    return SourceError(cause, text.FAULTS[cause])


@dataclass(frozen=True)
class _TokenReply:
    """A reply in the shape google-auth expects."""

    status: int
    data: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class _TokenRequest:
    """Carries google-auth's requests over our line, within its bounds."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def __call__(
        self, url: str, method: str = "POST", body: bytes | None = None,
        headers: Mapping[str, str] | None = None, **_unused: Any,
    ) -> _TokenReply:
        """The reply of the token server; only POST is ever asked for."""
        if method != "POST":
            raise SourceError("unexpected", text.FAULTS["unexpected"].format(status=method))
        return _TokenReply(*self._line.post(url, body or b"", headers or {}))
