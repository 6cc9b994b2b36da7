"""What an officer sees on opening the dashboard: sums of many answers about himself."""

from __future__ import annotations

import streamlit as st

from analysis.satisfaction import summed
from analysis.text import labels
from analysis.text.numbers import integer
from analysis.thresholds import MINIMUM_N
from analysis.watchlist import status
from pages.results.parts.officer_profile import what_would_change
from pages.shared import cached, widgets
from pages.shared import text_results as words
from pages.shared.frame import link_to
from pages.shared.view import View


def own_profile(view: View) -> None:
    """What an officer may see of the answers about himself: sums of many, nobody beside."""
    counts = cached.counts(view)
    st.header(widgets.plain(view.whose), anchor=False)
    st.caption(words.OFFICER_NOTE.format(minimum=integer(MINIMUM_N)))
    own = summed(counts)
    with st.grid(3, min_column_width=150):
        widgets.rate_card(words.SATISFIED, own.satisfied, own.n)
        widgets.rate_card(words.LOW, own.low, own.n)
        said = words.STATUS_NOTE.format(status=labels.status(status(own.low, own.n)))
        widgets.number_card(words.RESPONSES, integer(own.responses), said)
    what_would_change(counts)
    link_to("trend", words.SEE_OWN_TREND, view)
    link_to("criterion", words.SEE_OWN_CRITERIA, view)
