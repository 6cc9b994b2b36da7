"""What stands behind the figures of one unit: forms required, comments, quality of its data."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analysis.charts.quota import quota_bar
from analysis.masking import masked
from analysis.periods import label, short_label
from analysis.text.labels import level
from analysis.text.numbers import day, integer
from analysis.text.sentences import burst_sentence
from pages.shared import cached, widgets
from pages.shared import text_results as words
from pages.shared.frame import link_to
from pages.shared.part import part
from pages.shared.view import View

COMMENTS = 5
QUOTA_PERIODS = 6


@part
def quota(view: View, unit: str) -> None:
    """Forms collected against forms required in the last periods, where dossiers are registered."""
    rows = cached.table(view, "quota")
    if rows.empty:
        return
    rows = rows[(rows["unit_code"] == unit) & (rows["required"] > 0)].tail(QUOTA_PERIODS)
    if rows.empty:
        return
    named = rows.assign(unit_name=rows["period"].map(_name), period=None)
    short, total = int((rows["missing"] > 0).sum()), integer(len(rows))
    said = {"count": integer(short), "total": total, "missing": integer(rows["missing"].sum())}
    title = (words.QUOTA_SHORT if short else words.QUOTA_DONE).format(**said)
    chart = quota_bar(named, widgets.about(view))
    widgets.chart_block(replace(chart, title=title, table=rows), view)


def _name(period: str) -> str:
    """A period by name; a range of days in short, since a chart cuts long names."""
    return short_label(period) if "/" in period else label(period)


@part
def comments(view: View) -> None:
    """The newest comments as plain text, personal numbers masked."""
    if not view.scope.may("comments"):
        return
    st.header(words.UNIT_COMMENTS, anchor=False)
    found = cached.ask("comments", view, "", COMMENTS)
    if found.empty:
        st.text(words.NO_COMMENTS)
    for comment in found[["text", "day", "level"]].to_dict("records") if len(found) else ():
        with st.container(border=True, gap="xxsmall"):
            st.text(masked(comment["text"]))
            said = words.COMMENT_LINE.format(day=day(comment["day"]), level=level(comment["level"]))
            st.text(said)
    link_to("comments", words.SEE_COMMENTS, view)


@part
def quality(view: View) -> None:
    """Edited, removed, unanswered and unreadable rows of the unit, and bursts."""
    st.header(words.UNIT_QUALITY, anchor=False)
    counted = cached.ask("quality", view)
    st.text(" · ".join(
        words.QUALITY_LINE.format(count=integer(counted[name].to_numpy().sum()), what=what)
        for name, what in words.QUALITY_LINES
    ))
    found = cached.ask("bursts", view)
    if found.empty:
        st.text(words.NO_BURSTS)
    for burst in found.to_dict("records") if len(found) else ():
        counts = (burst[name] for name in ("responses", "most_common", "from_minute", "to_minute"))
        who = burst["officer_name"] if isinstance(burst["officer_name"], str) else words.ALL_OFFICERS
        st.text(words.BURST_LINE.format(day=day(burst["day"]), who=who, said=burst_sentence(*counts)))
