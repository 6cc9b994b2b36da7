"""Which column answers which question, and what labels nobody knows mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from analysis.charts.style import shortened, visible
from analysis.criteria import OVERALL, Criterion, CriterionSet
from analysis.levels import LEVELS, UNREADABLE, level_of
from analysis.mapping import SourceMapping
from analysis.names import fold
from analysis.text.labels import level
from pages.admin.parts.header_choice import Headers
from pages.shared import text_admin as words
from pages.shared.plain import plain

MOST_LABELS = 24
WIDTH = 40
LEFT = "left"
_MEANINGS = {LEFT: words.LEAVE_LABEL, **{str(n): level(n) for n in reversed(LEVELS)}, "0": level(0)}


def answers_form(
    headers: Headers, mapping: SourceMapping, chosen: CriterionSet
) -> dict[str, str]:
    """The column of each question of the chosen set that has one, the general one first."""
    asked = {OVERALL: chosen.overall_label}
    for criterion in chosen.criteria:
        if criterion.code != OVERALL:
            asked |= _asked(criterion, mapping)
    answers = {}
    with st.grid(3, min_column_width=240):
        for code, label in asked.items():
            with st.container(gap="xxsmall"):
                current = (mapping.answers[code],) if code in mapping.answers else ()
                for header in headers.choose(code, plain(label), current):
                    answers[code] = header
    return answers


def _asked(criterion: Criterion, mapping: SourceMapping) -> dict[str, str]:
    """A list of facts is one question, or one for each fact that has a column of its own."""
    label = shortened(visible(criterion.label), 2 * WIDTH)
    apart = {
        code: f"{label}: {option}"
        for name, option in criterion.options
        for code in (name, f"{criterion.code}.{name}") if code in mapping.answers
    }
    return apart or {criterion.code: label}


def levels_form(
    key: str, mapping: SourceMapping, chosen: CriterionSet, values: Callable[[str], Sequence[str]]
) -> dict[str, int]:
    """What each label means that is not among the known ones; a label left out stays unreadable.

    `values` gives the distinct cells under a header.
    """
    scales = {OVERALL, *(criterion.code for criterion in chosen.scales)}
    cells = [
        value for code in mapping.answers if code in scales
        for value in values(mapping.answers[code])
    ]
    unknown = {fold(v): v for v in cells if level_of(v, {}) == UNREADABLE or fold(v) in mapping.levels}
    levels = dict(mapping.levels)
    if not unknown:
        return levels
    st.markdown(f"**{words.LABELS}**")
    st.caption(words.LABELS_NOTE)
    with st.grid(4, min_column_width=200):
        for folded, label in list(unknown.items())[:MOST_LABELS]:
            kept = str(levels[folded]) if folded in levels else LEFT
            meaning = st.selectbox(
                plain(shortened(visible(label), WIDTH)), list(_MEANINGS),
                list(_MEANINGS).index(kept), format_func=_MEANINGS.get, key=f"{key}-level-{folded}",
            )
            levels.pop(folded, None)
            if meaning != LEFT:
                levels[folded] = int(meaning)
    return levels
