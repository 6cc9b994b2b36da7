"""One run of dashboard.py: who looks, which pages there are, and what was opened.

Only inside it can a page open; links between pages are made here, since they need the pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from analysis.scope import Scope
from data.settings import now
from pages.shared.banner import banner, seeing_banner
from pages.shared.boundary import boundary
from pages.shared.downloads import page_downloads
from pages.shared.foot import foot
from pages.shared.plain import plain
from pages.shared.rights import first_page, may_open
from pages.shared.view import View

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass
class Frame:
    """The person's scope, every page by key, the local moment, and the page once it is open."""

    scope: Scope
    pages: Mapping[str, Any]
    now: datetime = field(default_factory=lambda: now().astimezone(ZONE))
    view: View | None = None
    downloads: Any = None


@cache
def _page(file: Path, **said: str) -> Any:
    return st.Page(file, **said)


def page_at(file: Path, **said: str) -> Any:
    """A page for this run alone: Streamlit notes in it that it was opened; looked for on the disk once."""
    return copy(_page(file, **said))


_FRAME: ContextVar[Frame | None] = ContextVar("frame", default=None)


@contextmanager
def frame(scope: Scope, pages: Mapping[str, Any]) -> Iterator[None]:
    """Lets pages open inside; draws downloads and the foot around whatever the page drew."""
    this = Frame(scope, pages)
    token = _FRAME.set(this)
    try:
        with boundary():
            banner()
            seeing_banner(scope)
            yield
    finally:
        _FRAME.reset(token)
        if this.view is not None:
            with boundary():
                page_downloads(this.downloads, this.view)
                if this.view.snapshot and not scope.rights <= {"public"}:
                    foot(this.view)


def current_frame() -> Frame | None:
    """The run a page is in; None when dashboard.py did not open it."""
    return _FRAME.get()


def link_to(key: str, label: str, view: View, **changes: str | None) -> None:
    """A link to a page under the filters in force with changes; nothing for who may not open it.

    To the page itself it is a button: a browser does not follow a link to where it already is.
    """
    this = _FRAME.get()
    if this is None or key not in this.pages or not may_open(this.scope, key):
        return
    if key != view.key:
        st.page_link(this.pages[key], label=plain(label), query_params=view.link(**changes))
    elif st.button(plain(label), type="tertiary", icon=":material/arrow_back:"):
        go_to(key, view, **changes)


def go_first(scope: Scope) -> None:
    """Opens the first page this scope may open."""
    this = _FRAME.get()
    if this is not None:
        st.switch_page(this.pages[first_page(scope, this.pages) or next(iter(this.pages))])


def go_to(key: str, view: View, **changes: str | None) -> None:
    """Opens a page under the filters in force with changes, e.g. after a click on a chart."""
    this = _FRAME.get()
    if this is not None and key in this.pages:
        st.switch_page(this.pages[key], query_params=view.link(**changes))
