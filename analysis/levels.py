"""What an answer's text says on the five levels; a label outside the list is never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.names import fold
from analysis.text.words import LEVEL_WORDS

LEVELS = (1, 2, 3, 4, 5)
NO_ANSWER = 0
UNREADABLE = -1

_LABELS = {fold(label): level for label, level in LEVEL_WORDS.items()}
_NUMBER = re.compile(r"([0-9]+)(?:[.,]0+)?")
_NUMBERED = re.compile(r"(?:\(([1-5])\)|([1-5])(?![.,]?[0-9]))\s*[-–—.:)]?\s*(.*)")


def level_of(text: str, extra: Mapping[str, int]) -> int:
    """The level 1..5 of an answer, 0 for no answer, -1 when it cannot be read.

    `extra` holds folded labels (1..5, or 0 for no answer) and wins over the built-in labels.

    >>> [level_of(t, {}) for t in ("5 - Rất hài lòng", "(2)", "Bình  thường", "", "Khá", "5 - Tệ")]
    [5, 2, 3, 0, -1, -1]
    >>> level_of("6", {"6": 0}), level_of("Tạm hài lòng", {fold("Tạm hài lòng"): 3})
    (0, 3)
    """
    key = fold(text)
    if not key:
        return NO_ANSWER
    whole = _NUMBER.fullmatch(key)
    plain = whole[1] if whole else key
    for label in (key, plain):
        if label in extra:
            return extra[label]
    if key in _LABELS:
        return _LABELS[key]
    numbered = _NUMBERED.fullmatch(plain)
    return _numbered_level(numbered, extra) if numbered else UNREADABLE


def _numbered_level(found: re.Match[str], extra: Mapping[str, int]) -> int:
    """The number's level when no label follows or the label says the same."""
    level, label = int(found[1] or found[2]), found[3]
    said = extra.get(label, _LABELS.get(label)) if label else level
    return level if said == level else UNREADABLE
