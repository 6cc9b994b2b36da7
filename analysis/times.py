"""Reads the moment a response was sent from a cell's text; ambiguous text follows `date_order`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from datetime import timezone as fixed_zone
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

Moments = npt.NDArray[np.datetime64]
Flags = npt.NDArray[np.bool_]

# Hours from UTC. Abbreviations used by several countries (CST, IST, BST) are not read.
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "ICT": 7, "EST": -5, "EDT": -4, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "JST": 9, "KST": 9, "SGT": 8, "HKT": 8, "CET": 1, "CEST": 2,
}
_HALF = r"(?:SA|CH|A\.?M\.?|P\.?M\.?)"
_DATE = (
    r"(?:(?P<year>\d{4})(?P<s>[-/.])(?P<month>\d{1,2})(?P=s)(?P<day>\d{1,2})"
    r"|(?P<first>\d{1,2})(?P<t>[-/.])(?P<second>\d{1,2})(?P=t)(?P<late_year>\d{4})"
    r"|(?P<compact>\d{8}))"
)
_CLOCK = (
    rf"(?:(?P<before>{_HALF})\s?)?(?P<hour>\d{{1,2}})(?::|H)(?P<minute>\d{{2}})"
    rf"(?::(?P<sec>\d{{2}})(?:[.,]\d{{1,9}})?)?(?:\s?(?P<after>{_HALF}))?"
    r"(?:\s?(?P<zone>" + "|".join(_ZONES) + r")?(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?)"
)
_FORMS = (
    re.compile(rf"{_DATE}(?:(?:T|,?\s){_CLOCK})?", re.ASCII),
    re.compile(rf"{_CLOCK},?\s{_DATE}", re.ASCII),
)
_OFFSET = re.compile(r"([+-])(\d{1,2}?):?(\d{2})?")
_SERIAL = re.compile(r"\d{1,7}(?:\.\d+)?", re.ASCII)
_SERIAL_EPOCH = datetime(1899, 12, 30)
_LAST_SERIAL = 2_958_466  # the day after 9999-12-31


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """The time zone of this name; ValueError when there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError) as error:  # a folder or an unreadable name is an OSError
        raise ValueError(name) from error


def local_minute(text: str, date_order: str, timezone: str) -> datetime | None:
    """The naive local minute in the source's zone that a text names; None when unreadable.

    A day without a clock is its midnight. Text with its own zone is converted; serial dates and
    text without a zone are local already. Two-digit years are unreadable.

    >>> local_minute("04/05/2026 8:15:59 CH", "dmy", "Asia/Ho_Chi_Minh")
    datetime.datetime(2026, 5, 4, 20, 15)
    >>> local_minute("2018/12/12 8:36:23 PM EST", "dmy", "Asia/Ho_Chi_Minh")
    datetime.datetime(2018, 12, 13, 8, 36)
    >>> local_minute("46146.4375", "dmy", "Asia/Ho_Chi_Minh")
    datetime.datetime(2026, 5, 4, 10, 30)
    >>> local_minute("05/13/2026", "dmy", "Asia/Ho_Chi_Minh") is None
    True
    """
    return _read(text, date_order, timezone)[0]


def _read(text: str, date_order: str, timezone: str) -> tuple[datetime | None, bool]:
    """The minute and whether the text had a clock."""
    key = " ".join(text.split()).upper().replace("\u2212", "-")
    if len(key) > 60:
        return None, False
    if _SERIAL.fullmatch(key):
        return _serial_minute(float(key)), not float(key).is_integer()
    for form in _FORMS:
        if found := form.fullmatch(key):
            part = found.groupdict()
            try:
                return _assemble(part, date_order, timezone), part["hour"] is not None
            except (ValueError, OverflowError):
                return None, False
    return None, False


def _serial_minute(serial: float) -> datetime | None:
    """A spreadsheet's day number; the fraction is rounded to the millisecond it was stored with."""
    if not 1 <= serial < _LAST_SERIAL:
        return None
    moment = _SERIAL_EPOCH + timedelta(milliseconds=round(serial * 86_400_000))
    return moment.replace(second=0, microsecond=0)


def _assemble(part: dict[str, str | None], date_order: str, timezone: str) -> datetime:
    day = _day(part, date_order)
    if part["hour"] is None:
        return datetime(day.year, day.month, day.day)
    if int(part["sec"] or 0) > 59:
        raise ValueError("second")
    hour = _hour(int(part["hour"]), part["before"], part["after"])
    moment = datetime(day.year, day.month, day.day, hour, int(part["minute"] or 0))
    if part["zone"] is None and part["offset"] is None:
        return moment
    own_zone = _own_zone(part["zone"], part["offset"])
    return moment.replace(tzinfo=own_zone).astimezone(zone(timezone)).replace(tzinfo=None)


def _day(part: dict[str, str | None], date_order: str) -> date:
    if part["compact"]:
        return date.fromisoformat(part["compact"])
    if part["year"]:
        return date(int(part["year"]), int(part["month"] or 0), int(part["day"] or 0))
    first, second = int(part["first"] or 0), int(part["second"] or 0)
    day, month = (first, second) if date_order == "dmy" else (second, first)
    return date(int(part["late_year"] or 0), month, day)


def _hour(hour: int, before: str | None, after: str | None) -> int:
    """Hour 0..23; ValueError where a 12-hour clock contradicts itself."""
    half = before or after
    if half is None:
        return hour
    if before and after:
        raise ValueError("two halves")
    morning = half in ("SA",) or half.startswith("A")
    if hour == 12:
        return 0 if morning else 12
    if (morning and hour > 12) or (not morning and hour == 0):
        raise ValueError("half")
    return hour if morning or hour > 12 else hour + 12


@lru_cache(maxsize=256)
def _own_zone(name: str | None, offset: str | None) -> tzinfo:
    """The zone written beside a clock; ValueError for an offset no place on earth has."""
    if offset is None:
        return fixed_zone(timedelta(hours=_ZONES[name or "UTC"]))
    found = _OFFSET.fullmatch(offset)
    if found is None or name not in (None, "GMT", "UTC"):
        raise ValueError("offset")
    size = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    if size > timedelta(hours=14) or int(found[3] or 0) > 59:
        raise ValueError("offset")
    return fixed_zone(-size if found[1] == "-" else size)


_COMMON = {
    "dmy": ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M"),
    "mdy": ("%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M"),
}
_FEW = 200  # below this many texts the column-wise reading costs more than it saves
_ISO = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S")


_WIDTH = len("31/12/2026 23:59:59")
_BETWEEN = {2: "/", 5: "/", 10: " ", 13: ":", 16: ":"}
_DIGITS = [place for place in range(_WIDTH) if place not in _BETWEEN]


def _padded(texts: Sequence[str], date_order: str) -> Moments:
    """Minutes of texts exactly like "31/12/2026 23:59:59"; NaT for all others.

    This is how most sheets write times, and each is another text.
    """
    minutes = np.full(len(texts), np.datetime64("NaT", "m"))
    fitting = [text if len(text) == _WIDTH and text.isascii() else "" for text in texts]
    alike = np.flatnonzero(list(map(len, fitting)))
    joined = "".join(fitting).encode()
    if not joined:
        return minutes
    # One line for each place in the text, so that every step below runs along memory.
    signs = np.ascontiguousarray(np.frombuffer(joined, np.uint8).reshape(-1, _WIDTH).T)
    digits = signs[_DIGITS] - ord("0")
    right = (digits <= 9).all(axis=0)
    for place, sign in _BETWEEN.items():
        right &= signs[place] == ord(sign)
    pairs = digits[0::2].astype(np.int64) * 10 + digits[1::2]
    first, second, century, rest, hour, minute, sec = pairs
    year = century * 100 + rest
    day, month = (first, second) if date_order == "dmy" else (second, first)
    right &= (month >= 1) & (month <= 12) & (day >= 1) & (year >= 1)
    right &= (hour <= 23) & (minute <= 59) & (sec <= 59)
    months = ((year - 1970) * 12 + month - 1)[right].astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day[right] - 1)
    found = days.astype("datetime64[m]") + (hour * 60 + minute)[right]
    found[days.astype("datetime64[M]") != months] = np.datetime64("NaT", "m")
    minutes[alike[right]] = found
    return minutes


def local_minutes(
    texts: Sequence[str], date_order: str, timezone: str
) -> tuple[Moments, Flags]:
    """`local_minute` of many texts: datetime64[m] with NaT for unreadable, and "has a clock"."""
    stripped = [text.strip() for text in texts]
    series = pd.Series(stripped, dtype=object)
    minutes = _padded(stripped, date_order)
    clocks = ~np.isnat(minutes)
    for form in (*_ISO, *_COMMON[date_order]):
        left = np.flatnonzero(np.isnat(minutes))
        if len(left) < _FEW:
            break
        some = series.iloc[left[:: len(left) // 50]]
        if pd.to_datetime(some, format=form, errors="coerce").isna().all():
            continue
        read = pd.to_datetime(series.iloc[left], format=form, errors="coerce")
        minutes[left] = read.to_numpy().astype("datetime64[m]")
        clocks[left] = read.notna().to_numpy()
    for place in np.flatnonzero(np.isnat(minutes)).tolist():
        moment, clock = _read(stripped[place], date_order, timezone)
        if moment is not None:
            minutes[place], clocks[place] = np.datetime64(moment, "m"), clock
    return minutes, clocks
