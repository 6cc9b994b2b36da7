"""Signing in through an identity provider: out to it, back from it, and the code still owed.

Streamlit's own st.login is not used: its cookie carries who a person is for 30 days, cannot be
revoked, and would need a live connection before anybody signed in. Here the way ends in a session
of ours, like every other.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from analysis.errors import SurveyError
from data import signing_in
from data.provider import Person, Provider, provider
from data.sessions import ERRAND_FOR
from data.settings import now, open_home
from web import text_signin as words
from web.form_page import Field, Form
from web.posted import own_address, posted, shown
from web.signin import (
    CODE,
    LATER,
    MUST,
    NEXT,
    OUTSIDE,
    RETURN,
    SIGN_IN,
    address_of,
    entered,
    guarded,
    session_of,
    sign_in_form,
)

ERRAND = "survey_oidc"
_TICKET = re.compile(r"[\w-]{43}")
_LONGEST = 4096


def _ask(question: Callable[[Any], Any]) -> Any:
    """The answer of data.oidc, which is loaded with the first who comes this way."""
    from data import oidc

    return question(oidc)


async def go_out(request: Request) -> Response:
    """Sends the browser to the provider, with a cookie that ties what comes back to it."""
    here, target = provider(), own_address(request.query_params.get(NEXT, "/"))
    if here is None:
        return RedirectResponse(SIGN_IN, LATER)
    if not await run_in_threadpool(signing_in.may_depart, open_home(), address_of(request), now()):
        return shown(request, sign_in_form(target, words.LOCKED), 429)
    known = request.cookies.get(ERRAND, "")
    ticket = known if _TICKET.fullmatch(known) else secrets.token_urlsafe(32)
    way = (target, str(request.url.replace(path=RETURN, query="", fragment="")))
    try:
        address = await run_in_threadpool(
            _ask, lambda oidc: oidc.depart(open_home(), here, ticket, way, now())
        )
    except SurveyError as error:
        return shown(request, sign_in_form(target, str(error)), 502)
    answer = RedirectResponse(address, LATER, headers={"Cache-Control": "no-store"})
    answer.set_cookie(  # lax: the browser must bring it back from the provider's site
        ERRAND, ticket, httponly=True, samesite="lax", path="/",
        secure=request.url.scheme == "https", max_age=int(ERRAND_FOR.total_seconds()),
    )
    return answer


async def come_back(request: Request) -> Response:
    """Looks at what the provider says and opens a session, or says in one sentence why not."""
    here, said = provider(), dict(request.query_params)
    ticket, state = request.cookies.get(ERRAND, ""), said.get("state", "")
    if here is None:
        return RedirectResponse(SIGN_IN, LATER)
    errand = None
    if _TICKET.fullmatch(ticket) and len(request.url.query) <= _LONGEST:
        errand = await run_in_threadpool(
            _ask, lambda oidc: oidc.returned(open_home(), ticket, state, now())
        )
    if errand is None:
        problem = words.NOT_FINISHED.format(label=here.label)
        return shown(request, sign_in_form("/", problem), 403)
    try:
        person = await run_in_threadpool(_ask, lambda oidc: oidc.arrive(here, errand, said))
    except SurveyError as error:
        await run_in_threadpool(signing_in.refuse, open_home(), now(), "oidc")
        return shown(request, sign_in_form(errand.target, str(error)), 403)
    found = await run_in_threadpool(
        signing_in.enter_vouched, open_home(), person, address_of(request), now()
    )
    if found.token is None:
        return shown(request, sign_in_form(errand.target, _no_account(here, person)), 403)
    answer = entered(request, found.token, own_address(errand.target))
    answer.delete_cookie(ERRAND, path="/")
    return answer


def _no_account(here: Provider, person: Person) -> str:
    """Tells the person what an administrator must write down to let them in."""
    who = " / ".join(filter(None, (person.email, f"sub:{person.subject}")))
    return words.NO_ACCOUNT.format(label=here.label, who=who)


async def show_code(request: Request) -> Response:
    """Asks somebody a provider vouched for to show the second factor of the account here."""
    session = session_of(request)

    def form(problem: str = "") -> Form:
        lead = words.SHOW_CODE_LEAD.format(name=session.account)
        code = Field("ma", words.FACTOR_CODE, "text", "one-time-code", 10)
        return Form(words.SHOW_CODE, lead, (code,), words.ENTER, problem=problem)

    if request.scope[MUST] != "code":
        return RedirectResponse("/", LATER)
    if request.method != "POST":
        return shown(request, form())
    said = await posted(request)
    if said is None:
        return shown(request, form(words.STALE), 403)
    found = await run_in_threadpool(
        signing_in.show_code, open_home(), session, said.get("ma", ""), now()
    )
    if found.token is None:
        locked = found.why == "locked"
        problem = words.LOCKED if locked else words.SHOW_CODE_WRONG
        return shown(request, form(problem), 429 if locked else 401)
    return entered(request, found.token, "/")


ROUTES = [
    Route(OUTSIDE, go_out, methods=["GET"]),
    Route(RETURN, come_back, methods=["GET"]),
    Route(CODE, guarded(show_code), methods=["GET", "POST"]),
]
