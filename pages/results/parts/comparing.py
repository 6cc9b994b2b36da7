"""What a comparison is between, as disjoint counts, and how it is told: a unit inside another is taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.satisfaction import COUNT_COLUMNS
from analysis.text.labels import VERDICTS
from analysis.text.numbers import integer, rate
from analysis.text.sentences import pair_sentence
from analysis.thresholds import MINIMUM_N
from pages.shared import cached, choice
from pages.shared import text_results as words
from pages.shared.register import Register
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


def sides(view: View, units: Register, codes: Sequence[str]) -> list[Side]:
    """The chosen units as disjoint groups; a single one stands against the rest of its parent."""
    inside = {code: set(units.under(code)) - {code} for code in codes}
    found = []
    for code in codes:
        outermost = [c for c in codes if c in inside[code]]
        inner = tuple(
            view.only(unit=c) for c in outermost if not any(c in inside[o] for o in outermost)
        )
        name = units.names[code]
        said = words.ABOVE.format(name=name) if inner else name
        found.append(Side(code, said, view.only(unit=code), inner))
    if len(codes) == 1 and (above := units.parent_of(codes[0])):
        name = words.ABOVE.format(name=units.names[above])
        found.append(Side(REST, name, view.only(unit=above), (view.only(unit=codes[0]),)))
    return found


def in_a_sentence(pair: dict[str, Any], names: Mapping[str, str]) -> str:
    """Who is higher, by how much, and whether that is clear."""
    ends = pair["gap_ci_low"], pair["gap_ci_high"]
    said = pair_sentence(pair["verdict"], (names[pair["a"]], names[pair["b"]]), pair["gap"], ends)
    return f"{said[0].upper()}{said[1:]}."


def told(pairs: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The pairs by name, without rates below the minimum."""
    few = (pairs["n_a"] < MINIMUM_N) | (pairs["n_b"] < MINIMUM_N)
    rows = pairs.assign(name_a=pairs["a"].map(names), name_b=pairs["b"].map(names))
    rows["difference"] = rows["gap"]
    numbers = ["rate_a", "rate_b", "difference", "gap_ci_low", "gap_ci_high"]
    rows[numbers] = rows[numbers].mask(few)
    return rows[["name_a", "name_b", "difference", "verdict", "n_a", "rate_a", "n_b", "rate_b",
                 "gap_ci_low", "gap_ci_high"]]


def column_names(groups: Sequence[Side]) -> dict[str, str]:
    """One heading a group, told apart by code where two have one name."""
    return choice.unique({g.code: g.name[0].upper() + g.name[1:] for g in groups})


def cell(row: dict[str, object]) -> str:
    """ "87,3 % (n = 412) – thấp hơn rõ", or "chưa đủ phiếu (12/30)"."""
    n = int(str(row["n"]))
    said = rate(float(str(row["satisfied"])), n, MINIMUM_N)
    if n < MINIMUM_N:
        return said
    template = words.CELL if row["verdict"] in ("", "few") else words.CELL_VERDICT
    return template.format(rate=said, n=integer(n), verdict=VERDICTS.get(str(row["verdict"]), ""))


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
