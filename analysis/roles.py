"""What each role may do, by the names of rights that pages, queries and commands ask for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ROLES: Mapping[str, frozenset[str]] = MappingProxyType({
    "admin": frozenset({
        "results", "compare", "watchlist", "export", "import", "quality", "decide", "accounts",
        "audit", "process", "publish",
    }),
    "home_affairs": frozenset({"results", "compare", "watchlist", "export", "publish"}),
    "leader": frozenset({
        "results", "compare", "watchlist", "comments", "original_comments", "export",
    }),
    "staff": frozenset({"results", "import", "quality", "export"}),
    "officer": frozenset({"own"}),
    "observer": frozenset({"quality", "process"}),
    "public": frozenset({"public"}),
})
"""Role -> rights. "own" are sums about oneself, "process" the events that hold no one's name,
"original_comments" what masking hides in a comment, one look at a time."""

EVERY_RIGHT = frozenset().union(*ROLES.values()) - {"own", "public"}
"""What whoever sits at the machine may do until accounts exist."""

GRANTABLE = frozenset({
    "comments", "original_comments", "export", "compare", "watchlist", "quality",
})
"""Rights an administrator may add to an account beyond its role."""

EVERYWHERE = frozenset({"admin", "observer", "public"})
"""Roles that see the whole tree when no unit is named; every other role needs one."""


def rights_of(role: str, granted: frozenset[str] = frozenset()) -> frozenset[str]:
    """The rights of a role and those granted beside it; officers and the public get no more.

    >>> sorted(rights_of("observer", frozenset({"accounts", "comments"})))
    ['comments', 'process', 'quality']
    >>> rights_of("nobody")
    frozenset()
    """
    rights = ROLES.get(role, frozenset())
    if not rights or rights & {"own", "public"}:
        return rights
    return rights | (granted & GRANTABLE)


TABLE_RIGHTS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "satisfaction": ("results", "own"), "trend": ("results", "own"), "quota": ("results",),
    "watchlist": ("watchlist",), "compare": ("compare",), "responses": ("export",),
})
"""Table of the contract -> rights of which one is needed."""
