"""Files that leave while they are made: packed on the way, asked for again at every fetch."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime.memory_media_file_storage import MemoryFile

from analysis.errors import SurveyError
from reports.streamed import Streamed
from web.lingering import Lingering

_FILE = re.compile(r"/media/([0-9a-f]+)\.\w+")
QUICKLY = 1
"""How hard to pack: the hardest takes ten times as long and saves a quarter."""


class InParts:
    """Answers for streamed files; whose they are is SignedIn's to ask, who stands before it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = _FILE.fullmatch(scope["path"]) if scope["type"] == "http" else None
        file = Lingering.found(asked[1]) if asked and scope["method"] in ("GET", "HEAD") else None
        if file is None or not isinstance(file.content, Streamed):
            await self.app(scope, receive, send)
            return
        answer = await run_in_threadpool(_answer, file, file.content, scope)
        await answer(scope, receive, send)


def _answer(file: MemoryFile, streamed: Streamed, scope: Scope) -> Response:
    """The file; whoever asks for its headers alone takes nothing out, so nothing is written down."""
    try:
        parts = streamed.parts() if scope["method"] == "GET" else iter(())
    except SurveyError as error:
        return PlainTextResponse(str(error), 403)
    name = quote(file.filename or "", safe="")
    headers = {"Content-Disposition": f"attachment; filename*=utf-8''{name}"}
    if "gzip" in Headers(scope=scope).get("accept-encoding", ""):
        headers["Content-Encoding"], parts = "gzip", _packed(parts)
    return StreamingResponse(parts, media_type=file.mimetype, headers=headers)


def _packed(parts: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(QUICKLY, wbits=31)
    for part in parts:
        yield packer.compress(part)
    yield packer.flush()
