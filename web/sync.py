"""Living sources kept up to date by the server itself, and `POST /api/sync` for a timer elsewhere."""

from __future__ import annotations

import random
import secrets
from datetime import datetime, timedelta
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from analysis.errors import SurveyError
from data.ledger import open_ledger
from data.living import due
from data.settings import Settings, now, open_home
from data.sync import SyncOptions, sync
from data.sync_lock import BusyError
from web import text
from web.limits import Bucket

ADDRESS = "/api/sync"
LOOK_EVERY = timedelta(seconds=10)
"""How often the server looks whether a source is due: a small part of the shortest interval."""
WAIT = 30.0
"""Seconds a request waits for a sync that goes on; the server itself rather looks again."""
BY_ITSELF, BY_REQUEST = "server", "api"
ASKED = (0.1, 6)
"""Syncs asked for with the right token: one in ten seconds, six at once."""
GUESSED = (0.2, 20)
"""Answers to a wrong token; a bucket of its own, so that guessing never keeps the owner out."""
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_asked, _guessed = Bucket(ASKED), Bucket(GUESSED)


def next_look(moment: datetime) -> datetime:
    """When to look again."""
    return moment + LOOK_EVERY


def sync_due() -> None:
    """Pulls every source that is due; how each went is in the record."""
    ledger = open_ledger(open_home())
    try:
        for source in due(ledger, now(), random.random()):
            sync(ledger, SyncOptions(BY_ITSELF), source.name)
    except BusyError:
        return  # whoever syncs now pulls them, or the next look does
    finally:
        ledger.close()


async def sync_now(request: Request) -> Response:
    """Pulls every living source, or that of `?source=`; the documents of `sync --json` as a list.

    404 while no token is set, 401 for a wrong one, 405 for another method than POST, 429 when
    asked too often, 400 for a source that is not pulled, 409 while another sync goes on.
    """
    token = Settings().sync_token
    wanted = token.get_secret_value().strip() if token else ""
    if not wanted:
        return PlainTextResponse(text.NOT_HERE, 404)
    if request.method != "POST":
        return PlainTextResponse(text.ONLY_POST, 405, {"Allow": "POST"})
    right = _is_right(request.headers.get("authorization", ""), wanted)
    bucket = _asked if right else _guessed
    if not bucket.has():
        pause = str(round(1 / bucket.rate))
        return JSONResponse({"error": text.TOO_OFTEN}, 429, {"Retry-After": pause})
    bucket.take()
    if not right:
        said = {"WWW-Authenticate": "Bearer"}
        return JSONResponse({"error": text.WRONG_TOKEN}, 401, said)
    status, document = await run_in_threadpool(_pulled, request.query_params.get("source"))
    return JSONResponse(document, status, {"Cache-Control": "no-store"})


def _is_right(said: str, wanted: str) -> bool:
    """Compares in a time that tells nothing about how much of the token was right."""
    kind, _, token = said.partition(" ")
    same = secrets.compare_digest(token.strip().encode(), wanted.encode())
    return same and kind.lower() == "bearer"


def _pulled(name: str | None) -> tuple[int, Any]:
    ledger = open_ledger(open_home())
    try:
        results = sync(ledger, SyncOptions(BY_REQUEST, wait=WAIT), name or None)
    except BusyError as error:
        return 409, {"error": str(error)}
    except SurveyError as error:
        return 400, {"error": str(error)}
    finally:
        ledger.close()
    return 200, [result.as_dict() for result in results]


ROUTES = [Route(ADDRESS, sync_now, methods=_METHODS)]
"""Every method comes here: what no route takes would get the dashboard's page."""
