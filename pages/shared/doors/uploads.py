"""An uploaded file as a table: kept on disk only while it is read, then only in the session."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from analysis.criteria import CriterionSet
from analysis.headers import header_index
from analysis.propose import Proposal, propose
from analysis.registers import Registers
from data.raw_table import RawTable
from data.settings import open_home
from data.sources.tabular_file import read_file, sheet_names

SAMPLE_ROWS, MOST_VALUES = 1_000, 200
TYPES = ["xlsx", "csv"]
_ODD = re.compile(r"[^\w .()-]")


@dataclass(frozen=True)
class Sheet:
    """Which tab of a workbook, and in which row its header stands."""

    name: str | None = None
    header_row: int = 1


def table_of(file: Any, sheet: Sheet, place: str) -> RawTable:
    """The table in an uploaded file; read once and kept in the session under `place`.

    InputError for a file that cannot be read safely.
    """
    key = (file.file_id, sheet)
    kept = st.session_state.get(place)
    if kept is None or kept[0] != key:
        with _on_disk(file) as path:
            kept = key, read_file(path, sheet=sheet.name, header_row=sheet.header_row)
        st.session_state[place] = kept
    table: RawTable = kept[1]
    return table


def tabs_of(file: Any, place: str) -> list[str]:
    """The tabs of an uploaded workbook; none for a CSV file."""
    kept = st.session_state.get(place)
    if kept is None or kept[0] != file.file_id:
        with _on_disk(file) as path:
            kept = file.file_id, sheet_names(path)
        st.session_state[place] = kept
    names: list[str] = kept[1]
    return names


def proposed(raw: RawTable, registers: Registers, sets: Mapping[str, CriterionSet]) -> Proposal:
    """How the file could be read, with reasons."""
    samples: pd.DataFrame = raw.cells.slice(0, SAMPLE_ROWS).to_pandas().astype(object)
    return propose(raw.header, samples, registers, sets)


def values_of(raw: RawTable, header: str) -> list[str]:
    """The distinct cells under a header, at most MOST_VALUES of them."""
    found = [raw.cells.column(place).unique() for place in header_index(raw.header, header)]
    cells = (cell for column in found for cell in column.slice(0, MOST_VALUES).to_pylist())
    return [cell for cell in cells if cell]


@contextmanager
def _on_disk(file: Any) -> Iterator[Path]:
    """The upload as a file only we may read (0600) inside the home, gone afterwards."""
    home = open_home()
    home.prepare()
    with tempfile.TemporaryDirectory(prefix=".upload-", dir=home.path) as folder:
        path = Path(folder) / (_ODD.sub("_", Path(file.name).name)[-80:].lstrip(".") or "_")
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as opened:
            opened.write(file.getbuffer())
        yield path
