"""The filters as an address: reads and checks what a link says, and writes links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from analysis.filters import Filters
from analysis.periods import presets
from pages.shared import text

CHOSEN = ("unit", "officer", "field", "respondent_type", "channel", "criterion_set", "criterion")
NAMES = ("period", "from", "to", *CHOSEN)
LONGEST = 200
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Options = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Address:
    """A checked address: the period's name, the filters it means, and what was wrong with it."""

    period: str
    filters: Filters
    problems: tuple[str, ...] = ()


def read(raw: Mapping[str, str], options: Options, today: date) -> Address:
    """The filters an address means; a value that is not offered is named and left out.

    `options` maps a filter's name to {code: label} of what this person may choose.
    """
    problems: list[str] = []
    chosen = {name: _choice(name, raw, options, problems) for name in CHOSEN}
    period, first, last = _period(raw, today, problems)
    return Address(period, Filters(first, last, **chosen), tuple(problems))


def _choice(
    name: str, raw: Mapping[str, str], options: Options, problems: list[str]
) -> str | None:
    value = raw.get(name, "")
    if not value:
        return None
    if len(value) <= LONGEST and value in options.get(name, {}):
        return value
    problems.append(text.BAD_VALUE.format(name=text.LABELS[name]))
    return None


def _period(
    raw: Mapping[str, str], today: date, problems: list[str]
) -> tuple[str, date | None, date | None]:
    if raw.get("from") or raw.get("to"):
        first, last = _day("from", raw, problems), _day("to", raw, problems)
        if first and last and first > last:
            problems.append(text.FROM_AFTER_TO)
        elif first or last:
            return "custom", first, last
        return "all", None, None
    name = raw.get("period") or "all"
    if name == "all":
        return "all", None, None
    ranges = presets(today)
    if name not in ranges:
        problems.append(text.BAD_VALUE.format(name=text.LABELS["period"]))
        return "all", None, None
    return name, *ranges[name]


def _day(name: str, raw: Mapping[str, str], problems: list[str]) -> date | None:
    value = raw.get(name, "")
    if not value:
        return None
    try:
        if _DAY.fullmatch(value[:LONGEST]):
            return date.fromisoformat(value)
    except ValueError:
        pass
    problems.append(text.BAD_DAY.format(name=text.LABELS[name]))
    return None


def write(period: str, filters: Filters) -> dict[str, str]:
    """The address of these filters: the period by name where it has one, else its days.

    >>> write("all", Filters(unit="X1"))
    {'unit': 'X1'}
    """
    said = filters.as_dict()
    if period != "custom":
        said.pop("from", None)
        said.pop("to", None)
        if period != "all":
            said["period"] = period
    return {name: said[name] for name in NAMES if name in said}
