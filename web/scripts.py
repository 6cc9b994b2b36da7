"""Streamlit's scripts and styles as we send them: in Vietnamese, put together, compressed.

Streamlit has no translations: exact tables of strings are replaced. Each file is read from the
installed package, changed and compressed once, and kept in memory.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import re
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import streamlit

from web import bundles, lighter, text_streamlit
from web.bundles import BUILD, BUNDLES, FIRST, Place, bundled, linked, places
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
  send(content) {
    super.send(content);
    window.dispatchEvent(new Event("asked"));
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
CHARTS = "PlotlyChart.*.js"
# Streamlit draws a chart again that it has just drawn. Plotly draws what is in a chart before it
# knows how much room the words beside it take: told to look there first, it draws once.
ONCE = {
    CHARTS: {
        "F(t=>Le(t,e.theme,c))},[e.id,c,e.theme])":
        "F(t=>{let n=Le(t,e.theme,c);return JSON.stringify(n)===JSON.stringify(t)?t:n})},[e.id,c,e.theme])",
        "P.push(w.drawData,w.finalDraw,g,u.rehover":
        "v&&!_._redrawFromAutoMarginCount&&P.push(function(e){_._replotting=!1;let t=u.doAutoMargin(e);"
        "return t?P.length=0:_._replotting=!0,t}),P.push(w.drawData,w.finalDraw,g,u.rehover",
    },
}
# As lighter does for the modules of Plotly, for what holds them all.
BRACKETS = {
    CHARTS: {
        "self:n,()=>{var e=(()=>{": "self:n,(function(){var e=(function(){",
        "return window.Plotly=e,e})": "return window.Plotly=e,e}))",
    },
}
EARLY = ("Metric", "ButtonGroup", "PageLink", "Button", "Selectbox", "PlotlyChart", "DataFrame")
"""What nearly every page draws: run while the server makes the page, not after it."""
AHEAD = {
    "css/DataFrame.*.css": 'as="style"',
    "media/MaterialSymbols-Rounded.*.woff2": 'as="font" type="font/woff2" fetchpriority="low"',
}
"""Fetched ahead too: no table is drawn without the one, charts are drawn again after the other."""
_log = logging.getLogger("survey.web")


@cache
def tag() -> str:
    """Names these scripts of this Streamlit; changes when anything does that makes them."""
    made = [Path(module.__file__ or "") for module in (bundles, lighter, text_streamlit)]
    said = b"".join(file.read_bytes() for file in (*made, Path(__file__)))
    return "v-" + hashlib.sha256(streamlit.__version__.encode() + said).hexdigest()[:12]


def early() -> list[str]:
    """The scripts every page needs, the one it begins with first; none when there are no bundles."""
    charts = [file.name for file in (FILES / "static/js").glob(CHARTS)]
    return [*FIRST, *charts] if together() else []


def make_ahead() -> None:
    """Makes what every page needs before somebody waits for it: two seconds of work."""
    for name in (BOOT, *early()):
        part(f"js/{name}")


def part(name: str) -> bytes | None:
    """One script or style ("js/index.….js"), changed and gzip-compressed; None if not there."""
    return _made(name) if name in _names() else None  # nothing is kept of names anybody makes up


@cache
def _names() -> frozenset[str]:
    files = [file for folder in ("js", "css") for file in (FILES / "static" / folder).iterdir()]
    own = [BOOT, *(BUNDLES if together() else ())]
    return frozenset([*(f"{file.parent.name}/{file.name}" for file in files), *(f"js/{one}" for one in own)])


@cache
def _made(name: str) -> bytes:
    file = FILES / "static" / name
    if name == f"js/{BOOT}":
        body = BOOT_SCRIPT
    elif file.name in BUNDLES and together():
        body = bundled(file.name, together(), script)
    else:
        body = linked(script(file.name), together()) if file.suffix == ".js" else changed(file)
    return gzip.compress(body.encode(), 6, mtime=0)


@cache
def together() -> dict[str, Place]:
    """The place of every module that is sent in a bundle."""
    found = places([file.name for file in (FILES / "static/js").glob("*.js")], script)
    if not found:
        _log.warning("Streamlit's scripts are of another build; each is sent by itself")
    return found


def script(name: str) -> str:
    """One of Streamlit's modules, translated, and without what no page of ours needs."""
    body = changed(FILES / "static/js" / name)
    if name == BUILD:
        return hastened(body)
    return lighter.lighter(body) if fnmatchcase(name, CHARTS) else body


def changed(file: Path) -> str:
    """A file with every table's strings replaced."""
    body = file.read_text("utf-8")
    for table in (STRINGS, BACK, FONTS, INKS, ONCE, BRACKETS):
        for pattern, replacements in table.items():
            if fnmatchcase(file.name, pattern):
                body = translate(body, replacements, file.name)
    return body


def hastened(body: str) -> str:
    """Streamlit's first script, which runs those of EARLY once the server has been asked.

    Who draws a page finds them there: otherwise React shows gaps first, and fills them a moment later.
    """
    kinds = "|".join(EARLY)
    lazy = rf"([\w$]+)=\(0,[\w$]+\.lazy\)\(\(\)=>[\w$]+\(\(\)=>import\(`\./(?:{kinds})\.[\w-]+\.js`"
    names = ",".join(re.findall(lazy, body))
    runs = f"[{names}].forEach(e=>{{try{{e._init(e._payload)}}catch{{}}}})"
    ran, export, exports = body.rpartition("export{")
    return f'{ran};addEventListener("asked",()=>{runs},{{once:!0}});{export}{exports}'


def translate(body: str, replacements: dict[str, str], name: str) -> str:
    """The script with each snippet replaced; one that is gone is logged, never guessed."""
    for snippet, vietnamese in replacements.items():
        if snippet not in body:
            _log.warning("not found in %s: %s", name, snippet)
        body = body.replace(snippet, vietnamese)
    return body
