"""Registering units, officers and dossier counts from a file: checked first, written on demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd
import streamlit as st

from analysis.errors import SurveyError
from analysis.registers import Registers
from analysis.text.columns import headed
from analysis.text.numbers import integer
from pages.shared import choice
from pages.shared import text_admin as words
from pages.shared.confirm import done
from pages.shared.doors import importing, uploads
from pages.shared.plain import plain
from pages.shared.view import View

PREVIEW, PLACE, ROUND = 6, "register_table", "register_round"


def registers(view: View, record: importing.Known) -> None:
    """One register at a time: its file, its first rows, the button, and what is registered now."""
    kind = choice.one("register", words.REGISTER, words.REGISTERS)
    if not record.everything:
        _present(kind, record.registers)
        return
    st.caption(words.REGISTER_NOTE.format(columns=words.REGISTER_COLUMNS[kind]))
    number = st.session_state.setdefault(ROUND, 0)
    file = st.file_uploader(
        words.REGISTER_FILE, uploads.TYPES, key=f"register_{kind}_{number}", help=words.FILE_HELP
    )
    if file is not None:
        try:
            raw = uploads.table_of(file, uploads.Sheet(), PLACE)
            _offer(view, record, kind, importing.entries(kind, raw, record))
        except SurveyError as error:
            st.error(plain(str(error)))
    _present(kind, record.registers)


def _offer(view: View, record: importing.Known, kind: str, found: Sequence[Any]) -> None:
    count = integer(len(found))
    st.caption(words.REGISTER_FOUND.format(count=count))
    st.dataframe(headed(_frame(found[:PREVIEW])), hide_index=True, placeholder="", alt=words.REGISTERS[kind])
    if record.is_demo:
        st.warning(words.DEMO_BLOCKS_REGISTER)
    if st.button(
        words.REGISTER_YES.format(count=count), key="register_yes", type="primary",
        disabled=record.is_demo or not found,
    ):
        changed = importing.register(kind, found, view.scope.user)
        st.session_state[ROUND] += 1
        st.session_state.pop(PLACE, None)
        done(words.REGISTERED.format(changed=integer(changed)))


def _present(kind: str, known: Registers) -> None:
    """What is registered now, as a table."""
    entries = {
        "units": tuple(known.units.values()), "officers": tuple(known.officers.values()),
        "dossiers": known.dossiers,
    }[kind]
    if not entries:
        return
    with st.expander(words.REGISTERED_NOW.format(count=integer(len(entries)))):
        st.dataframe(headed(_frame(entries)), hide_index=True, placeholder="", alt=words.REGISTERS[kind])


def _frame(entries: Sequence[Any]) -> pd.DataFrame:
    """Entries as rows: lists joined by ";", columns nobody filled left out."""
    rows = [
        {name: "; ".join(value) if isinstance(value, tuple) else value
         for name, value in asdict(entry).items()}
        for entry in entries
    ]
    frame = pd.DataFrame(rows)
    filled = [name for name in frame if frame[name].astype(bool).any() and frame[name].notna().any()]
    return frame[filled]
