"""Which column tells when a response was sent, and in which order it writes a date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.propose.columns import Column
from analysis.times import local_minute

WORDS = (
    "dau thoi gian", "timestamp", "thoi gian gui", "ngay gui", "submitted at", "submitted",
    "submission", "completed", "thoi gian danh gia", "ngay danh gia", "ngay khao sat",
    "thoi gian khao sat", "thoi gian", "interview date", "intdate", "response date", "created",
    "ngay gio", "ngay", "date", "time",
)  # fmt: skip
LEAST_READ = 0.8
_DAY_WORDS = ("ngay", "date", "intdate", "day")
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2\d{4}", re.ASCII)
_SERIAL = re.compile(r"[34]\d{4}(\.\d+)?", re.ASCII)  # 1982 to 2036
_ZONE = re.compile(r"(?<![A-Za-z])(EST|EDT|MST|MDT|PST|PDT|CET|CEST|JST|KST|SGT|HKT)\s*$")
ZONES = {
    "EST": "America/New_York", "EDT": "America/New_York", "MST": "America/Denver",
    "MDT": "America/Denver", "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles",
    "CET": "Europe/Paris", "CEST": "Europe/Paris", "JST": "Asia/Tokyo", "KST": "Asia/Seoul",
    "SGT": "Asia/Singapore", "HKT": "Asia/Hong_Kong",
}  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """The time column: how it is read and the cells that show it."""

    column: Column
    read_share: float
    date_order: str | None  # None: every text is unambiguous by itself
    evidence: str | None  # a cell with a day above 12; None when no cell decides
    mixed: bool
    zone: str | None  # the abbreviation written beside the clock
    unread: str | None


def find_moment(columns: Iterable[Column]) -> Moment | None:
    """The column whose cells are times, preferring a header that says so, then the first."""
    found = [moment for moment in map(_moment_of, columns) if moment]
    return min(found, key=lambda m: (_rank(m.column), m.column.place), default=None)


def day_number(columns: Iterable[Column]) -> Column | None:
    """A column named like a date that holds only numbers 1 to 31: a day without its month."""
    for column in columns:
        named = any(column.key.endswith(word) for word in _DAY_WORDS)
        days = [value for value in column.counts if value.isascii() and value.isdigit()]
        several = len(days) > 2 and len(days) == len(column.counts)
        if named and several and all(1 <= int(day) <= 31 for day in days):
            return column
    return None


def _rank(column: Column) -> int:
    word = column.word(WORDS)
    return WORDS.index(word) if word else len(WORDS)


def _moment_of(column: Column) -> Moment | None:
    if not column.some:
        return None
    orders = _orders(column.some)
    order = "mdy" if orders["mdy"] and not orders["dmy"] else "dmy"
    unread = [value for value in column.some if not _reads(value, order, column)]
    share = 1 - len(unread) / len(column.some)
    if share < LEAST_READ:
        return None
    evidence = orders[order][0] if orders[order] else None
    written = any(map(_NUMERIC.search, column.some))
    zones = [match[1] for match in map(_ZONE.search, column.some) if match]
    return Moment(
        column, share, order if written else None, evidence,
        bool(orders["mdy"] and orders["dmy"]), zones[0] if zones else None,
        unread[0] if unread else None,
    )


def _orders(values: Sequence[str]) -> dict[str, list[str]]:
    """The cells that can only be day first, and those that can only be month first."""
    orders: dict[str, list[str]] = {"dmy": [], "mdy": []}
    for value in values:
        if found := _NUMERIC.search(value):
            first, second = int(found[1]), int(found[3])
            if first > 12 >= second:
                orders["dmy"].append(value)
            elif second > 12 >= first:
                orders["mdy"].append(value)
    return orders


def _reads(value: str, order: str, column: Column) -> bool:
    """Whether a cell is a day or a time; bare numbers only under a header that says time."""
    if value.replace(".", "").isdigit():
        return _SERIAL.fullmatch(value) is not None and column.word(WORDS) is not None
    return local_minute(value, order, "UTC") is not None
