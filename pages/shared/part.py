"""Parts of a page that look the same to whoever may see the same: worked out and drawn once.

Who may see what is in the key of everything kept; the name of who looks is not, and no part is
told it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from datetime import datetime, time
from functools import wraps
from typing import Any

import pandas as pd

from pages.shared.doors import asked
from pages.shared.drawn import drawn
from pages.shared.view import View


def part(draw: Callable[..., None]) -> Callable[..., None]:
    """A part of a page without widgets: drawn once, shown again while nothing it shows has changed.

    `draw(view, *said)` is given the view of nobody in particular at no certain hour, so that
    everything it can read is in the key; `said` are texts. What it draws must follow from figures
    of the snapshot alone, not from the record, the address or the session.
    """
    @wraps(draw)
    def shown(view: View, *said: str | None) -> None:
        def drawing() -> Mapping[str, pd.DataFrame]:
            nobodys = _nobodys(view)
            draw(nobodys, *said)
            return {name: frame for name, frame in nobodys.tables.items() if name not in view.tables}

        view.tables.update(drawn((_key(draw, view, said), *view.tables), drawing))

    return shown


def worked(work: Callable[..., Any]) -> Callable[..., Any]:
    """What is worked out of figures of a view, kept as they are; a frame or a chart, to be read only."""
    @wraps(work)
    def found(view: View, *said: str | None) -> Any:
        return asked.kept(_key(work, view, said), lambda: work(_nobodys(view), *said))

    return found


def _nobodys(view: View) -> View:
    """The view without a name and an hour."""
    scope, day = replace(view.scope, user=""), datetime.combine(view.today, time(), view.now.tzinfo)
    return replace(view, scope=scope, tables=dict(view.tables), now=day)


def _key(what: Callable[..., Any], view: View, said: tuple[str | None, ...]) -> Hashable:
    """Everything that is left in a view without a name and an hour."""
    code = what.__code__
    return (
        code.co_filename, code.co_qualname, view.key, view.snapshot, replace(view.scope, user=""),
        view.filters, view.today, view.now.tzinfo, view.period, view.whose, tuple(view.address.items()),
        tuple(view.chosen.items()), said,
    )
