"""Which units a comparison is between, as disjoint counts: a unit inside another is taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.satisfaction import COUNT_COLUMNS
from pages.shared import cached, units
from pages.shared import text_results as words
from pages.shared.view import View

REST = "rest"


@dataclass(frozen=True)
class Side:
    """One of the groups compared: the responses of `view`, without those of `inner` units."""

    code: str
    name: str
    view: View
    inner: tuple[View, ...] = ()

    def counts(self, by: str = "") -> pd.DataFrame:
        """Its counts, as a whole or by one key, under unit_code and unit_name."""
        keys = (by,) if by else ()
        frame = cached.counts(self.view, keys)
        for inner in self.inner:
            frame = _without(frame, cached.counts(inner, keys))
        named = frame.assign(unit_code=self.code, unit_name=self.name)
        return named[["unit_code", "unit_name", *frame.columns]]


def sides(view: View, register: pd.DataFrame, codes: Sequence[str]) -> list[Side]:
    """The chosen units as disjoint groups; a single one stands against the rest of its parent."""
    inside = {code: set(units.under(register, code)) - {code} for code in codes}
    found = []
    for code in codes:
        outermost = [c for c in codes if c in inside[code]]
        inner = tuple(
            view.only(unit=c) for c in outermost if not any(c in inside[o] for o in outermost)
        )
        name = units.name_of(register, code)
        said = words.ABOVE.format(name=name) if inner else name
        found.append(Side(code, said, view.only(unit=code), inner))
    if len(codes) == 1 and (above := units.parent_of(register, codes[0])):
        name = words.ABOVE.format(name=units.name_of(register, above))
        found.append(Side(REST, name, view.only(unit=above), (view.only(unit=codes[0]),)))
    return found


def _without(whole: pd.DataFrame, part: pd.DataFrame) -> pd.DataFrame:
    """The counts of the whole minus those of a part, row by row of the same keys."""
    keys = [name for name in whole.columns if name not in COUNT_COLUMNS]
    if not keys:
        return whole.assign(**{c: whole[c].sub(part[c], fill_value=0) for c in COUNT_COLUMNS})
    both = whole.merge(part, how="left", on=keys, suffixes=("", "_part"))
    rest = whole.copy()
    for column in COUNT_COLUMNS:
        rest[column] = (both[column] - both[f"{column}_part"].fillna(0)).astype("int64").to_numpy()
    return rest
