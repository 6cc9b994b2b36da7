"""Small frames of counts, and every chart function under one name each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import pandas as pd
import pytest

from analysis import charts
from analysis.charts import About, Chart, Event
from analysis.compare import compare
from analysis.drivers import CROSS_COLUMNS, drivers
from analysis.quota import quota
from analysis.trend import trend

Levels = tuple[int, int, int, int, int]
ABOUT = About("Huyện Nam Đông", "Tháng 10/2026")
LEVEL_COLUMNS = ["n1", "n2", "n3", "n4", "n5"]
MONTHS = [f"2026-{month:02d}" for month in range(1, 11)]
DOSSIERS = ["unit_code", "unit_name", "period_from", "period_to", "field", "dossiers", "responses"]


def counts(keys: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    """A counts frame: each row is its keys followed by the five level counts (level 1 first)."""
    frame = pd.DataFrame(list(rows), columns=[*keys, *LEVEL_COLUMNS])
    frame[LEVEL_COLUMNS] = frame[LEVEL_COLUMNS].astype("int64")
    frame["n"] = frame[LEVEL_COLUMNS].sum(axis=1)
    frame["responses"] = frame["n"]
    return frame


def units(names: Sequence[str], levels: Levels = (2, 3, 5, 30, 60)) -> pd.DataFrame:
    """One row per name; codes are U0, U1 …"""
    rows = [(f"U{place}", name, *levels) for place, name in enumerate(names)]
    return counts(["unit_code", "unit_name"], rows)


def every_chart(names: Sequence[str], levels: Levels) -> dict[str, Chart]:
    """Each figure of the house drawn for groups of these names with these counts."""
    plain = units(names, levels)
    keys = ["unit_code", "unit_name", "criterion", "criterion_label"]
    cells = counts(keys, [(f"U{i}", name, f"c{j}", name, *levels)
                          for i, name in enumerate(names) for j in range(3)])  # fmt: skip
    criteria = counts(keys[2:], [(f"c{i}", name, *levels) for i, name in enumerate(names)])
    months = counts(["period"], [(month, *levels) for month in MONTHS if names])
    series = counts(["unit_code", "unit_name", "period"],
                    [(f"U{i}", name, month, *levels)
                     for i, name in enumerate(names) for month in MONTHS])  # fmt: skip
    hours = counts(["weekday", "hour"], [(1, 8, *levels), (7, 20, *levels)] if names else [])
    n, low = sum(levels), levels[0] + levels[1]
    cross = [(f"c{i}", name, low, low, low, n) for i, name in enumerate(names)]
    asked = [(f"U{i}", name, date(2026, 7, 1), date(2026, 12, 31), None, 400, n)
             for i, name in enumerate(names)]  # fmt: skip
    events = [Event(date(2026, 3, 1), name) for name in names[:3]]
    return {
        "distribution_bar": charts.distribution_bar(plain, ABOUT),
        "diverging_bars": charts.diverging_bars(criteria, ABOUT),
        "rate_dots": charts.rate_dots(plain, ABOUT, whole=0.9, highlight="U0"),
        "low_rate_dots": charts.rate_dots(plain, About(measure="low_rate")),
        "funnel": charts.funnel(plain, ABOUT, highlight="U0"),
        "heat_map": charts.heat_map(cells, ABOUT),
        "hour_heat": charts.hour_heat(hours, ABOUT),
        "trend_line": charts.trend_line(trend(months), ABOUT, events, target=0.9),
        "small_multiples": charts.small_multiples(trend(series), ABOUT),
        "difference_dots": charts.difference_dots(compare(plain), ABOUT),
        "driver_dots": charts.driver_dots(
            drivers(pd.DataFrame(cross, columns=CROSS_COLUMNS)), ABOUT
        ),
        "quota_bar": charts.quota_bar(quota(pd.DataFrame(asked, columns=DOSSIERS)), ABOUT),
    }


def strings(node: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a figure with the name of its property, but for codes, which are not drawn."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name != "customdata":
                yield from strings(value, name)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from strings(value, key)
    elif isinstance(node, str):
        yield key, node


@pytest.fixture
def counted() -> Callable[..., pd.DataFrame]:
    return counts


@pytest.fixture
def units_named() -> Callable[..., pd.DataFrame]:
    return units


@pytest.fixture
def all_charts() -> Callable[..., dict[str, Chart]]:
    return every_chart


@pytest.fixture
def texts_of() -> Callable[[Any], Iterator[tuple[str, str]]]:
    return strings


@pytest.fixture
def about() -> About:
    return ABOUT
