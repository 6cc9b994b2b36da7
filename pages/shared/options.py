"""What this person may choose, as {filter name: {code: label}}; the only list addresses pass."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, islice

from analysis.scope import Scope
from analysis.text.labels import CHANNELS, RESPONDENT_TYPES, word_of
from data.queries import Choices
from pages.shared import text
from pages.shared.address import Options

MOST_OFFICERS = 300
"""More names than anybody reads in one list: a unit is chosen first."""
_INDENT = "\u2003"


def offered(choices: Choices) -> Options:
    """Every code in the person's scope with the label a filter shows; units indented as a tree."""
    top = min((unit.depth for unit in choices.units), default=0)
    names = {unit.code: unit.name for unit in choices.units}
    return {
        "unit": {u.code: _INDENT * (u.depth - top) + u.name for u in choices.units},
        "officer": {
            o.code: text.OFFICER_AT.format(name=o.name, unit=names.get(o.unit_code, o.unit_code))
            for o in choices.officers
        },
        "field": {name: name for name in choices.fields},
        "respondent_type": {
            code: word_of(RESPONDENT_TYPES, code) for code in choices.respondent_types
        },
        "channel": {code: word_of(CHANNELS, code) for code in choices.channels},
        "criterion_set": {choice.code: choice.label for choice in choices.sets},
        "criterion": {choice.code: choice.label for choice in choices.criteria},
    }


def narrowed(options: Options, choices: Choices, chosen: dict[str, str | None]) -> Options:
    """Only what goes with the unit and criterion set chosen, for shorter lists.

    Officers of more than a small part of the tree are not listed, only the one already chosen;
    "" then says what to do.
    """
    narrow = dict(options)
    narrow["officer"] = _officers(options["officer"], choices, chosen)
    asked = {c.code for c in choices.criteria if c.set_code == chosen.get("criterion_set")}
    if asked:
        narrow["criterion"] = {
            code: label for code, label in options["criterion"].items()
            if code in asked or code == chosen.get("criterion")
        }
    return narrow


def _officers(
    labels: Mapping[str, str], choices: Choices, chosen: dict[str, str | None]
) -> dict[str, str]:
    unit, own = chosen.get("unit"), chosen.get("officer")
    inside = [choice.code for choice in choices.units] if unit is None else _subtree(choices, unit)
    listed = chain.from_iterable(choices.officers_of.get(code, ()) for code in inside)
    most = MOST_OFFICERS if _divisible(choices, unit) else len(labels)
    codes = list(islice(listed, most + 1))  # of a nation not all 33,000 are looked at
    chosen_one = {own: labels[own]} if own in labels else {}
    if len(codes) <= most:
        return {code: labels[code] for code in codes} | chosen_one
    return {"": text.UNIT_FIRST} | chosen_one


def _divisible(choices: Choices, unit: str | None) -> bool:
    """Whether there is a smaller unit to choose."""
    return any(choice.parent_code == unit for choice in choices.units) if unit else True


def whose(options: Options, unit: str | None, scope: Scope) -> str:
    """Whose data a page shows, in words."""
    if scope.officer:
        return options.get("officer", {}).get(scope.officer, text.OWN_ANSWERS)
    only = scope.units[0] if len(scope.units) == 1 and not scope.everything else None
    name = options.get("unit", {}).get(unit or only or "", "").strip(_INDENT)
    return name or (text.EVERY_UNIT if scope.everything else text.OWN_UNITS)


def _subtree(choices: Choices, unit: str) -> list[str]:
    inside = {unit: None}
    for choice in choices.units:  # tree order: a parent stands before its children
        if choice.parent_code in inside:
            inside[choice.code] = None
    return [*inside]
