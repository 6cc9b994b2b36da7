"""Tạm giữ: what happened, the difference side by side, and two decisions, each with a reason."""

import pandas as pd
import streamlit as st

from analysis.text.numbers import integer
from analysis.text.reasons import HELD_WHY
from pages.admin.parts.difference import headers_beside, renamed, vanished
from pages.admin.parts.import_history import local_time
from pages.shared import text_record as words
from pages.shared import widgets
from pages.shared.confirm import done, show_said
from pages.shared.doors import deciding
from pages.shared.page import View, open_unfiltered
from pages.shared.plain import plain

LONGEST = 1_000


def open_table(view: View, held: deciding.Held) -> None:
    """One table held back: why, what it would change, and the decision."""
    run = held.run
    said = {"source": run.source, "at": local_time(run.at, view), "run": run.id, "who": run.who}
    with st.container(border=True):
        st.subheader(plain(words.HELD_RUN.format(**said)), anchor=False)
        st.text(HELD_WHY[run.reason or ""])
        renames = renamed(run.id, deciding.hold(run.id, {}, view.scope))
        table = deciding.hold(run.id, renames, view.scope)
        counts = {"known": table.known, "rows": table.rows, "new": table.new,
                  "changed": table.changed, "vanished": table.vanished_count}
        st.text(words.HELD_COUNTS.format(**{name: integer(n) for name, n in counts.items()}))
        headers_beside(table, view)
        vanished(table, view, run.id)
        reason = st.text_area(words.REASON, key=f"reason-{run.id}", max_chars=LONGEST, height=80)
        with st.container(horizontal=True):
            if st.button(words.APPLY, key=f"apply-{run.id}", disabled=bool(table.missing)):
                responses = deciding.apply(run.id, renames, view.scope.user, reason)
                done(words.APPLIED.format(run=run.id, responses=integer(responses)))
            if st.button(words.KEEP_OUT, key=f"keep-{run.id}"):
                deciding.reject(run.id, view.scope.user, reason)
                done(words.KEPT_OUT.format(run=run.id))


def decided(view: View, tables: list[deciding.Held]) -> None:
    """Every table that is no longer open, with who decided and why."""
    if not tables:
        return
    rows = [
        {"run": held.run.id, "source": held.run.source, "at": local_time(held.run.at, view),
         "state": words.HELD_STATES[held.state], "who": held.who, "why": held.reason}
        for held in tables
    ]
    st.subheader(words.DECIDED, anchor=False)
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config=words.DECIDED_COLUMNS,
                 alt=words.DECIDED, placeholder="–")


def removed(view: View, losing: tuple) -> None:
    """Rows that vanished from their source: they count unless a person decides otherwise."""
    st.subheader(words.REMOVED, anchor=False)
    st.text(words.REMOVED_NOTE)
    for source in losing:
        rows = deciding.removed(source.id, view.scope)
        st.markdown(f"**{plain(source.name)}** · {integer(len(rows))}")
        picked = st.dataframe(
            rows, hide_index=True, column_config=words.REMOVED_COLUMNS, alt=words.REMOVED,
            on_select="rerun", selection_mode="multi-row", key=f"removed-{source.id}",
            placeholder="–",
        )
        slots = [int(rows["slot"].iloc[place]) for place in picked.selection.rows]
        reason = st.text_input(words.REASON, key=f"why-{source.id}", max_chars=LONGEST)
        with st.container(horizontal=True):
            for counted, label in ((False, words.EXCLUDE), (True, words.INCLUDE)):
                chosen = [s for s in slots if counted != bool(rows.set_index("slot").at[s, "counted"])]
                if st.button(label, key=f"{counted}-{source.id}", disabled=not chosen):
                    changed = deciding.count(chosen, counted, view.scope.user, reason)
                    done(words.DECIDED_ROWS.format(n=integer(changed)))


view = open_unfiltered("quarantine", needs_data=False)
show_said()
kept = deciding.kept()
waiting = [held for held in kept.tables if held.state == "open"]
st.text(words.QUARANTINE_NOTE)
if not waiting:
    st.success(words.NOTHING_HELD, icon=":material/check_circle:")
for held in waiting:
    open_table(view, held)
decided(view, [held for held in kept.tables if held.state != "open"])
if kept.losing:
    removed(view, kept.losing)
if not kept.tables and not kept.losing:
    widgets.empty_state(words.NOTHING_EVER, words.NOTHING_EVER_BODY)
