"""The office's own form as a living source: answers that came since the last sync."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from analysis.form_mapping import COLUMNS, NUMBER, header_of
from analysis.mapping import SourceMapping
from data.ledger import Ledger, open_ledger
from data.ledger.answers import Answer, count_answers, read_waiting
from data.raw_table import RawTable
from data.settings import Settings, open_home
from data.sources.pulled import Pulled
from data.text_form import READY, STATE

AT_ONCE = 20_000
"""Answers of one sync; more wait for the next."""


class Form:
    """Reads the answers that wait in the record of the home the settings name."""

    def __init__(self, settings: Settings) -> None:
        self._home = open_home(settings=settings)

    def pull(self, mapping: SourceMapping) -> Iterator[Pulled]:
        """One table of the waiting answers; nothing when none waits."""
        ledger = open_ledger(self._home)
        try:
            waiting = waiting_of(ledger, mapping.name)
        finally:
            ledger.close()
        if waiting:
            yield Pulled(answers_table(mapping, waiting))

    def test(self, mapping: SourceMapping) -> str:
        """How many answers came and how many wait."""
        ledger = open_ledger(self._home)
        try:
            if all(source.name != mapping.name for source in ledger.sources()):
                return READY
            number = ledger.source(mapping.name).id
            with ledger.engine.connect() as connection:
                count, waiting = count_answers(connection, number)
        finally:
            ledger.close()
        return STATE.format(count=count, waiting=waiting)


def waiting_of(ledger: Ledger, name: str, most: int = AT_ONCE) -> list[Answer]:
    """The answers of a source that wait, oldest first; none before it is registered."""
    found = next((source for source in ledger.sources() if source.name == name), None)
    if found is None:
        return []
    with ledger.engine.connect() as connection:
        return read_waiting(connection, found.id, most)


def answers_table(mapping: SourceMapping, answers: Sequence[Answer]) -> RawTable:
    """The answers as rows; the number of an answer is its row number, so none is taken for another."""
    header = header_of(mapping)
    names = {names[0]: role for role, names in COLUMNS.items()}
    rows = [
        {NUMBER: str(answer.number)} | dict(answer.cells) for answer in answers
    ]
    cells = pa.table({
        str(place): pa.array([row.get(names.get(title, title)) for row in rows], pa.string())
        for place, title in enumerate(header)
    })
    return RawTable(header, cells, pa.array([answer.number for answer in answers], pa.int64()))
