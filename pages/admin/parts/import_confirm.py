"""Trying an import and then doing it: the last two steps, and what is said afterwards."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from analysis.mapping import SourceMapping
from analysis.mapping_file import mapping_toml
from analysis.text.numbers import integer
from pages.admin.parts.import_result import can_go_on, show_result
from pages.shared import text_admin as words
from pages.shared.doors import importing
from pages.shared.doors.importing import ImportResult, RawTable
from pages.shared.page import link_to
from pages.shared.plain import plain
from pages.shared.view import View

TRIED, ROUND, DONE = "import_tried", "import_round", "import_done"


@dataclass(frozen=True)
class Attempt:
    """A file with the mapping it would be read by; `is_known`: its source was there before."""

    file_id: str
    file_name: str
    raw: RawTable
    mapping: SourceMapping
    is_known: bool


def try_and_confirm(view: View, attempt: Attempt, *, is_demo: bool) -> None:
    """The dry run of a known source at once, of a new one on demand; then the button that writes."""
    toml = mapping_toml(attempt.mapping)
    key = (attempt.file_id, toml)
    with st.container(horizontal=True):
        asked = st.button(words.TRY, key="import_try", type="secondary", icon=":material/science:")
        st.download_button(
            words.MAPPING_DOWNLOAD, toml, f"{attempt.mapping.name}.toml", "application/toml",
            on_click="ignore", type="tertiary", key="import_mapping",
        )
    tried = st.session_state.get(TRIED, (None, None))
    if asked or (attempt.is_known and tried[0] != key):
        with st.spinner(words.TRYING):
            options = importing.options(view.scope.user, attempt.file_name, dry_run=True)
            tried = key, importing.bring(attempt.raw, attempt.mapping, options)
        st.session_state[TRIED] = tried
    if tried[0] != key:
        return
    st.subheader(words.TRIED, anchor=False)
    show_result(tried[1], "try")
    if is_demo:
        st.warning(words.DEMO_BLOCKS)
    _buttons(view, attempt, tried[1], disabled=is_demo)


def _buttons(view: View, attempt: Attempt, result: ImportResult, *, disabled: bool) -> None:
    with st.container(horizontal=True):
        label = words.KEEP_ASIDE if result.quarantined else words.CONFIRM
        kind = "secondary" if result.quarantined else "primary"
        if st.button(label, key="import_confirm", type=kind, disabled=disabled):
            _write(view, attempt, sure=False)
        if result.quarantined and can_go_on(result) and view.scope.may("decide") and st.button(
            words.CONFIRM_ANYWAY, key="import_sure", type="primary", disabled=disabled
        ):
            _write(view, attempt, sure=True)


def _write(view: View, attempt: Attempt, *, sure: bool) -> None:
    """Imports, publishes, and starts a new round with the result on top."""
    with st.status(words.WRITING, expanded=True) as progress:
        st.text(words.WRITING_ROWS)
        options = importing.options(view.scope.user, attempt.file_name, dry_run=False, sure=sure)
        done = importing.bring(attempt.raw, attempt.mapping, options)
        st.text(words.WRITING_SNAPSHOT)
        importing.put_in_force()
        progress.update(label=words.WRITTEN, state="complete")
    for name in (TRIED, "import_table", "import_table_tabs"):
        st.session_state.pop(name, None)
    st.session_state[DONE] = done
    st.session_state[ROUND] += 1
    st.rerun()


def show_done(view: View) -> None:
    """What the import just done did, once, and where to go from there."""
    done: ImportResult | None = st.session_state.pop(DONE, None)
    if done is None:
        return
    if done.quarantined:
        st.warning(f"{plain(done.note)} {words.HELD_DONE}")
        return
    counts = {name: integer(getattr(done, name)) for name in ("new", "changed", "removed")}
    said = words.DONE.format(source=done.source, rejected=integer(len(done.rejected)), **counts)
    st.success(plain(said), icon=":material/check_circle:")
    with st.container(horizontal=True):
        link_to("overview", words.SEE_OVERVIEW, view)
        if done.rejected:
            link_to("quality", words.SEE_QUALITY, view)
