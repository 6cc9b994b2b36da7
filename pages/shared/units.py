"""What the register says about units, in the words and shapes pages need; counts come from outside."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

import pandas as pd

from analysis.charts.chart import Event
from analysis.satisfaction import COUNT_COLUMNS
from analysis.text.numbers import day, integer
from pages.shared import text_results as words


def with_empty(counts: pd.DataFrame, units: pd.DataFrame, unit: str | None) -> pd.DataFrame:
    """Counts by child with a row of zeros for every child that has none, in tree order.

    `units` is the table of the register; the parent is `unit`, without one the units nobody in
    the scope stands above.
    """
    known = set(units["unit_code"])
    root = units["unit_code"] == unit if unit else ~units["parent_code"].isin(known)
    inside = units["parent_code"].isin(units.loc[root, "unit_code"])
    lonely = root & ~units["unit_code"].isin(units["parent_code"])
    listed = units.loc[inside | lonely | units["unit_code"].isin(counts["unit_code"])]
    keys = ["unit_code", "unit_name"]
    frame = listed[keys].merge(counts.drop(columns="unit_name"), how="left", on="unit_code")
    return frame.fillna(dict.fromkeys(COUNT_COLUMNS, 0)).astype(dict.fromkeys(COUNT_COLUMNS, "int64"))


def parent_of(units: pd.DataFrame, unit: str) -> str | None:
    """The unit above, when this person may see it."""
    above = units.loc[units["unit_code"] == unit, "parent_code"].tolist()
    return above[0] if above and (units["unit_code"] == above[0]).any() else None


def has_parts(units: pd.DataFrame, unit: str) -> bool:
    """Whether a unit stands above others."""
    return bool((units["parent_code"] == unit).any())


def note(row: Mapping[str, object], names: Mapping[str, str], today: date) -> str:
    """What a reader must know about a unit: merged into another, ended, not begun; else ""."""
    ended, begins = _date(row["valid_to"]), _date(row["valid_from"])
    into = [names.get(code, code) for code in str(row["successor_codes"] or "").split(";") if code]
    if ended and into:
        return words.MERGED.format(into=", ".join(into), day=day(ended + timedelta(days=1)))
    if ended and ended < today:
        return words.ENDED.format(day=day(ended))
    if begins and (today - begins).days < words.NEW_DAYS:
        return words.BEGAN.format(day=day(begins))
    return words.PROVISIONAL if row["provisional"] else ""


def notes(rows: pd.DataFrame, units: pd.DataFrame, today: date) -> list[str]:
    """The note of each row, and that it has no response."""
    names = named(units)
    listed = units[units["unit_code"].isin(rows["unit_code"])]
    said = {row["unit_code"]: note(row, names, today) for row in listed.to_dict("records")}
    return [
        " · ".join(part for part in (said[code], "" if count else words.NO_ANSWERS) if part)
        for code, count in zip(rows["unit_code"], rows["responses"], strict=True)
    ]


def taken_in(units: pd.DataFrame, unit: str) -> list[str]:
    """Which units were merged into this one, and since when."""
    return [
        words.TAKES_IN.format(name=row["unit_name"], day=day(_date(row["valid_to"]) + timedelta(days=1)))
        for row in units[units["valid_to"].notna()].to_dict("records")
        if unit in str(row["successor_codes"] or "").split(";")
    ]


def named(units: pd.DataFrame) -> dict[str, str]:
    """The name of every unit by its code."""
    return dict(zip(units["unit_code"].tolist(), units["unit_name"].tolist(), strict=True))


def name_of(units: pd.DataFrame, unit: str) -> str:
    """The name of a unit."""
    return str(units.loc[units["unit_code"] == unit, "unit_name"].iloc[0])


def events(units: pd.DataFrame, codes: Collection[str]) -> list[Event]:
    """Starts of the service model and mergers that touch the units, one mark a day and kind."""
    names = named(units)
    mine = units[units["unit_code"].isin(codes)]
    found = []
    for start, rows in mine.groupby("model_start"):
        several = words.MODEL_SEVERAL.format(count=integer(len(rows)))
        found.append(Event(start.date(), several if len(codes) > 1 else words.MODEL_MARK))
    for row in units[units["valid_to"].notna()].to_dict("records"):
        after = _date(row["valid_to"]) + timedelta(days=1)
        into = [code for code in str(row["successor_codes"] or "").split(";") if code]
        if row["unit_code"] in codes and into:
            target = ", ".join(names.get(code, code) for code in into)
            said = words.MERGER_MARK.format(name=row["unit_name"], into=target)
            found.append(Event(after, said if len(codes) > 1 else words.MERGED_MARK.format(into=target)))
        elif set(into) & set(codes):
            found.append(Event(after, words.TAKES_IN_MARK.format(name=row["unit_name"])))
    return sorted(found, key=lambda event: event.day)


def under(units: pd.DataFrame, unit: str | None) -> list[str]:
    """The codes of a unit and everything under it; all when there is none."""
    codes = units["unit_code"].tolist()
    if unit is None:
        return codes
    inside = {unit}
    for code, parent in zip(codes, units["parent_code"].tolist(), strict=True):
        if parent in inside:
            inside.add(code)
    return [code for code in codes if code in inside]


def _date(value: object) -> date | None:
    return value.date() if isinstance(value, pd.Timestamp) and not pd.isna(value) else None
