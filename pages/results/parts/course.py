"""One series of periods: its line, what is unusual in words, and every period as a table."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.charts.rows import masked
from analysis.charts.trend import trend_line
from analysis.periods import label
from analysis.text.labels import change_word
from analysis.text.numbers import integer
from analysis.text.sentences import signal_sentence
from analysis.thresholds import MINIMUM_N, MINIMUM_PERIODS
from analysis.trend import trend, with_limits
from pages.results.parts import profile
from pages.shared import cached, units, widgets
from pages.shared import text_results as words
from pages.shared.part import part, worked
from pages.shared.register import register
from pages.shared.view import View

SHOWN_SIGNALS = 5


@worked
def series(view: View, kind: str) -> pd.DataFrame:
    """Every period of a kind with its rates, changes and limits."""
    return with_limits(trend(cached.counts(view, (kind,))))


@part
def course(view: View, kind: str) -> None:
    """The series with its band and marks, and its unusual periods in words."""
    trended, known = series(view, kind), register(view)
    marks = units.events(known, known.under(view.filters.unit))
    chart = trend_line(trended, widgets.about(view), marks)
    widgets.chart_block(profile.with_turn(chart, trended, view.whose), view, twin=False)
    unusual(trended)


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


def table(view: View, kind: str) -> None:
    """Every period as a table."""
    st.subheader(words.TREND_TABLE, anchor=False)
    widgets.table_block(told(view, kind), words.TREND_TABLE, view)


@worked
def told(view: View, kind: str) -> pd.DataFrame:
    """Every period, newest first, with its change in words; no rate below the minimum."""
    trended = series(view, kind)
    ends = zip(trended["change_ci_low"].tolist(), trended["change_ci_high"].tolist(), strict=True)
    few = trended["n"] < MINIMUM_N
    compared = ~few & ~few.shift(fill_value=True)
    rows = trended.assign(change_word=[change_word(*end) for end in ends])
    rows["change_word"] = rows["change_word"].where(compared, change_word(None, None))
    rows["change"] = rows["change"].where(compared)
    rows = masked(rows, widgets.about(view))
    columns = ["period", "n", "satisfied_rate", "ci_low", "ci_high", "change", "change_word",
               "signal", "low_rate"]
    return rows[columns][::-1]
