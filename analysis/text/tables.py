"""Codes in tables put into words, for a screen or a file that people read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from analysis.text.labels import (
    CHANNELS,
    EVIDENCE,
    RESPONDENT_TYPES,
    SIGNALS,
    STATUSES,
    VERDICTS,
    WEEKDAYS,
)

WORDS: Final[Mapping[str, Mapping[Any, str]]] = {
    "channel": CHANNELS,
    "evidence": EVIDENCE,
    "respondent_type": RESPONDENT_TYPES,
    "signal": SIGNALS,
    "status": {code: " ".join(pair) for code, pair in STATUSES.items()},
    "verdict": VERDICTS,
    "weekday": WEEKDAYS,
}
"""Column -> code -> word; a value that is no code stays as it is."""


def in_words(frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows with the codes of WORDS in words; the frame itself when it has none.

    >>> in_words(pd.DataFrame({"verdict": ["few", "higher"], "n": [3, 90]}))["verdict"].tolist()
    ['chưa đủ phiếu', 'cao hơn rõ']
    """
    coded = [column for column in WORDS if column in frame]
    worded = frame.copy(deep=False) if coded else frame
    for column in coded:
        words = WORDS[column]
        values = frame[column].astype(object).tolist()
        worded[column] = [
            words.get(value, value) if isinstance(value, str | int) else value for value in values
        ]
    return worded
