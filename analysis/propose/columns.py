"""What can be seen in one column of an unknown file: its words, its values, their shape."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.names import search_key, tidy

LONGEST_HEADER = 1_000  # what a mapping file may hold
MOST_DISTINCT = 200  # enough to judge a column by
COMMENT_WORDS = (
    "y kien", "gop y", "nhan xet", "kien nghi", "de xuat", "phan anh", "binh luan", "noi dung khac",
    "comment", "comments", "feedback", "suggestion", "suggestions", "improve", "remarks",
)  # fmt: skip
FEW_ROWS = 30  # below it the shape of the values says little
LONGEST_NAME = 40  # on average; longer texts are sentences
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_APART = re.compile(r"[^a-z0-9]+")
_LETTER = re.compile(r"[^\W\d_]")


def key_of(text: str) -> str:
    """The words of a header or label, unaccented, apart by single spaces.

    >>> key_of("ThoiGianGui"), key_of("Đơn vị (nơi nộp)*"), key_of("question_1")
    ('thoi gian gui', 'don vi noi nop', 'question 1')
    """
    return _APART.sub(" ", search_key(_CAMEL.sub(" ", text))).strip()


@dataclass(frozen=True)
class Column:
    """One column with its first rows; `counts` holds its non-blank texts, trimmed."""

    place: int
    header: str
    counts: Counter[str]
    rows: int

    @cached_property
    def key(self) -> str:
        """The header's words."""
        return key_of(self.header)

    @cached_property
    def filled(self) -> int:
        """How many cells hold something."""
        return sum(self.counts.values())

    @cached_property
    def some(self) -> list[str]:
        """Up to MOST_DISTINCT distinct texts, in order of first sight."""
        return list(self.counts)[:MOST_DISTINCT]

    def word(self, words: Sequence[str]) -> str | None:
        """The first of the words that stands in the header as whole words."""
        padded = f" {self.key} "
        return next((word for word in words if f" {word} " in padded), None)

    @cached_property
    def family(self) -> str:
        """What the header shares with its neighbours: the part before "_", "[" or a number."""
        return re.split(r"[_\[\d]", self.header, maxsplit=1)[0].strip().casefold()

    @cached_property
    def is_free_text(self) -> bool:
        """Whether most cells are words of their own, several to a cell, each different."""
        if not self.filled or any(text.startswith(("http://", "https://")) for text in self.some):
            return False
        worded = [text for text in self.some if " " in text and _LETTER.search(text)]
        length = sum(map(len, self.some)) / len(self.some)
        varied = len(self.counts) > 0.5 * self.filled
        return varied and length > 14 and len(worded) > 0.5 * len(self.some)

    @cached_property
    def is_naming(self) -> bool:
        """Whether cells can be names: short texts, and the header asks for no opinion."""
        length = sum(map(len, self.some)) / max(1, len(self.some))
        return 0 < length <= LONGEST_NAME and self.word(COMMENT_WORDS) is None

    @cached_property
    def is_category(self) -> bool:
        """Whether few short texts repeat, as names of offices or kinds do."""
        few = len(self.counts) <= max(3, 0.3 * self.filled)
        return bool(self.counts) and few and all(len(text) <= 200 for text in self.some)


def columns_of(header: Sequence[str], samples: pd.DataFrame) -> list[Column]:
    """The columns a mapping can name: header not blank, not too long, first of its name."""
    columns: dict[str, Column] = {}
    for place, title in enumerate(header):
        name = tidy(title)
        if not name or len(title) > LONGEST_HEADER or "\0" in title or name.casefold() in columns:
            continue
        cells = samples[str(place)].dropna() if str(place) in samples else pd.Series([], dtype=object)
        texts = (str(cell).strip() for cell in cells)
        counts = Counter(text for text in texts if text)
        columns[name.casefold()] = Column(place, title, counts, len(samples))
    return list(columns.values())
