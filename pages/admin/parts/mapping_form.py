"""The proposed reading of a file as a form: a column for every role, with the reason beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from analysis.criteria import CriterionSet
from analysis.errors import InputError
from analysis.mapping import SourceMapping
from analysis.mapping_file import mapping_toml, parse_mapping
from pages.admin.parts.answer_form import answers_form, levels_form
from pages.admin.parts.column_form import Draft, columns_form, place_of
from pages.shared import text_admin as words


def mapping_form(draft: Draft, values: Callable[[str], Sequence[str]]) -> SourceMapping:
    """The mapping as corrected; InputError says what is still missing.

    `values` gives the distinct cells under a header: where unknown labels come from.
    """
    settings = _settings(draft)
    st.markdown(f"**{words.WHERE}**")
    columns, constants = columns_form(draft)
    st.markdown(f"**{words.QUESTIONS}**")
    own = CriterionSet("", "", words.OVERALL, draft.mapping.criteria)
    chosen = draft.sets.get(settings["criterion_set"] or "", own)
    mapping = replace(
        draft.mapping, **settings, columns=columns, constants=constants,
        answers=answers_form(draft.headers, draft.mapping, chosen),
    )
    levels = levels_form(draft.headers.key, mapping, chosen, values)
    kept = () if settings["criterion_set"] else draft.mapping.criteria
    return _checked(draft, replace(mapping, levels=levels, criteria=kept))


def _settings(draft: Draft) -> dict[str, Any]:
    mapping, key = draft.mapping, draft.headers.key
    own = {"": words.OWN_CRITERIA} if mapping.criteria or not mapping.criterion_set else {}
    sets = own | {code: found.name for code, found in draft.sets.items()}
    orders = list(words.DATE_ORDERS)
    with st.grid(3, min_column_width=240):
        name = mapping.name
        if draft.taken is not None:
            name = st.text_input(words.NAME, name, key=f"{key}-name", help=words.NAME_HELP).strip()
        criterion_set = st.selectbox(
            words.SET, list(sets), place_of(sets, mapping.criterion_set or ""),
            format_func=sets.get, key=f"{key}-set",
        )
        order = st.selectbox(
            words.DATE_ORDER, orders, orders.index(mapping.date_order),
            format_func=words.DATE_ORDERS.get, key=f"{key}-order",
        )
    partial = st.checkbox(words.PARTIAL, mapping.partial, key=f"{key}-partial")
    create = st.checkbox(words.CREATE_UNITS, mapping.create_units, key=f"{key}-create")
    latest = st.checkbox(words.LATEST, mapping.counted_version == "latest", key=f"{key}-latest")
    return {
        "name": name, "criterion_set": criterion_set or None, "date_order": order,
        "partial": partial, "create_units": create,
        "counted_version": "latest" if latest else "first",
    }


def _checked(draft: Draft, mapping: SourceMapping) -> SourceMapping:
    for role, problem in words.MISSING.items():
        if role not in mapping.columns and role not in mapping.constants and role != "answers":
            raise InputError(problem)
    if not mapping.answers:
        raise InputError(words.MISSING["answers"])
    if mapping.name in (draft.taken or ()):
        raise InputError(words.NAME_TAKEN.format(name=mapping.name))
    return parse_mapping(mapping_toml(mapping))
