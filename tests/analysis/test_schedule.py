"""A living source is pulled in its hours and called late only when working time went by."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from analysis.errors import InputError
from analysis.mapping_file import mapping_toml, parse_mapping
from analysis.schedule import Schedule

HEAD = """[source]
name = "n"
kind = "duckdb"
path = "/tmp/x.duckdb"
table = "t"
criterion_set = "nam-dong-2024"
"""
TAIL = """
[columns]
submitted_at = "a"
unit = "b"
[answers]
overall = "c"
"""
OFFICE = Schedule(30, time(7), time(17, 30), (0, 1, 2, 3, 4))
FRIDAY = datetime(2026, 5, 8, 16, 50)


def test_a_schedule_survives_the_round_trip_through_toml() -> None:
    keys = 'interval_minutes = 30\nworking_hours = "07:00-17:30"\n'
    days = 'working_days = ["mon", "tue", "wed", "thu", "fri"]\n'
    mapping = parse_mapping(HEAD + keys + days + TAIL)
    assert mapping.schedule == OFFICE
    assert parse_mapping(mapping_toml(mapping)) == mapping


def test_without_keys_a_source_is_due_every_fifteen_minutes_day_and_night() -> None:
    mapping = parse_mapping(HEAD + TAIL)
    assert mapping.schedule == Schedule(15)
    assert "interval" not in mapping_toml(mapping)
    night = datetime(2026, 5, 10, 2, 0)
    assert mapping.schedule.due(night.replace(hour=1, minute=45), night)
    assert not mapping.schedule.due(night.replace(hour=1, minute=46), night)


@pytest.mark.parametrize(("key", "value"), [
    ("interval_minutes", "0"), ("interval_minutes", "1.5"), ("interval_minutes", "true"),
    ("interval_minutes", "99999"), ("working_hours", '"7-17"'), ("working_hours", '"17:00-07:00"'),
    ("working_hours", '"25:00-26:00"'), ("working_days", "[]"), ("working_days", '["t2"]'),
    ("working_days", '"mon"'),
])
def test_a_wrong_schedule_names_its_key(key: str, value: str) -> None:
    with pytest.raises(InputError, match=f"source.{key}"):
        parse_mapping(HEAD + f"{key} = {value}\n" + TAIL)


def test_a_file_has_no_schedule() -> None:
    toml = HEAD.replace('"duckdb"', '"file"').replace('path = "/tmp/x.duckdb"\n', "")
    with pytest.raises(InputError, match="interval_minutes"):
        parse_mapping(toml.replace('table = "t"\n', "interval_minutes = 5\n") + TAIL)


def test_jitter_delays_a_sync_by_a_tenth_of_its_interval_at_most() -> None:
    last = datetime(2026, 5, 8, 9, 0)
    assert OFFICE.due(last, last.replace(minute=30), 0.0)
    assert not OFFICE.due(last, last.replace(minute=32), 1.0)
    assert OFFICE.due(last, last.replace(minute=33), 1.0)


@pytest.mark.parametrize(("now", "late"), [
    (datetime(2026, 5, 8, 17, 30), False),
    (datetime(2026, 5, 9, 12, 0), False),  # a Saturday
    (datetime(2026, 5, 11, 6, 0), False),
    (datetime(2026, 5, 11, 7, 30), False),
    (datetime(2026, 5, 11, 7, 31), True),
])
def test_nights_and_weekends_make_no_data_late(now: datetime, late: bool) -> None:
    assert OFFICE.late(FRIDAY, now) is late


def test_what_was_late_at_closing_time_stays_late() -> None:
    assert OFFICE.late(FRIDAY.replace(hour=15), datetime(2026, 5, 10, 9, 0))


def test_a_source_never_pulled_is_due_and_late() -> None:
    assert OFFICE.due(None, FRIDAY) and OFFICE.late(None, FRIDAY)
