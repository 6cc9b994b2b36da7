"""What stands on the public board: lines of a published table, and longer periods added up from them.

Published periods never share a day, and a longer one is nothing but the sum of what is already
shown: whoever has every table of the board knows no more than the tables of its shortest periods.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.periods import kind_of, parse, period_of
from analysis.proportions import wilson
from analysis.suppression import HIDDEN, window
from analysis.text import suppression as words
from analysis.thresholds import MINIMUM_N

KINDS = ("month", "quarter", "half", "year")
"""Periods that may be published, each over before it is."""

COUNTS = ("low", "n3", "satisfied", "n")
COLUMNS = (
    "unit_code", "unit_name", *COUNTS, "satisfied_rate", "ci_low", "ci_high", "reason",
)


@dataclass(frozen=True)
class Line:
    """The shown numbers of one unit (of all units when `code` is ""), HIDDEN where hidden.

    `windows` are the least and the most that the satisfied and n may stand for; `enough` says
    that n rests on at least MINIMUM_N answers.
    """

    code: str
    name: str
    shown: tuple[int, ...]
    enough: bool
    windows: tuple[tuple[int, int], tuple[int, int]] = ((0, 0), (0, 0))

    @property
    def rate(self) -> float | None:
        """The satisfied share of what is shown; None without enough answers."""
        return None if self.reason else min(1.0, self.shown[2] / self.shown[3])

    @property
    def interval(self) -> tuple[float | None, float | None]:
        """Wilson 95 % of the rate, wide enough for rounding too."""
        if self.reason:
            return None, None
        (least, most), (few, many) = self.windows
        return wilson(least, max(many, least))[0], wilson(min(most, few), few)[1]

    @property
    def reason(self) -> str:
        """Why there is no rate; "" when there is one."""
        if HIDDEN in self.shown[2:]:
            return words.HIDDEN
        return "" if self.enough else words.FEW


def line(code: str, name: str, shown: Sequence[int], enough: bool) -> Line:
    """A line of one published table."""
    low, middle, satisfied, n = shown
    known = (window(satisfied), window(n, enough)) if HIDDEN not in (satisfied, n) else ((0, 0),) * 2
    return Line(code, name, (low, middle, satisfied, n), enough, (known[0], known[1]))


def added(tables: Sequence[Sequence[Line]]) -> list[Line]:
    """The lines of a longer period from its parts, oldest first; hidden where a part is hidden.

    A unit that some part does not list is hidden: nobody outside knows what it had there.
    """
    found = [{one.code: one for one in table} for table in tables]
    order = list(dict.fromkeys(one.code for table in reversed(tables) for one in table))
    lines = [_sum([part.get(code) for part in found]) for code in order if code]
    return [*lines, _sum([part.get("") for part in found])]


def _sum(parts: Sequence[Line | None]) -> Line:
    there = [part for part in parts if part is not None]
    newest, whole = there[-1], len(there) == len(parts)
    columns = zip(*(part.shown for part in there), strict=True)
    shown = tuple(sum(c) if whole and HIDDEN not in c else HIDDEN for c in columns)
    pairs = [tuple(map(sum, zip(*ends, strict=True))) for ends in zip(
        *(part.windows for part in there), strict=True)]
    (least, most), (few, many) = pairs
    return Line(newest.code, newest.name, shown, shown[3] != HIDDEN and few >= MINIMUM_N,
                ((least, most), (few, many)))


def board(tables: Mapping[str, Sequence[Line]]) -> dict[str, list[Line]]:
    """Every period of the board, newest first: the published ones and what they add up to."""
    found = {period: list(lines) for period, lines in tables.items()}
    for kind in KINDS[1:]:
        for longer in sorted({period_of(parse(period).first, kind) for period in tables}):
            parts = sorted((p for p in tables if _within(p, longer)), key=lambda p: parse(p).first)
            if longer not in found and sum(map(_days, parts)) == _days(longer):
                found[longer] = added([tables[part] for part in parts])
    return dict(sorted(found.items(), key=lambda one: (parse(one[0]).last, _days(one[0])), reverse=True))


def overlapping(period: str, published: Iterable[str]) -> list[str]:
    """Published periods that share a day with this one: together they could be subtracted."""
    own = parse(period)
    return [p for p in published if parse(p).first <= own.last and own.first <= parse(p).last]


def finished(months: Collection[str], built: str) -> list[str]:
    """Periods of KINDS with answers in these months that ended before a day, oldest first."""
    keys = {period_of(parse(month).first, kind) for month in months for kind in KINDS}
    over = [key for key in keys if parse(key).last < parse(built).first]
    return sorted(over, key=lambda key: (parse(key).last, KINDS.index(kind_of(key))))


def public_frame(lines: Iterable[Line]) -> pd.DataFrame:
    """Lines as a table: COLUMNS; hidden numbers are null, `reason` says why there is no rate."""
    rows = [
        (one.code or None, one.name, *(None if v == HIDDEN else v for v in one.shown), one.rate,
         *one.interval, one.reason)
        for one in lines
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(COUNTS, "Int64"))


def _within(period: str, longer: str) -> bool:
    return parse(longer).first <= parse(period).first and parse(period).last <= parse(longer).last


def _days(period: str) -> int:
    return (parse(period).last - parse(period).first).days + 1
