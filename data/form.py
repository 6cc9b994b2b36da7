"""The office's own form: what a code opens, what a filled form says, and keeping it.

Nothing about the person is known here: no address, no device, no name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from analysis.criteria import OVERALL, Criterion, CriterionSet
from analysis.errors import InputError, SurveyError
from analysis.form_mapping import KIND, ONCE, SHARED
from analysis.levels import LEVELS
from analysis.registers import Officer, Unit
from analysis.text.labels import RESPONDENT_TYPES
from analysis.times import zone
from data import text_form as text
from data.criteria import criterion_set_for, load_criterion_sets
from data.form_codes import Code, batch_key, is_genuine, is_void, make_codes, read_code, used_mark
from data.ledger import Ledger, Source
from data.ledger.answers import CodeBatch, is_used, keep_answer, keep_batch, read_batch
from data.ledger.registers import read_entry
from data.settings import ZONE

COMMENT, RESPONDENT = "comment", "respondent_type"
LONGEST_COMMENT = 1_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class CodeError(InputError):
    """A code that opens nothing; `why` is a key of REFUSED."""

    def __init__(self, why: str) -> None:
        super().__init__(text.REFUSED[why])
        self.why = why


class NotKeptError(SurveyError):
    """The record could not take an answer just now: a full disk, or others keep it busy."""


@dataclass(frozen=True)
class Invitation:
    """What a code opens: the questions of a source about one unit, and one officer where named."""

    source: Source
    criterion_set: CriterionSet
    batch: CodeBatch
    code: Code
    unit: Unit
    officer: Officer | None

    @property
    def once(self) -> bool:
        """Whether the code is good for one answer only."""
        return self.batch.count > 0

    @property
    def scales(self) -> list[Criterion]:
        """The questions on five levels, the general one first."""
        asked = [c for c in self.criterion_set.scales if c.code in self.source.mapping.answers]
        return [Criterion(OVERALL, self.criterion_set.overall_label), *asked]

    @property
    def ticks(self) -> list[Criterion]:
        """The lists of facts to tick."""
        every = self.criterion_set.criteria
        return [c for c in every if c.kind == "tick" and c.code in self.source.mapping.answers]


@dataclass(frozen=True)
class Filled:
    """A filled form: texts by column as they are kept, and a sentence for each wrong field."""

    cells: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)


def hand_out(ledger: Ledger, batch: CodeBatch, now: datetime) -> tuple[CodeBatch, list[str]]:
    """Makes a batch of codes and writes down for whom; the codes themselves are kept nowhere.

    InputError when the unit or officer is unknown.
    """
    _place(ledger, batch, strict=True)
    with ledger.writing(now) as chain:
        made = replace(batch, number=keep_batch(chain, batch))
    return made, make_codes(batch_key(ledger.home, made.number), made)


def last_day(now: datetime, days: int) -> str:
    """The last day (ISO, local) of codes that are good for so many days, today included."""
    return (now.astimezone(ZONE).date() + timedelta(days=days - 1)).isoformat()


def invitation(ledger: Ledger, typed: str, now: datetime, unit: str = "") -> Invitation:
    """What a code opens; CodeError when nothing. A `unit` named must be the one of the code.

    A used code opens nothing either, but asking never uses it up.
    """
    code = read_code(typed)
    if code is None:
        raise CodeError("unknown")
    key = batch_key(ledger.home, code.batch)
    with ledger.engine.connect() as connection:
        batch = read_batch(connection, code.batch)
        if batch is None or not is_genuine(key, code, batch):
            raise CodeError("forged")
        used = batch.count > 0 and is_used(connection, used_mark(key, code))
    if unit and unit != batch.unit_code:
        raise CodeError("other_unit")
    source = next(one for one in ledger.sources() if one.id == batch.source_id)
    shared = source.mapping.options.get("codes") == "none"
    if not source.active or source.kind != KIND or (batch.count == 0 and not shared):
        raise CodeError("closed")
    if used:
        raise CodeError("used")
    if is_void(ledger.home, batch):
        raise CodeError("void")
    if now.astimezone(ZONE).date().isoformat() > batch.expires:
        raise CodeError("expired")
    asked = criterion_set_for(source.mapping, load_criterion_sets(ledger.home))
    return Invitation(source, asked, batch, code, *_place(ledger, batch))


def read_filled(asked: Invitation, fields: Mapping[str, Sequence[str]]) -> Filled:
    """What the fields of a sent form say; every question on five levels needs an answer."""
    cells: dict[str, str] = {}
    problems: dict[str, str] = {}
    for question in asked.scales:
        said = "".join(fields.get(question.code, ())[:1])
        if said in map(str, LEVELS):
            cells[question.code] = said
        else:
            problems[question.code] = text.NOT_OFFERED if said else text.NOT_CHOSEN
    for question in asked.ticks:
        offered = [code for code, _ in question.options]
        ticked = [code for code in offered if code in fields.get(question.code, ())]
        if set(fields.get(question.code, ())) - set(ticked):
            problems[question.code] = text.NOT_OFFERED
        cells[question.code] = "; ".join(ticked)
    kind = "".join(fields.get(RESPONDENT, ())[:1])
    if kind and kind not in RESPONDENT_TYPES:
        problems[RESPONDENT] = text.NOT_OFFERED
    comment = _plain("".join(fields.get(COMMENT, ())[:1]))
    if len(comment) > LONGEST_COMMENT:
        problems[COMMENT] = text.TOO_LONG.format(length=len(comment), most=LONGEST_COMMENT)
    cells |= {RESPONDENT: kind, COMMENT: comment}
    return Filled({name: said for name, said in cells.items() if said}, problems)


def submit(
    ledger: Ledger, asked: Invitation, filled: Filled, now: datetime, once: str = ""
) -> bool:
    """Keeps an answer for good; False, and nothing kept, when its code was used before.

    NotKeptError, and the code still good, when the record cannot be written. `once` stands for one showing of the form where one code serves again and again.
    """
    local = now.astimezone(zone(asked.source.mapping.timezone)).replace(tzinfo=None)
    place = {
        "submitted_at": local.isoformat(" ", "minutes"), "unit": asked.batch.unit_code,
        "officer": asked.batch.officer_code or "", "channel": ONCE if asked.once else SHARED,
    }
    cells = {**{name: said for name, said in place.items() if said}, **filled.cells}
    mark = used_mark(batch_key(ledger.home, asked.batch.number), asked.code, "" if asked.once else once)
    try:
        with ledger.writing(now) as chain:
            return keep_answer(chain, asked.source.id, mark, cells)
    except sa.exc.OperationalError as error:
        raise NotKeptError(text.NOT_KEPT) from error


def _place(ledger: Ledger, batch: CodeBatch, strict: bool = False) -> tuple[Unit, Officer | None]:
    """Whom a batch is about; `strict` refuses what the registers do not hold."""
    with ledger.engine.connect() as connection:
        unit = read_entry(connection, Unit, batch.unit_code)
        named = batch.officer_code
        officer = read_entry(connection, Officer, named) if named else None
    if strict and unit is None:
        raise InputError(text.UNKNOWN_UNIT.format(code=batch.unit_code))
    if strict and named and (officer is None or officer.unit_code != batch.unit_code):
        raise InputError(text.UNKNOWN_OFFICER.format(code=named, unit=batch.unit_code))
    return unit or Unit(batch.unit_code, batch.unit_code), officer


def _plain(said: str) -> str:
    """A comment without what no keyboard types; lines are kept."""
    lines = said.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", lines)).strip()
