"""What a page says about units of the register: notes, mergers, marks in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, timedelta

import pandas as pd

from analysis.charts.chart import Event
from analysis.text.numbers import day, integer
from pages.shared import text_results as words
from pages.shared.register import Register, into


def note(units: Register, unit: str, today: date) -> str:
    """What a reader must know about a unit: merged into another, ended, not begun; else ""."""
    entry = units.entries[unit]
    ended, begins = _date(entry["valid_to"]), _date(entry["valid_from"])
    heirs = [units.names.get(code, code) for code in into(entry)]
    if ended and heirs:
        return words.MERGED.format(into=", ".join(heirs), day=day(ended + timedelta(days=1)))
    if ended and ended < today:
        return words.ENDED.format(day=day(ended))
    if begins and (today - begins).days < words.NEW_DAYS:
        return words.BEGAN.format(day=day(begins))
    return words.PROVISIONAL if entry["provisional"] else ""


def notes(units: Register, rows: pd.DataFrame, today: date) -> list[str]:
    """The note of each row, and that it has no response."""
    counted = zip(rows["unit_code"].tolist(), rows["responses"].tolist(), strict=True)
    said = ((note(units, code, today), "" if n else words.NO_ANSWERS) for code, n in counted)
    return [" · ".join(part for part in both if part) for both in said]


def taken_in(units: Register, unit: str) -> list[str]:
    """Which units were merged into this one, and since when."""
    return [
        words.TAKES_IN.format(name=units.names[code], day=day(since))
        for code, since, heirs in units.ended if unit in heirs
    ]


def events(units: Register, codes: Collection[str]) -> list[Event]:
    """Starts of the service model and mergers that touch the units, one mark a day and kind."""
    mine, several = set(codes), len(codes) > 1
    starts = Counter(units.starts[code] for code in mine if code in units.starts)
    found = [
        Event(start, words.MODEL_SEVERAL.format(count=integer(n)) if several else words.MODEL_MARK)
        for start, n in starts.items()
    ]
    for code, after, heirs in units.ended:
        name, target = units.names[code], ", ".join(units.names.get(heir, heir) for heir in heirs)
        if code in mine and heirs:
            merged = words.MERGER_MARK if several else words.MERGED_MARK
            found.append(Event(after, merged.format(name=name, into=target)))
        elif mine.intersection(heirs):
            found.append(Event(after, words.TAKES_IN_MARK.format(name=name)))
    return sorted(found, key=lambda event: event.day)


def _date(value: object) -> date | None:
    return value.date() if isinstance(value, pd.Timestamp) and not pd.isna(value) else None
