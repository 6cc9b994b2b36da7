"""`GET /cong-khai`: the public board, plain HTML; only what was published ever leaves this module."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from analysis.periods import label, parse
from analysis.public import Line, board, overlapping, public_frame
from analysis.text.numbers import day
from data.access import kept
from data.ledger import Ledger
from data.publications import Publication, newest, publications
from data.settings import ZONE, Settings, open_home
from data.verdict import warning_of
from reports.cells import warned
from reports.csv_file import csv_bytes
from reports.text import WARNED_FILE
from web import text_public as words
from web.board_page import Board, board_page
from web.signin import BOARD, SIGN_IN

TABLE = f"{BOARD}.csv"
ADDRESSES = (BOARD, TABLE)
_HOST = re.compile(r"(https?://)?(\*\.)?[a-z0-9.-]+(:\d{1,5})?")
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors {hosts}"
)


async def show_board(request: Request) -> Response:
    """The table of a period, the newest one when the address names none; 404 for another."""
    asked = request.query_params.get("period")
    found = await run_in_threadpool(shown, asked)
    if request.url.path == TABLE:
        return _file(found)
    status = 404 if found.problem else 200
    return HTMLResponse(board_page(found), status, headers={"Cache-Control": "no-cache"})


def shown(asked: str | None) -> Board:
    """What the board says about a period."""
    ledger = kept(open_home())
    last = newest(ledger)
    found, periods = _everything(ledger, last, ledger.hash_at(last))
    period = next(iter(periods), "") if asked is None else asked
    known = period in periods
    problem = words.UNKNOWN if asked is not None and not known else ""
    return Board(
        list(periods), period if known else "", periods.get(period, []),
        _origin(found, period) if known else "", (BOARD, TABLE, SIGN_IN), problem,
        any(one.demo for one in found), warning_of(open_home()),
    )


def board_headers() -> dict[str, str]:
    """The policy of the board: nothing but itself, framed by nobody or by SURVEY_BOARD_HOSTS."""
    hosts = [host.strip().lower() for host in Settings().board_hosts.split(",")]
    allowed = " ".join(host for host in hosts if _HOST.fullmatch(host))
    headers = {"Content-Security-Policy": _POLICY.format(hosts=allowed or "'none'")}
    return headers if allowed else {**headers, "X-Frame-Options": "DENY"}


@lru_cache(maxsize=2)
def _everything(
    ledger: Ledger, _newest: int, _hash: str
) -> tuple[Sequence[Publication], dict[str, list[Line]]]:
    """Every publication and every period of the board, read again when one more is published."""
    found = publications(ledger)
    return found, board({one.period: one.lines for one in found})


def _origin(found: Sequence[Publication], period: str) -> str:
    """Since when a table stands, or which ones it was added up from."""
    parts = [one for one in found if overlapping(period, [one.period])]
    parts.sort(key=lambda one: parse(one.period).first)
    if [one.period for one in parts] == [period]:
        moment = datetime.fromisoformat(parts[0].at).astimezone(ZONE)
        return words.FROZEN.format(day=day(moment), mark=words.MARK.format(number=parts[0].number))
    names = ", ".join(label(one.period) for one in parts)
    numbers = ", ".join(str(one.number) for one in parts)
    return words.ADDED.format(parts=names, mark=words.MARKS.format(numbers=numbers))


def _file(found: Board) -> Response:
    if not found.period:
        return Response(words.UNKNOWN if found.problem else words.EMPTY, 404, media_type="text/plain")
    name = words.FILE.format(period=found.period)
    name = WARNED_FILE.format(name=name) if found.warning else name
    frame = warned(public_frame(found.lines), found.warning)
    return Response(csv_bytes(frame), media_type="text/csv", headers={
        "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache",
    })


ROUTES = [Route(path, show_board, methods=["GET"]) for path in ADDRESSES]
