"""Xu hướng: up or down, since when, and which periods are unusual."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.charts.multiples import small_multiples
from analysis.charts.rows import masked
from analysis.charts.trend import trend_line
from analysis.periods import label
from analysis.satisfaction import with_rates
from analysis.text.labels import change_word
from analysis.text.numbers import integer
from analysis.text.sentences import signal_sentence
from analysis.thresholds import MINIMUM_N, MINIMUM_PERIODS
from analysis.trend import trend, with_limits
from pages.results.parts import profile
from pages.shared import cached, choice, units, widgets
from pages.shared import text_results as words
from pages.shared.page import View, open_page

SHOWN_SIGNALS = 5


def one_line(view: View, kind: str, register: pd.DataFrame) -> None:
    """One series with its band, marks, unusual periods in words, and every period as a table."""
    counted = cached.counts(view, (kind,))
    if counted.empty:  # an officer sees months with many answers only
        widgets.empty_state(words.NO_MONTH, words.NO_MONTH_BODY.format(minimum=MINIMUM_N))
    trended = with_limits(trend(counted))
    marks = units.events(register, units.under(register, view.filters.unit))
    chart = trend_line(trended, widgets.about(view), marks)
    chart = profile.with_turn(chart, trended, view.whose)
    widgets.chart_block(chart, view, twin=False)
    unusual(trended)
    table(view, trended)


def unusual(trended: pd.DataFrame) -> None:
    """Each ringed period with the rule that rang, newest first."""
    st.subheader(words.UNUSUAL, anchor=False)
    known = int((trended["n"] > 0).sum())
    if known < MINIMUM_PERIODS:
        st.text(words.FEW_PERIODS.format(count=known, minimum=MINIMUM_PERIODS))
        return
    rung = trended[(trended["signal"] != "") & (trended["n"] >= MINIMUM_N)][::-1]
    if rung.empty:
        st.text(words.NO_UNUSUAL)
    for row in rung.head(SHOWN_SIGNALS).to_dict("records"):
        usual = row["limit_low"], row["limit_high"]
        st.text(signal_sentence(
            row["signal"], label(row["period"]), row["satisfied_rate"], usual, row["centre"]
        ))
    if len(rung) > SHOWN_SIGNALS:
        st.text(words.EARLIER_UNUSUAL.format(count=integer(len(rung) - SHOWN_SIGNALS)))


def table(view: View, trended: pd.DataFrame) -> None:
    """Every period, newest first, with its change in words; no rate below the minimum."""
    ends = zip(trended["change_ci_low"], trended["change_ci_high"], strict=True)
    few = trended["n"] < MINIMUM_N
    compared = ~few & ~few.shift(fill_value=True)
    rows = trended.assign(change_word=[change_word(*end) for end in ends])
    rows["change_word"] = rows["change_word"].where(compared, change_word(None, None))
    rows["change"] = rows["change"].where(compared)
    rows = masked(rows, widgets.about(view))
    columns = ["period", "n", "satisfied_rate", "ci_low", "ci_high", "change", "change_word",
               "signal", "low_rate"]
    st.subheader(words.TREND_TABLE, anchor=False)
    widgets.table_block(rows[columns][::-1], words.TREND_TABLE, view)


def side_by_side(view: View, kind: str, codes: list[str]) -> None:
    """A small frame for each chosen unit, in the order chosen."""
    names = {unit.code: unit.name for unit in view.choices.units}
    parts = [
        cached.counts(view.only(unit=code), (kind,)).assign(unit_code=code, unit_name=names[code])
        for code in codes
    ]
    counted = pd.concat(parts)
    if counted.empty:
        widgets.nothing()
    widgets.chart_block(small_multiples(trend(counted), widgets.about(view)), view)


view = open_page("trend")
register = cached.everything("units_table", view)
own = view.scope.officer is not None
kind = "month" if own else choice.one("by", words.KIND_OF_PERIOD, words.KINDS)
labels = choice.unique({unit.code: unit.name for unit in view.choices.units})
codes = choice.some("with", words.SEVERAL_UNITS, labels, words.MOST_UNITS) if len(labels) > 1 else []
if codes:
    side_by_side(replace(view, whose=words.CHOSEN), kind, codes)
elif with_rates(cached.counts(view))["n"].sum():
    one_line(view, kind, register)
else:
    widgets.nothing()
