"""What is asked: which pages under which filters, and how the dates move from round to round."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from analysis.filters import Filters

PAGES = {
    "overview": "tong-quan", "unit": "don-vi", "officer": "can-bo", "criterion": "tieu-chi",
    "trend": "xu-huong", "compare": "so-sanh", "hours": "gio-cao-diem", "watchlist": "can-chu-y",
}
FOLDERS = {"watchlist": "oversight"}
_FIRST, _LAST = date(2026, 7, 1), date(2026, 9, 30)


@dataclass(frozen=True)
class Case:
    """One set of filters; `span` are the unit numbers under its unit in the generated nation."""

    name: str
    filters: Filters
    pages: tuple[str, ...] = tuple(PAGES)

    def moved(self, days: int) -> Case:
        """The same question for other days, so that no cache has the answer."""
        return replace(self, filters=moved(self.filters, days))

    @property
    def query(self) -> str:
        """The filters as the address of a page says them."""
        return urlencode(self.filters.as_dict())


def moved(filters: Filters, days: int) -> Filters:
    """The filters with both days `days` later."""
    step = timedelta(days=days)
    first, last = filters.from_day, filters.to_day
    return replace(filters, from_day=first and first + step, to_day=last and last + step)


def cases(nation: str, province: str, subtree: str, field: str) -> tuple[Case, ...]:
    """A quarter, all filters, twenty units over all time, and the nation without filters."""
    narrow = Filters(_FIRST, _LAST, province, field=field, channel="qr", respondent_type="individual")
    always = date(2023, 1, 1)  # before the first response; it moves, so each round is asked anew
    some = ("overview", "unit", "criterion", "watchlist")
    return (
        Case("quarter", Filters(_FIRST, _LAST, nation)),
        Case("all_filters", narrow),
        Case("subtree", Filters(always, unit=subtree), some),
        Case("nation", Filters(always, unit=nation), some),
    )
