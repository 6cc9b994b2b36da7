"""Nguồn dữ liệu: bring answers and registers in, by hand or living, see every import, take the newest back."""

import streamlit as st

from pages.admin.parts.import_confirm import show_done
from pages.admin.parts.import_history import history
from pages.admin.parts.import_steps import steps
from pages.admin.parts.living_add import living_task
from pages.admin.parts.register_upload import registers
from pages.shared import choice
from pages.shared import text_admin as words
from pages.shared.confirm import ask, confirmed, done, show_said
from pages.shared.doors import importing
from pages.shared.page import open_unfiltered

OWN_TASKS = ("answers", "registers", "imports")


def demonstration() -> None:
    """Says that everything here is invented, and offers to begin with real data."""
    with st.container(border=True):
        st.badge(words.DEMO_TITLE, color="violet", icon=":material/science:")
        st.text(words.DEMO_BODY)
        if st.button(words.DEMO_CLEAR, key="demo_clear"):
            ask("demo")
    body = words.DEMO_CLEAR_BODY
    if confirmed("demo", words.DEMO_CLEAR_TITLE, body, words.DEMO_CLEAR_YES):
        importing.clear_demo()
        done(words.DEMO_CLEARED)


view = open_unfiltered("sources", needs_data=False)
record = importing.known()
show_said()
show_done(view)
if record.is_demo and record.everything:
    demonstration()
elif not record.runs and record.everything:
    with st.container(border=True):
        st.subheader(words.WELCOME_TITLE, anchor=False)
        st.markdown(words.WELCOME)
tasks = {key: said for key, said in words.TASKS.items() if record.everything or key in OWN_TASKS}
if not record.everything:
    st.caption(words.OWN_ONLY)
task = choice.one("task", words.TASK, tasks)
{"answers": steps, "registers": registers, "imports": history, "living": living_task}[task](view, record)
