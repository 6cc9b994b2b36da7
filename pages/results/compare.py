"""So sánh: two to six units beside each other, or one beside the rest of its parent."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.charts.differences import difference_dots
from analysis.charts.ranking import rate_dots
from analysis.compare import compare, pairwise, side_by_side
from analysis.satisfaction import with_rates
from analysis.text.labels import CHANNELS, RESPONDENT_TYPES, word_of
from pages.results.parts.comparing import Side, cell, column_names, in_a_sentence, sides, told
from pages.shared import cached, choice, widgets
from pages.shared import text_results as words
from pages.shared.page import View, open_page
from pages.shared.part import part
from pages.shared.register import register

MOST = 6
CODES = {"respondent_type": RESPONDENT_TYPES, "channel": CHANNELS}


@part
def everyone(view: View) -> None:
    """Each child unit against all others, while nothing is chosen."""
    compared = compare(cached.counts(view, ("child",)))
    st.caption(words.CHOOSE)
    widgets.chart_block(difference_dots(compared, widgets.about(view)), view)


def chosen(view: View, groups: Sequence[Side]) -> None:
    """The groups as dots, every pair in words and as a table, and the same questions side by side."""
    counts = pd.concat([group.counts() for group in groups], ignore_index=True)
    widgets.chart_block(rate_dots(with_rates(counts), widgets.about(view)), view)
    names = {group.code: group.name for group in groups}
    pairs = pairwise(counts, list(names))
    if len(pairs) <= MOST:
        for pair in pairs.to_dict("records"):
            st.text(in_a_sentence(pair, names))
    st.subheader(words.PAIRS_TABLE, anchor=False)
    widgets.table_block(told(pairs, names), words.PAIRS_TABLE, view, offer=False)
    st.caption(words.PAIRS_NOTE)
    beside(view, groups)


def beside(view: View, groups: Sequence[Side]) -> None:
    """One row a criterion, field, kind of person or channel, one column a unit."""
    key = choice.one("side", words.SIDE, words.SIDES)
    parts = pd.concat([group.counts(key) for group in groups], ignore_index=True)
    if key == "criterion":
        parts["label"] = parts["criterion_label"]
    else:
        parts["label"] = [word_of(CODES.get(key, {}), one) for one in parts[key].astype(object)]
        parts["criterion"] = parts["label"]
    frame = side_by_side(parts, [group.code for group in groups])
    cells = frame.assign(cell=[cell(row) for row in frame.to_dict("records")])
    cells["unit"] = cells["unit_code"].map(column_names(groups))
    shown = cells.pivot(index="label", columns="unit", values="cell")
    shown = shown.reindex(index=cells["label"].unique(), columns=list(column_names(groups).values()))
    title = words.SIDE_TABLE.format(side=words.SIDES[key].lower())
    st.subheader(title, anchor=False)
    st.caption(widgets.plain(words.SIDE_NOTE.format(name=groups[0].name)))
    shown = shown.astype(object).fillna(words.NO_ANSWERS).rename_axis(words.SIDES[key]).reset_index()
    widgets.table_block(shown.rename_axis(columns=None), title, view)


view = open_page("compare")
if cached.counts(view).empty:
    widgets.nothing()
units = register(view)
if len(units) < 2:
    widgets.empty_state(words.ONE_TITLE, words.NONE_TO_COMPARE)
names = choice.unique({unit.code: unit.name for unit in view.choices.units})
mine = [view.filters.unit] if units.parent_of(view.filters.unit or "") else []
codes = choice.some("with", words.WITH, names, MOST, mine)
groups = sides(view, units, codes)
if not codes:
    everyone(view)
elif len(groups) < 2:
    st.info(widgets.plain(words.NO_PARENT.format(name=names[codes[0]])))
else:
    chosen(replace(view, whose=words.CHOSEN), groups)
