"""A reverse proxy in front: who the client is and whether the way was encrypted, when it may say so."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from data.settings import said

_SAID = (b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-real-ip")
_SAFE = {"http": "https", "websocket": "wss"}


class BehindProxy:
    """Believes X-Forwarded-For and X-Forwarded-Proto from the address SURVEY_PROXY, nobody else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in _SAFE and scope.get("client") and scope["client"][0] == said().proxy:
            scope = _through(scope)
        await self.app(scope, receive, send)


def neighbourhood(address: str) -> str:
    """What limits count as one: an address, of IPv6 the 64 bits one household or office is given.

    >>> neighbourhood("2001:db8::7") == neighbourhood("2001:db8::ffff:1"), neighbourhood("::ffff:10.0.0.7")
    (True, '10.0.0.7')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((found, 64), strict=False))


def _through(scope: Scope) -> Scope:
    """The request as the proxy received it; the last address is the one it saw itself."""
    headers = Headers(scope=scope)
    client = headers.get("x-forwarded-for", "").split(",")[-1].strip()
    encrypted = headers.get("x-forwarded-proto", "") == "https"
    return {
        **scope,
        "client": (client or "unknown", 0),
        "scheme": _SAFE[scope["type"]] if encrypted else scope["scheme"],
        "headers": [pair for pair in scope["headers"] if pair[0].lower() not in _SAID],
    }
