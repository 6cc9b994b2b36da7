"""Nhật ký: who did what and was refused what, from the record that nobody rewrites."""

from datetime import datetime, time, timedelta

import streamlit as st

from analysis.text.numbers import integer
from pages.shared import text_access as words
from pages.shared import widgets
from pages.shared.doors import accounts
from pages.shared.doors.accounts import TraceSearch
from pages.shared.page import View, open_unfiltered

MOST = 1_000


def wanted(view: View) -> TraceSearch:
    """What the person looks for; observers see events about data alone."""
    full = view.scope.may("audit")
    kinds = (*accounts.PERSONAL, *accounts.PROCESS) if full else accounts.PROCESS
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.multiselect(words.KINDS, kinds, format_func=words.KIND.get, key="audit_kinds")
        who = ""
        if full:
            names = ["", *(account.name for account in accounts.known())]
            who = st.selectbox(
                words.WHO, names, format_func=lambda name: name or words.EVERYONE, key="audit_who",
                width=220,
            )
        first = st.date_input(words.FROM, None, key="audit_from", format="DD/MM/YYYY", width=150)
        last = st.date_input(words.TO, None, key="audit_to", format="DD/MM/YYYY", width=150)
    zone = view.now.tzinfo
    since = datetime.combine(first, time(), zone) if first else None
    until = datetime.combine(last, time(), zone) + timedelta(days=1) if last else None
    return TraceSearch(
        tuple(kind for kind in chosen if kind in kinds) or kinds, who, since, until, MOST
    )


view = open_unfiltered("audit", needs_data=False)
st.text(words.AUDIT_NOTE)
found = accounts.events(wanted(view), names=view.scope.may("audit"))
if found.empty:
    widgets.empty_state(words.NO_EVENT, words.NO_EVENT_BODY)
more = words.AUDIT_MOST.format(most=integer(MOST)) if len(found) == MOST else ""
st.text(words.AUDIT_LEAD.format(count=integer(len(found))) + more)
widgets.table_block(found, words.AUDIT_TABLE, view)
