"""Which rating is the general question, and under which criterion each of the others goes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.criteria import OVERALL, Criterion, CriterionSet
from analysis.levels import level_of
from analysis.names import tidy
from analysis.propose.columns import Column, key_of
from analysis.propose.scales import Rating
from analysis.text import propose as text

GENERAL_WORDS = (
    "hai long chung", "danh gia chung", "cam nhan chung", "nhin chung", "tong the", "tong quat",
    "chung ve su phuc vu", "overall", "in general", "muc do hai long", "hai long", "satisfaction",
    "satisfied",
)  # fmt: skip
RESULT_WORDS = (
    "ket qua", "chat luong", "contribution of", "outcome", "result", "quality of service",
    "recommend", "gioi thieu",
)  # fmt: skip
_WHOLE = re.compile(r"^q ?\d+[a-z]? ?(?:all|whole)(?: whole)?$")
_NUMBERED = re.compile(r"^(?:q|cau|cau hoi|question|c) ?(\d+)$")
_GRID = re.compile(r"^.*\[(.+)\]\s*$", re.DOTALL)
_LEAST_SHARED = 0.5  # of a set's scales whose headers are found
_LONGEST_CODE = 40


@dataclass(frozen=True)
class General:
    """The general question, why, and whether a person must look."""

    rating: Rating
    why: str
    doubtful: bool


def find_general(ratings: Sequence[Rating], label: str, samples: pd.DataFrame) -> General | None:
    """The rating that asks about everything; `label` is the known set's own wording.

    A header that says so wins (the shortest, when several do), then a question about what one got out of it, then the last of the
    numbered questions, then the rating that goes most with all others.
    """
    own = [r for r in ratings if key_of(label) and r.column.key == key_of(label)]
    if own:
        return General(own[0], text.WHY_OVERALL_HEADER.format(word=tidy(label)), False)
    whole = [r for r in ratings if _WHOLE.match(r.column.key)]
    if whole:
        return General(whole[0], text.WHY_OVERALL_HEADER.format(word="all"), len(whole) > 1)
    for words, why in (
        (GENERAL_WORDS, text.WHY_OVERALL_HEADER), (RESULT_WORDS, text.WHY_OVERALL_RESULT),
    ):  # fmt: skip
        for word in words:
            found = [r for r in ratings if r.column.word((word,))]
            if found:
                doubtful = words is RESULT_WORDS or len(found) > 1
                shortest = min(found, key=lambda r: len(r.column.key))
                return General(shortest, why.format(word=word), doubtful)
    numbered = [r for r in ratings if _NUMBERED.match(r.column.key)]
    if numbered:
        return General(numbered[-1], text.WHY_OVERALL_LAST, True)
    return _typical(ratings, samples)


def _typical(ratings: Sequence[Rating], samples: pd.DataFrame) -> General | None:
    """The rating with the highest correlation with the mean of the others (3 or more, 10 rows)."""
    if not ratings:
        return None
    levels = pd.DataFrame({r.column.place: _levels(r, samples) for r in ratings})
    if len(ratings) >= 3 and len(levels) >= 10:
        strength = {
            r.column.place: levels[r.column.place].corr(
                levels.drop(columns=r.column.place).mean(axis=1)
            )
            for r in ratings
            if levels[r.column.place].nunique() > 1
        }
        known = {place: value for place, value in strength.items() if pd.notna(value)}
        if known:
            best = max(known, key=lambda place: known[place])
            chosen = next(r for r in ratings if r.column.place == best)
            return General(chosen, text.WHY_OVERALL_TYPICAL, True)
    return General(ratings[0], text.WHY_OVERALL_FIRST, len(ratings) > 1)


def _levels(rating: Rating, samples: pd.DataFrame) -> pd.Series[float]:
    known = {v: rating.labels.get(v, level_of(v, {})) for v in rating.column.counts}
    cells = samples[str(rating.column.place)].astype(object)
    found = cells.map(lambda cell: known.get(str(cell).strip(), 0))
    return found.astype(float).where(lambda level: level > 0)


def known_questions(sets: Mapping[str, CriterionSet]) -> set[str]:
    """The words of every question of the sets, and their codes."""
    return {
        key_of(words)
        for known in sets.values()
        for words in (known.overall_label, *(w for c in known.scales for w in (c.label, c.code)))
    }


def matching_set(
    ratings: Sequence[Rating], sets: Mapping[str, CriterionSet]
) -> tuple[CriterionSet | None, dict[str, Rating]]:
    """The known set whose scales appear most among the headers, and which header is which."""
    best: tuple[CriterionSet | None, dict[str, Rating]] = (None, {})
    for known in sets.values():
        wanted = {key_of(c.label): c.code for c in known.scales}
        wanted |= {key_of(c.code): c.code for c in known.scales}
        found: dict[str, Rating] = {}
        for rating in ratings:
            code = wanted.get(rating.column.key)
            if code is not None:
                found.setdefault(code, rating)
        enough = len(found) >= max(2, _LEAST_SHARED * len(known.scales))
        if enough and len(found) > len(best[1]):
            best = (known, found)
    return best


def inline_criteria(ratings: Sequence[Rating]) -> dict[Criterion, Column]:
    """A criterion of its own for each rating, labelled with what the question asks."""
    items = [_item(rating.column.header) for rating in ratings]
    made: dict[Criterion, Column] = {}
    codes: set[str] = {OVERALL}
    for rating, item in zip(ratings, items, strict=True):
        label = item if items.count(item) == 1 else tidy(rating.column.header)
        made[Criterion(code_of(item, codes), label)] = rating.column
    return made


def tick_criterion(family: str, members: Sequence[Column], codes: set[str]) -> Criterion:
    """A tick list of the columns of one family."""
    code = code_of(family, codes)
    options = tuple((code_of(column.header, codes), tidy(column.header)) for column in members)
    return Criterion(code, family, "tick", options)


def code_of(words: str, taken: set[str]) -> str:
    """A free code of at most 40 letters, digits and "_" made of the words; it becomes taken."""
    stem = key_of(words).replace(" ", "_") or "c"
    stem = (stem if stem[0].isalpha() else f"c_{stem}")[:_LONGEST_CODE].rstrip("_")
    code, number = stem, 2
    while code in taken:
        code = f"{stem[: _LONGEST_CODE - 4]}_{number}"
        number += 1
    taken.add(code)
    return code


def _item(header: str) -> str:
    grid = _GRID.match(header)
    return tidy(grid[1] if grid else header)
