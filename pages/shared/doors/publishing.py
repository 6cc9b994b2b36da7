"""The door for publishing: what everyone may see, and putting one more period there. No widgets.

Errors are InputError with one sentence, as from `importing`.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.public import Line, board
from analysis.scope import Scope
from data.access import kept
from data.demo.load import is_demo
from data.publications import Publication, make_public, proposed, publications, publishable
from data.settings import now, open_home
from pages.shared.doors.looking import writes

__all__ = ["ADDRESS", "candidates", "on_the_board", "preview", "publish"]

ADDRESS = "/cong-khai"


def on_the_board() -> dict[str, list[Line]]:
    """Every period everyone may see, newest first."""
    return board({one.period: one.lines for one in publications(kept(open_home()))})


def candidates(scope: Scope) -> list[str]:
    """Periods this person may publish, newest first."""
    return publishable(kept(open_home()), open_home(), scope)[::-1]


def preview(scope: Scope, period: str) -> Publication:
    """The table as it would be published now."""
    return proposed(open_home(), scope, period)


@writes
def publish(scope: Scope, period: str) -> None:
    """Publishes the period for good."""
    ledger = kept(open_home())
    new = replace(preview(scope, period), demo=is_demo(ledger))
    make_public(ledger, new, scope.user, now())
