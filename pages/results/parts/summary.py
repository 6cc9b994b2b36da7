"""What the overview says in words: the newest month, and how far the quota is met."""

from __future__ import annotations

import pandas as pd

from analysis.filters import Filters
from analysis.periods import label, mention, parse, previous
from analysis.text.numbers import integer, percent
from analysis.text.sentences import Change, Overview, overview
from pages.shared import cached
from pages.shared import text_overview as words
from pages.shared.view import View


def sentence(months: pd.DataFrame, watched: int | None) -> str:
    """The newest month in one sentence."""
    last = months.iloc[-1]
    before = mention(previous(last["period"]), parse(last["period"]).first.year)
    change = Change(last["change_ci_low"], last["change_ci_high"], before)
    counted = (int(last[name]) for name in ("responses", "satisfied", "n"))
    return overview(Overview(label(last["period"]), *counted, change, watched))


def quota_note(view: View) -> str:
    """How far the responses of the period cover what the dossiers ask for.

    Dossiers are counted for a unit as a whole, so with any other filter there is no such share.
    """
    said = view.filters
    if said != Filters(said.from_day, said.to_day, said.unit):
        return words.QUOTA_FILTERED
    quota = cached.table(view, "quota")
    required = int(quota["required"].sum())
    if not required:
        return words.NO_QUOTA
    progress = percent(quota["responses"].sum() / required, 0)
    return words.QUOTA.format(progress=progress, required=integer(required))
