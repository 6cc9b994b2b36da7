"""The calendar: keys, ISO weeks at the turn of the year, ranges and Vietnamese names."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.periods import (
    KINDS,
    between,
    kind_of,
    label,
    mention,
    next_period,
    period_end,
    period_of,
    period_start,
    presets,
    previous,
    shifted,
    short_label,
    span_key,
    span_label,
)

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2024, 12, 30), "2025-W01"),
        (date(2025, 12, 28), "2025-W52"),
        (date(2025, 12, 29), "2026-W01"),
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2021, 1, 1), "2020-W53"),
    ],
)
def test_a_week_belongs_to_the_year_of_its_thursday(day: date, week: str) -> None:
    assert period_of(day, "week") == week
    assert period_start(week) <= day <= period_end(week)


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("2026-05-04", date(2026, 5, 4), date(2026, 5, 4)),
        ("2026-W19", date(2026, 5, 4), date(2026, 5, 10)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_starts_and_ends_on_its_days(key: str, first: date, last: date) -> None:
    assert (period_start(key), period_end(key)) == (first, last)
    assert period_of(first, kind_of(key)) == period_of(last, kind_of(key)) == key


@pytest.mark.parametrize(
    ("key", "after"),
    [
        ("2026-12-31", "2027-01-01"),
        ("2026-W53", "2027-W01"),
        ("2025-W52", "2026-W01"),
        ("2026-12", "2027-01"),
        ("2026-Q4", "2027-Q1"),
        ("2026-H2", "2027-H1"),
        ("2026", "2027"),
    ],
)
def test_the_next_period_crosses_the_year(key: str, after: str) -> None:
    assert next_period(key) == after
    assert previous(after) == key


def test_a_range_of_keys_has_no_holes() -> None:
    assert between("2026-W52", "2027-W02") == ["2026-W52", "2026-W53", "2027-W01", "2027-W02"]
    assert between("2026-05", "2026-05") == ["2026-05"]
    assert between("2026-05", "2026-04") == []
    assert shifted("2026-05", -12) == "2025-05"


@pytest.mark.parametrize(
    "key",
    ["", "26", "2026-13", "2026-00", "2026-Q0", "2026-Q5", "2026-H0", "2026-H3", "2026-W00", "2025-W53", "2026-W54", "2026-02-30", "2026-5", "2026-05 ", "٢٠٢٦", "0000", "2026-05\n"],
)  # fmt: skip
def test_a_text_that_is_no_period_is_refused(key: str) -> None:
    with pytest.raises(InputError, match="không phải là một kỳ"):
        period_start(key)


def test_kinds_are_not_mixed_or_made_up() -> None:
    with pytest.raises(InputError):
        between("2026-05", "2026")
    with pytest.raises(InputError, match="loại kỳ"):
        period_of(date(2026, 5, 4), "decade")


def test_presets_are_whole_calendar_periods() -> None:
    assert presets(date(2026, 2, 28)) == {
        "this_month": (date(2026, 2, 1), date(2026, 2, 28)),
        "this_quarter": (date(2026, 1, 1), date(2026, 3, 31)),
        "half_year": (date(2026, 1, 1), date(2026, 6, 30)),
        "this_year": (date(2026, 1, 1), date(2026, 12, 31)),
        "all": (None, None),
    }


@pytest.mark.parametrize(
    ("key", "name", "inside", "short"),
    [
        ("2026-05-04", "Ngày 04/05/2026", "ngày 04/05", "04/05"),
        ("2026-W19", "Tuần 19/2026", "tuần 19", "T19/2026"),
        ("2026-05", "Tháng 5/2026", "tháng 5", "5/2026"),
        ("2026-Q2", "Quý 2/2026", "quý 2", "Q2/2026"),
        ("2026-H1", "6 tháng đầu năm 2026", "6 tháng đầu năm", "đầu 2026"),
        ("2026-H2", "6 tháng cuối năm 2026", "6 tháng cuối năm", "cuối 2026"),
        ("2026", "Năm 2026", "năm 2026", "2026"),
    ],
)
def test_periods_have_vietnamese_names(key: str, name: str, inside: str, short: str) -> None:
    assert (label(key), mention(key, 2026), short_label(key)) == (name, inside, short)


def test_a_mention_keeps_the_year_when_it_is_another() -> None:
    assert mention("2025-12", 2026) == "tháng 12/2025"
    assert mention("2025-12") == "tháng 12/2025"


def test_a_range_of_days_is_named_as_the_period_it_is() -> None:
    assert span_label(date(2026, 4, 1), date(2026, 6, 30)) == "Quý 2/2026"
    assert span_label(date(2026, 4, 2), date(2026, 6, 30)) == "Từ 02/04/2026 đến 30/06/2026"
    assert span_label(date(2026, 4, 2), None) == "Từ 02/04/2026"
    assert span_label(None, date(2026, 4, 2)) == "Đến 02/04/2026"
    assert span_label(None, None) == "Từ đầu"
    assert span_key(date(2026, 1, 1), date(2026, 12, 31)) == "2026"
    assert span_key(date(2026, 1, 2), date(2026, 12, 31)) == "2026-01-02/2026-12-31"
    assert label("2026-01-02/2026-12-31") == "Từ 02/01/2026 đến 31/12/2026"


@given(DAYS, st.sampled_from(KINDS))
def test_every_day_lies_in_exactly_one_period_of_a_kind(day: date, kind: str) -> None:
    key = period_of(day, kind)
    assert period_start(key) <= day <= period_end(key)
    assert period_of(period_end(key) + timedelta(days=1), kind) == next_period(key)
    assert period_of(period_start(key) - timedelta(days=1), kind) == previous(key)
    assert kind_of(key) == kind
