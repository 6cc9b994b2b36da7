"""Vietnamese writing of numbers."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.text import numbers as words

NB = "\u00a0"


def test_a_share_is_written_with_comma_and_no_break_space() -> None:
    assert words.percent(0.873) == f"87,3{NB}%"
    assert words.percent(1) == f"100,0{NB}%"
    assert words.percent(0.5, 0) == f"50{NB}%"


def test_thousands_take_a_point() -> None:
    assert words.number(1234.5) == "1.234,5"
    assert words.number(-1234567.25, 2) == "\u22121.234.567,25"
    assert words.integer(12345) == "12.345"
    assert words.integer(np.int64(999)) == "999"


def test_an_interval_names_both_ends_once() -> None:
    assert words.interval(0.84, 0.9) == f"84–90{NB}%"
    assert words.interval(None, 0.9) == "–"


def test_a_change_carries_its_sign() -> None:
    assert words.points(0.021) == f"+2,1{NB}điểm"
    assert words.points(-0.021) == f"\u22122,1{NB}điểm"


@pytest.mark.parametrize("nothing", [0.0, -0.0, 0.00001, -0.00001])
def test_no_change_has_no_sign(nothing: float) -> None:
    assert words.points(nothing) == f"0,0{NB}điểm"


def test_below_the_minimum_there_is_no_rate() -> None:
    assert words.rate(3, 12, 30) == "chưa đủ phiếu (12/30)"
    assert words.rate(0, 0, 0) == "chưa đủ phiếu (0/0)"
    assert words.rate(15, 30, 30) == f"50,0{NB}%"
    assert words.rate(None, 30, 30) == "–"


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT, float("inf")])
def test_what_is_missing_is_a_dash(missing: object) -> None:
    for write in (words.percent, words.number, words.integer, words.points):
        assert write(missing) == "–"  # type: ignore[operator]


def test_a_day_is_day_month_year() -> None:
    assert words.day(date(2026, 5, 4)) == "04/05/2026"
    assert words.day(pd.Timestamp(2026, 5, 4)) == "04/05/2026"
    assert words.day(None) == "–"
    assert words.day(pd.NaT) == "–"  # type: ignore[arg-type]
