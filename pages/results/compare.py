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
from pages.results.parts.comparing import cell, column_names, in_a_sentence, sides, told
from pages.shared import cached, choice, widgets
from pages.shared import text_results as words
from pages.shared.page import View, open_page
from pages.shared.part import part, worked
from pages.shared.register import register

MOST = 6
CODES = {"respondent_type": RESPONDENT_TYPES, "channel": CHANNELS}


@part
def everyone(view: View) -> None:
    """Each child unit against all others, while nothing is chosen."""
    compared = compare(cached.counts(view, ("child",)))
    st.caption(words.CHOOSE)
    widgets.chart_block(difference_dots(compared, widgets.about(view)), view)


@part
def chosen(view: View, *codes: str) -> None:
    """The groups as dots, and every pair in words and as a table."""
    groups = sides(view, register(view), codes)
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


def beside(view: View, codes: Sequence[str], first: str) -> None:
    """The same questions side by side, the first group being what the others are told against."""
    key = choice.one("side", words.SIDE, words.SIDES)
    title = words.SIDE_TABLE.format(side=words.SIDES[key].lower())
    st.subheader(title, anchor=False)
    st.caption(widgets.plain(words.SIDE_NOTE.format(name=first)))
    widgets.table_block(cells(view, key, *codes), title, view)


@worked
def cells(view: View, key: str, *codes: str) -> pd.DataFrame:
    """One row a criterion, field, kind of person or channel, one column a unit."""
    groups = sides(view, register(view), codes)
    parts = pd.concat([group.counts(key) for group in groups], ignore_index=True)
    if key == "criterion":
        parts["label"] = parts["criterion_label"]
    else:
        parts["label"] = [word_of(CODES.get(key, {}), one) for one in parts[key].astype(object)]
        parts["criterion"] = parts["label"]
    frame = side_by_side(parts, [group.code for group in groups])
    told = frame.assign(cell=[cell(row) for row in frame.to_dict("records")])
    told["unit"] = told["unit_code"].map(column_names(groups))
    wide = told.pivot(index="label", columns="unit", values="cell")
    wide = wide.reindex(index=told["label"].unique(), columns=list(column_names(groups).values()))
    wide = wide.astype(object).fillna(words.NO_ANSWERS).rename_axis(words.SIDES[key]).reset_index()
    return wide.rename_axis(columns=None)


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
    together = replace(view, whose=words.CHOSEN)
    chosen(together, *codes)
    beside(together, codes, groups[0].name)
