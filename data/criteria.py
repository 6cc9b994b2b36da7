"""The criterion sets at hand: those that come with the project and those the user put in the home."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from analysis.criteria import OVERALL, CriterionSet
from analysis.criterion_file import LARGEST_FILE, parse_criterion_set
from analysis.errors import InputError
from analysis.mapping import SourceMapping
from analysis.text import mapping as text
from data.settings import CHECKOUT, Home

BUILT_IN = CHECKOUT / "data" / "criterion_sets"
_BYTES_PER_CHARACTER = 4  # UTF-8 at its widest


def load_criterion_sets(home: Home | None) -> dict[str, CriterionSet]:
    """Sets by code, built-in first; InputError for a user's file that is wrong or takes a code."""
    folders = [BUILT_IN, *([home.path / "criterion_sets"] if home else [])]
    sets: dict[str, CriterionSet] = {}
    for file in (file for folder in folders for file in sorted(folder.glob("*.toml"))):
        found = parse_criterion_set(_read(file), file.name)
        if found.code in sets:
            raise InputError(text.SET_TAKEN.format(file=file.name, code=found.code))
        sets[found.code] = found
    return sets


def criterion_set_for(mapping: SourceMapping, sets: Mapping[str, CriterionSet]) -> CriterionSet:
    """The set a source asks: the named one, else one of its inline criteria under its own name.

    An inline `[criteria.overall]` gives the general question its label.
    InputError when the named set does not exist.
    """
    if mapping.criterion_set is None:
        overall = [c.label for c in mapping.criteria if c.code == OVERALL]
        others = tuple(c for c in mapping.criteria if c.code != OVERALL)
        label = overall[0] if overall else text.OVERALL_LABEL
        return CriterionSet(mapping.name, mapping.name, label, others)
    if mapping.criterion_set not in sets:
        known = ", ".join(sorted(sets))
        raise InputError(text.UNKNOWN_SET.format(code=mapping.criterion_set, known=known))
    return sets[mapping.criterion_set]


def _read(file: Path) -> str:
    try:
        if not file.is_file():
            raise InputError(text.SET_UNREADABLE.format(file=file.name))
        with file.open("rb") as opened:
            content = opened.read(LARGEST_FILE * _BYTES_PER_CHARACTER + 1)
        if len(content) > LARGEST_FILE * _BYTES_PER_CHARACTER:
            raise InputError(text.SET_TOO_LARGE.format(file=file.name))
        return content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(text.SET_UNREADABLE.format(file=file.name)) from error
