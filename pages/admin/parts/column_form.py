"""Who, where, when: the column of every role, or what holds for the whole file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from analysis.criteria import CriterionSet
from analysis.mapping import COLUMN_ROLES, SourceMapping
from analysis.propose import TIME_PLACEHOLDER
from analysis.registers import Registers
from analysis.text.propose import UNIT_PLACEHOLDER
from analysis.times import local_minute
from pages.admin.parts.header_choice import Headers
from pages.shared import text_admin as words

FIRST_DAY = date(2000, 1, 1)  # before it every row is rejected; the widget alone stops ten years ago


@dataclass(frozen=True)
class Draft:
    """What the form starts from; `taken` are names a new source may not have, None: it is known."""

    headers: Headers
    mapping: SourceMapping
    sets: Mapping[str, CriterionSet]
    registers: Registers
    taken: frozenset[str] | None = None


def columns_form(draft: Draft) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Role -> headers, and role -> what every row says where no column does."""
    columns: dict[str, tuple[str, ...]] = {}
    constants = dict(draft.mapping.constants)
    with st.grid(3, min_column_width=240):
        for role in COLUMN_ROLES:
            with st.container(gap="xxsmall"):
                current = draft.mapping.columns.get(role, ())
                chosen = draft.headers.choose(role, words.ROLES[role], current)
                if chosen:
                    columns[role] = chosen
                    constants.pop(role, None)
                elif role in ("submitted_at", "unit"):
                    constants[role] = _constant(draft, role, constants.get(role, ""))
    return columns, {role: value for role, value in constants.items() if value}


def _constant(draft: Draft, role: str, said: str) -> str:
    """What holds for every row when no column says it."""
    key = f"{draft.headers.key}-constant-{role}"
    if role == "submitted_at":
        known = "" if said == TIME_PLACEHOLDER else said
        moment = local_minute(known, draft.mapping.date_order, draft.mapping.timezone)
        start = moment.date() if moment else None
        day = st.date_input(
            words.ONE_DAY, start, min_value=FIRST_DAY, key=key, format="DD/MM/YYYY"
        )
        return known if day == start else str(day or "")
    known = "" if said == UNIT_PLACEHOLDER else said
    units = {"": words.NOT_CHOSEN} | {c: unit.name for c, unit in draft.registers.units.items()}
    if len(units) == 1 or (known and known not in units):
        return st.text_input(words.ONE_UNIT, known, key=key).strip()
    return st.selectbox(
        words.ONE_UNIT, list(units), place_of(units, known), format_func=units.get, key=key
    )


def place_of(options: Mapping[str, str], code: str) -> int:
    """Where a code stands in a list to choose from; 0 when it is none of them."""
    return list(options).index(code) if code in options else 0
