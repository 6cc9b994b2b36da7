"""A mapping proposed for a file nobody has seen, with its reasons; a person decides.

Nothing is made up: what the file does not say becomes a constant that rejects every row until it
is filled in, and every doubt is a warning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.criteria import OVERALL, Criterion, CriterionSet
from analysis.mapping import SourceMapping
from analysis.names import Resolver
from analysis.propose import answers, moments, roles
from analysis.propose.columns import Column, columns_of
from analysis.propose.scales import Rating, levels_of, rating_of, tick_families
from analysis.registers import Registers
from analysis.text import propose as text

NAME = "nguon-moi"
TIME_PLACEHOLDER = "1900-01-01"  # readable as a day, and before any survey: bad_time for every row
_SHOWN = 5


@dataclass(frozen=True)
class Reason:
    """Why a role ("unit", "overall", a criterion code) was given to a header ("" : a constant)."""

    role: str
    header: str
    why: str


@dataclass(frozen=True)
class Proposal:
    """A mapping to look at, why it reads the columns so, and what a person must check."""

    mapping: SourceMapping
    reasons: tuple[Reason, ...]
    warnings: tuple[str, ...]


def propose(
    header: Sequence[str],
    samples: pd.DataFrame,
    registers: Registers,
    sets: Mapping[str, CriterionSet] | None = None,
) -> Proposal:
    """The mapping the first rows suggest; `samples` has a text column "0", "1", … per header.

    `sets` are the criterion sets at hand: one is named when the headers are its questions.
    """
    draft = _Draft(columns_of(header, samples), samples)
    draft.find_ticks()
    draft.find_time()
    draft.find_ratings(sets or {})
    draft.find_unit(registers)
    draft.find_others()
    return draft.proposal()


class _Draft:
    """The mapping as it grows; a column once used is not offered again."""

    def __init__(self, columns: list[Column], samples: pd.DataFrame) -> None:
        self._free, self._samples = columns, samples
        self._reasons: list[Reason] = []
        self._warnings: list[str] = []
        self._columns: dict[str, tuple[str, ...]] = {}
        self._constants: dict[str, str] = {}
        self._answers: dict[str, str] = {}
        self._criteria: list[Criterion] = []
        self._codes: set[str] = {OVERALL}
        self._settings: dict[str, str | bool] = {}
        self._levels: dict[str, int] = {}
        self._set: str | None = None
        self._ticks: dict[str, list[Column]] = {}

    def _give(self, role: str, column: Column, why: str) -> None:
        self._columns[role] = (*self._columns.get(role, ()), column.header)
        self._reasons.append(Reason(role, column.header, why))
        self._use(column)

    def _use(self, column: Column) -> None:
        self._free = [other for other in self._free if other.place != column.place]

    def _constant(self, role: str, value: str, reason: Reason) -> None:
        self._constants[role] = value
        self._reasons.append(reason)

    def find_ticks(self) -> None:
        """Sets families of 0/1 columns aside."""
        self._ticks = tick_families(self._free)
        for members in self._ticks.values():
            for column in members:
                self._use(column)

    def find_time(self) -> None:
        """The time column with its date order and zone, else a constant to fill in."""
        moment = moments.find_moment(self._free)
        if moment is None:
            self._no_time()
            return
        name = moment.column.header
        share = _percent(moment.read_share)
        why = text.WHY_TIME.format(share=share, example=moment.column.some[0])
        self._give("submitted_at", moment.column, why)
        if moment.unread is not None:
            missing = _percent(1 - moment.read_share)
            self._warnings.append(
                text.UNREAD_TIMES.format(share=missing, header=name, example=moment.unread)
            )
        self._order(moment)
        if moment.zone:
            self._settings["timezone"] = moments.ZONES[moment.zone]
            self._reasons.append(Reason("timezone", name, text.WHY_ZONE.format(zone=moment.zone)))

    def _order(self, moment: moments.Moment) -> None:
        name = moment.column.header
        self._settings["date_order"] = moment.date_order or "dmy"
        if moment.mixed:
            self._warnings.append(text.MIXED_ORDER.format(header=name))
        if moment.date_order is None:
            self._reasons.append(Reason("date_order", name, text.WHY_YEAR_FIRST))
        elif moment.evidence is None:
            self._warnings.append(text.AMBIGUOUS_ORDER.format(header=name))
        else:
            why = text.WHY_DMY if moment.date_order == "dmy" else text.WHY_MDY
            reason = Reason("date_order", name, why.format(example=moment.evidence))
            self._reasons.append(reason)

    def _no_time(self) -> None:
        day = moments.day_number(self._free)
        reason = (
            Reason("submitted_at", day.header, text.WHY_DAY_NUMBER) if day
            else Reason("submitted_at", "", text.WHY_NO_TIME)
        )
        self._constant("submitted_at", TIME_PLACEHOLDER, reason)
        self._warnings.append(text.FILL_TIME.format(value=TIME_PLACEHOLDER))
        if day:
            self._use(day)

    def find_ratings(self, sets: Mapping[str, CriterionSet]) -> None:
        """The general question, the criteria (of a known set or its own), the tick lists."""
        asked = [column for column in self._free if not roles.is_private(column)]
        questions = answers.known_questions(sets)
        ratings = [r for r in (rating_of(column, questions) for column in asked) if r]
        known, matched = answers.matching_set(ratings, sets)
        self._set = known.code if known else None
        general = answers.find_general(
            ratings, known.overall_label if known else "", self._samples
        )
        if general is None:
            self._warnings.append(text.NO_RATING)
        else:
            self._answer(OVERALL, general.rating.column, general.why)
            if general.doubtful:
                name = general.rating.column.header
                self._warnings.append(text.CHECK_OVERALL.format(header=name))
        if known:
            labels = {criterion.code: criterion.label for criterion in known.scales}
            for code, rating in matched.items():
                why = text.WHY_SET.format(label=labels[code], set=known.code)
                self._answer(code, rating.column, why)
            used = [*matched.values(), *([general.rating] if general else [])]
        else:
            used = ratings
            self._own_criteria([r for r in ratings if not general or r != general.rating])
        self._levels, warnings = levels_of(used)
        self._warnings += warnings

    def _own_criteria(self, ratings: list[Rating]) -> None:
        shown = {rating.column.place: rating.shown for rating in ratings}
        for criterion, column in answers.inline_criteria(ratings).items():
            self._criteria.append(criterion)
            self._codes.add(criterion.code)
            self._answer(criterion.code, column, text.WHY_RATING.format(values=shown[column.place]))
        for family, members in self._ticks.items():
            criterion = answers.tick_criterion(family, members, self._codes)
            self._criteria.append(criterion)
            for (option, _), column in zip(criterion.options, members, strict=True):
                self._answer(option, column, text.WHY_TICKS)

    def _answer(self, code: str, column: Column, why: str) -> None:
        self._answers[code] = column.header
        self._reasons.append(Reason(code, column.header, why))
        self._use(column)

    def find_unit(self, registers: Registers) -> None:
        """The unit's column, else the only registered unit, else a constant to fill in."""
        column, word = roles.find_unit(self._free, registers)
        if column is None:
            self._no_unit(registers)
            return
        resolver = Resolver(registers)
        share = roles.known_share(column, resolver)
        why = text.WHY_HEADER.format(word=word) if word else text.WHY_REGISTER.format(
            share=_percent(share)
        )
        self._give("unit", column, why)
        unknown = [value for value in column.some if not resolver.unit(value)]
        if share < roles.LEAST_KNOWN:
            self._settings["create_units"] = True
            self._warnings.append(text.NEW_UNITS.format(header=column.header))
        elif unknown:
            names = ", ".join(f"“{name}”" for name in unknown[:_SHOWN])
            self._warnings.append(text.UNKNOWN_UNITS.format(header=column.header, names=names))

    def _no_unit(self, registers: Registers) -> None:
        if len(registers.units) == 1:
            code = next(iter(registers.units))
            self._constant("unit", code, Reason("unit", "", text.WHY_ONE_UNIT))
            return
        self._constant("unit", text.UNIT_PLACEHOLDER, Reason("unit", "", text.WHY_NO_UNIT))
        self._warnings.append(text.FILL_UNIT.format(value=text.UNIT_PLACEHOLDER))

    def find_others(self) -> None:
        """Officer, field, procedure, respondent type, channel, stage, comments."""
        self._free = [column for column in self._free if not roles.is_private(column)]
        for role in roles.WORDS:
            column, word = roles.find_role(role, self._free)
            if column:
                why = text.WHY_HEADER.format(word=word) if word else text.WHY_VALUES
                self._give(role, column, why)
        for column, word in roles.find_comments(self._free):
            why = text.WHY_HEADER.format(word=word) if word else text.WHY_FREE_TEXT
            self._give("comment", column, why)

    def proposal(self) -> Proposal:
        """The finished proposal."""
        settings = self._settings
        mapping = SourceMapping(
            NAME, criterion_set=self._set, columns=self._columns, constants=self._constants,
            answers=self._answers, levels=self._levels, criteria=tuple(self._criteria),
            timezone=str(settings.get("timezone", SourceMapping(NAME).timezone)),
            date_order=str(settings.get("date_order", "dmy")),
            create_units=bool(settings.get("create_units", False)),
        )  # fmt: skip
        return Proposal(mapping, tuple(self._reasons), tuple(self._warnings))


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"
