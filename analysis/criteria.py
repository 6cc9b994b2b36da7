"""Criterion sets: which questions a questionnaire asks, read from TOML by the data layer."""

from __future__ import annotations

from dataclasses import dataclass

OVERALL = "overall"


@dataclass(frozen=True)
class Criterion:
    """One question. `kind`: "scale" is answered on five levels, "tick" is a list of facts to tick.

    A tick list has `options` of (code, label); a scale has none.
    """

    code: str
    label: str
    kind: str = "scale"
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class CriterionSet:
    """A questionnaire: its general question and its criteria in the order they are asked."""

    code: str
    name: str
    overall_label: str
    criteria: tuple[Criterion, ...] = ()
    source: str = ""

    @property
    def scales(self) -> tuple[Criterion, ...]:
        """The criteria answered on five levels, without the general question."""
        return tuple(c for c in self.criteria if c.kind == "scale")
