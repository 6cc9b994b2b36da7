"""A living source looked at before anyone registers it: its table, and a mapping proposed for it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.errors import InputError, UnreachableError
from analysis.mapping import SourceMapping
from analysis.propose import Proposal, propose
from data.criteria import load_criterion_sets
from data.ledger import Ledger
from data.raw_table import RawTable
from data.sources.addresses import spreadsheet_id
from data.sources.pulled import Pulled
from data.sources.registry import reader_of
from data.text_sources import NOTHING_TO_READ

SAMPLE_ROWS = 1_000


def sheet_at(address: str, tab: str | None = None) -> SourceMapping:
    """The start of a mapping for the spreadsheet at an address; InputError when it is none."""
    number = spreadsheet_id(address)
    return SourceMapping("", "google_sheet", sheet=tab, options={"spreadsheet_id": number})


def read_live(mapping: SourceMapping) -> RawTable:
    """The table a living source holds now; of the mapping only kind, options and tab are needed.

    SurveyError when it cannot be read.
    """
    return _table(_first(mapping))


def propose_live(ledger: Ledger, mapping: SourceMapping) -> tuple[RawTable, Proposal]:
    """The table of a living source and a mapping proposed from it, with its kind and its zone."""
    pulled = _first(mapping)
    table = _table(pulled)
    samples: pd.DataFrame = table.cells.slice(0, SAMPLE_ROWS).to_pandas().astype(object)
    sets = load_criterion_sets(ledger.home)
    found = propose(table.header, samples, ledger.registers(), sets)
    proposed = replace(
        found.mapping, kind=mapping.kind, options=mapping.options, sheet=mapping.sheet,
        partial=mapping.kind == "folder", timezone=pulled.timezone or found.mapping.timezone,
    )
    warnings = (*found.warnings, *(w for w in pulled.warnings if proposed.timezone not in w))
    return table, replace(found, mapping=proposed, warnings=warnings)


def _first(mapping: SourceMapping) -> Pulled:
    """What a source gives first; of a folder the oldest file, which stays where it is."""
    first = next(iter(reader_of(mapping).pull(mapping)), None)
    if first is None:
        raise UnreachableError(NOTHING_TO_READ)
    return first


def _table(pulled: Pulled) -> RawTable:
    if isinstance(pulled.table, InputError):
        raise pulled.table
    return pulled.table
