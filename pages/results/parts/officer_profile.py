"""The profile of one officer, block by block: facts, intervals and what would change the label."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from analysis.compare import against, gap
from analysis.proportions import wilson
from analysis.satisfaction import Total, summed
from analysis.text import labels
from analysis.text.numbers import integer
from analysis.text.sentences import rate_text, watch_sentence
from analysis.thresholds import MINIMUM_N
from analysis.watchlist import status
from pages.results.parts import profile
from pages.shared import cached, widgets
from pages.shared import text_results as words
from pages.shared.frame import link_to
from pages.shared.view import View


@dataclass(frozen=True)
class Person:
    """One officer as registered, the view of only them and that of their whole unit."""

    name: str
    unit: str
    unit_name: str
    facts: str
    own: View
    whole: View


def person(view: View, code: str) -> Person:
    """The officer with this code, who is within the scope."""
    officers = cached.everything("officers_table", view)
    row = officers.iloc[officers["officer_code"].tolist().index(code)]
    parts = [row["position"], row["unit_name"], row["counter"]]
    own = view.only(officer=code, unit=view.filters.unit or row["unit_code"])
    return Person(
        str(row["officer_name"]), str(row["unit_code"]), str(row["unit_name"]),
        " · ".join(str(part) for part in parts if part and part == part),
        replace(own, whose=str(row["officer_name"])),
        view.only(officer=None, unit=row["unit_code"]),
    )


def header(who: Person) -> None:
    """Name, position, unit and counter, and what the profile is and is not."""
    st.header(widgets.plain(who.name), anchor=False)
    st.text(who.facts)
    st.caption(words.OFFICER_NOTE.format(minimum=integer(MINIMUM_N)))
    with st.container(horizontal=True, vertical_alignment="center"):
        link_to("officer", words.BACK_TO_OFFICERS, who.own, officer=None)
        link_to("unit", words.OPEN_UNIT, who.own, unit=who.unit, officer=None)


def cards(who: Person) -> None:
    """Both rates, the number of responses with the status, and the rest of the unit."""
    own, whole = summed(cached.counts(who.own)), summed(cached.counts(who.whole))
    with st.grid(4, min_column_width=150):
        widgets.rate_card(words.SATISFIED, own.satisfied, own.n)
        widgets.rate_card(words.LOW, own.low, own.n)
        said = words.STATUS_NOTE.format(status=labels.status(status(own.low, own.n)))
        widgets.number_card(words.RESPONSES, integer(own.responses), said)
        profile.gap_card(gap(own, whole), who.unit_name)
    st.text(rest_of_unit(who, own, whole))


def rest_of_unit(who: Person, own: Total, whole: Total) -> str:
    """The rate of everyone else at the unit, with n and interval."""
    k, n = whole.satisfied - own.satisfied, whole.n - own.n
    low, high = wilson(k, n)
    return words.OWN_UNIT.format(name=who.unit_name, rate=rate_text(k, n, low, high))


def change(who: Person) -> None:
    """The count behind the label in words, and how many further answers would change it."""
    what_would_change(cached.counts(who.own))


def what_would_change(counts: pd.DataFrame) -> None:
    """The same for one row of counts, whoever they are about."""
    whole = summed(counts)
    low, n = whole.low, whole.n
    st.subheader(words.CHANGE_TITLE, anchor=False)
    st.text(watch_sentence(status(low, n), low, n, wilson(low, n)) + ".")
    for line in profile.what_would_change(low, n):
        st.text(line)


def fields(who: Person) -> None:
    """The mix of fields: how much of each, and its rate beside the rest of the unit."""
    own = cached.counts(who.own, ("field",))
    rows = against(own, cached.counts(who.whole, ("field",)), on="field")
    rows.insert(1, "share", rows["responses"] / max(int(rows["responses"].sum()), 1))
    rows["field"] = rows["field"].fillna(words.NO_FIELD)
    counted = zip(rows["satisfied"], rows["n"], rows["ci_low"], rows["ci_high"], strict=True)
    rows["rate"] = [rate_text(int(k), int(n), low, high) for k, n, low, high in counted]
    shown = rows.sort_values("responses", ascending=False)
    st.subheader(words.FIELDS_TABLE, anchor=False)
    st.caption(words.FIELDS_READING)
    columns = ["field", "responses", "share", "rate", "verdict"]
    widgets.table_block(shown[columns], words.FIELDS_TABLE, who.own, offer=False)
