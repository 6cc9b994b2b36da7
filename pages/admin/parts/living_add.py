"""Adding a living source: where it is, its reading proposed from what it holds now, a try, then done."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from functools import partial
from typing import Any

import streamlit as st

from analysis.errors import SurveyError
from analysis.mapping import SourceMapping
from analysis.schedule import LONGEST_INTERVAL, Schedule
from analysis.text.numbers import integer
from pages.admin.parts.column_form import Draft
from pages.admin.parts.header_choice import Headers
from pages.admin.parts.import_steps import name_of
from pages.admin.parts.living_list import living_sources
from pages.admin.parts.living_try import FOUND, try_and_register
from pages.admin.parts.mapping_form import mapping_form
from pages.shared import text_admin, text_sync
from pages.shared.doors import importing, registering, uploads
from pages.shared.plain import plain
from pages.shared.view import View

ROUND = "living_round"
FILE, FIRST = "toml", "google_sheet"
OFFICE = Schedule(15, time(7), time(17, 30), (0, 1, 2, 3, 4))


def living_task(view: View, record: importing.Known) -> None:
    """The living sources there are, then adding one; errors stand where they arise."""
    try:
        living_sources(view)
    except SurveyError as error:
        st.error(plain(str(error)))
    st.subheader(text_sync.ADD, anchor=False)
    kinds = {kind: text_sync.KINDS[kind] for kind in text_sync.PLACES} | {FILE: text_sync.BY_FILE}
    kind = st.segmented_control(
        text_sync.KIND, list(kinds), format_func=kinds.get, default=FIRST, required=True,
        key="living_kind",
    )
    st.caption(text_sync.HINTS[kind])
    try:
        (_by_file if kind == FILE else partial(_by_form, kind))(view, record)
    except SurveyError as error:
        st.error(plain(str(error)))


def _by_file(view: View, record: importing.Known) -> None:
    file = st.file_uploader(text_sync.BY_FILE, ["toml"], key="living_toml")
    if file is not None:
        try_and_register(view, registering.written(file.getvalue()), None, record)


def _by_form(kind: str, view: View, record: importing.Known) -> None:
    with st.form(f"living_{kind}"):
        where = st.text_input(text_sync.PLACES[kind], key=f"where_{kind}", max_chars=500).strip()
        part = ""
        if kind in text_sync.PARTS:
            part = st.text_input(text_sync.PARTS[kind], key=f"part_{kind}", max_chars=200).strip()
        asked = st.form_submit_button(text_sync.READ, icon=":material/search:")
    if asked:
        st.session_state.pop(FOUND, None)
        with st.spinner(text_sync.READING):
            start = registering.place(kind, where, part)
            st.session_state[FOUND] = (start, *registering.proposed(start))
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    found = st.session_state.get(FOUND)
    if found and found[0].kind == kind:
        try_and_register(view, _mapping(found, record), found[1], record)


def _mapping(found: tuple[Any, Any, Any], record: importing.Known) -> SourceMapping:
    """The proposed reading as a person corrected it, with how often the source is read."""
    start, raw, proposal = found
    key = f"living-{st.session_state[ROUND]}"
    said = text_sync.FOUND.format(rows=integer(raw.rows), columns=len(raw.header))
    st.caption(f"{said} {text_admin.MAPPING_NOTE}")
    if proposal.warnings:
        st.warning("\n".join(f"- {plain(warning)}" for warning in proposal.warnings))
    reasons = {one.role: one.why for one in reversed(proposal.reasons)}
    offered = tuple(dict.fromkeys(header for header in raw.header if header.strip()))
    options = start.options
    name = name_of(start.sheet or options.get("table") or options.get("path") or start.kind)
    draft = Draft(
        Headers(key, offered, reasons), replace(proposal.mapping, name=name), record.sets,
        record.registers, frozenset(one.name for one in record.sources if one.active),
    )
    mapping = mapping_form(draft, partial(uploads.values_of, raw))
    minutes = st.number_input(
        text_sync.INTERVAL, 1, LONGEST_INTERVAL, 15, width=240, key=f"{key}-interval"
    )
    office = st.checkbox(text_sync.OFFICE, key=f"{key}-office")
    return replace(mapping, schedule=replace(OFFICE if office else Schedule(), interval_minutes=minutes))
