"""The one error boundary: a sentence on the screen, the rest in the log."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from analysis.errors import SurveyError
from data.full_disk import disk_is_full
from data.text_backup import DISK_FULL
from pages.shared import text
from pages.shared.plain import plain

_log = logging.getLogger("survey")


@contextmanager
def boundary() -> Iterator[None]:
    """Turns any error into a sentence; reruns and stops of Streamlit pass."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the one place that may; it logs and shows
        show(error)


def show(error: Exception) -> None:
    """Shows the sentence of a SurveyError or of a full disk; of the rest a number, and logs it."""
    if isinstance(error, SurveyError):
        st.error(plain(str(error)))
        return
    if disk_is_full(error):
        st.error(DISK_FULL)
        return
    number = secrets.token_hex(4).upper()
    _log.error("error %s", number, exc_info=error)
    st.error(text.PROBLEM.format(number=number))
