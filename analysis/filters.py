"""The one set of filters that every page, table and export understands."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date


@dataclass(frozen=True)
class Filters:
    """Which responses are asked about; None means "all". Dates are local days, both inclusive.

    `unit` includes everything under it. `criterion` names the question that n counts
    (None: the general question). `respondent_type` is "individual" or "organisation".
    """

    from_day: date | None = None
    to_day: date | None = None
    unit: str | None = None
    officer: str | None = None
    field: str | None = None
    respondent_type: str | None = None
    channel: str | None = None
    criterion_set: str | None = None
    criterion: str | None = None

    def as_dict(self) -> dict[str, str]:
        """The filters that are set, as text, under the names of the command line and addresses.

        >>> Filters(from_day=date(2026, 5, 1), unit="X1").as_dict()
        {'from': '2026-05-01', 'unit': 'X1'}
        """
        renamed = {"from_day": "from", "to_day": "to"}
        return {
            renamed.get(name, name): str(value)
            for name, value in asdict(self).items()
            if value is not None
        }


@dataclass(frozen=True)
class CommentSearch:
    """Which comments and which page of them, beside the filters.

    Every word of `words` must occur, accents and case aside; `levels` are 1–5 or 0 for no answer
    (none: all); `tick` names a ticked fact; `only` are numbers of responses (None: all); `page`
    counts from 1.
    """

    words: str = ""
    levels: tuple[int, ...] = ()
    tick: str | None = None
    only: tuple[int, ...] | None = None
    page: int = 1
    size: int = 20
