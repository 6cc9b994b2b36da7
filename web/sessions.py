"""The door: every request and live connection belongs to a session, or gets the sign-in page.

Who it is reaches Streamlit as headers that only this module writes (`server.trustedUserHeaders`
turns them into st.user). Until accounts exist everything passes: LoopbackOnly stands before it.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data import sessions
from data.access import account_of, accounts_exist, credential_of
from data.ledger.accounts import Credential
from data.sessions import Session
from data.settings import now, open_home
from web import text
from web.belongings import Belongings
from web.signin import (
    BEFORE,
    CHANGE,
    CODE,
    COOKIE,
    FACTOR,
    FORMS,
    MUST,
    SIGN_IN,
    SIGN_OUT,
    VISITOR,
)

ACCOUNT_HEADER, SESSION_HEADER = b"x-survey-account", b"x-survey-session"
ENDED = 4401
LOOK_EVERY = 5.0
_STREAMLITS = re.compile(rb"(?:^|;)\s*_streamlit_user[^=;]*=[^;]*")  # the cookies of st.login


@dataclass(frozen=True)
class Visitor:
    """Who a request comes from; `must` is what has to be done first: "password", "factor", "code"."""

    session: Session
    must: str = ""


ANYONE = Visitor(Session("", ""))
"""Whoever comes while there are no accounts."""


class SignedIn:
    """Lets in who is signed in; `beside` are addresses open to everyone."""

    def __init__(self, app: ASGIApp, beside: tuple[str, ...] = ()) -> None:
        self.app = app
        self.beside = beside
        self.belongings = Belongings()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        live = scope["type"] == "websocket"
        if scope["type"] == "lifespan" or (not live and scope["path"] in self.beside):
            await self.app(scope, receive, send)
            return
        scope = _without_identity(scope)
        visitor = await run_in_threadpool(visitor_of, _token(scope))
        if live:
            await self._live(scope, receive, send, visitor)
        elif visitor is ANYONE:
            inside = self.app if scope["path"] not in FORMS else RedirectResponse("/", 303)
            await inside(scope, receive, send)
        elif scope["path"] in BEFORE:
            await self.app(scope, receive, send)
        elif visitor is None:
            await _to_sign_in(scope)(scope, receive, send)
        else:
            await self._page(scope, receive, send, visitor)

    async def _page(self, scope: Scope, receive: Receive, send: Send, visitor: Visitor) -> None:
        needed = {"password": CHANGE, "factor": FACTOR, "code": CODE}.get(visitor.must)
        path = scope["path"]
        if needed and path not in (needed, SIGN_OUT):
            await RedirectResponse(needed, 303)(scope, receive, send)
        elif not self.belongings.may_fetch(path, visitor.session.key):
            await PlainTextResponse(text.NOT_HERE, 404)(scope, receive, send)
        else:
            await self.app({**scope, VISITOR: visitor.session, MUST: visitor.must}, receive, send)

    async def _live(
        self, scope: Scope, receive: Receive, send: Send, visitor: Visitor | None
    ) -> None:
        if visitor is None or visitor.must:
            await receive()
            await send({"type": "websocket.accept", "subprotocol": _protocol(scope)})
            await send({"type": "websocket.close", "code": ENDED})
        else:
            named = scope if visitor is ANYONE else _with_identity(scope, visitor.session)
            await _Connection(visitor.session, self.belongings, receive, send).serve(self.app, named)


class _Connection:
    """A live connection that ends as soon as its session does."""

    def __init__(
        self, session: Session, belongings: Belongings, receive: Receive, send: Send
    ) -> None:
        self.session, self.belongings = session, belongings
        self._receive, self._send = receive, send
        self._over = asyncio.Event()
        self._known = False

    async def serve(self, app: ASGIApp, scope: Scope) -> None:
        """Runs the connection beside a look-out for the end of the session."""
        watch = asyncio.create_task(self._watch())
        try:
            await app(scope, self.receive, self.send)
        finally:
            watch.cancel()

    async def receive(self) -> Message:
        """The next message; who asks for a file offered to somebody else gets an answer at once."""
        while True:
            message = await self._next()
            refusal = self.belongings.refusal(message.get("bytes") or b"", self.session.key)
            if refusal is None:
                return message
            await self._send({"type": "websocket.send", "bytes": refusal})

    async def _next(self) -> Message:
        """The next message, unless the session has ended: then nothing more is run."""
        coming = asyncio.ensure_future(self._receive())
        over = asyncio.ensure_future(self._over.wait())
        await asyncio.wait({coming, over}, return_when=asyncio.FIRST_COMPLETED)
        over.cancel()
        if self._over.is_set():
            coming.cancel()
        elif coming.result()["type"] != "websocket.receive" or await self._noted():
            return coming.result()
        await self._close()
        return {"type": "websocket.disconnect", "code": ENDED}

    async def send(self, message: Message) -> None:
        """Passes a message on while the session lasts, noting what it gives the browser."""
        if self._over.is_set():
            return
        if content := message.get("bytes"):
            self._known = self._known or self.belongings.note_session(content, self.session.key)
            self.belongings.note_files(content, self.session.key)
            self.belongings.note_offer(content, self.session.key)
        await self._send(message)

    async def _noted(self) -> bool:
        if not self.session.key:  # ANYONE: the page itself shows nothing once there are accounts
            return True
        found = await run_in_threadpool(visitor_of_key, self.session.key)
        return found is not None and not found.must

    async def _watch(self) -> None:
        while self.session.key:
            await asyncio.sleep(LOOK_EVERY)
            if not await run_in_threadpool(is_open, self.session):
                await self._close()
                return

    async def _close(self) -> None:
        if not self._over.is_set():
            self._over.set()
            await self._send({"type": "websocket.close", "code": ENDED})


def visitor_of(token: str) -> Visitor | None:
    """Who a cookie belongs to; ANYONE while there are no accounts, None for a stranger."""
    if not accounts_exist(open_home()):
        return ANYONE
    return visitor_of_key(sessions.key_of(token)) if token else None


def visitor_of_key(key: str) -> Visitor | None:
    """Who a session belongs to; None when it is over or the account is not in force."""
    home = open_home()
    session = sessions.find(home, key, now())
    if session is None:
        return None
    account = account_of(home, session.account)
    if account is None or account.disabled:
        sessions.end_all(home, session.account)
        return None
    return Visitor(session, _must(session, credential_of(home, session.account)))


def _must(session: Session, credential: Credential) -> str:
    if session.owes_code:
        return "code"
    if credential.must_change and not session.outside:
        return "password"
    return "factor" if credential.factor_required and not credential.factor else ""


def is_open(session: Session) -> bool:
    """Whether a session goes on and its account is in force; asking does not lengthen it."""
    home = open_home()
    account = account_of(home, session.account)
    return bool(account and not account.disabled) and sessions.is_open(home, session.key, now())


def _to_sign_in(scope: Scope) -> RedirectResponse | PlainTextResponse:
    """A page leads to the sign-in page and back; everything else is refused."""
    if scope["method"] not in ("GET", "HEAD") or "." in scope["path"] or scope["path"].count("/") > 1:
        return PlainTextResponse(text.SIGN_IN_FIRST, 401)
    query = scope["query_string"].decode("latin-1")
    target = scope["path"] + (f"?{query}" if query else "")
    back = "" if target == "/" else f"?tiep={quote(target, safe='')}"
    return RedirectResponse(SIGN_IN + back, 303, headers={"Cache-Control": "no-store"})


def _token(scope: Scope) -> str:
    values = Headers(scope=scope).getlist("cookie")
    found = cookie_parser("; ".join(values)).get(COOKIE, "")
    return found if len(found) < 200 else ""


def _without_identity(scope: Scope) -> Scope:
    """The request without anything from the client that Streamlit would take for a name."""
    ours = (ACCOUNT_HEADER, SESSION_HEADER)
    pairs = [
        (name, _STREAMLITS.sub(b"", value) if name.lower() == b"cookie" else value)
        for name, value in scope["headers"] if name.lower() not in ours
    ]
    return {**scope, "headers": pairs}


def _with_identity(scope: Scope, session: Session) -> Scope:
    named = [(ACCOUNT_HEADER, session.account.encode()), (SESSION_HEADER, session.key.encode())]
    return {**scope, "headers": [*scope["headers"], *named]}


def _protocol(scope: Scope) -> str | None:
    return next(iter(scope.get("subprotocols", ())), None)
