"""Opens a page: the guard, the title, the filters and the foot.

A page is a script of 15–60 lines:

    from pages.shared.page import open_page
    from pages.shared import cached, widgets

    view = open_page("unit")                       # guard, title, filters; stops when empty
    counts = cached.counts(view, by=("unit",))     # ask
    if counts.empty:
        widgets.nothing()                          # empty case: says so and stops
    widgets.chart_block(view, ranking(counts))     # draw (charts are built in analysis.charts)
    widgets.table_block(view, counts, text_results.UNITS)  # offer the numbers and the download
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from analysis.periods import span_label
from analysis.scope import Scope
from data.settings import now
from pages.shared import cached, filters, options, text, widgets
from pages.shared.address import Address
from pages.shared.boundary import boundary
from pages.shared.downloads import page_downloads
from pages.shared.foot import empty_home, foot, headline
from pages.shared.view import View

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass
class Frame:
    """One run of dashboard.py: the person's scope, every page by key, and what was opened."""

    scope: Scope
    pages: Mapping[str, Any]
    now: datetime = field(default_factory=lambda: now().astimezone(ZONE))
    view: View | None = None
    downloads: Any = None


_FRAME: ContextVar[Frame | None] = ContextVar("frame", default=None)


@contextmanager
def frame(scope: Scope, pages: Mapping[str, Any]) -> Iterator[None]:
    """Lets pages open inside; draws downloads and the foot around whatever the page drew."""
    this = Frame(scope, pages)
    token = _FRAME.set(this)
    try:
        with boundary():
            yield
    finally:
        _FRAME.reset(token)
        if this.view is not None:
            with boundary():
                page_downloads(this.downloads, this.view)
                foot(this.view)


def open_page(key: str) -> View:
    """The view of this page after its title and filters are drawn; stops when nothing is there.

    Outside a run of dashboard.py it shows one sentence and stops: a page is never a door.
    """
    this = _FRAME.get()
    if this is None:
        st.error(text.NO_FRAME)
        st.stop()
    st.title(text.PAGES[key][0], anchor=False)
    snapshot = cached.current_snapshot()
    if snapshot is None:
        empty_home(this.pages.get("sources"))
    choices = cached.choices(snapshot, this.scope)
    if not choices.units:
        widgets.empty_state(text.EMPTY_TITLE, text.NO_UNITS)
    line = st.empty()
    labels = options.offered(choices)
    found = filters.chosen_address(key, labels, this.now.date())
    chosen = options.narrowed(labels, choices, asdict(found.filters))
    this.downloads = filters.filter_bar(found, chosen, (choices.first_day, choices.last_day))
    this.view = _view(key, this, snapshot, found)
    headline(line, this.view)
    return this.view


def _view(key: str, this: Frame, snapshot: str, found: Address) -> View:
    choices = cached.choices(snapshot, this.scope)
    labels = options.offered(choices)
    said = {name: getattr(found.filters, name) for name in labels}
    return View(
        key, this.scope, found.filters, snapshot, choices,
        period=span_label(found.filters.from_day, found.filters.to_day),
        whose=options.whose(labels, found.filters.unit, this.scope),
        chosen={text.LABELS[n]: labels[n][c].strip() for n, c in said.items() if c is not None},
        now=this.now,
    )


def page_of(key: str) -> Any:
    """The page object behind a key, for links; None when this person has no such page."""
    this = _FRAME.get()
    return this.pages.get(key) if this else None
