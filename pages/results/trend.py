"""Xu hướng: up or down, since when, and which periods are unusual."""

from dataclasses import replace

import pandas as pd

from analysis.charts.multiples import small_multiples
from analysis.satisfaction import summed
from analysis.thresholds import MINIMUM_N
from analysis.trend import trend
from pages.results.parts import course
from pages.shared import cached, choice, widgets
from pages.shared import text_results as words
from pages.shared.page import View, open_page
from pages.shared.part import part


def one_line(view: View, kind: str) -> None:
    """One series with its band, marks, unusual periods in words, and every period as a table."""
    if cached.counts(view, (kind,)).empty:  # an officer sees months with many answers only
        widgets.empty_state(words.NO_MONTH, words.NO_MONTH_BODY.format(minimum=MINIMUM_N))
    course.course(view, kind)
    course.table(view, kind)


@part
def side_by_side(view: View, kind: str, *codes: str) -> None:
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
own = view.scope.officer is not None
kind = "month" if own else choice.one("by", words.KIND_OF_PERIOD, words.KINDS)
labels = choice.unique({unit.code: unit.name for unit in view.choices.units})
codes = choice.some("with", words.SEVERAL_UNITS, labels, words.MOST_UNITS) if len(labels) > 1 else []
if codes:
    side_by_side(replace(view, whose=words.CHOSEN), kind, *codes)
elif summed(cached.counts(view)).n:
    one_line(view, kind)
else:
    widgets.nothing()
