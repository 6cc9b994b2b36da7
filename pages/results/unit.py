"""Đơn vị: how units stand beside each other, and one of them in depth."""

import streamlit as st

from pages.results.parts import unit_list, unit_profile, unit_record
from pages.shared import cached, widgets
from pages.shared import text_results as words
from pages.shared.page import View, link_to, open_page
from pages.shared.register import Register, register


def one_unit(view: View, units: Register, unit: str) -> None:
    """The profile of one unit, from the register entry to the quality of its data."""
    unit_profile.header(view, unit)
    if len(units) > 1:
        link_to("unit", words.BACK_TO_UNITS, view, unit=None)
    if cached.counts(view).empty:
        st.text(words.EMPTY_UNIT.format(name=units.names[unit]))
        return
    unit_profile.cards(view, unit)
    left, right = st.columns(2, gap="medium")
    with left:
        unit_profile.course(view, unit)
        unit_record.quota(view, unit)
    with right:
        unit_profile.criteria(view, unit)
        if not units.has_parts(unit):
            unit_profile.officers(view)
    unit_record.comments(view)
    unit_record.quality(view)


view = open_page("unit")
units = register(view)
chosen = view.filters.unit
if chosen is None or units.has_parts(chosen):
    listed = unit_list.children(view)
    several = len(listed) > 1 and listed["responses"].sum() > 0
    chosen = chosen or (listed["unit_code"].iloc[0] if len(listed) == 1 else None)
else:
    several = False
if chosen:
    one_unit(view.only(unit=chosen), units, chosen)
elif not several:
    widgets.nothing()
if several:
    unit_list.ranking(view, listed)
    unit_list.table(view)
