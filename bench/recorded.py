"""Which questions a page asks the snapshot: written down in one run, then asked again bare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import duckdb
from streamlit.testing.v1 import AppTest

from analysis.filters import Filters
from analysis.scope import Scope
from bench.cases import FOLDERS, Case, moved
from bench.serving import ROOT
from data.queries import at_hand
from data.tables import build_table
from pages.shared import drawn
from pages.shared.doors import asked

KINDS = ("answer", "table", "whole_scope")


@dataclass(frozen=True)
class Call:
    """One question as a page asked it; `base` are the filters the page was opened with."""

    kind: str
    name: str
    scope: Scope
    filters: Filters | None
    rest: tuple[Any, ...]

    def moved(self, base: Filters, days: int) -> Call:
        """The call for other days; a day the page set itself stays."""
        if self.filters is None:
            return self
        there = moved(self.filters, days)
        kept = replace(
            there,
            from_day=there.from_day if self.filters.from_day == base.from_day else self.filters.from_day,
            to_day=there.to_day if self.filters.to_day == base.to_day else self.filters.to_day,
        )
        return replace(self, filters=kept)

    def ask(self, cursor: duckdb.DuckDBPyConnection) -> Any:
        """The answer by the function the page calls, by SQL alone: nothing is kept in memory."""
        at_hand.FEW = at_hand.FEW_CELLS = -1
        if self.kind == "whole_scope":
            return asked.WHOLE_SCOPE[self.name](cursor, self.scope)
        assert self.filters is not None
        if self.kind == "table":
            return build_table(self.name, cursor, self.scope, self.filters, self.rest)
        return asked.QUESTIONS[self.name](cursor, self.scope, self.filters, *self.rest)


def calls_of(page: str, case: Case) -> list[Call]:
    """Every question of one page under one case, each once, in order; SURVEY_HOME says whose."""
    found: dict[Call, None] = {}
    kept = {kind: getattr(asked, kind) for kind in KINDS}
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=300)
    for name, value in case.filters.as_dict().items():
        app.query_params[name] = value
    try:
        app.run()
        drawn.PARTS.clear()  # what is only shown again asks nothing
        asked._FIGURES.clear()
        for kind, function in kept.items():
            setattr(asked, kind, _noting(kind, function, found))
        app.switch_page(f"pages/{FOLDERS.get(page, 'results')}/{page}.py").run()
    finally:
        for kind, function in kept.items():
            setattr(asked, kind, function)
    if app.exception or app.error:
        raise RuntimeError(f"{page} {case.query}: {app.error or app.exception}")
    return list(found)


def _noting(kind: str, function: Callable[..., Any], found: dict[Call, None]) -> Callable[..., Any]:
    def noted(*said: Any) -> Any:
        name, scope = said[0], said[2]
        filters, rest = (said[3], said[4]) if len(said) > 3 else (None, ())
        found[Call(kind, name, scope, filters, rest)] = None
        return function(*said)

    return noted
