"""Blocks that the profiles of units and officers share: cards, criteria, trend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.charts.chart import Chart, Event
from analysis.charts.differences import difference_dots
from analysis.charts.distribution import diverging_bars
from analysis.charts.trend import trend_line
from analysis.compare import against
from analysis.control import turning_point
from analysis.label_change import better_in_a_row_to_return, low_in_a_row_to_exceed
from analysis.periods import mention
from analysis.text.labels import VERDICTS
from analysis.text.numbers import MISSING, POINT_WORD, integer, points
from analysis.text.sentences import turn_title
from analysis.thresholds import MINIMUM_N
from analysis.trend import trend
from analysis.watchlist import more_needed
from pages.shared import cached, widgets
from pages.shared import text_results as words
from pages.shared.view import View


def gap_card(row: Mapping[str, Any], name: str) -> None:
    """How far a rate lies from the rest of the whole called `name`, with the verdict in words."""
    if row["verdict"] == "few":
        widgets.number_card(words.GAP, MISSING, words.GAP_FEW.format(name=name))
        return
    ends = {"low": points(row["gap_ci_low"]), "high": points(row["gap_ci_high"])}
    note = words.GAP_NOTE.format(verdict=VERDICTS[row["verdict"]], name=name, **ends)
    value = points(row["gap"]).removesuffix(POINT_WORD).strip()
    widgets.number_card(words.GAP, value, note)


def criteria(view: View, whole: View | None, name: str) -> None:
    """Each criterion against the rest of `whole`, called `name`; without one the five levels."""
    own = cached.counts(view, ("criterion",))
    if whole is None:
        widgets.chart_block(diverging_bars(own, widgets.about(view)), view)
        return
    compared = against(own, cached.counts(whole, ("criterion",)), on="criterion")
    chart = difference_dots(compared, widgets.about(view), key="criterion")
    higher, lower = ((compared["verdict"] == verdict).sum() for verdict in ("higher", "lower"))
    title = words.CRITERIA_TITLE if higher or lower else words.CRITERIA_NONE
    if not chart.empty:
        said = title.format(name=name, higher=integer(higher), lower=integer(lower))
        chart = replace(chart, title=said, reading=words.CRITERIA_READING)
    subtitle = words.CRITERIA_SUBTITLE.format(name=name)
    widgets.chart_block(replace(chart, subtitle=f"{subtitle} · {view.period}"), view)


def over_time(
    view: View, name: str, marks: Sequence[Event] = (), kind: str = "month"
) -> None:
    """The trend of everything the view holds by a kind of period; `name` is whose in the title."""
    trended = trend(cached.counts(view, (kind,)))
    chart = trend_line(trended, widgets.about(view), marks)
    widgets.chart_block(with_turn(chart, trended, name), view)


def with_turn(chart: Chart, trended: pd.DataFrame, name: str) -> Chart:
    """The chart with the series' one clear new level as its title, where there is one."""
    k, n = trended["satisfied"].to_numpy(), trended["n"].to_numpy()
    at = turning_point(k, n)
    if at is None or chart.empty:
        return chart
    difference = k[at:].sum() / n[at:].sum() - k[:at].sum() / n[:at].sum()
    period = mention(str(trended["period"].iloc[at]))
    return replace(chart, title=turn_title(name, difference, period))


def what_would_change(low: int, n: int) -> list[str]:
    """One sentence for each label that is within reach."""
    said = []
    if n < MINIMUM_N:
        said.append(words.CHANGE_MINIMUM.format(more=MINIMUM_N - n, minimum=MINIMUM_N))
    more = more_needed(low, n)
    if more:
        said.append(words.CHANGE_MORE.format(more=integer(more)))
    if more is None:
        exceed = integer(low_in_a_row_to_exceed(low, n))
        said.append(words.CHANGE_EXCEED.format(more=exceed))
    else:
        back = integer(better_in_a_row_to_return(low, n))
        said.append(words.CHANGE_RETURN.format(more=back))
    return said
