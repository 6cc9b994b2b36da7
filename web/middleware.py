"""Who may reach the server over HTTP, what is closed, and the security headers of every answer."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.access import accounts_exist
from data.settings import open_home, said
from web import text
from web.public import ADDRESSES as BOARD
from web.public import board_headers
from web.signin import FORMS

CLOSED = (
    "/_stcore/metrics", "/_stcore/agent", "/docs", "/redoc", "/openapi.json",
    "/auth", "/oauth2callback",  # of st.login, whose cookie nobody could revoke
)
OPEN = re.compile(
    r"/[a-z0-9-]*|/[a-z0-9-]+\.csv|/favicon\.png"  # pages, forms, the public board
    r"|/(?:_stcore|static|media|component|api)(?:/(?!\.)[\w.@~-]+)+", re.ASCII,
)
"""Every address there can be; Streamlit would answer any other one with its start page."""
PORTS = {"http": 80, "https": 443}
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
# Streamlit styles by inline <style>; Arrow and images use blob: and data:. No other host.
POLICY = "; ".join((
    "default-src 'self'", "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:", "font-src 'self' data:",
    "media-src 'self' blob:", "connect-src 'self'", "worker-src 'self' blob:",
    "frame-src 'none'", "object-src 'none'", "base-uri 'self'", "form-action 'self'",
    "frame-ancestors 'none'",
))
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class LoopbackOnly:
    """Until accounts exist only a browser on this machine comes in, under a loopback name.

    A request a proxy passed on is refused too: behind it the address is the proxy's. Once there
    are accounts, others come in under the names of SURVEY_HOSTS.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or is_local(scope) or await run_in_threadpool(is_named, scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            why = await run_in_threadpool(_why_not, scope)
            await PlainTextResponse(why, 403)(scope, receive, send)


class Hardened:
    """Closes what nobody needs and puts the security headers on every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]

        async def send_hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                if path in BOARD:
                    del headers["X-Frame-Options"]
                    headers.update(board_headers())
                if path in FORMS:  # without a referrer a form would come from the origin "null"
                    headers["Referrer-Policy"] = "same-origin"
                if path.startswith("/media/"):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        if is_closed(path):
            await PlainTextResponse(text.NOT_HERE, 404)(scope, receive, send_hardened)
        else:
            await self.app(scope, receive, send_hardened)


def is_closed(path: str) -> bool:
    """Whether an address answers 404 whatever Streamlit has there.

    >>> [is_closed(path) for path in ("/don-vi", "/.streamlit/secrets.toml", "/static/../server.py")]
    [False, True, True]
    """
    if not OPEN.fullmatch(path):
        return True
    tidy = "/" + "/".join(part for part in path.lower().split("/") if part)
    return any(tidy == closed or tidy.startswith(closed + "/") for closed in CLOSED)


def is_local(scope: Any) -> bool:
    """Whether address, Host and Origin all name this machine and no proxy stands between."""
    headers = Headers(scope=scope)
    client = scope.get("client")
    return (
        client is not None
        and is_loopback(client[0])
        and is_loopback(_name(f"//{headers.get('host', '')}"))
        and _is_own(scope)
        and not any(name in headers for name in FORWARDED)
    )


def is_named(scope: Any) -> bool:
    """Whether there are accounts, and Host and Origin are one of the names this server has."""
    names = {name.strip().lower() for name in said().hosts.split(",") if name.strip()}
    host = _name(f"//{Headers(scope=scope).get('host', '')}")
    return host in names and _is_own(scope) and accounts_exist(open_home())


def _why_not(scope: Any) -> str:
    if not accounts_exist(open_home()):
        return text.NOT_LOCAL
    return text.NOT_NAMED if _is_own(scope) else text.FOREIGN


def _is_own(scope: Any) -> bool:
    """Whether a request comes from a page of ours: scheme, name and port of Origin are those asked.

    Another port of the same machine is another site. Whether the way was encrypted is what
    BehindProxy made of it.
    """
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    scheme = "https" if scope["scheme"] in ("https", "wss") else "http"
    return origin is None or _place(origin) == _place(f"{scheme}://{headers.get('host', '')}")


def _place(address: str) -> tuple[str, str, int] | str:
    """Scheme, name and port of an address; the address itself when it is none."""
    try:
        said = urlsplit(address)
        return said.scheme, said.hostname or "", said.port or PORTS[said.scheme]
    except (ValueError, KeyError):
        return address


def _name(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
