"""Opens a page: the guard, the title, the filters and the foot.

A page is a script of 15–60 lines that starts with `open_page` and never imports data:

    view = open_page("unit")                     # guard, title, filters; stops when empty
    counts = cached.counts(view, ("unit",))      # ask (the only way to figures)
    if counts.empty:
        widgets.nothing()                        # empty case: says so and stops
    widgets.chart_block(ranking(counts), view)   # draw: charts come from analysis.charts
    widgets.table_block(counts, words.UNITS, view)            # the numbers and their download
    link_to("unit", words.OPEN, view, unit="X1", officer=None)  # drill-through keeps filters
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import streamlit as st

from analysis.filters import Filters
from analysis.periods import span_label
from data.queries import Choices
from pages.shared import address, cached, filters, options, rights, text, widgets
from pages.shared.doors import trail
from pages.shared.foot import empty_home, headline
from pages.shared.frame import Frame, current_frame, go_to, link_to
from pages.shared.share import share
from pages.shared.view import View

__all__ = ["View", "go_to", "link_to", "open_page", "open_unfiltered"]


def open_page(key: str) -> View:
    """The view of this page after its title and filters are drawn; stops when nothing is there.

    Outside a run of dashboard.py it shows one sentence and stops: a page is never a door.
    """
    this, top = _opened(key)
    snapshot = cached.current_snapshot()
    if snapshot is None:
        empty_home(_openable(this, "sources"))
    choices = cached.choices(snapshot, this.scope)
    if not choices.units:
        widgets.empty_state(text.EMPTY_TITLE, text.NO_UNITS)
    labels = cached.labels(snapshot, this.scope)
    found = filters.chosen_address(key, labels, this.now.date())
    if found.problems:
        trail.note_foreign(this.scope.user, found.filters)
    this.view = _view(key, this, snapshot, found)
    headline(this.view)
    chosen = options.narrowed(labels, choices, asdict(found.filters))
    filters.filter_bar(found, chosen, (choices.first_day, choices.last_day))
    with top:
        share(this.view.address)
        this.downloads = st.container(width="content")
    return this.view


def open_unfiltered(key: str, *, needs_data: bool = True) -> View:
    """The view of a page about all data, without a filter bar; other pages keep their filters.

    With `needs_data=False` the page also opens on an empty home, with `snapshot` "".
    """
    this, top = _opened(key)
    snapshot = cached.current_snapshot()
    if snapshot is None and needs_data:
        empty_home(_openable(this, "sources"))
    filters.pass_by(key)
    this.downloads = top.container(width="content")
    choices = cached.choices(snapshot, this.scope) if snapshot else Choices()
    whose = options.whose({}, None, this.scope)
    this.view = View(
        key, this.scope, Filters(), snapshot or "", choices, span_label(None, None), whose, {}, {},
        this.now,
    )
    return this.view


def _opened(key: str) -> tuple[Frame, Any]:
    """The guard: the run and the place beside the title; stops without a run or the right."""
    this = current_frame()
    if this is None:
        st.error(text.NO_FRAME)
        st.stop()
    top = _title(key)
    if not rights.may_open(this.scope, key):
        trail.note_denied(this.scope.user, "page", key)
        first = rights.first_page(this.scope, this.pages)
        label = text.GO_TO.format(name=text.PAGES[first][0]) if first else ""
        widgets.empty_state(text.NO_RIGHT_TITLE, text.NO_RIGHT, this.pages.get(first), label)
    return this, top


def _openable(this: Frame, key: str) -> Any:
    return this.pages.get(key) if rights.may_open(this.scope, key) else None


def _title(key: str) -> Any:
    st.set_page_config(page_title=text.TAB.format(page=text.PAGES[key][0], product=text.PRODUCT))
    with st.container(
        horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"
    ):
        st.title(text.PAGES[key][0], anchor=False, width="content")
        return st.container(horizontal=True, width="content")


def _view(key: str, this: Frame, snapshot: str, found: address.Address) -> View:
    choices = cached.choices(snapshot, this.scope)
    labels = cached.labels(snapshot, this.scope)
    said = {name: getattr(found.filters, name) for name in labels}
    return View(
        key, this.scope, found.filters, snapshot, choices,
        period=span_label(found.filters.from_day, found.filters.to_day),
        whose=options.whose(labels, found.filters.unit, this.scope),
        address=address.write(found.period, found.filters),
        chosen={text.LABELS[n]: labels[n][c].strip() for n, c in said.items() if c is not None},
        now=this.now,
    )
