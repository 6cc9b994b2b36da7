"""Raw cells to responses: every row is a response or is rejected with a reason, never neither.

Works on the distinct texts of each column; no loop runs over rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.criteria import OVERALL, Criterion, CriterionSet
from analysis.headers import header_places
from analysis.levels import NO_ANSWER, UNREADABLE, level_of
from analysis.mapping import SourceMapping
from analysis.names import fold, tidy
from analysis.normalise_cells import (
    LONGEST_CELL,
    Cells,
    Column,
    Mask,
    Objects,
    Rejections,
    constant_column,
    renamer,
)
from analysis.normalise_places import Places
from analysis.registers import Officer, Registers, Unit
from analysis.text.words import RESPONDENT_WORDS, TICKED
from analysis.times import local_minutes, zone

_FIRST_DAY = np.datetime64("2000-01-01", "m")  # earlier times are typing errors, no survey is older
_AHEAD = timedelta(days=1)  # clocks and zones of sources may run ahead by this much
_ERROR = re.compile(
    r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|ERROR!|SPILL!|CALC!|FIELD!|BLOCKED!)",
    re.IGNORECASE,
)
_TEXT_ROLES = ("field", "procedure", "channel", "stage")
_RESPONDENTS = {fold(word): kind for kind, words in RESPONDENT_WORDS.items() for word in words}
_TICKED = frozenset(map(fold, TICKED))


@dataclass(frozen=True)
class Rules:
    """What turns the cells of one source into responses; `now` bounds the future."""

    mapping: SourceMapping
    criterion_set: CriterionSet
    registers: Registers
    now: datetime


@dataclass(frozen=True)
class Normalised:
    """Responses, the rows left out, the answers left out, and whom the rows made known.

    `responses`: raw_id, unit_code, officer_code, day, minute (-1: no clock), field, procedure,
    respondent_type, channel, stage, overall (0..5), c_<criterion> (0..5), t_<option> (bool; no
    such column when the table does not ask it), comment. `rejected`: raw_id, row, column, value,
    reason. `unreadable`: raw_id, row, criterion, value; texts that name no kind of respondent
    stand there under "respondent_type" and read as not stated. Missing text is None.
    """

    responses: pd.DataFrame
    rejected: pd.DataFrame
    unreadable: pd.DataFrame
    provisional_units: tuple[Unit, ...]
    provisional_officers: tuple[Officer, ...]


def normalise(cells: pd.DataFrame, header: Sequence[str], rules: Rules) -> Normalised:
    """Every row as a response or a rejection; `cells` has raw_id as index, "0", "1", … and row."""
    found = _Source(cells, header, rules.mapping)
    rejections = Rejections(cells.index.to_numpy(), cells["row"].to_numpy())
    minutes, clocks = _times(found, rules, rejections)
    days = minutes.astype("datetime64[D]")
    places = Places(rules.registers, rules.mapping.create_units, rules.mapping.values)
    units = places.units(found.roles["unit"], days)
    rejections.add(units.unknown, "unknown_unit", found.roles["unit"])
    rejections.add(units.outside, "out_of_scope", found.roles["unit"])
    officers = places.officers(found.roles["officer"], units.codes, days)
    rejections.add(officers.unknown | officers.outside, "unknown_officer", found.roles["officer"])
    overall = found.answers[OVERALL].map(_level(rules), NO_ANSWER, np.int8)
    rejections.add(overall == UNREADABLE, "unknown_level", found.answers[OVERALL])

    kept = ~rejections.rejected
    minute = np.where(clocks, (minutes - days).astype(np.int64), -1)
    values: dict[str, npt.NDArray[Any]] = {
        "raw_id": cells.index.to_numpy(), "unit_code": units.codes, "officer_code": officers.codes,
        "day": days.astype(object), "minute": minute.astype(np.int16), **_details(found, rules),
        "overall": overall,
    }
    scales, unreadable = _scales(found, rules, kept)
    asked = found.roles["respondent_type"]
    unknown = pd.isna(values["respondent_type"]) & ~asked.blank & kept
    unreadable.append(("respondent_type", unknown, asked))
    values |= scales | _ticks(found, rules.criterion_set) | {"comment": found.comments()}
    responses = pd.DataFrame({
        name: pd.Series(column[kept], dtype=column.dtype) for name, column in values.items()
    })
    return Normalised(
        responses, rejections.frame(), _listed(cells, unreadable),
        places.provisional_units(responses["unit_code"]),
        places.provisional_officers(responses["officer_code"]),
    )


class _Source:
    """The columns of a source by what they mean."""

    def __init__(self, cells: pd.DataFrame, header: Sequence[str], mapping: SourceMapping) -> None:
        self.cells = Cells(cells, header)
        self._there = header_places(header)
        self._answers = mapping.answers
        self._comments = mapping.columns.get("comment", ())
        self._constant_comment = mapping.constants.get("comment")
        roles = ("submitted_at", "unit", "officer", "respondent_type", *_TEXT_ROLES)
        self.roles = {role: self._role(role, mapping) for role in roles}
        self.answers = {key: self.cells.column(name) for key, name in mapping.answers.items()}
        self.answers.setdefault(OVERALL, self._blank(OVERALL))

    def asks(self, key: str) -> bool:
        """Whether the table has the column of an answer; a form may leave out what others ask."""
        return key in self._answers and fold(self._answers[key]) in self._there

    def _role(self, role: str, mapping: SourceMapping) -> Column:
        if role in mapping.columns:
            return self.cells.column(mapping.columns[role][0])
        if role in mapping.constants:
            return constant_column(role, mapping.constants[role], self.cells.rows)
        return self._blank(role)

    def _blank(self, title: str) -> Column:
        return Column(title, [], np.full(self.cells.rows, -1, dtype=np.int64))

    def comment_columns(self) -> list[Column]:
        """Every column that holds comments; equal headers each count."""
        return [part for name in self._comments for part in self.cells.parts(name)]

    def comments(self) -> Objects:
        """The comment per row, several columns on lines of their own, None when blank."""
        columns = self.comment_columns()
        if self._constant_comment:
            columns.append(constant_column("comment", self._constant_comment, self.cells.rows))
        joined = np.full(self.cells.rows, None, dtype=object)
        for column in columns:
            text = column.take(_clean(column.texts), None, object)
            second = ~pd.isna(joined) & ~column.blank
            text[second] = joined[second] + "\n" + text[second]
            joined = np.where(column.blank, joined, text)
        return joined


def _clean(texts: Sequence[str]) -> list[str]:
    series = pd.Series(list(texts), dtype=object)
    return series.str.strip().str.normalize("NFC").tolist() if len(series) else []


def _times(
    found: _Source, rules: Rules, rejections: Rejections
) -> tuple[npt.NDArray[np.datetime64], Mask]:
    """Local minutes and "has a clock" per row, after the checks that come before all others."""
    for differ, column in found.cells.conflicts:
        rejections.add(differ, "duplicate_header", column)
    time = found.roles["submitted_at"]
    for column in (time, found.roles["unit"], found.roles["officer"], found.answers[OVERALL]):
        if "#" in "".join(column.texts):
            rejections.add(column.where(_is_error), "spreadsheet_error", column)
    # What a citizen wrote is no word for those who only look after the data: it is not quoted.
    for columns, quoted in (
        ((*found.roles.values(), *found.answers.values()), True), (found.comment_columns(), False),
    ):
        for column in columns:
            if max(map(len, column.texts), default=0) > LONGEST_CELL:
                long = column.where(lambda text: len(text) > LONGEST_CELL)
                shown = column if quoted else replace(column, texts=["…"] * len(column.texts))
                rejections.add(long, "too_long", shown)
    mapping = rules.mapping
    moments, with_clock = local_minutes(time.texts, mapping.date_order, mapping.timezone)
    minutes = time.take(moments, np.datetime64("NaT", "m"), "datetime64[m]")
    rejections.add(~(minutes >= _FIRST_DAY), "bad_time", time)
    rejections.add(minutes > _latest(rules), "future_time", time)
    return minutes, time.take(with_clock, False, bool)


def _is_error(text: str) -> bool:
    return _ERROR.fullmatch(text.strip()) is not None


def _latest(rules: Rules) -> np.datetime64:
    """The last local minute that is not in the future."""
    now = rules.now
    if now.tzinfo is not None:
        now = now.astimezone(zone(rules.mapping.timezone)).replace(tzinfo=None)
    return np.datetime64(now + _AHEAD, "m")


def _level(rules: Rules) -> Callable[[str], int]:
    return lambda text: level_of(text, rules.mapping.levels)


def _details(found: _Source, rules: Rules) -> dict[str, Objects]:
    """Field, procedure, respondent type, channel and stage per row."""
    def named(role: str) -> Objects:
        renamed = renamer(rules.mapping.values.get(role, {}))
        return found.roles[role].map(
            lambda text: renamed.get(fold(text), tidy(text)), None, object
        )

    kinds: Mapping[str, str] = _RESPONDENTS | dict(
        renamer(rules.mapping.values.get("respondent_type", {}))
    )
    respondents = found.roles["respondent_type"].map(
        lambda text: kinds.get(fold(text)), None, object
    )
    return {
        "field": named("field"), "procedure": named("procedure"), "respondent_type": respondents,
        "channel": named("channel"), "stage": named("stage"),
    }


Problem = tuple[str, Mask, Column]


def _scales(
    found: _Source, rules: Rules, kept: Mask
) -> tuple[dict[str, npt.NDArray[Any]], list[Problem]]:
    """The level of each criterion per row, and which answers of kept rows could not be read."""
    levels: dict[str, npt.NDArray[Any]] = {}
    unreadable: list[Problem] = []
    for criterion in rules.criterion_set.scales:
        column = found.answers.get(criterion.code)
        level = np.zeros(len(kept), dtype=np.int8)
        if column is not None:
            level = column.map(_level(rules), NO_ANSWER, np.int8)
            unreadable.append((criterion.code, (level == UNREADABLE) & kept, column))
        levels[f"c_{criterion.code}"] = np.where(level == UNREADABLE, NO_ANSWER, level)
    return levels, unreadable


def _listed(cells: pd.DataFrame, problems: Sequence[Problem]) -> pd.DataFrame:
    """Columns raw_id, row, criterion, value: every unreadable answer, in the order of rows."""
    places = [np.flatnonzero(rows) for _, rows, _ in problems]
    place = np.concatenate(places) if places else np.zeros(0, dtype=np.int64)
    names = [code for (code, _, _), rows in zip(problems, places, strict=True) for _ in rows]
    shown = [column.shown()[rows] for (_, _, column), rows in zip(problems, places, strict=True)]
    listed = pd.DataFrame({
        "place": place, "raw_id": cells.index.to_numpy()[place], "row": cells["row"].to_numpy()[place],
        "criterion": pd.Series(names, dtype=object),
        "value": pd.Series(np.concatenate(shown) if shown else [], dtype=object),
    })
    return listed.sort_values("place", kind="stable").drop(columns="place").reset_index(drop=True)


def _ticks(found: _Source, criterion_set: CriterionSet) -> dict[str, npt.NDArray[Any]]:
    """Whether each option of each tick list was ticked, per row; only options that were asked."""
    ticked: dict[str, npt.NDArray[Any]] = {}
    for criterion in criterion_set.criteria:
        for option, label in criterion.options:
            keys = (option, f"{criterion.code}.{option}")
            if not any(map(found.asks, (criterion.code, *keys))):
                continue
            rows = np.zeros(found.cells.rows, dtype=bool)
            listing = found.answers.get(criterion.code)
            if listing is not None:
                rows |= listing.where(_names_option(criterion, option))
            truths = _TICKED | {fold(label), option}
            for key in keys:
                if key in found.answers:
                    rows |= found.answers[key].where(_is_among(truths))
            ticked[f"t_{option}"] = rows
    return ticked


def _is_among(keys: frozenset[str]) -> Callable[[str], bool]:
    return lambda text: fold(text) in keys


def _names_option(criterion: Criterion, option: str) -> Callable[[str], bool]:
    """Whether a list cell ("a, b" or lines) names the option by label or code, as a whole item."""
    label = next(label for code, label in criterion.options if code == option)
    either = "|".join(map(re.escape, (fold(label), option)))
    item = re.compile(rf"(?:^|[,;|])\s*(?:{either})\s*(?=$|[,;|])")
    return lambda text: item.search(fold(re.sub(r"[\r\n]+", ";", text))) is not None
