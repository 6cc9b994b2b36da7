"""Asks before something happens: a dialog that names it, the answer acted on in the page's own run.

The dialog itself only notes the answer: what it leads to runs where errors are caught.
"""

from __future__ import annotations

import streamlit as st

from pages.shared import text_admin as words
from pages.shared.plain import plain

_ASKED, _ANSWERED, _SAID = "confirm_asked", "confirm_answered", "confirm_said"
YES = "yes"
LONGEST = 500


def ask(name: str) -> None:
    """Opens the dialog of this name in this run."""
    st.session_state[_ASKED] = name


def confirmed(name: str, title: str, body: str, yes: str, reason: str = "") -> str:
    """The reason given, or YES where none is asked for, once the person agreed; else ""."""
    answered = st.session_state.get(_ANSWERED)
    if answered is not None and answered[0] == name:
        del st.session_state[_ANSWERED]
        return str(answered[1])
    if st.session_state.get(_ASKED) == name:
        st.dialog(plain(title), on_dismiss=_forget)(_dialog)(name, body, yes, reason)
    return ""


def _dialog(name: str, body: str, yes: str, reason: str) -> None:
    st.text(body)
    said = YES
    if reason:
        said = st.text_input(reason, key=f"{name}-reason", max_chars=LONGEST).strip()
    with st.container(horizontal=True):
        if st.button(yes, key=f"{name}-yes", type="primary"):
            if said:
                st.session_state[_ANSWERED] = (name, said)
                _forget()
                st.rerun()
            st.warning(words.NEEDS_REASON)
        if st.button(words.CANCEL, key=f"{name}-no"):
            _forget()
            st.rerun()


def _forget() -> None:
    st.session_state.pop(_ASKED, None)


def done(said: str) -> None:
    """Starts the page anew with this sentence on top."""
    st.session_state[_SAID] = said
    st.rerun()


def show_said() -> None:
    """What was done by the run before, once."""
    if _SAID in st.session_state:
        st.success(plain(st.session_state.pop(_SAID)), icon=":material/check_circle:")
