"""Living sources one by one: how old, how the last sync went, when the next one comes, what to do."""

from __future__ import annotations

import streamlit as st

from analysis.text.numbers import integer
from pages.admin.parts.import_history import local_time
from pages.admin.parts.living_schedule import schedule_form, schedule_words
from pages.shared import text_sync as words
from pages.shared.confirm import ask, confirmed, done
from pages.shared.doors import syncing
from pages.shared.foot import age_words
from pages.shared.frame import link_to
from pages.shared.plain import plain
from pages.shared.view import View


def living_sources(view: View) -> None:
    """Every living source with its buttons; says what one is while there is none."""
    found = syncing.state()
    with st.container(border=not found):
        if not found:
            st.subheader(words.NONE_TITLE, anchor=False)
            st.text(words.NONE_BODY)
    for one in found:
        with st.container(border=True, gap="small"):
            _state(one, view)
            _buttons(one, view)
            schedule = schedule_form(one.source)
        if schedule:
            syncing.reschedule(one.source.name, schedule, view.scope.user)
            said = schedule_words(schedule)
            done(words.RESCHEDULED.format(name=one.source.name, said=said))
    if found:
        link_to("syncs", words.SEE_HISTORY, view)


def _state(one: syncing.Living, view: View) -> None:
    mapping = one.source.mapping
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(one.source.name)}**", width="content")
        st.badge(words.KINDS[one.source.kind], color="gray")
        if one.late and one.good_at:
            st.badge(words.LATE, color="orange", icon=":material/schedule:")
    said = [words.NEVER]
    if one.good_at:
        at = one.good_at.isoformat()
        said = [words.GOOD.format(age=age_words(at, view.now), at=local_time(at, view))]
    said.append(schedule_words(mapping.schedule))
    if one.next_at:
        said.append(words.NEXT.format(at=local_time(one.next_at.isoformat(), view)))
    st.caption(" · ".join(plain(part) for part in said))
    if one.last:
        at = local_time(one.last.at, view)
        st.text(words.LAST.format(at=at, outcome=told(one.last)))
        for warning in one.last.warnings:
            st.warning(plain(warning))


def told(run: syncing.SyncRun) -> str:
    """How a sync went, in words: what it brought, or why it brought nothing."""
    names = ("new", "changed", "removed")
    counts = {name: integer(run.counts.get(name, 0)) for name in names}
    brought = words.BROUGHT.format(**counts) if run.outcome in ("done", "rejected") else ""
    said = "; ".join(part for part in (words.OUTCOMES[run.outcome], brought) if part)
    return f"{said}. {run.sentence}".rstrip()


def _buttons(one: syncing.Living, view: View) -> None:
    name, number = one.source.name, one.source.id
    with st.container(horizontal=True):
        now = st.button(words.SYNC_NOW, key=f"sync-{number}", icon=":material/sync:")
        test = st.button(words.TEST, key=f"test-{number}", icon=":material/lan:")
        if st.button(words.REMOVE, key=f"remove-{number}", type="tertiary"):
            ask(f"remove-{number}")
    if now:
        done(sync_now(name, view))
    if test:
        with st.spinner(words.TESTING):
            st.info(plain(syncing.connection(one.source.mapping)))
    title = words.REMOVE_TITLE.format(name=name)
    if confirmed(f"remove-{number}", title, words.REMOVE_BODY, words.REMOVE):
        syncing.remove(name, view.scope.user)
        done(words.REMOVED.format(name=name))


def sync_now(name: str, view: View) -> str:
    """Syncs one source with its progress on the screen; how it went."""
    with st.status(words.SYNCING, expanded=True) as progress:
        def tell(source: str, stage: str) -> None:
            st.text(words.STAGE.format(source=source, stage=words.STAGES[stage]))

        (result,) = syncing.pull(name, view.scope.user, tell)
        good = result.outcome == "done"
        label = words.SYNCED if good else words.NOT_SYNCED
        progress.update(label=label, state="complete" if good else "error")
    run = syncing.log(None, 1)[0]
    return words.RESULT.format(source=name, said=told(run))
