"""One table a living source gave, and how to tell the source what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from analysis.errors import InputError
from analysis.mapping import SourceMapping
from data.raw_table import RawTable

Result = Mapping[str, Any]


def _nothing(_result: Result) -> None:
    """Most sources need not know what became of their table."""


@dataclass(frozen=True)
class Pulled:
    """A table, or the sentence why this part of the source could not be read as one.

    `finish` is called with the result document once the table is kept, or with the sentence.
    `timezone` is the zone the source says its times are in, where it says so.
    """

    table: RawTable | InputError
    file_name: str | None = None
    warnings: tuple[str, ...] = ()
    timezone: str | None = None
    finish: Callable[[Result], None] = _nothing


class Reader(Protocol):
    """What every kind of living source can do; SurveyError when it cannot be reached."""

    def pull(self, mapping: SourceMapping) -> Iterator[Pulled]:
        """The tables that wait to be brought in, one after another."""
        ...

    def test(self, mapping: SourceMapping) -> str:
        """One sentence: what is there, or what is wrong and what to do."""
        ...
