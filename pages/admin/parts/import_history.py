"""The imports so far: what is held, what counts, and taking the newest back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import pandas as pd
import streamlit as st

from analysis.text.columns import HEADINGS
from analysis.text.numbers import integer
from analysis.text.reasons import HELD_WHY
from pages.shared import text_admin as words
from pages.shared import widgets
from pages.shared.confirm import ask, confirmed, done
from pages.shared.doors import importing
from pages.shared.doors.importing import Run
from pages.shared.frame import link_to
from pages.shared.plain import plain
from pages.shared.view import View

_COUNTS = ("rows", "new", "changed", "removed")


def history(view: View, record: importing.Known) -> None:
    """Held imports first, then those that can be undone, then all, then the sources."""
    if not record.runs:
        widgets.empty_state(words.NO_RUNS, words.NO_RUNS_BODY)
    newest = {run.source_id: run for run in record.runs}
    _held(view, [run for run in newest.values() if run.quarantined])
    applied = {run.source_id: run for run in record.runs if run.applied}
    _undoable(view, sorted(applied.values(), key=lambda run: -run.id))
    st.subheader(words.RUNS, anchor=False)
    listed = _table(view, record.runs)
    columns = {name: words.RUN_COLUMNS.get(name, HEADINGS.get(name)) for name in listed}
    st.dataframe(listed, hide_index=True, column_config=columns, placeholder="", alt=words.RUNS)
    st.subheader(words.SOURCES, anchor=False)
    st.caption(words.SOURCES_NOTE)
    with st.container(horizontal=True):
        for source in record.sources:
            st.download_button(
                plain(words.SOURCE_MAPPING.format(source=source.name)), source.mapping_toml,
                f"{source.name}.toml", "application/toml", on_click="ignore",
                key=f"mapping-{source.id}", icon=":material/download:",
            )


def _held(view: View, runs: Iterable[Run]) -> None:
    for run in runs:
        reason = run.reason or ""
        said = words.HELD_RUN.format(
            source=run.source, at=local_time(run.at, view), file=run.file_name or words.UNKNOWN_FILE
        )
        with st.container(border=True):
            st.badge(words.HELD, color="orange", icon=":material/pause_circle:")
            st.markdown(f"**{plain(said)}**")
            st.text(f"{HELD_WHY[reason]} {words.HELD_TO_DO[reason]}")
            if view.scope.may("decide"):
                link_to("quarantine", words.DECIDE, view)


def _undoable(view: View, runs: Iterable[Run]) -> None:
    for run in runs:
        counts = {name: integer(run.counts[name]) for name in ("new", "changed", "removed")}
        said = words.UNDO_RUN.format(run=run.id, source=run.source, at=local_time(run.at, view), **counts)
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(plain(said))
            if st.button(words.UNDO, key=f"undo-{run.id}", icon=":material/undo:"):
                ask(f"undo-{run.id}")
        title, body = words.UNDO_TITLE.format(run=run.id), f"{said}. {words.UNDO_BODY}"
        reason = confirmed(f"undo-{run.id}", title, body, words.UNDO, words.UNDO_REASON)
        if reason:
            importing.undo(run.id, view.scope.user, reason)
            done(words.UNDONE.format(run=run.id))


def _table(view: View, runs: Iterable[Run]) -> pd.DataFrame:
    """Every run, the newest first."""
    rows = [
        {"run": run.id, "at": local_time(run.at, view), "source": run.source, "state": _state(run),
         "file_name": run.file_name, "who": run.who,
         **{name: run.counts.get(name, 0) for name in _COUNTS}}
        for run in runs
    ]
    return pd.DataFrame(rows[::-1])


def _state(run: Run) -> str:
    if run.quarantined:
        return words.STATES["held"]
    if run.withdrawn:
        return words.STATES["withdrawn"]
    return words.STATES["applied" if run.applied else "same"]


def local_time(moment: str, view: View) -> str:
    """An ISO moment by the clock on the wall."""
    return f"{datetime.fromisoformat(moment).astimezone(view.now.tzinfo):%d/%m/%Y %H:%M}"
