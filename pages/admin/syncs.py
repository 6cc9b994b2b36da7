"""Lịch sử đồng bộ: every pull of every living source, how it went and what it brought."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analysis.text.numbers import integer
from pages.admin.parts.import_history import local_time
from pages.shared import choice
from pages.shared import text_sync as words
from pages.shared.doors import syncing
from pages.shared.page import View, link_to, open_unfiltered
from pages.shared.plain import plain

FIRST = 200
MOST_TOLD = 3
COUNTS = ("rows", "new", "changed", "removed")


def line(run: syncing.SyncRun, view: View) -> dict[str, object]:
    """One sync as a row of the table."""
    return {
        "at": local_time(run.at, view), "source": run.source,
        "outcome": words.OUTCOMES[run.outcome],
        **{name: run.counts.get(name, 0) for name in COUNTS},
        "seconds": run.duration_ms / 1000, "who": words.WHO.get(run.who, run.who),
        "said": " ".join((run.sentence, *run.warnings)).strip(),
    }


def to_look_at(runs: Sequence[syncing.SyncRun], view: View) -> None:
    """The newest syncs with something to say, in full: a table cuts long sentences."""
    for run in [run for run in runs if run.sentence or run.warnings][:MOST_TOLD]:
        one = line(run, view)
        with st.container(border=True, gap="xxsmall"):
            st.caption(plain(words.TOLD.format(**one)))
            st.text(one["said"])
            if run.outcome == "quarantined" and view.scope.may("decide"):
                link_to("quarantine", words.GO_TO_HELD, view)


def listed(runs: Sequence[syncing.SyncRun], view: View) -> None:
    """The table with its summary; failures stand in words, never in colour alone."""
    outcomes = [run.outcome for run in runs]
    counts = {"failed": outcomes.count("failed"), "held": outcomes.count("quarantined")}
    said = {name: integer(count) for name, count in {"n": len(runs), **counts}.items()}
    st.caption(words.SUMMED.format(**said))
    config = {**words.COLUMNS, "seconds": st.column_config.NumberColumn(
        words.COLUMNS["seconds"], format="localized", step=0.1
    ), "said": st.column_config.TextColumn(words.COLUMNS["said"], width="large")}
    st.dataframe(
        pd.DataFrame([line(run, view) for run in runs]), hide_index=True, column_config=config,
        alt=words.RUNS, placeholder="",
    )


def chosen(view: View) -> None:
    """The syncs of one source or of all, the newest first, more of them on demand."""
    known = {str(source.id): source.name for source in syncing.pulled_ever()}
    picked = choice.one("source", words.SOURCE, {"": words.ALL_SOURCES, **known}, long=True)
    most = st.session_state.setdefault("syncs_most", FIRST)
    runs = syncing.log(int(picked) if picked else None, most + 1)
    if not runs:
        st.info(words.EMPTY_SOURCE)
        return
    to_look_at(runs, view)
    listed(runs[:most], view)
    if len(runs) > most and st.button(words.MORE, key="syncs_more"):
        st.session_state["syncs_most"] = most * 4
        st.rerun()


view = open_unfiltered("syncs", needs_data=False)
if syncing.log(None, 1):
    st.text(words.HISTORY)
    chosen(view)
else:
    with st.container(border=True):
        st.subheader(words.EMPTY_TITLE, anchor=False)
        st.text(words.EMPTY_BODY)
        if view.scope.may("import"):
            link_to("sources", words.GO_TO_SOURCES, view, task="living")
