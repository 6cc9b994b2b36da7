"""What is planted in the demonstration district, so that tests and readers can look for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

NAM_DONG = "minh-hoa-nam-dong"
SIPAS = "minh-hoa-sipas"
FRIENDLY = "minh-hoa-than-thien"
SOURCES = (NAM_DONG, SIPAS, FRIENDLY)
CRITERION_SETS = {NAM_DONG: "nam-dong-2024", SIPAS: "sipas-2023", FRIENDLY: "than-thien"}

ROOT = "MH"
COMMUNES = 17
OFFICERS = 130
RESPONSES = 60_000
MONTHS = 24


@dataclass(frozen=True)
class Planted:
    """A unit or officer whose answers to the general question are fixed over the whole time."""

    code: str
    n: int
    low: int
    neutral: int


UNIT_EXACTLY_A_QUARTER = Planted("MH09", n=1600, low=400, neutral=236)
UNIT_OVER_WITH_FEW = Planted("MH15", n=24, low=7, neutral=3)
OFFICER_OVER_WITH_ENOUGH = Planted("MH06-03", n=400, low=118, neutral=50)
OFFICER_OVER_WITH_FEW = Planted("MH12-02", n=36, low=10, neutral=4)
OFFICER_BELOW_MINIMUM = Planted("MH13-04", n=12, low=4, neutral=1)
OFFICER_NEAR_THE_LINE = Planted("MH02-05", n=320, low=78, neutral=30)
OFFICER_EXCELLENT = Planted("MH11-01", n=500, low=2, neutral=6)
PLANTED_UNITS = (UNIT_EXACTLY_A_QUARTER, UNIT_OVER_WITH_FEW)
PLANTED_OFFICERS = (
    OFFICER_OVER_WITH_ENOUGH, OFFICER_OVER_WITH_FEW, OFFICER_BELOW_MINIMUM,
    OFFICER_NEAR_THE_LINE, OFFICER_EXCELLENT,
)
OFFICERS_OVER = {p.code for p in PLANTED_OFFICERS if 4 * p.low > p.n}
UNITS_OVER = {p.code for p in PLANTED_UNITS if 4 * p.low > p.n}

PILOTS = ("MH04", "MH10")
MODEL_EFFECT = 0.04
DROP_UNIT = "MH05"
DROP_EFFECT = -0.15
BURST_UNIT, BURST_OFFICER = "MH08", "MH08-06"
BURST_SIZE, BURST_MINUTES, BURST_START = 45, 10, 10 * 60
MERGED_UNIT, MERGED_INTO = "MH16", "MH03"
NEW_UNIT = "MH17"
SAME_NAME_OFFICERS = ("MH02-03", "MH07-04")
DRAGGING_CRITERION = "access_procedures"

REJECTED = {
    "unknown_level": 40, "unknown_unit": 12, "unknown_officer": 9, "bad_time": 6,
    "future_time": 3, "out_of_scope": 5, "spreadsheet_error": 4,
}
UNREADABLE_CRITERION = "attitude"
UNREADABLE = 60
EDITED, REMOVED, DUPLICATES = 14, 3, 25


@dataclass(frozen=True)
class Dates:
    """The days the planted facts hang on; they move with the day the data were loaded."""

    first: date
    last: date
    pilots_start: date
    others_start: date
    drop: date
    merger: date
    new_unit: date
    burst: date


def dates(today: date) -> Dates:
    """The days for data loaded on `today`: 24 calendar months that end the day before.

    >>> dates(date(2026, 11, 20)).drop, dates(date(2026, 11, 20)).first
    (datetime.date(2026, 6, 1), datetime.date(2024, 12, 1))
    """
    last = today - timedelta(days=1)
    month = last.replace(day=1)
    return Dates(
        first=_months_before(month, MONTHS - 1),
        last=last,
        pilots_start=_months_before(month, 18),
        others_start=_months_before(month, 6),
        drop=_months_before(month, 5),
        merger=_months_before(month, 12),
        new_unit=month,
        burst=_wednesday_before(last - timedelta(days=30)),
    )


def _months_before(month: date, count: int) -> date:
    index = month.year * 12 + month.month - 1 - count
    return date(index // 12, index % 12 + 1, 1)


def _wednesday_before(day: date) -> date:
    return day - timedelta(days=(day.weekday() - 2) % 7)
