"""The kinds of living sources: one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis.errors import InputError
from analysis.mapping import SourceMapping
from data.settings import Settings
from data.sources.duckdb_table import DuckdbTable
from data.sources.folder import Folder
from data.sources.pulled import Reader
from data.text_sources import NOT_LIVING


def _google_sheet(settings: Settings) -> Reader:
    from data.sources.google_sheet import GoogleSheet  # only now: its libraries cost 0.3 s

    return GoogleSheet(settings)


def _form(settings: Settings) -> Reader:
    from data.sources.form import Form  # only now: the record is no part of the other kinds

    return Form(settings)


READERS: Mapping[str, Callable[[Settings], Reader]] = {
    "google_sheet": _google_sheet,
    "duckdb": DuckdbTable,
    "folder": Folder,
    "form": _form,
}


def reader_of(mapping: SourceMapping, settings: Settings | None = None) -> Reader:
    """What reads the source of this mapping; InputError for a kind that is not pulled."""
    if mapping.kind not in READERS:
        raise InputError(NOT_LIVING.format(name=mapping.name, kind=mapping.kind))
    return READERS[mapping.kind](settings or Settings())


def test_connection(mapping: SourceMapping, settings: Settings | None = None) -> str:
    """One sentence: what the source holds, or what is wrong and what to do about it."""
    return reader_of(mapping, settings).test(mapping)
