"""Công khai: what everyone may see, and for those who may publish, one more period."""

from collections.abc import Sequence

import streamlit as st

from analysis.errors import SurveyError
from analysis.periods import label
from analysis.public import Line, public_frame
from pages.shared import text_public as words
from pages.shared import widgets
from pages.shared.confirm import ask, confirmed, done, show_said
from pages.shared.doors import publishing
from pages.shared.page import View, open_unfiltered
from pages.shared.plain import plain

ORDER = ("unit_name", "n", "satisfied_rate", "ci_low", "ci_high", "satisfied", "n3", "low", "reason")


def table(view: View, lines: Sequence[Line], name: str) -> None:
    """The lines as everyone sees them."""
    widgets.table_block(public_frame(lines)[list(ORDER)], name, view)


def published(view: View) -> None:
    """A published period, with the way to the public page."""
    shown = publishing.on_the_board()
    st.subheader(words.PUBLISHED, anchor=False)
    if not shown:
        st.text(words.NONE)
        return
    period = st.selectbox(words.PERIOD, list(shown), format_func=label, key="board-period")
    st.link_button(words.OPEN, f"{publishing.ADDRESS}?period={period}", icon=":material/public:")
    table(view, shown[period], words.TABLE.format(period=label(period)))


def publish(view: View) -> None:
    """The next period: its table as it would stand, and the button."""
    st.subheader(words.NEW, anchor=False)
    periods = publishing.candidates(view.scope)
    if not periods:
        st.text(words.NOTHING_NEW if view.snapshot else words.NO_DATA)
        return
    period = st.selectbox(words.CHOOSE, periods, format_func=label, key="publish-period")
    try:
        lines = publishing.preview(view.scope, period).lines
    except SurveyError as error:
        st.error(plain(str(error)))
        return
    table(view, lines, words.PREVIEW.format(period=label(period)))
    st.warning(words.WARNING)
    if st.button(words.PUBLISH, type="primary", key="publish"):
        ask("publish")
    body = words.ASK.format(period=label(period))
    if confirmed("publish", words.PUBLISH, body, words.PUBLISH):
        publishing.publish(view.scope, period)
        done(words.DONE.format(period=label(period)))


view = open_unfiltered("board", needs_data=False)
show_said()
st.text(words.LEAD)
published(view)
if view.scope.may("publish"):
    publish(view)
