"""The door for single comments: one as it was written, and marks of serious ones. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from analysis.filters import CommentSearch, Filters
from data import outbox
from data.access import kept
from data.marks import Mark, keep_mark
from data.marks import marks as marks_in_force
from data.queries import original_comment
from data.settings import now, open_home
from data.snapshot.reading import Snapshot
from pages.shared import cached
from pages.shared.doors.looking import writes
from pages.shared.view import View

__all__ = ["Mark", "count", "mark", "marks", "original", "serious"]

MOST = 200


def marks() -> Mapping[int, Mark]:
    """Every mark in force by response, whoever may see the comment."""
    return marks_in_force(kept(open_home()))


def serious(view: View, most: int = MOST) -> pd.DataFrame:
    """The comments of the view that are marked, newest first, as `comment_page` gives them."""
    return cached.ask("comment_page", view, CommentSearch(only=tuple(sorted(marks())), size=most))


def count(view: View) -> int:
    """How many comments of the view are marked."""
    return max((int(found) for found in serious(view, 1)["found"]), default=0)


@writes
def mark(view: View, response: int, wanted: bool) -> bool:
    """Marks a comment this person may read, or takes the mark back; False when nothing changed."""
    wanted_one = CommentSearch(only=(response,), size=1)
    readable = cached.ask("comment_page", replace(view, filters=Filters()), wanted_one)
    if readable.empty:
        return False
    return keep_mark(kept(open_home()), response, wanted, view.scope.user, now())


def original(view: View, response: int) -> str | None:
    """A comment with nothing hidden, once the look is in the record; None without the right."""
    with Snapshot(open_home().snapshots / view.snapshot).cursor() as opened:
        text = original_comment(opened, view.scope, response)
    if text is not None:
        outbox.note(
            open_home(), "original", view.scope.user, now(), response=response,
            snapshot=view.snapshot,
        )
    return text
