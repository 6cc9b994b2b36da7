"""`/phieu`: the citizens' form. A code opens it, sending uses the code up; no cookie, no script.

What comes from another site is nothing without a code, so the code is also what guards the form.
Nothing about who sends is written down; addresses are only counted, in memory.
"""

from __future__ import annotations

import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from data.access import kept
from data.form import CodeError, Invitation, NotKeptError, invitation, read_filled, submit
from data.settings import now, open_home
from web import text_form as words
from web.form_html import Shown, code_page, filling_page, message_page
from web.limits import REMEMBERED, Bucket
from web.proxy import neighbourhood

ADDRESS = "/phieu"
LARGEST = 32_768
"""Bytes of a filled form: a comment of emoji, percent-encoded, and every answer."""
MOST_FIELDS = 200
GUESSES = (1.0, 60)
"""Answers to wrong codes: a right one is never kept waiting by somebody who guesses."""
DESK = (1 / 20, 30)
"""Answers under a shared code from one address: thirty at once, then three a minute."""
STATUS = {
    "unknown": 404, "forged": 403, "other_unit": 403, "expired": 410, "closed": 410, "void": 410, "used": 409,
}
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_ONCE = 22
_threads = CapacityLimiter(8)
_guesses = Bucket(GUESSES)
_desks: OrderedDict[str, Bucket] = OrderedDict()
_log = logging.getLogger("survey.web")
Fields = Mapping[str, Sequence[str]]


async def form(request: Request) -> Response:
    """Shows the form of a code, or keeps what was filled in and leads to the thanks."""
    if request.method in ("GET", "HEAD"):
        asked = request.query_params
        if "xong" in asked:
            return _page(message_page(words.THANKS, words.THANKS_LEAD))
        unit = asked.get("don_vi", "")[:100]
        if "ma" not in asked:
            return _page(code_page(unit))
        return await _apart(_open, asked["ma"], unit)
    if request.method != "POST":
        return PlainTextResponse(words.METHOD, 405, {"Allow": "GET, HEAD, POST"})
    body = await _body(request)
    if body is None:
        return _page(message_page(words.REFUSED, words.TOO_LARGE), 413)
    fields = _fields(request, body)
    if fields is None:
        return _page(code_page(problem=words.NOT_READ), 400)
    address = neighbourhood(request.client.host) if request.client else ""
    return await _apart(_take, fields, address)


async def _apart(work: Callable[..., Response], *said: object) -> Response:
    """In one of a few threads of the form's own: while the record is busy nobody else waits."""
    return await to_thread.run_sync(work, *said, limiter=_threads)


def _open(typed: str, unit: str) -> Response:
    try:
        asked = invitation(kept(open_home()), typed, now(), unit)
    except CodeError as error:
        return _refused(error, unit, typed)
    return _page(filling_page(asked, _fresh(asked)))


def _take(fields: Fields, address: str) -> Response:
    """Keeps a filled form; a second press finds it kept, which is said and is no fault."""
    home, unit, typed = kept(open_home()), _one(fields, "don_vi"), _one(fields, "ma")
    try:
        asked = invitation(home, typed, now(), unit)
    except CodeError as error:
        return _refused(error, unit, typed)
    filled = read_filled(asked, fields)
    once = _one(fields, "lan")
    if filled.problems or not (asked.once or len(once) == _ONCE):
        shown = Shown(fields, filled.problems, once=_fresh(asked).once)
        return _page(filling_page(asked, shown), 422)
    if not asked.once and not _paced(address):
        shown = Shown(fields, above=words.BUSY_DESK, once=once)
        return _page(filling_page(asked, shown), 429, {"Retry-After": "60"})
    try:
        if not submit(home, asked, filled, now(), once):
            return _refused(CodeError("used"))
    except NotKeptError:
        _log.exception("an answer could not be kept")
        shown = Shown(fields, above=words.NOT_KEPT, once=once)
        return _page(filling_page(asked, shown), 503)
    return RedirectResponse(f"{ADDRESS}?xong=1", 303, headers={"Cache-Control": "no-store"})


def _refused(error: CodeError, unit: str = "", typed: str = "") -> Response:
    status = STATUS[error.why]
    if error.why in ("used", "closed"):
        title = words.USED if error.why == "used" else words.REFUSED
        return _page(message_page(title, str(error)), status)
    if not _guesses.has():
        return _page(message_page(words.REFUSED, words.BUSY), 429, {"Retry-After": "60"})
    _guesses.take()
    return _page(code_page(unit, typed[:40], str(error)), status)


def _fresh(asked: Invitation) -> Shown:
    """An empty form; under a shared code every showing has a mark, so that none counts twice."""
    return Shown(once="" if asked.once else secrets.token_urlsafe(16))


def _paced(address: str) -> bool:
    """Whether an address may send another answer under a shared code."""
    bucket = _desks.setdefault(address, Bucket(DESK))
    _desks.move_to_end(address)
    while len(_desks) > REMEMBERED:
        _desks.popitem(last=False)
    if not bucket.has():
        return False
    bucket.take()
    return True


async def _body(request: Request) -> bytes | None:
    """What was sent; None for more than a form can be, of which no more is read."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return None
    return body


def _fields(request: Request, body: bytes) -> Fields | None:
    """The fields of a form; None when it is none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return None
    try:
        return parse_qs(
            body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS,
            errors="strict",
        )
    except ValueError:
        return None


def _one(fields: Fields, name: str) -> str:
    return "".join(fields.get(name, ())[:1])[:100]


def _page(page: str, status: int = 200, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    return HTMLResponse(page, status, {"Cache-Control": "no-store", **(headers or {})})


ROUTES = [Route(ADDRESS, form, methods=_METHODS)]
"""Every method comes here: what no route takes would get the dashboard's page."""
