"""A nation that answers: 3,300 units, 33,000 officers, three years, nine criteria, a fixed seed.

Rows come as Arrow batches of one size, each drawn from its own seed, so memory is bounded and the
first million of ten is the first million of a hundred.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa

from analysis.criteria import Criterion, CriterionSet
from analysis.registers import Officer, Registers, Unit
from bench import text_rows as text

SEED = 20_260_501
BATCH = 500_000
FIRST_DAY, DAYS = date(2023, 11, 20), 3 * 365
PROVINCES, UNITS, OFFICERS = 34, 3_300, 33_000
SMALL = 19
"""Communes of the first province: with itself a subtree of twenty units."""
FEWEST_OFFICERS = 3
PROCEDURES = 8
COMMENTED = 0.02
DISTINCT_COMMENTS = 5_000
LEVELS = np.array([0.01, 0.02, 0.04, 0.10, 0.38, 0.45])
"""Shares of no answer and of levels 1 to 5."""

SET = CriterionSet(
    text.SET, text.SET_NAME, text.OVERALL,
    tuple(Criterion(code, label) for code, label in text.CRITERIA.items()),
)


@dataclass(frozen=True)
class Nation:
    """The registers and how rows fall on them; smaller numbers serve tests."""

    provinces: int = PROVINCES
    communes: int = UNITS - PROVINCES - 1
    officers: int = OFFICERS

    @cached_property
    def unit_codes(self) -> list[str]:
        """Codes of the communes, where all rows fall."""
        return [f"X{number:04d}" for number in range(self.communes)]

    @cached_property
    def registers(self) -> Registers:
        """Units and officers by code."""
        units = [Unit("VN", text.NATION, text.KINDS[0])]
        units += [
            Unit(f"T{number:02d}", text.PROVINCE.format(number + 1), text.KINDS[1], "VN")
            for number in range(self.provinces)
        ]
        units += [
            Unit(code, text.COMMUNE.format(number + 1), text.KINDS[2], self._province(number))
            for number, code in enumerate(self.unit_codes)
        ]
        officers = [
            Officer(f"C{number:05d}", text.OFFICER.format(number + 1), self.unit_codes[unit])
            for number, unit in enumerate(self.office_of)
        ]
        return Registers({u.code: u for u in units}, {o.code: o for o in officers})

    def _province(self, commune: int) -> str:
        others = self.provinces - 1
        return "T00" if commune < SMALL or not others else f"T{1 + commune % others:02d}"

    @cached_property
    def weights(self) -> np.ndarray:
        """The share of responses of each commune: a hundred times more at some than at others."""
        drawn = np.random.default_rng([SEED, 1]).lognormal(0, 1, self.communes)
        return drawn / drawn.sum()

    @cached_property
    def troubles(self) -> np.ndarray:
        """How much likelier the lowest level is at each commune: a few are over the line."""
        return np.random.default_rng([SEED, 4]).beta(0.6, 9, self.communes)

    @cached_property
    def office_of(self) -> np.ndarray:
        """The commune of each officer, in order: a few everywhere, more where more people come."""
        spare = self.officers - FEWEST_OFFICERS * self.communes
        more = np.random.default_rng([SEED, 2]).multinomial(spare, self.weights)
        return np.repeat(np.arange(self.communes), more + FEWEST_OFFICERS)

    def batches(self, rows: int, size: int = BATCH) -> Iterator[pa.RecordBatch]:
        """All rows, `size` at a time, with codes and texts as dictionaries."""
        for start in range(0, rows, size):
            yield self._batch(start, min(size, rows - start))

    def _batch(self, start: int, size: int) -> pa.RecordBatch:
        random = np.random.default_rng([SEED, 3, start])
        unit = np.searchsorted(self.weights.cumsum(), random.random(size) * 0.999_999)
        minute = (random.normal(600, 120, size) % 1440).astype(np.int16)
        columns = {
            "response_id": pa.array(np.arange(start, start + size)),
            "unit_code": _coded(unit.astype(np.int16), self.unit_codes),
            "officer_code": self._officers(random, unit),
            **_details(random, size),
            "day": _days(random, size),
            "minute": pa.array(minute),
            **_answers(random, size, self.troubles[unit]),
            "edited": pa.array(random.random(size) < 0.002),
            "removed": pa.array(random.random(size) < 0.001),
            "comment": _comments(random, size),
        }
        return pa.RecordBatch.from_pydict(columns)

    def _officers(self, random: np.random.Generator, unit: np.ndarray) -> pa.Array:
        """One officer of the unit, the first ones oftener; nobody for one row in twenty."""
        held = np.bincount(self.office_of, minlength=self.communes)
        first = np.concatenate([[0], held.cumsum()[:-1]])
        place = (held[unit] * random.random(len(unit)) ** 1.5).astype(np.int32)
        nobody = random.random(len(unit)) < 0.05
        return _coded((first[unit] + place).astype(np.int32), self._officer_codes, nobody)

    @cached_property
    def _officer_codes(self) -> list[str]:
        return [f"C{number:05d}" for number in range(self.officers)]


def _coded(numbers: np.ndarray, words: list[str], blank: np.ndarray | None = None) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(numbers, mask=blank), pa.array(words))


def _details(random: np.random.Generator, size: int) -> dict[str, pa.Array]:
    field = random.choice(len(text.FIELDS), size, p=_falling(len(text.FIELDS)))
    procedures = [text.PROCEDURE.format(f, n + 1) for f in text.FIELDS for n in range(PROCEDURES)]
    procedure = field * PROCEDURES + random.integers(0, PROCEDURES, size)
    channel = random.choice(len(text.CHANNELS), size, p=_falling(len(text.CHANNELS)))
    return {
        "field": _coded(field.astype(np.int8), list(text.FIELDS)),
        "procedure": _coded(procedure.astype(np.int16), procedures),
        "channel": _coded(channel.astype(np.int8), list(text.CHANNELS)),
        "stage": _coded(random.integers(0, 2, size, np.int8), list(text.STAGES)),
        "respondent_type": pa.array((1 + (random.random(size) < 0.15)).astype(np.int8)),
    }


def _answers(random: np.random.Generator, size: int, trouble: np.ndarray) -> dict[str, pa.Array]:
    """Answers go together: each criterion is the general answer, or now and then another."""
    overall = random.choice(6, size, p=LEVELS).astype(np.int8)
    overall[random.random(size) < trouble] = 1
    found = {"overall": pa.array(overall)}
    for code in text.CRITERIA:
        other = random.choice(6, size, p=LEVELS).astype(np.int8)
        found[f"c_{code}"] = pa.array(np.where(random.random(size) < 0.6, overall, other))
    return found


def _days(random: np.random.Generator, size: int) -> pa.Array:
    """More each year, fewer on Saturdays, none on Sundays."""
    first = (FIRST_DAY - date(1970, 1, 1)).days
    day = first + (DAYS * random.random(size) ** 0.7).astype(np.int32)
    weekday = (day + 3) % 7
    move = (weekday == 6) | ((weekday == 5) & (random.random(size) < 0.8))
    return pa.array(np.where(move, day - 3, day).astype(np.int32), pa.int32()).cast(pa.date32())


def _comments(random: np.random.Generator, size: int) -> pa.Array:
    nothing = random.random(size) >= COMMENTED
    number = random.integers(0, DISTINCT_COMMENTS, size).astype(np.int16)
    return _coded(number, [text.COMMENT.format(n) for n in range(DISTINCT_COMMENTS)], nothing)


def _falling(count: int) -> np.ndarray:
    """Shares that fall as one over rank."""
    shares = 1 / np.arange(1, count + 1)
    return shares / shares.sum()
