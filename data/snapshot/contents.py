"""What goes into a snapshot, as values: registers, criterion sets and normalised responses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

import pandas as pd
import pyarrow as pa

from analysis.criteria import CriterionSet
from analysis.errors import InputError
from analysis.registers import Officer, Registers, Unit
from data.text_snapshot import SAME_CRITERION


@dataclass(frozen=True)
class SourceInfo:
    """One source as the snapshot names it; `last_import` is ISO time.

    `excluded` counts removed rows that a person decided not to count.
    """

    source_id: int
    name: str
    set_code: str
    counted_version: str = "first"
    last_import: str | None = None
    excluded: int = 0


Rows: TypeAlias = pd.DataFrame | pa.Table | pa.RecordBatch
_NO_ROWS = pd.DataFrame({"response_id": pd.Series(dtype="int64")})


@dataclass(frozen=True)
class Batch:
    """Normalised rows of one source: frames of `analysis.normalise` under response_id.

    `response_id` is the ledger's slot: it stays when a row is edited. `responses` has edited and
    removed besides; it may be Arrow, texts as dictionaries, respondent_type as 0, 1 or 2.
    """

    source: SourceInfo
    responses: Rows
    rejected: pd.DataFrame = field(default_factory=_NO_ROWS.copy)
    unreadable: pd.DataFrame = field(default_factory=_NO_ROWS.copy)
    units: tuple[Unit, ...] = ()
    officers: tuple[Officer, ...] = ()


@dataclass(frozen=True)
class Kept:
    """A former snapshot whose rows are taken over, except these responses and whole sources.

    Its provisional units and officers are known again if a response still names them. `rows` and
    `changed` say how many responses it has, and how many of them changed since its base.
    """

    path: Path
    touched: frozenset[int] = frozenset()
    renewed: frozenset[int] = frozenset()
    units: tuple[Unit, ...] = ()
    officers: tuple[Officer, ...] = ()
    rows: int = 0
    changed: int = 0


@dataclass(frozen=True)
class Contents:
    """Everything one snapshot holds; with `kept`, the batches hold only the touched slots.

    `batches` are read once, one after the other, and may be made while they are read.
    """

    registers: Registers
    sets: Sequence[CriterionSet]
    sources: Sequence[SourceInfo]
    batches: Iterable[Batch]
    meta: Mapping[str, str] = field(default_factory=dict)
    kept: Kept | None = None

    def of(self, registers: Registers) -> Contents:
        """The same with other registers."""
        return replace(self, registers=registers)

    def scale_columns(self) -> list[str]:
        """`c_<code>` of every scale criterion of the sets, each once, in order."""
        return _distinct(f"c_{c.code}" for s in self.sets for c in s.scales)

    def tick_columns(self) -> list[str]:
        """`t_<option>` of every tick option of the sets, each once, in order."""
        ticks = (c for s in self.sets for c in s.criteria if c.kind == "tick")
        return _distinct(f"t_{option}" for c in ticks for option, _ in c.options)


def _distinct(names: Iterable[str]) -> list[str]:
    distinct = list(dict.fromkeys(names))
    if len({name.casefold() for name in distinct}) < len(distinct):
        raise InputError(SAME_CRITERION.format(codes=", ".join(name[2:] for name in distinct)))
    return distinct


def under_slots(frame: pd.DataFrame, cells: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """A normalised frame under response_id in place of raw_id, with columns of the counted rows."""
    kept = cells[["slot", *columns]].rename(columns={"slot": "response_id"})
    return frame.join(kept, on="raw_id").drop(columns="raw_id")
