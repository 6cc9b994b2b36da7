"""The units of a scope as a tree, read once a snapshot; the words about them are in units.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from analysis.filters import Filters
from analysis.satisfaction import COUNT_COLUMNS
from pages.shared import cached
from pages.shared.part import worked
from pages.shared.view import View


class Register:
    """The units of the table of the register, in its order: a unit stands before its parts."""

    def __init__(self, table: pd.DataFrame) -> None:
        codes = table["unit_code"].tolist()
        self.names: dict[str, str] = dict(zip(codes, table["unit_name"].tolist(), strict=True))
        self._above = dict(zip(codes, table["parent_code"].tolist(), strict=True))
        self._table = table
        self._parts: dict[Any, list[str]] = {}
        for code, above in self._above.items():
            self._parts.setdefault(above if above in self.names else None, []).append(code)

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def entries(self) -> dict[str, Mapping[Any, Any]]:
        """The entry of every unit by its code."""
        return dict(zip(self.names, self._table.to_dict("records"), strict=True))

    @cached_property
    def starts(self) -> dict[str, date]:
        """When the service model began, at units where that is known."""
        begun = self._table[self._table["model_start"].notna()]
        return dict(zip(begun["unit_code"].tolist(), begun["model_start"].dt.date, strict=True))

    @cached_property
    def ended(self) -> list[tuple[str, date, list[str]]]:
        """Each unit that ended, the day after, and the codes it was merged into."""
        rows = self._table[self._table["valid_to"].notna()].to_dict("records")
        return [(row["unit_code"], row["valid_to"].date() + timedelta(days=1), into(row)) for row in rows]

    def parent_of(self, unit: str) -> str | None:
        """The unit above, when this person may see it."""
        above = self._above.get(unit)
        return above if above in self.names else None

    def has_parts(self, unit: str) -> bool:
        """Whether a unit stands above others."""
        return unit in self._parts

    def under(self, unit: str | None) -> list[str]:
        """The codes of a unit and everything under it, in tree order; all when there is none."""
        if unit is None:
            return list(self.names)
        found = [unit] if unit in self.names else []
        for part in self._parts.get(unit, []):
            found += self.under(part)
        return found

    def with_empty(self, counts: pd.DataFrame, unit: str | None) -> pd.DataFrame:
        """Counts by child with a row of zeros for every child that has none, in tree order.

        The parent is `unit`, without one the units nobody in the scope stands above; one of these
        without parts is listed itself.
        """
        at = {code: place for place, code in enumerate(counts["unit_code"].tolist())}
        roots = [unit] if unit else self._parts.get(None, [])
        inside = {part for root in roots for part in self._parts.get(root, [root])}
        listed = [code for code in self.names if code in inside or code in at]
        places = np.fromiter((at.get(code, -1) for code in listed), "int64", len(listed))
        named = {"unit_code": listed, "unit_name": [self.names[code] for code in listed]}
        numbers = {name: np.append(counts[name].to_numpy("int64"), 0)[places] for name in COUNT_COLUMNS}
        return pd.DataFrame({name: pd.array(said, dtype="str") for name, said in named.items()} | numbers)


def register(view: View) -> Register:
    """The units of the scope, whatever the page and its filters are."""
    return _register(replace(view, key="", filters=Filters(), period="", whose="", address={}, chosen={}))


@worked
def _register(view: View) -> Register:
    return Register(cached.everything("units_table", view))


def into(entry: Mapping[Any, Any]) -> list[str]:
    """The codes of the units that took one over."""
    return [code for code in str(entry["successor_codes"] or "").split(";") if code]
