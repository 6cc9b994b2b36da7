"""A person says what a label or a name means; the responses are read again from the record."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import streamlit as st

from analysis.text.labels import level
from pages.shared import cached
from pages.shared import text_record as words
from pages.shared.confirm import done
from pages.shared.doors.remapping import MEANINGS, known, learn_label, learn_name
from pages.shared.plain import plain
from pages.shared.view import View

MOST = 200
KINDS: tuple[Literal["unit", "officer"], ...] = ("unit", "officer")


def explain(view: View) -> None:
    """Forms for labels and names nobody could read; what is said there holds for every unit."""
    if not (view.scope.may("import") and view.scope.everything):
        return
    rejected = cached.everything("rejections", view)
    labels = _labels(rejected, cached.everything("unreadable", view))
    names = {
        kind: _values(rejected[rejected["reason"] == f"unknown_{kind}"])
        for kind in KINDS
    }
    if not labels and not any(names.values()):
        return
    st.subheader(words.EXPLAIN, anchor=False)
    st.caption(words.EXPLAIN_NOTE)
    if labels:
        _label_form(view, labels)
    for kind in KINDS:
        if names[kind]:
            _name_form(view, kind, names[kind])


def _labels(rejected: pd.DataFrame, unreadable: pd.DataFrame) -> list[tuple[str, str]]:
    found = pd.concat([
        rejected.loc[rejected["reason"] == "unknown_level", ["source", "value"]],
        unreadable.loc[unreadable["criterion"] != "respondent_type", ["source", "value"]],
    ]).dropna().drop_duplicates()
    return [(str(s), str(v)) for s, v in found.head(MOST).itertuples(index=False) if str(v).strip()]


def _values(rows: pd.DataFrame) -> list[str]:
    values = rows["value"].dropna().drop_duplicates().head(MOST)
    return [str(value) for value in values if str(value).strip()]


def _label_form(view: View, labels: list[tuple[str, str]]) -> None:
    with st.form("explain_label"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            source, label = st.selectbox(
                words.LABEL, labels, format_func=lambda pair: f"{pair[1]} · {pair[0]}",
                key="explain_label_text",
            )
            means = st.selectbox(
                words.MEANS, [*reversed(MEANINGS[:-1]), 0], format_func=level, index=None,
                key="explain_label_level", placeholder=words.CHOOSE,
            )
        if st.form_submit_button(words.SAVE_LABEL) and means is not None:
            learn_label(source, (label, means), view.scope.user)
            done(words.LABEL_SAVED.format(label=plain(label), level=level(means)))


def _name_form(view: View, kind: Literal["unit", "officer"], values: list[str]) -> None:
    listed = known(kind)
    if not listed:
        return
    with st.form(f"explain_{kind}"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            alias = st.selectbox(words.NAMES[kind], values, key=f"explain_{kind}_text")
            entry = st.selectbox(
                words.IS, listed, index=None, placeholder=words.CHOOSE, key=f"explain_{kind}_is",
                format_func=lambda one: f"{one.name} ({one.code})",
            )
        if st.form_submit_button(words.SAVE_NAME) and entry is not None:
            learn_name(entry, alias, view.scope.user)
            done(words.NAME_SAVED.format(alias=plain(alias), name=plain(entry.name)))
