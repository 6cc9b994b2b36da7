"""Chất lượng dữ liệu: what was edited, removed, rejected or not readable, why, and what to do."""

import streamlit as st

from analysis.text.columns import heading
from analysis.text.numbers import integer, percent
from analysis.text.reasons import REASONS, WHAT_TO_DO
from pages.admin.parts.explaining import explain
from pages.admin.parts.import_history import local_time
from pages.admin.parts.import_result import explained
from pages.admin.parts.suggestions import alike
from pages.shared import cached, widgets
from pages.shared import text_admin as words
from pages.shared.confirm import show_said
from pages.shared.page import View, open_unfiltered

COUNTS = ["responses", "rejected", "unreadable", "edited", "removed"]
COLUMNS = ["source", *COUNTS, "no_overall", "last_import", "counted_version"]


def by_source(view: View) -> None:
    """The counts of each source."""
    found = cached.quality(view)
    sums = {name: integer(found[name].sum()) for name in COUNTS}
    widgets.finding(words.QUALITY.format(sources=integer(len(found)), **sums))
    st.caption(words.QUALITY_NOTE)
    st.subheader(words.BY_SOURCE, anchor=False)
    moments = [local_time(at, view) if isinstance(at, str) else "" for at in found["last_import"]]
    version = found["counted_version"].map(words.VERSIONS)
    table = found.assign(last_import=moments, counted_version=version)
    widgets.table_block(table[COLUMNS], words.BY_SOURCE, view)


def rejected(view: View) -> None:
    """Every rejected row under its reason, with what to do."""
    st.subheader(words.REJECTED, anchor=False)
    found = cached.everything("rejections", view)
    if found.empty:
        st.text(words.NONE_REJECTED)
        return
    with st.grid(3, min_column_width=260):
        for reason, count in found["reason"].value_counts().items():
            with st.container(border=True, height="stretch", gap="xxsmall"):
                said = words.REASON_COUNT.format(reason=REASONS[reason], count=integer(count))
                st.markdown(f"**{said}**")
                st.caption(WHAT_TO_DO[reason])
    with st.expander(words.EVERY_REJECTED):
        widgets.table_block(explained(found), words.EVERY_REJECTED, view)
    alike(view, found)


def unreadable(view: View) -> None:
    """Labels nobody could read, by how often they occur."""
    st.subheader(words.UNREADABLE_TITLE, anchor=False)
    found = cached.everything("unreadable", view)
    if found.empty:
        st.text(words.NONE_UNREADABLE)
        return
    st.caption(words.UNREADABLE_NOTE)
    labels = {criterion.code: criterion.label for criterion in view.choices.criteria}
    labels["respondent_type"] = heading("respondent_type")
    named = found.assign(criterion=found["criterion"].map(lambda code: labels.get(code, code)))
    named = named.rename(columns={"criterion": "criterion_label"})
    widgets.table_block(named, words.UNREADABLE_TITLE, view)


def attributed(view: View) -> None:
    """How many responses name an officer, and where they do not."""
    units, people = cached.counts(view, ("unit",)), cached.counts(view, ("unit", "officer"))
    known = units["unit_code"].map(people.groupby("unit_code")["responses"].sum()).fillna(0)
    table = units[["unit_code", "unit_name", "responses"]].assign(
        attributed=known.astype("int64"), unattributed=units["responses"] - known.astype("int64"),
    )
    total, unknown = int(table["responses"].sum()), int(table["unattributed"].sum())
    st.subheader(words.ATTRIBUTED, anchor=False)
    share = percent(unknown / total if total else None)
    counts = {"known": integer(total - unknown), "responses": integer(total)}
    st.text(words.ATTRIBUTED_SAID.format(**counts, unknown=integer(unknown), share=share))
    st.caption(words.ATTRIBUTED_NOTE)
    if unknown:
        table = table[table["unattributed"] > 0].sort_values("unattributed", ascending=False)
        with st.expander(words.NOT_ATTRIBUTED):
            widgets.table_block(table, words.NOT_ATTRIBUTED, view)


view = open_unfiltered("quality")
show_said()
by_source(view)
rejected(view)
unreadable(view)
explain(view)
attributed(view)
