"""Parts of a page that look the same to whoever may see the same: worked out and drawn once.

Who may see what is in the key of everything kept; the name of who looks is not, and no part is
told it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from functools import wraps
from typing import Any

from pages.shared import cached
from pages.shared.doors import asked
from pages.shared.view import View


def part(draw: cached.Draw) -> cached.Draw:
    """A part of a page without widgets: drawn once, shown again while nothing it shows has changed.

    `draw(view, *said)` is given the view of nobody in particular at no certain hour, so that
    everything it can read is in the key; `said` are texts. What it draws must follow from figures
    of the snapshot alone, not from the record, the address or the session.
    """
    @wraps(draw)
    def shown(view: View, *said: str | None) -> None:
        nobodys, key = _nobodys(draw, view, said)
        view.tables.update(cached.drawn(repr((key, [*view.tables])), nobodys, draw, said))

    return shown


def worked(work: Callable[..., Any]) -> Callable[..., Any]:
    """What is worked out of figures of a view, kept as they are; a frame or a chart, to be read only."""
    @wraps(work)
    def found(view: View, *said: str | None) -> Any:
        nobodys, key = _nobodys(work, view, said)
        return asked.kept(repr(key), lambda: work(nobodys, *said))

    return found


def _nobodys(what: Callable[..., Any], view: View, said: tuple[str | None, ...]) -> tuple[View, Any]:
    """The view without a name and an hour, and everything that is left in it as a key."""
    scope, day = replace(view.scope, user=""), datetime.combine(view.today, time(), view.now.tzinfo)
    code = what.__code__
    return replace(view, scope=scope, tables=dict(view.tables), now=day), (
        code.co_filename, code.co_qualname, view.key, view.snapshot, scope, view.filters, day,
        view.period, view.whose, [*view.address.items()], [*view.chosen.items()], said,
    )
