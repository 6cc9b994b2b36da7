"""What one person may see: made once at the gate, passed to every query, part of every cache key."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """The units (with everything under them) and rights of one person.

    `units` are root codes; `everything` replaces them for the whole tree. A scope with neither
    sees no rows. `rights` name what may be done or seen beyond counts, e.g. "comments", "import".
    `officer` is set for someone who may see only sums of many answers about himself. `seeing` names
    the account an administrator sees as: such a scope only looks.
    """

    user: str
    role: str
    units: tuple[str, ...] = ()
    everything: bool = False
    rights: frozenset[str] = frozenset()
    officer: str | None = None
    seeing: str = ""

    def may(self, right: str) -> bool:
        """Whether this person holds the right; unknown rights are denied."""
        return right in self.rights
