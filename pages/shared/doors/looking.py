"""The door for seeing as another account, and the lock on every other door meanwhile. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from analysis.errors import InputError
from analysis.scope import Scope
from data import seeing
from data.access import authorise, kept, scope_of
from data.accounts import account
from data.settings import now, open_home
from pages.shared import text_access as words
from pages.shared.signin import identity, session

__all__ = ["begin", "end", "everywhere", "minutes_left", "now_seen", "withheld", "writes"]

P, R = ParamSpec("P"), TypeVar("R")


def writes(change: Callable[P, R]) -> Callable[P, R]:
    """Refuses a change, whoever calls for it, while this session only looks: InputError."""
    @wraps(change)
    def locked(*args: P.args, **said: P.kwargs) -> R:
        if now_seen().seeing:
            raise InputError(words.ONLY_LOOKING)
        return change(*args, **said)

    return locked


def now_seen() -> Scope:
    """What whoever looks may see and do at this moment."""
    return authorise(identity(), open_home(), session())


def everywhere(change: Callable[P, R]) -> Callable[P, R]:
    """Refuses a change that reaches every unit to those who see only some: InputError."""
    @wraps(change)
    def locked(*args: P.args, **said: P.kwargs) -> R:
        if not now_seen().everything:
            raise InputError(words.ONLY_EVERYWHERE)
        return change(*args, **said)

    return locked


@writes
def begin(own: Scope, name: str) -> Scope:
    """Sees as this account from now on; what that shows."""
    seeing.begin(kept(open_home()), session(), own, name, now())
    return now_seen()


def end() -> None:
    """Sees as oneself again."""
    seeing.end(kept(open_home()), session(), now())


def withheld(scope: Scope) -> frozenset[str]:
    """Rights of the account that are missing because the administrator has not got them."""
    theirs = scope_of(account(kept(open_home()), scope.seeing))
    return theirs.rights - scope.rights - seeing.TAKEN_OUT


def minutes_left(scope: Scope) -> int:
    """Whole minutes until seeing as another ends by itself."""
    found = seeing.seeing(kept(open_home()), session(), scope.user, now())
    return max(0, round((found.until - now().timestamp()) / 60)) if found else 0
