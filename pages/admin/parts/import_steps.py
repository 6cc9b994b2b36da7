"""Bringing answers in, step by step: file, reading, try, confirm. Nothing is written before the last."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from analysis.errors import SurveyError
from analysis.headers import missing_headers
from analysis.mapping import SourceMapping
from analysis.names import search_key
from analysis.text.columns import headings
from analysis.text.numbers import integer
from pages.admin.parts.column_form import Draft
from pages.admin.parts.header_choice import Headers
from pages.admin.parts.import_confirm import ROUND, Attempt, try_and_confirm
from pages.admin.parts.mapping_form import mapping_form
from pages.shared import text_admin as words
from pages.shared.doors import importing, uploads
from pages.shared.plain import plain
from pages.shared.view import View

PREVIEW, PLACE, LONGEST_NAME = 6, "import_table", 40


def steps(view: View, record: importing.Known) -> None:
    """The whole walk; errors stand where they arise and the file stays chosen."""
    known = {source.name: source.mapping for source in record.sources if source.kind == "file"}
    name = st.selectbox(
        words.SOURCE, ["", *known], format_func=lambda n: n or words.NEW_SOURCE, width=320,
        key="import_source",
    )
    number = st.session_state.setdefault(ROUND, 0)
    file = st.file_uploader(
        words.FILE, uploads.TYPES, key=f"import_file_{number}", help=words.FILE_HELP
    )
    if file is None:
        return
    try:
        kept = known.get(name)
        raw, start = _table(file, kept or SourceMapping(name_of(file.name)))
        mapping = _kept(file, raw, start, record) if kept else _new(file, raw, start, record)
        attempt = Attempt(file.file_id, file.name, raw, mapping, is_known=kept is not None)
        try_and_confirm(view, attempt, is_demo=record.is_demo)
    except SurveyError as error:
        st.error(plain(str(error)))


def _table(file: Any, start: SourceMapping) -> tuple[Any, SourceMapping]:
    """The chosen tab as a table, with its first rows on the screen, and where it stands."""
    tabs = uploads.tabs_of(file, f"{PLACE}_tabs")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tab = start.sheet if start.sheet in tabs else None
        if len(tabs) > 1:
            place = tabs.index(tab) if tab else 0
            tab = st.selectbox(words.SHEET, tabs, place, width=320, key=f"tab-{file.file_id}")
            start = replace(start, sheet=tab)
        row = int(st.number_input(
            words.HEADER_ROW, 1, 1000, start.header_row, width=160, key=f"row-{file.file_id}"
        ))
    raw = uploads.table_of(file, uploads.Sheet(tab, row), PLACE)
    shown = raw.cells.slice(0, PREVIEW).to_pandas()
    shown.columns = headings([header or " " for header in raw.header])
    st.caption(words.PREVIEW_OF.format(rows=integer(raw.rows), columns=len(raw.header)))
    st.dataframe(shown, hide_index=True, placeholder="", alt=words.FILE)
    return raw, replace(start, header_row=row)


def _kept(
    file: Any, raw: Any, start: SourceMapping, record: importing.Known
) -> SourceMapping:
    """The mapping a known source has, folded away unless this file does not fit it."""
    headers = _headers(file, raw, start.name, {})
    with st.expander(words.KEPT_MAPPING, expanded=bool(missing_headers(start, raw.header))):
        draft = Draft(headers, start, record.sets, record.registers)
        return mapping_form(draft, partial(uploads.values_of, raw))


def _new(file: Any, raw: Any, start: SourceMapping, record: importing.Known) -> SourceMapping:
    """The mapping proposed for a file nobody has seen, to be corrected."""
    found = uploads.proposed(raw, record.registers, record.sets)
    reasons: dict[str, str] = {}
    for reason in found.reasons:
        reasons.setdefault(reason.role, reason.why)
    st.subheader(words.MAPPING, anchor=False)
    st.caption(words.MAPPING_NOTE)
    if found.warnings:
        st.warning("\n".join(f"- {plain(warning)}" for warning in found.warnings))
    mapping = replace(
        found.mapping, name=start.name, sheet=start.sheet, header_row=start.header_row,
        create_units=found.mapping.create_units and record.everything,
    )
    taken = frozenset(source.name for source in record.sources)
    headers = _headers(file, raw, str(start.sheet), reasons)
    draft = Draft(headers, mapping, record.sets, record.registers, taken)
    return mapping_form(draft, partial(uploads.values_of, raw))


def _headers(file: Any, raw: Any, part: str, reasons: dict[str, str]) -> Headers:
    offered = tuple(dict.fromkeys(header for header in raw.header if header.strip()))
    return Headers(f"{file.file_id}-{part}", offered, reasons)


def name_of(file_name: str) -> str:
    """A source's name made from the file's."""
    words_of = re.findall(r"[a-z0-9]+", search_key(Path(file_name).stem))
    return "-".join(words_of)[:LONGEST_NAME].strip("-") or "nguon"
