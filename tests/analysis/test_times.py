"""The moment a cell's text names, in the zone of its source."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.times import local_minute, local_minutes, zone

ICT = "Asia/Ho_Chi_Minh"


@pytest.mark.parametrize(("text", "expected"), [
    ("2026-05-04", "2026-05-04T00:00"),
    ("2026-05-04 08:15", "2026-05-04T08:15"),
    ("2026-05-04T08:15:59", "2026-05-04T08:15"),
    ("2026-05-04T08:15:59.999999", "2026-05-04T08:15"),
    ("2026-05-04T08:15:00Z", "2026-05-04T15:15"),
    ("2026-05-04T08:15:00+07:00", "2026-05-04T08:15"),
    ("2026-05-04 08:15:00-0500", "2026-05-04T20:15"),
    ("20260504", "2026-05-04T00:00"),
    ("4/5/2026", "2026-05-04T00:00"),
    ("04/05/2026 8:15", "2026-05-04T08:15"),
    ("04/05/2026, 08:15:30", "2026-05-04T08:15"),
    ("04-05-2026 08:15", "2026-05-04T08:15"),
    ("04.05.2026 08:15", "2026-05-04T08:15"),
    ("08:15 04/05/2026", "2026-05-04T08:15"),
    ("8h05 04/05/2026", "2026-05-04T08:05"),
    ("31/12/2025 23:59:59", "2025-12-31T23:59"),
    ("01/01/2026 00:00:00", "2026-01-01T00:00"),
    ("04/05/2026 8:15:00 CH", "2026-05-04T20:15"),
    ("04/05/2026 8:15:00 SA", "2026-05-04T08:15"),
    ("04/05/2026 SA 8:15:00", "2026-05-04T08:15"),
    ("04/05/2026 CH 8:15:00", "2026-05-04T20:15"),
    ("04/05/2026 12:05 SA", "2026-05-04T00:05"),
    ("04/05/2026 12:05 CH", "2026-05-04T12:05"),
    ("04/05/2026 13:05 CH", "2026-05-04T13:05"),
    ("04/05/2026 8:15 a.m.", "2026-05-04T08:15"),
    ("04/05/2026 8:15\u202fPM", "2026-05-04T20:15"),
    ("2026/05/04 8:15:00 CH GMT+7", "2026-05-04T20:15"),
    ("2026/05/04 8:15:00 SA GMT+07:00", "2026-05-04T08:15"),
    ("2026/05/04 8:15:00 SA GMT-4", "2026-05-04T19:15"),
    ("2026/05/04 8:15:00 SA UTC", "2026-05-04T15:15"),
    ("2018/12/12 8:36:23 PM EST", "2018-12-13T08:36"),
    ("2018/12/12 8:36:23 PM EDT", "2018-12-13T07:36"),
    ("  2026-05-04\u00a008:15 ", "2026-05-04T08:15"),
    ("46146", "2026-05-04T00:00"),
    ("46146.4375", "2026-05-04T10:30"),
    ("46146.354166666664", "2026-05-04T08:30"),
    ("46146.99998842593", "2026-05-04T23:59"),
    ("29/02/2024", "2024-02-29T00:00"),
])
def test_every_way_a_source_writes_a_moment_is_read(text: str, expected: str) -> None:
    assert local_minute(text, "dmy", ICT) == datetime.fromisoformat(expected)


@pytest.mark.parametrize("text", [
    "", "hôm qua", "29/02/2025", "31/04/2026", "05/13/2026", "2026-13-05", "04/05/26",
    "26-05-04", "4/5", "2026-05", "04/05-2026", "04/05/2026 24:00", "04/05/2026 8:60",
    "04/05/2026 8:15:60", "04/05/2026 13:05 SA", "04/05/2026 0:15 CH", "SA 04/05/2026 8:15 CH 1",
    "04/05/2026 SA 8:15 SA", "04/05/2026 8:15 CST", "04/05/2026 8:15 GMT+15", "46146,4375", "-5",
    "04/05/2026 8:15 EST+1", "0", "0.5", "99999999", "1777860000", "1e5", "inf", "nan",
    "04/05/2026 8", "04/05/2026 8:15 GMT+7 x", "#REF!", "9999-12-31 23:00 GMT-12", "0001-01-01 01:00Z",
    "2026-05-04 08:15 " + "0" * 5000, "٢٠٢٦-٠٥-٠٤", "00/05/2026", "0000-05-04",
])
def test_what_is_no_moment_is_unreadable_and_never_guessed(text: str) -> None:
    assert local_minute(text, "dmy", "America/New_York" if "0001" in text else ICT) is None


def test_the_date_order_rules_ambiguous_text() -> None:
    assert local_minute("05/11/2016 12:00:00 AM", "mdy", ICT) == datetime(2016, 5, 11)
    assert local_minute("05/11/2016", "dmy", ICT) == datetime(2016, 11, 5)
    assert local_minute("13/05/2026", "mdy", ICT) is None
    assert local_minute("2026/11/05", "mdy", ICT) == datetime(2026, 11, 5)


def test_a_zone_with_summer_time_is_followed() -> None:
    assert local_minute("2026-01-15T12:00:00Z", "dmy", "Europe/Berlin") == datetime(2026, 1, 15, 13)
    assert local_minute("2026-07-15T12:00:00Z", "dmy", "Europe/Berlin") == datetime(2026, 7, 15, 14)


def test_midnight_belongs_to_the_local_day() -> None:
    before = local_minute("2026-05-04T16:59:59Z", "dmy", ICT)
    after = local_minute("2026-05-04T17:00:00Z", "dmy", ICT)
    assert (before, after) == (datetime(2026, 5, 4, 23, 59), datetime(2026, 5, 5))


@pytest.mark.parametrize("name", ["", "Mars/Base", "../../etc/hosts", "Asia", "a\0b", "x" * 5000])
def test_a_name_that_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError):
        zone(name)


MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31))
FORMS = st.sampled_from([
    "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S",
    "%Y/%m/%d %I:%M:%S %p", "%d-%m-%Y %H:%M", "%Y-%m-%dT%H:%M:%S+07:00", "%d/%m/%y %H:%M",
])


@given(MOMENTS, FORMS.filter(lambda form: "%y" not in form))
def test_a_written_moment_is_read_back(moment: datetime, form: str) -> None:
    expected = moment.replace(second=0, microsecond=0)
    assert local_minute(moment.strftime(form), "dmy", ICT) == expected


@given(MOMENTS)
def test_a_serial_date_is_read_back(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    serial = (whole - datetime(1899, 12, 30)) / timedelta(days=1)
    assert local_minute(repr(serial), "dmy", ICT) == whole.replace(second=0)


@given(st.lists(st.tuples(MOMENTS, FORMS), min_size=1, max_size=8), st.sampled_from(["dmy", "mdy"]))
def test_a_column_is_read_as_its_cells_are(cells: list[tuple[datetime, str]], order: str) -> None:
    texts = [moment.strftime(form) for moment, form in cells] * 60  # enough for the fast way
    minutes, clocks = local_minutes(texts, order, ICT)
    one_by_one = [local_minute(text, order, ICT) for text in texts]
    assert [None if np.isnat(m) else m.astype(datetime) for m in minutes] == one_by_one
    assert clocks.tolist() == [moment is not None for moment in one_by_one]


def test_a_column_of_mixed_forms_says_which_have_a_clock() -> None:
    texts = ["04/05/2026 00:00:00"] * 300 + ["2026-05-04", "46146", "46146.0", "x", "29/02/2025 8:00"]
    minutes, clocks = local_minutes(texts, "dmy", ICT)
    assert clocks[[0, 299]].all()
    assert clocks[300:].tolist() == [False, False, False, False, False]
    assert np.isnat(minutes).sum() == 2
    empty, none = local_minutes([], "dmy", ICT)
    assert (len(empty), len(none)) == (0, 0)


def test_zones_are_the_real_ones() -> None:
    assert zone(ICT) == ZoneInfo(ICT)


@given(
    st.lists(st.tuples(
        st.integers(0, 39), st.integers(0, 19), st.integers(0, 9999), st.integers(0, 25),
        st.integers(0, 61), st.integers(0, 61), st.sampled_from(["", "", "x", "/", "٣"]),
    ), max_size=30),
    st.sampled_from(["dmy", "mdy"]),
)
def test_many_padded_times_are_read_as_each_alone(
    parts: list[tuple[int, int, int, int, int, int, str]], order: str
) -> None:
    texts = [
        f"{d:02}/{m:02}/{y:04} {h:02}:{n:02}:{s:02}"[: 18 if sign else 19] + sign
        for d, m, y, h, n, s, sign in parts
    ]
    minutes, clocks = local_minutes(texts, order, "Asia/Ho_Chi_Minh")
    for text, minute, clock in zip(texts, minutes, clocks, strict=True):
        alone = local_minute(text, order, "Asia/Ho_Chi_Minh")
        assert (alone is None) == bool(np.isnat(minute)) == (not clock)
        assert alone is None or np.datetime64(alone, "m") == minute
