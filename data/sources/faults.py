"""Why a living source could not be read: one word for programs, one sentence for people."""

from __future__ import annotations

from analysis.errors import UnreachableError


class SourceError(UnreachableError):
    """The source gave nothing this time; `cause` is the word, `str()` the sentence."""

    def __init__(self, cause: str, sentence: str) -> None:
        super().__init__(sentence)
        self.cause = cause
