"""Settings the server does not start with: a table of what is unsafe and the sentence that says so."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from streamlit import config
from streamlit.web.server.server_util import get_cookie_secret

from data.seal import KEY_FILE
from data.settings import Home, Settings, open_home
from web import text_refusals as text
from web.middleware import is_loopback

LEAST_SECRET = 32
OUR_HEADERS = {"X-Survey-Account": "account", "X-Survey-Session": "session"}
REFUSED = 2
"""Exit status: what was asked for is wrong."""


@dataclass(frozen=True)
class Start:
    """What a start is judged by: our settings, Streamlit's, and the address listened on."""

    settings: Settings
    home: Home
    option: Callable[[str], Any]
    secret: str
    host: str

    @property
    def away(self) -> bool:
        """Whether other machines can reach the server, by themselves or through a proxy."""
        return not is_loopback(self.host) or bool(self.settings.hosts.strip())

    @property
    def files(self) -> Iterator[tuple[str, Path, bool]]:
        """Secret files: what each is, where, and whether a setting asks for it."""
        named = ("google_key", "oidc_client_secret_file")
        for name in named:
            if path := getattr(self.settings, name):
                yield f"SURVEY_{name.upper()}", path, True
        yield KEY_FILE, self.home.path / KEY_FILE, False


def _no_name(start: Start) -> list[str]:
    nameless = not is_loopback(start.host) and not start.settings.hosts.strip(", ")
    return [text.NO_NAME] if nameless else []


def _short_secret(start: Start) -> list[str]:
    # Unset, Streamlit makes one of 64 digits at every start. Ours needs none: it is opaque.
    return [text.SHORT_SECRET] if start.away and len(start.secret) < LEAST_SECRET else []


def _open_home(start: Start) -> list[str]:
    folder = start.home.path
    return [text.OPEN_HOME.format(path=folder)] if folder.exists() and is_open(folder) else []


def _open_files(start: Start) -> list[str]:
    return [
        text.OPEN_FILE.format(name=name, path=path)
        for name, path, _ in start.files if path.exists() and is_open(path)
    ]


def _no_files(start: Start) -> list[str]:
    return [
        text.NO_FILE.format(name=name, path=path)
        for name, path, asked in start.files if asked and not os.access(path, os.R_OK)
    ]


def _half_oidc(start: Start) -> list[str]:
    said = start.settings
    parts = (said.oidc_issuer, said.oidc_client_id, said.oidc_client_secret_file)
    return [text.HALF_OIDC] if any(parts) and not all(parts) else []


def _plain_oidc(start: Start) -> list[str]:
    issuer = urlsplit(start.settings.oidc_issuer or "https:")
    safe = issuer.scheme == "https" or (issuer.scheme == "http" and is_loopback(issuer.hostname or ""))
    return [] if safe else [text.PLAIN_OIDC]


def _option(name: str, wanted: Any, sentence: str) -> Callable[[Start], list[str]]:
    """Refuses any other value of an option of Streamlit."""
    return lambda start: [] if start.option(name) == wanted else [sentence]


REFUSALS: tuple[Callable[[Start], list[str]], ...] = (
    _no_name, _short_secret, _open_home, _open_files, _no_files, _half_oidc, _plain_oidc,
    _option("server.trustedUserHeaders", OUR_HEADERS, text.NAMES),
    _option("server.enableAgentApi", False, text.AGENTS),
    _option("client.showErrorDetails", "none", text.DETAILS),
    _option("browser.gatherUsageStats", False, text.TELEMETRY),
    _option("server.enableCORS", True, text.CORS),
    _option("server.corsAllowedOrigins", [], text.CORS),
    _option("server.enableXsrfProtection", True, text.XSRF),
)


def refusals(start: Start) -> list[str]:
    """Every sentence about an unsafe setting; none for a start that may go on."""
    return list(dict.fromkeys(said for unsafe in REFUSALS for said in unsafe(start)))


def refuse_unsafe() -> None:
    """Ends the process with the sentences on standard error when a setting is unsafe."""
    host = listened_on(sys.argv, os.environ)
    found = refusals(Start(Settings(), open_home(), config.get_option, get_cookie_secret(), host))
    if found:
        sys.stderr.write("\n".join(found) + "\n")
        raise SystemExit(REFUSED)


def listened_on(words: Sequence[str], environment: Mapping[str, str]) -> str:
    """The address uvicorn or Streamlit was told to listen on, this machine when none was said.

    >>> listened_on(["uvicorn", "server:app", "--host", "0.0.0.0"], {})
    '0.0.0.0'
    """
    for name in ("--host", "--server.address"):
        for word, following in zip(words, [*words[1:], ""], strict=False):
            if word == name or word.startswith(f"{name}="):
                return following if word == name else word.partition("=")[2]
    return environment.get("UVICORN_HOST") or "127.0.0.1"


def is_open(path: Path) -> bool:
    """Whether anybody but the owner may do anything with a file or folder (never on Windows)."""
    return os.name != "nt" and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
