"""Which right opens which page: the one table, asked by the navigation and by every page's guard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analysis.scope import Scope

NEEDED: Mapping[str, tuple[str, ...]] = {
    "overview": ("results",),
    "unit": ("results",),
    "officer": ("results", "own"),
    "criterion": ("results", "own"),
    "trend": ("results", "own"),
    "compare": ("compare",),
    "hours": ("results",),
    "watchlist": ("watchlist",),
    "comments": ("comments",),
    "anchor": ("results", "process"),
    "board": ("publish", "public", "results", "process"),
    "export": ("export",),
    "sources": ("import",),
    "quality": ("quality",),
    "syncs": ("quality", "import"),
    "quarantine": ("decide",),
    "access": ("accounts",),
    "audit": ("audit", "process"),
}
"""Page -> rights of which one is enough; a page that is not here opens for nobody."""


def may_open(scope: Scope, key: str) -> bool:
    """Whether this person may open a page."""
    return any(scope.may(right) for right in NEEDED.get(key, ()))


def first_page(scope: Scope, keys: Iterable[str]) -> str | None:
    """The first of these pages that opens for this person."""
    return next((key for key in keys if may_open(scope, key)), None)
