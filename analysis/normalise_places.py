"""Which registered unit and officer each row means on its day; unknown ones may be created."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.names import Resolver, fold, tidy, unit_key
from analysis.normalise_cells import Codes, Column, Mask, Objects, renamer
from analysis.registers import Officer, Registers, Unit

Days = npt.NDArray[np.datetime64]
_LONGEST_NAME = 200  # a longer text in a unit's or officer's column is no name
_OPEN = (date.min, date.max)


@dataclass(frozen=True)
class Chosen:
    """Per row the code found (None: none), and why not."""

    codes: Objects
    unknown: Mask
    outside: Mask


_made: list[tuple[Registers, Resolver]] = []


def _resolver(registers: Registers) -> Resolver:
    """The resolver of these registers, made once for all the parts of a table."""
    for known, resolver in _made:
        if known is registers:
            return resolver
    resolver = Resolver(registers)
    _made[:] = [(registers, resolver)]
    return resolver


class Places:
    """Resolves columns of unit and officer texts, remembering whom it had to create."""

    def __init__(
        self, registers: Registers, create: bool, values: Mapping[str, Mapping[str, str]]
    ) -> None:
        self._registers = registers
        self._resolver = _resolver(registers)
        self._create = create
        self._values = {role: renamer(renamed) for role, renamed in values.items()}
        self._units: dict[str, Unit] = {}
        self._officers: dict[str, Officer] = {}

    def units(self, column: Column, days: Days) -> Chosen:
        """The unit of each row; blank, unknown and ambiguous texts give none."""
        found = [self._unit(self._renamed("unit", text)) for text in column.texts]
        return _choose(found, column.codes, days, self._unit_window)

    def officers(self, column: Column, units: Objects, days: Days) -> Chosen:
        """The officer of each row inside its unit; blank texts and rows without unit give none."""
        unit_codes, unit_names = pd.factorize(units)
        asked = (column.codes >= 0) & (unit_codes >= 0)
        pairs = np.where(asked, unit_codes * max(1, len(column.texts)) + column.codes, -1)
        codes, distinct = pd.factorize(pairs)
        found = []
        for pair in distinct.tolist():
            unit, text = divmod(pair, max(1, len(column.texts)))
            found.append(
                self._officer(self._renamed("officer", column.texts[text]), unit_names[unit])
                if pair >= 0 else ()
            )
        chosen = _choose(found, codes.astype(np.int64), days, self._officer_window)
        return Chosen(chosen.codes, chosen.unknown & asked, chosen.outside & asked)

    def provisional_units(self, used: Iterable[object]) -> tuple[Unit, ...]:
        """Units created here that the given codes use, in order of first sight."""
        wanted = set(used)
        return tuple(unit for unit in self._units.values() if unit.code in wanted)

    def provisional_officers(self, used: Iterable[object]) -> tuple[Officer, ...]:
        """Officers created here that the given codes use, in order of first sight."""
        wanted = set(used)
        return tuple(o for o in self._officers.values() if o.code in wanted)

    def _renamed(self, role: str, text: str) -> str:
        renamed = self._values.get(role)
        return renamed.get(fold(text), text) if renamed else text

    def _unit(self, text: str) -> tuple[str, ...]:
        found = self._resolver.unit_candidates(text)
        if found or not self._create or not _may_be_name(text):
            return found
        name = tidy(text)
        unit = self._units.setdefault(unit_key(text), Unit(name, name, provisional=True))
        return (unit.code,)

    def _officer(self, text: str, unit_code: str) -> tuple[str, ...]:
        found = self._resolver.officer_candidates(text, unit_code)
        if found or not self._create or not _may_be_name(text):
            return found
        name = tidy(text)
        officer = Officer(f"{unit_code}/{name}", name, unit_code, provisional=True)
        return (self._officers.setdefault(f"{unit_code}/{fold(text)}", officer).code,)

    def _unit_window(self, code: str) -> tuple[date, date]:
        return _window(self._registers.units.get(code))

    def _officer_window(self, code: str) -> tuple[date, date]:
        return _window(self._registers.officers.get(code))


def _may_be_name(text: str) -> bool:
    name = tidy(text)
    return 0 < len(name) <= _LONGEST_NAME and name.isprintable()


def _window(entry: Unit | Officer | None) -> tuple[date, date]:
    if entry is None:
        return _OPEN
    return entry.valid_from or _OPEN[0], entry.valid_to or _OPEN[1]


def _choose(
    found: Sequence[tuple[str, ...]], codes: Codes, days: Days,
    window: Callable[[str], tuple[date, date]],
) -> Chosen:
    """Of each row's candidates the only one valid on its day; two valid ones are unknown."""
    widest = max((len(candidates) for candidates in found), default=0)
    hits = np.zeros(len(codes), dtype=np.int64)
    chosen = np.full(len(codes), None, dtype=object)
    for place in range(widest):
        names = np.array([c[place] if place < len(c) else None for c in found] + [None], object)
        windows = [_OPEN if n is None else window(n) for n in names]
        start, end = (np.array([w[side] for w in windows], "datetime64[D]") for side in (0, 1))
        valid = (names != None)[codes] & (start[codes] <= days) & (days <= end[codes])  # noqa: E711
        hits += valid
        chosen = np.where(valid, names[codes], chosen)
    known = np.array([bool(candidates) for candidates in found] + [False])[codes]
    chosen[hits != 1] = None
    return Chosen(chosen, ~known | (hits > 1), known & (hits == 0))
