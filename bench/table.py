"""Measured values as one Markdown table: medians, spread and ratios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from statistics import median


@dataclass
class Measured:
    """Seconds (or another unit) of one thing, one value a round."""

    name: str
    values: list[float] = field(default_factory=list)

    @property
    def middle(self) -> float | None:
        """The median; None when nothing was measured."""
        return median(self.values) if self.values else None


def ratio(above: Measured, below: Measured) -> float | None:
    """The median of the rounds' own ratios: both were measured side by side in each round."""
    pairs = [a / b for a, b in zip(above.values, below.values, strict=False) if b]
    return median(pairs) if pairs else None


def quantile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def number(value: float | None, digits: int = 0) -> str:
    """A number with a decimal comma; a dash for nothing."""
    if value is None:
        return "–"
    said = f"{value:,.{digits}f}"
    return said.replace(",", " ").replace(".", ",").replace(" ", ".")


def milliseconds(one: Measured) -> str:
    """The median in milliseconds."""
    return number(None if one.middle is None else one.middle * 1000)


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table with its head; numbers stand where they were put."""
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"
