"""Giờ cao điểm: when people come, and when they are not content."""

import pandas as pd
import streamlit as st

from analysis.charts.heat import OPEN_HOURS, hour_heat
from analysis.charts.rows import masked
from analysis.compare import compare
from analysis.satisfaction import with_rates
from analysis.text.labels import WEEKDAYS
from analysis.text.numbers import integer, percent
from analysis.text.sentences import rate_text
from pages.shared import cached, widgets
from pages.shared import text_results as words
from pages.shared.page import View, open_page
from pages.shared.part import part, worked

MOST = 3


def outside(counts: pd.DataFrame) -> str:
    """How many responses came while the desk is closed."""
    slots = zip(counts["weekday"], counts["hour"], strict=True)
    closed = counts[[slot not in OPEN_HOURS for slot in slots]]["responses"].sum()
    if not closed:
        return words.NONE_OUTSIDE
    share = percent(closed / counts["responses"].sum())
    return words.OUTSIDE_HOURS.format(count=integer(closed), share=share)


def worst(counts: pd.DataFrame) -> str:
    """The hours people are clearly less content with than with all others, weakest first."""
    compared = compare(counts)
    lower = compared[compared["verdict"] == "lower"].sort_values("satisfied_rate")
    if lower.empty:
        return words.NO_WORST_HOUR
    said = [
        words.WORST_HOUR.format(
            weekday=WEEKDAYS[int(row["weekday"])], hour=int(row["hour"]), next=int(row["hour"]) + 1,
            rate=rate_text(int(row["satisfied"]), int(row["n"]), row["ci_low"], row["ci_high"]),
        )
        for row in lower.head(MOST).to_dict("records")
    ]
    return words.WORST_HOURS.format(hours="; ".join(said))


@part
def figures(view: View) -> None:
    """The week as a grid, and what stands out in it in words."""
    counts = cached.counts(view, ("weekday", "hour"))
    widgets.chart_block(hour_heat(counts, widgets.about(view)), view, twin=False)
    without = int(cached.counts(view)["responses"].sum()) - int(counts["responses"].sum())
    said = words.WITHOUT_HOUR.format(count=integer(without)) if without else ""
    for sentence in (worst(counts), outside(counts), said):
        if sentence:
            st.text(sentence)


@worked
def slots(view: View) -> pd.DataFrame:
    """Every weekday and hour, busiest first, no rate below the minimum."""
    rated = with_rates(cached.counts(view, ("weekday", "hour")))
    rows = masked(rated, widgets.about(view)).sort_values("responses", ascending=False)
    return rows[["weekday", "hour", "responses", "n", "low", "low_rate", "satisfied_rate"]]


view = open_page("hours")
if not cached.counts(view)["responses"].sum():
    widgets.nothing()
if cached.counts(view, ("weekday", "hour")).empty:
    widgets.empty_state(words.NO_HOURS_TITLE, words.NO_HOURS_BODY)
figures(view)
st.subheader(words.SLOTS_TABLE, anchor=False)
widgets.table_block(slots(view), words.SLOTS_TABLE, view)
