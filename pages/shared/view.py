"""What a page is given: who looks, at what, and everything the address chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import pandas as pd

from analysis.filters import Filters
from analysis.scope import Scope
from data.queries import Choices
from pages.shared.parted import Parted


@dataclass(frozen=True)
class View:
    """One page for one person: their scope, the filters in force and the snapshot they read.

    `period` names the period, `whose` whose data the page shows, `chosen` the other filters in
    words, `address` everything as a link says it; `now` is local. `tables` collects what the
    page drew, for the download at the top.
    """

    key: str
    scope: Scope
    filters: Filters
    snapshot: str
    choices: Choices
    period: str
    whose: str
    chosen: Mapping[str, str]
    address: Mapping[str, str]
    now: datetime
    tables: dict[str, pd.DataFrame | Parted] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.date()

    def link(self, **changes: str | None) -> dict[str, str]:
        """The address of this view with changes; None takes a filter away.

        One without any filter says "period=all", since a page opened without an address takes
        over the last one.
        """
        said = {**self.address, **changes}
        kept = {name: value for name, value in said.items() if value is not None}
        return kept or {"period": "all"}

    def only(self, **changes: Any) -> View:
        """The same view under other filters, e.g. `view.only(unit="X1", officer=None)`."""
        return replace(self, filters=replace(self.filters, **changes))
