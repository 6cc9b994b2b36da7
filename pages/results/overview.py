"""Tổng quan: the state of a unit in ten seconds, everything leading to where it comes from."""

from pages.shared import cached, text, widgets
from pages.shared.page import open_page

view = open_page("overview")
counts = cached.counts(view, ("unit",))
if counts.empty:
    widgets.nothing()
widgets.table_block(counts, text.PAGES["unit"][0], view)
