"""What a plain form sent: read with a limit, and only when the form was ours."""

from __future__ import annotations

import re
import secrets
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse

from web.form_page import Form, form_page

LARGEST = 16_384
TICKET = "survey_form"
TICKET_FIELD = "phieu"
_TICKET = re.compile(r"[\w-]{43}")
_OWN = re.compile(r"/[a-z0-9-]*(\?[\w=&%.+~-]*)?")


class TooLargeError(Exception):
    """More than LARGEST bytes; the rest was not read."""


async def posted(request: Request) -> dict[str, str] | None:
    """The fields of our own form; None when it is not ours. TooLargeError for an endless one.

    The ticket in the form must be the one in the browser's cookie, which no other site can read.
    """
    if request.headers.get("content-type", "").partition(";")[0] != "application/x-www-form-urlencoded":
        return None
    if int(request.headers.get("content-length", "0") or 0) > LARGEST:
        raise TooLargeError
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise TooLargeError
    try:
        found = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=12, errors="strict")
    except (ValueError, UnicodeDecodeError):
        return None
    said = {name: values[0] for name, values in found.items()}
    ticket = request.cookies.get(TICKET, "")
    ours = _TICKET.fullmatch(ticket) and secrets.compare_digest(
        ticket.encode(), said.get(TICKET_FIELD, "").encode("utf-8", "replace")
    )
    return said if ours else None


def shown(request: Request, form: Form, status: int = 200) -> HTMLResponse:
    """The page with the browser's ticket in it; a browser without one gets it now."""
    ticket = request.cookies.get(TICKET, "")
    known = _TICKET.fullmatch(ticket)
    ticket = ticket if known else secrets.token_urlsafe(32)
    hidden = (*form.hidden, (TICKET_FIELD, ticket))
    page = form_page(Form(**{**vars(form), "hidden": hidden}))
    answer = HTMLResponse(page, status, headers={"Cache-Control": "no-store"})
    if not known:
        answer.set_cookie(
            TICKET, ticket, httponly=True, samesite="strict", path="/",
            secure=request.url.scheme == "https",
        )
    return answer


def own_address(address: str) -> str:
    """The address when it is one of our pages, else the first page.

    >>> own_address("/don-vi?unit=X1"), own_address("//evil.example"), own_address("/a\\\\b")
    ('/don-vi?unit=X1', '/', '/')
    """
    return address if len(address) < 2000 and _OWN.fullmatch(address) else "/"
