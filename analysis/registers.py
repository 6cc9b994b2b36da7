"""Units, officers and dossier counts as values, and the tree the units form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property


@dataclass(frozen=True)
class Unit:
    """One office of any level; `model_start` is the day its service model began."""

    code: str
    name: str
    kind: str = ""
    parent_code: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor_codes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    model_start: date | None = None
    provisional: bool = False


@dataclass(frozen=True)
class Officer:
    """One cadre or civil servant at one unit; two people may share a name, never a code."""

    code: str
    name: str
    unit_code: str
    position: str = ""
    counter: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    aliases: tuple[str, ...] = ()
    provisional: bool = False


@dataclass(frozen=True)
class DossierCount:
    """Dossiers handled by a unit in a period (both days inclusive), optionally of one field."""

    unit_code: str
    period_from: date
    period_to: date
    count: int
    field: str | None = None
    early: int | None = None
    on_time: int | None = None
    late: int | None = None


@dataclass(frozen=True)
class Registers:
    """Everything registered, keyed by code."""

    units: Mapping[str, Unit] = field(default_factory=dict)
    officers: Mapping[str, Officer] = field(default_factory=dict)
    dossiers: tuple[DossierCount, ...] = ()

    @cached_property
    def tree(self) -> UnitTree:
        """The units in tree order."""
        return UnitTree(self.units.values())


class UnitTree:
    """Units numbered in preorder, so that a subtree is one range of numbers.

    Children stand in order of code. A unit whose parent is unknown is a root.
    Units on a cycle are reached from the member with the smallest code.
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        by_code = {unit.code: unit for unit in units}
        children: dict[str | None, list[str]] = {}
        for code in sorted(by_code):
            parent = by_code[code].parent_code
            children.setdefault(parent if parent in by_code else None, []).append(code)
        self.order: list[str] = []
        self.depth: dict[str, int] = {}
        self._last: dict[str, int] = {}
        for root in children.get(None, []):
            self._walk(root, children)
        for code in sorted(by_code):
            if code not in self.depth:
                self._walk(code, children)
        self.number = {code: index for index, code in enumerate(self.order)}
        self._children = children

    def _walk(self, root: str, children: Mapping[str | None, list[str]]) -> None:
        stack: list[tuple[str, int, bool]] = [(root, 0, False)]
        while stack:
            code, depth, leaving = stack.pop()
            if leaving:
                self._last[code] = len(self.order) - 1
                continue
            if code in self.depth:
                continue
            self.depth[code] = depth
            self.order.append(code)
            stack.append((code, depth, True))
            stack.extend((child, depth + 1, False) for child in reversed(children.get(code, [])))

    def span(self, code: str) -> tuple[int, int]:
        """First and last number of the subtree, both inclusive; KeyError for an unknown code.

        >>> tree = UnitTree([Unit("A", "a"), Unit("B", "b", parent_code="A"), Unit("C", "c")])
        >>> tree.span("A"), tree.span("C")
        ((0, 1), (2, 2))
        """
        return self.number[code], self._last[code]

    def children(self, code: str) -> list[str]:
        """Codes directly under a unit, in order of code."""
        return list(self._children.get(code, []))

    def subtree(self, code: str) -> list[str]:
        """The unit and everything under it, in tree order."""
        first, last = self.span(code)
        return self.order[first : last + 1]
