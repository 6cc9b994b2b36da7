"""The mapping of the office's own form: its columns are ours, its questions those of its set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from analysis.criteria import OVERALL, CriterionSet
from analysis.mapping import SourceMapping

KIND = "form"
NUMBER = "form.number"
"""The column that tells two equal answers apart; nothing else is read from it."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    role: (f"form.{role}",)  # no criterion has a dot in its code
    for role in ("submitted_at", "unit", "officer", "respondent_type", "channel", "comment")
}
ONCE, SHARED = "one_time_code", "shared_code"
"""What the channel of an answer says: a code of its own opened the form, or one for everybody."""

CODES = ("once", "none")
"""`codes` of a form: every answer needs a code of its own, or one code serves a whole desk."""


def with_questions(mapping: SourceMapping, criterion_set: CriterionSet) -> SourceMapping:
    """The mapping of a form, asking what it names, or all its set has; others stay as they are.

    The general question is always asked.
    """
    if mapping.kind != KIND:
        return mapping
    wanted = mapping.answers or [criterion.code for criterion in criterion_set.criteria]
    return replace(mapping, answers={code: code for code in dict.fromkeys([OVERALL, *wanted])})


def header_of(mapping: SourceMapping) -> tuple[str, ...]:
    """The header of the table a form's answers make."""
    return (NUMBER, *(names[0] for names in mapping.columns.values()), *mapping.answers.values())
