"""Which columns are answered on levels, and what unfamiliar labels mean; a person confirms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from analysis.levels import level_of
from analysis.names import fold, search_key
from analysis.propose.columns import FEW_ROWS, Column
from analysis.text import propose as text

LEAST_READ = 0.9  # of the filled cells; the rest shows up as unreadable at import
LEAST_READ_NUMBERS = 0.98  # a code of something else has more numbers beyond 1..5
LEAST_FILLED = 0.3  # of the rows, for plain numbers: a follow-up's code is mostly blank
_NO_ANSWER = {search_key(word) for word in text.NO_ANSWER}
_CODES = ("0", "6")  # beside 1..5: left blank, never used
_SCALES = [
    {search_key(word): level for level, words in enumerate(scale, 1) for word in words}
    for scale in text.SCALES
]
_VERDICT_WORDS = (
    "overall", "satisfaction", "satisfied", "rating", "rate", "hai long", "danh gia", "muc do",
)  # fmt: skip
_LEVELS = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Rating:
    """A column answered on levels; `labels` are texts that need a line in `levels` (0: none)."""

    column: Column
    labels: Mapping[str, int]
    mean: float
    read: int  # cells that are a level or no answer

    @property
    def shown(self) -> str:
        """Its most frequent values, for a reason."""
        return ", ".join(value for value, _ in self.column.counts.most_common(6))


def rating_of(column: Column, known: Collection[str] = ()) -> Rating | None:
    """The column as a rating, or None.

    Plain numbers must look like a verdict and not like a code of something else, unless the
    header says it is one or is among the `known` questions.
    """
    best: Rating | None = None
    for scale in ({}, *_SCALES):
        found = _read(column, scale)
        if found and (best is None or found.read > best.read):
            best = found
    if best is None or column.key in known or column.word(_VERDICT_WORDS):
        return best
    return best if not _only_numbers(best) or _like_verdict(best) else None


def _only_numbers(rating: Rating) -> bool:
    return all(value.isdigit() or not rating.labels.get(value, 1) for value in rating.column.counts)


def _like_verdict(rating: Rating) -> bool:
    """Whether numbers use three levels and the highest, lean to the high side, and fill the rows."""
    column = rating.column
    used = [value for value in column.counts if value in _LEVELS]
    if column.rows < FEW_ROWS:
        return bool(used)
    return (
        len(used) >= 3 and "5" in used and rating.mean > 3
        and rating.read >= LEAST_READ_NUMBERS * column.filled
        and column.filled >= LEAST_FILLED * column.rows
    )  # fmt: skip


def _read(column: Column, scale: Mapping[str, int]) -> Rating | None:
    """The column read with the built-in levels and one scale; None when too little is read."""
    labels: dict[str, int] = {}
    total = read = answered = 0
    for value, count in column.counts.items():
        level = level_of(value, {})
        if level < 1:
            given = _foreign(value, scale)
            if given is None:
                continue
            labels[value] = level = given
        read += count
        if level > 0:
            total += level * count
            answered += count
    if not answered or read < LEAST_READ * column.filled:
        return None
    return Rating(column, labels, total / answered, read)


def _foreign(value: str, scale: Mapping[str, int]) -> int | None:
    key = search_key(value)
    if key in scale:
        return scale[key]
    return 0 if key in _NO_ANSWER or key in _CODES else None


def levels_of(ratings: Iterable[Rating]) -> tuple[dict[str, int], list[str]]:
    """The `levels` table for all ratings together (folded label -> level), and what to check."""
    votes: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for rating in ratings:
        for label, level in rating.labels.items():
            votes[fold(label)][level] += rating.column.counts[label]
    levels = {label: max(given, key=lambda level: given[level]) for label, given in votes.items()}
    warnings = [
        text.TWO_SENSES.format(label=label, level=levels[label])
        for label, given in votes.items()
        if len(given) > 1
    ]
    named = [f"“{label}” = {level}" for label, level in levels.items() if level]
    none = [f"“{label}”" for label, level in levels.items() if not level]
    if named:
        warnings.append(text.CHECK_LEVELS.format(levels=", ".join(named)))
    if none:
        warnings.append(text.NO_ANSWER_CODES.format(values=", ".join(none)))
    return levels, warnings


def tick_families(columns: Iterable[Column]) -> dict[str, list[Column]]:
    """Groups of three columns or more, of one family, that hold 0 and 1 only (0 is seen)."""
    families: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        if column.family and column.counts and set(column.counts) <= {"0", "1"}:
            families[column.family].append(column)
    return {
        family: members
        for family, members in families.items()
        if len(members) >= 3 and any("0" in member.counts for member in members)
    }
