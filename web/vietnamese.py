"""The dashboard's frontend: its page, scripts and styles, in Vietnamese.

Scripts and styles live under an address that names what made them (/static/<tag>/…), so a browser
may keep them for ever and never mixes two versions.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import mimetypes
import re
from functools import cache

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from web import text
from web.bundles import BUILD
from web.scripts import AHEAD, BOOT, FILES, early, part, tag

# Streamlit tints a link the keyboard is on so faintly that nobody sees where he is.
FOCUS = "<style>a:focus-visible{outline:2px solid #26808a!important;outline-offset:-2px}</style>"
_PAGE = re.compile(r"/[a-z0-9-]*")
_ASSET = re.compile(r"/static/(?:(v-[0-9a-f]{12})/)?((?:js|css)/[\w.-]+)")
_MEDIA = re.compile(r"/static/v-[0-9a-f]{12}(/media/[\w.-]+)")


class Vietnamese:
    """Answers for the page shell and its scripts and styles; everything else goes through."""

    def __init__(self, app: ASGIApp, beside: tuple[str, ...] = ()) -> None:
        self.app = app
        self.beside = beside  # addresses that are not pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
        elif _PAGE.fullmatch(path) and path not in self.beside:
            await _answer(shell(), "text/html", scope, "no-cache")(scope, receive, send)
        elif (asset := _ASSET.fullmatch(path)) and (body := await asyncio.to_thread(part, asset[2])):
            forever = asset[1] == tag()
            keep = "public, immutable, max-age=31536000" if forever else "no-cache"
            kind = mimetypes.guess_type(asset[2])[0] or "text/plain"
            await _answer(body, kind, scope, keep)(scope, receive, send)
        else:
            if media := _MEDIA.fullmatch(path):
                scope = {**scope, "path": f"/static{media[1]}"}
            await self.app(scope, receive, send)


@cache
def shell() -> bytes:
    """The page every address starts from, gzip-compressed: Vietnamese, no inline script."""
    page = (FILES / "index.html").read_text("utf-8")
    page = re.sub(r"<!--.*?-->", "", page, flags=re.S)
    page = re.sub(r'<link rel="service-desc"[^>]*>', "", page)
    page = re.sub(r'<link\s+rel="preload"[^>]*SourceSans[^>]*>', "", page)
    page = re.sub(r"<script>.*?</script>", f'<script src="./static/js/{BOOT}"></script>', page,
                  count=1, flags=re.S)
    page = re.sub(r"<noscript>.*?</noscript>", f"<noscript><p>{text.NEEDS_SCRIPT}</p></noscript>",
                  page, flags=re.S)
    if scripts := early():  # they hold what Streamlit's page names
        page = re.sub(r'<link rel="modulepreload"[^>]*>\s*', "", page).replace(BUILD, scripts[0])
    links = [f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in scripts]
    links += [f'<link rel="preload" {kind} crossorigin href="./{file.relative_to(FILES).as_posix()}">'
              for pattern, kind in AHEAD.items() for file in (FILES / "static").glob(pattern)]
    page = page.replace("</head>", f"{''.join(links)}{FOCUS}</head>")
    page = page.replace('lang="en"', 'lang="vi"').replace("<title>Streamlit<", f"<title>{text.PRODUCT}<")
    return gzip.compress(re.sub(r"\./static/", f"./static/{tag()}/", page).encode(), mtime=0)


def _answer(body: bytes, kind: str, scope: Scope, keep: str) -> Response:
    headers = Headers(scope=scope)
    mark = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    said = {"ETag": mark, "Cache-Control": keep, "Vary": "Accept-Encoding"}
    if mark in headers.get("if-none-match", ""):
        return Response(status_code=304, headers=said)
    if "gzip" in headers.get("accept-encoding", ""):
        said["Content-Encoding"] = "gzip"
    else:
        body = gzip.decompress(body)
    return Response(body, media_type=f"{kind}; charset=utf-8", headers=said)
