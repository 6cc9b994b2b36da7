"""Streamlit's own frontend in Vietnamese: its files with an exact table of strings replaced.

Streamlit has no translations. Each file is read from the installed package, translated and
compressed once, and kept in memory. Translated files live under an address that names the
translation (/static/<tag>/…), so a browser may keep them for ever and never mixes two versions.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import logging
import mimetypes
import re
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from web import text
from web.lighter import KINDS, lighter
from web.text_streamlit import STRINGS

FILES = Path(streamlit.__file__).parent / "static"
BOOT = "boot.js"
# Dates, numbers and calendars follow the browser's language unless told otherwise; without a
# base address Streamlit tries every part of a deep link and logs errors for each. A connection
# closed with 4401 belongs to a session that is over: reloading leads to the sign-in page.
BOOT_SCRIPT = """
window.prerenderReady = false;
window.__streamlit = {BACKEND_BASE_URL: `${location.origin}/`};
Object.defineProperty(navigator, "language", {get: () => "vi-VN"});
Object.defineProperty(navigator, "languages", {get: () => ["vi-VN", "vi"]});
window[Symbol.for("react-aria.i18n.locale")] = "vi-VN";
window.WebSocket = class extends WebSocket {
  constructor(...said) {
    super(...said);
    this.addEventListener("close", (event) => { if (event.code === 4401) location.reload(); });
  }
};
"""
# An address taken over from the page before replaces the bare one, so that Back leaves the page.
BACK = {
    "index.????????.js": {
        "${a}`;window.history.pushState({},``,o)": "${a}`;window.history.pushState({moved:1},``,o)",
        "(this.historyNavigationEpoch===null?window.history.pushState({},``,n)":
        "(this.historyNavigationEpoch===null&&!window.history.state?.moved?"
        "window.history.pushState({},``,n)",
    },
}
# Until the theme arrives Streamlit shows its own typeface; ours is one the machine has already.
FONTS = {
    "index.????????.css": {
        'url(../media/SourceSansVF-Upright.ttf.BsWL4Kly.woff2)format("woff2")':
        'local("Segoe UI"),local("Noto Sans"),local("Roboto"),local("Arial")',
    },
}
# Words in the accent colour, as on a chosen button, take the colour of links: white must be readable
# on the accent, and no one colour is both dark enough for that and light enough on a dark page.
INKS = {
    "styled-components.XLtagUku.js": {
        f"{before}color:e.colors.primary": f"{before}color:e.colors.link" for before in ",{"
    },
}
# Streamlit tints a link the keyboard is on so faintly that nobody sees where he is.
FOCUS = "<style>a:focus-visible{outline:2px solid #26808a!important;outline-offset:-2px}</style>"
CHARTS = "PlotlyChart.*.js"
EARLY = ("Metric", "ButtonGroup", "PageLink", "Selectbox", "DataFrame", "PlotlyChart")
"""What nearly every page draws: fetched beside the first scripts, not after the data."""
_TABLE = re.compile(r"m\.f\|\|\(m\.f=(\[[^\]]*\])")
_PAGE = re.compile(r"/[a-z0-9-]*")
_ASSET = re.compile(r"/static/(?:(v-[0-9a-f]{12})/)?((?:js|css)/[\w.-]+)")
_MEDIA = re.compile(r"/static/v-[0-9a-f]{12}(/media/[\w.-]+)")
_log = logging.getLogger("survey.web")


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
def tag() -> str:
    """Names this translation of this Streamlit; changes when either does."""
    said = f"{streamlit.__version__}{STRINGS}{BACK}{FONTS}{INKS}{BOOT_SCRIPT}{KINDS}"
    return "v-" + hashlib.sha256(said.encode()).hexdigest()[:12]


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
    links = [f'<link rel="modulepreload" crossorigin href="./static/js/{name}">'
             for name in early() if name not in page]
    page = page.replace("</head>", f"{''.join(links)}{FOCUS}</head>")
    page = page.replace('lang="en"', 'lang="vi"').replace("<title>Streamlit<", f"<title>{text.PRODUCT}<")
    return gzip.compress(re.sub(r"\./static/", f"./static/{tag()}/", page).encode(), mtime=0)


def early() -> list[str]:
    """The scripts of EARLY, each after those it needs, as Streamlit's own table says."""
    index = next((FILES / "static" / "js").glob("index.????????.js")).read_text("utf-8")
    table = _TABLE.search(index)
    files = [file.removeprefix("./") for file in json.loads(table[1])] if table else []
    found: dict[str, None] = {}
    for name in EARLY:
        if wanted := re.search(rf"`\./({name}\.[\w-]+\.js)`\)[^,]*,__vite__mapDeps\(\[([\d,]*)\]", index):
            needed = {files[int(place)] for place in wanted[2].split(",")} - {wanted[1]}
            found |= dict.fromkeys(file for file in sorted(needed) if file.endswith(".js"))
            found[wanted[1]] = None
    return list(found)


@cache
def part(name: str) -> bytes | None:
    """One script or style ("js/index.….js"), translated and gzip-compressed; None if not there."""
    if name == f"js/{BOOT}":
        return gzip.compress(BOOT_SCRIPT.encode(), mtime=0)
    file = FILES / "static" / name
    if not file.is_file():
        return None
    body = file.read_text("utf-8")
    for table in (STRINGS, BACK, FONTS, INKS):
        for pattern, replacements in table.items():
            if fnmatchcase(file.name, pattern):
                body = translate(body, replacements, file.name)
    if fnmatchcase(file.name, CHARTS):
        body = lighter(body)
    return gzip.compress(body.encode(), 6, mtime=0)


def translate(body: str, replacements: dict[str, str], name: str) -> str:
    """The script with each snippet replaced; one that is gone is logged, never guessed."""
    for snippet, vietnamese in replacements.items():
        if snippet not in body:
            _log.warning("not found in %s: %s", name, snippet)
        body = body.replace(snippet, vietnamese)
    return body


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
