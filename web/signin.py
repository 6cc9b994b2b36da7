"""The plain pages around signing in; they work without JavaScript."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

import pyotp
import segno
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from analysis.errors import InputError
from data import accounts, passwords, signing_in
from data.access import kept
from data.provider import provider
from data.sessions import Session
from data.settings import now, open_home
from data.signing_in import Entered
from web import text
from web import text_signin as words
from web.form_page import Field, Form, foot, link
from web.posted import TooLargeError, own_address, posted, shown
from web.proxy import neighbourhood

COOKIE = "survey_session"
SIGN_IN, SIGN_OUT, BOARD = "/dang-nhap", "/dang-xuat", "/cong-khai"
CHANGE, RESET, FACTOR = "/doi-mat-khau", "/dat-lai-mat-khau", "/lap-ma-xac-thuc"
OUTSIDE, RETURN, CODE = "/dang-nhap-oidc", "/dang-nhap-oidc-ve", "/ma-xac-thuc"
BEFORE = (SIGN_IN, RESET, OUTSIDE, RETURN)
FORMS = (*BEFORE, SIGN_OUT, CHANGE, FACTOR, CODE)
VISITOR, MUST = "survey.session", "survey.must"  # Streamlit has a "session" of its own in the scope
NEXT = "tiep"
LATER = 303
_CHOSEN = (
    Field("moi", words.NEW, fill="new-password"), Field("lai", words.AGAIN, fill="new-password"),
)
Handler = Callable[[Request], Awaitable[Response]]


def guarded(handler: Handler) -> Handler:
    """The handler with an endless form refused before anyone works on it."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except TooLargeError:
            if request.url.path == SIGN_IN:
                await run_in_threadpool(signing_in.refuse, open_home(), now())
            return shown(request, sign_in_form("/", words.TOO_LARGE), 413)

    return answer


async def sign_in(request: Request) -> Response:
    """Asks for name, password and code, and opens a session."""
    target = own_address(request.query_params.get(NEXT, "/"))
    if request.method != "POST":
        done = words.RESET_DONE if "xong" in request.query_params else ""
        return shown(request, sign_in_form(target, done))
    said = await posted(request)
    if said is None:
        return shown(request, sign_in_form(target, words.STALE), 403)
    tried = Entered(
        said.get("ten", ""), said.get("mat_khau", ""), said.get("ma", ""), address_of(request)
    )
    found = await run_in_threadpool(signing_in.sign_in, open_home(), tried, now())
    target = own_address(said.get(NEXT, "/"))
    if found.token is None:
        locked = found.why == "locked"
        problem = words.LOCKED if locked else words.WRONG
        return shown(request, sign_in_form(target, problem), 429 if locked else 401)
    return entered(request, found.token, target)


async def sign_out(request: Request) -> Response:
    """Asks once, then ends the session."""
    session = session_of(request)
    form = Form(
        words.SIGN_OUT, words.SIGN_OUT_LEAD.format(name=session.account), (), words.LEAVE,
        foot=foot(link("/", words.BACK)),
    )
    if request.method != "POST":
        return shown(request, form)
    if await posted(request) is None:
        return shown(request, form, 403)
    await run_in_threadpool(signing_in.sign_out, open_home(), session, now())
    answer = RedirectResponse(SIGN_IN, LATER)
    answer.delete_cookie(COOKIE, path="/")
    return answer


async def change_password(request: Request) -> Response:
    """Asks for the password in force and the new one; every other session ends."""
    name, first = session_of(request).account, request.scope[MUST] == "password"

    def form(problem: str = "") -> Form:
        lead = f"{words.CHANGE_FIRST if first else words.CHANGE_LEAD} {words.RULES}"
        fields = (Field("cu", words.OLD), *_CHOSEN)
        back = "" if first else foot(link("/", words.BACK))
        return Form(words.CHANGE, lead, fields, words.KEEP, problem=problem, foot=back)

    if request.method != "POST":
        return shown(request, form())
    said = await posted(request)
    if said is None or said.get("moi") != said.get("lai"):
        return shown(request, form(words.STALE if said is None else words.NOT_SAME), 403)
    try:
        token = await run_in_threadpool(
            signing_in.change_password, open_home(), name, said.get("cu", ""), said["moi"], now()
        )
    except InputError as error:
        return shown(request, form(str(error)), 400)
    if token is None:
        return shown(request, form(words.WRONG_OLD), 403)
    return entered(request, token, "/")


async def reset_password(request: Request) -> Response:
    """A one-time link: asks for a new password twice."""

    def form(problem: str = "") -> Form:
        lead = f"{words.RESET_LEAD} {words.RULES}"
        return Form(words.RESET, lead, _CHOSEN, words.KEEP, problem=problem)

    if request.method != "POST":
        return shown(request, form())
    said = await posted(request)
    if said is None or said.get("moi") != said.get("lai"):
        return shown(request, form(words.STALE if said is None else words.NOT_SAME), 403)
    token = request.query_params.get("ma", "")[:100]
    try:
        done = await run_in_threadpool(
            signing_in.reset_password, open_home(), token, said.get("moi", ""), now()
        )
    except InputError as error:
        return shown(request, form(str(error)), 400)
    if not done:
        return shown(request, form(text.BAD_LINK), 403)
    return RedirectResponse(f"{SIGN_IN}?xong", LATER)


async def set_factor(request: Request) -> Response:
    """Shows a new secret as a QR code until a code made from it comes back."""
    name = session_of(request).account
    said = await posted(request) if request.method == "POST" else {}
    secret = (said or {}).get("khoa", "")
    if not _is_secret(secret):
        secret = passwords.new_factor()
    moment = now()
    step = passwords.factor_step(secret, (said or {}).get("ma", ""), moment.timestamp(), 0)
    if said and step and request.scope[MUST] == "factor":
        await run_in_threadpool(
            accounts.set_factor, kept(open_home()), name, secret, step, moment
        )
        return RedirectResponse("/", LATER)
    code = Field("ma", words.FACTOR_CODE, "text", "one-time-code", 10)
    problem = words.FACTOR_WRONG if said else words.STALE if said is None else ""
    return shown(request, Form(
        words.FACTOR, words.FACTOR_LEAD, (code,), words.FACTOR_KEEP, hidden=(("khoa", secret),),
        problem=problem, above=_picture(secret, name),
    ))


def _picture(secret: str, name: str) -> str:
    drawn = segno.make(passwords.factor_address(secret, name, text.PRODUCT))
    picture = drawn.svg_inline(border=2, dark="#000", light="#fff")
    return f'<p class="code">{picture}</p><p>{words.FACTOR_SECRET}: <code>{secret}</code></p>'


def _is_secret(said: str) -> bool:
    return len(said) == len(pyotp.random_base32()) and set(said) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def sign_in_form(target: str, problem: str) -> Form:
    """The way in: name, password and code, or the identity provider when there is one."""
    fields = (
        Field("ten", words.NAME, "text", "username", 64), Field("mat_khau", words.PASSWORD),
        Field("ma", words.CODE, "text", "one-time-code", 10, required=False),
    )
    return Form(
        words.SIGN_IN, words.SIGN_IN_LEAD, fields, words.ENTER, hidden=((NEXT, target),),
        problem=problem, foot=_other_way(target) + foot(words.FORGOTTEN, link(BOARD, words.BOARD)), action=SIGN_IN,
    )


def _other_way(target: str) -> str:
    here = provider()
    if here is None:
        return ""
    address = f"{OUTSIDE}?{urlencode({NEXT: target})}"
    return link(address, words.OTHER_WAY.format(label=here.label), "other")


def session_of(request: Request) -> Session:
    """The session the door found for this request."""
    found: Session = request.scope[VISITOR]
    return found


def address_of(request: Request) -> str:
    """The address a request came from, as limits count it."""
    return neighbourhood(request.client.host) if request.client else ""


def entered(request: Request, token: str, target: str) -> Response:
    """Leads to a page with the cookie of a new session."""
    answer = RedirectResponse(target, LATER, headers={"Cache-Control": "no-store"})
    answer.set_cookie(
        COOKIE, token, httponly=True, samesite="lax", path="/",
        secure=request.url.scheme == "https",
    )
    return answer


ROUTES = [
    Route(path, guarded(handler), methods=["GET", "POST"]) for path, handler in (
        (SIGN_IN, sign_in), (SIGN_OUT, sign_out), (CHANGE, change_password),
        (RESET, reset_password), (FACTOR, set_factor),
    )
]
