"""How responses may be grouped: by small numbers inside, names joined to the groups afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.errors import InputError
from data.queries.sums import Sum
from data.snapshot.counters import FINENESS
from data.text_snapshot import CLASHING_KEYS, UNKNOWN_KEY


@dataclass(frozen=True)
class Key:
    """One way to group `response r`; the group `a` carries `key_<slot>`.

    `inner` is what is grouped by, `columns` what the key looks like outside, `needs` a condition
    for responses that can be grouped at all, `order` what sorts the groups when it is not their
    number, `column` what it reads of a response besides unit, set and day, `days` how fine a day.
    """

    slot: str
    inner: str
    columns: str
    names: tuple[str, ...]
    join: str = ""
    needs: str = ""
    order: str = ""
    column: str = ""
    days: str = "month"


def _period(kind: str, number: str, text: str) -> tuple[str, Key]:
    """Periods are grouped by a running number, several times faster than by truncated dates."""
    days = "day" if kind in ("day", "week") else "month"
    columns = f"{text.format('a.key_period')} AS period"
    return kind, Key("period", number, columns, ("period",), days=days)


def _numbered(number: str, parts: int, pattern: str) -> str:
    return f"printf('%d{pattern}', {number} // {parts}, {number} % {parts} + 1)"


_UNIT = "u.code AS unit_code, u.name AS unit_name"
_UNIT_NAMES = ("unit_code", "unit_name")
_MONDAY = "DATE '1999-12-27'"  # before any response
_DIMENSION = "LEFT JOIN dim_{0} {0}_of ON {0}_of.id = a.key_{0}"
KEYS: dict[str, Key] = {
    "unit": Key("unit", "r.unit_id", _UNIT, _UNIT_NAMES, "JOIN unit u ON u.unit_id = a.key_unit"),
    "child": Key(
        "unit", "child.group_id", _UNIT, _UNIT_NAMES, "JOIN unit u ON u.unit_id = a.key_unit"
    ),
    "officer": Key(
        "officer", "r.officer_id", "o.code AS officer_code, o.name AS officer_name",
        ("officer_code", "officer_name"), "JOIN officer o ON o.officer_id = a.key_officer",
        needs="r.officer_id IS NOT NULL", order="o.code", column="officer_id",
    ),
    "field": Key(
        "field", "r.field_id", "field_of.name AS field", ("field",), _DIMENSION.format("field"),
        order="field_of.name", column="field_id",
    ),
    "channel": Key(
        "channel", "r.channel_id", "channel_of.name AS channel", ("channel",),
        _DIMENSION.format("channel"), order="channel_of.name", column="channel_id",
    ),
    "respondent_type": Key(
        "respondent", "r.respondent_type",
        "CASE a.key_respondent WHEN 1 THEN 'individual' WHEN 2 THEN 'organisation' END"
        " AS respondent_type",
        ("respondent_type",), column="respondent_type",
    ),
    "weekday": Key(
        "weekday", "isodow(r.day)", "a.key_weekday AS weekday", ("weekday",), days="weekday"
    ),
    "hour": Key(
        "hour", "r.minute // 60", "a.key_hour AS hour", ("hour",), needs="r.minute >= 0",
        column="minute",
    ),
    **dict([
        _period("day", "r.day", "strftime({0}, '%Y-%m-%d')"),
        _period("week", f"(r.day - {_MONDAY}) // 7", f"strftime({_MONDAY} + ({{0}} * 7)::INTEGER, '%G-W%V')"),
        _period("month", "year(r.day) * 12 + month(r.day) - 1", _numbered("{0}", 12, "-%02d")),
        _period("quarter", "year(r.day) * 4 + quarter(r.day) - 1", _numbered("{0}", 4, "-Q%d")),
        _period(
            "half", "year(r.day) * 2 + (month(r.day) > 6)::INTEGER", _numbered("{0}", 2, "-H%d")
        ),
        _period("year", "year(r.day)", "{0}::VARCHAR"),
    ]),
}
# An officer's row names the unit of his latest response, which is always within what was asked.
_OFFICER_UNIT = Key(
    "home", "", _UNIT, _UNIT_NAMES, "JOIN unit u ON u.unit_id = a.key_home"
)
_HOME = (
    Sum(
        "key_home", "arg_max(r.unit_id, r.response_id)", "arg_max(r.unit_id, r.last_response)",
        "arg_max(key_home, last_response)",
    ),
    Sum("last_response", "max(r.response_id)", "max(r.last_response)", "max(last_response)"),
)
CRITERION = "criterion"


@dataclass(frozen=True)
class Grouping:
    """Checked keys of one question, without `criterion`, which is no column of a response."""

    keys: tuple[Key, ...]
    child: bool

    @property
    def inner(self) -> dict[str, str]:
        """What is grouped by, on `response r`, by its alias."""
        return {f"key_{key.slot}": key.inner for key in self.keys if key.inner}

    @property
    def sums(self) -> tuple[Sum, ...]:
        """What the keys need to know of a group."""
        return _HOME if _OFFICER_UNIT in self.keys else ()

    @property
    def columns(self) -> frozenset[str]:
        """What the keys read of a response besides unit, set and day."""
        return frozenset(key.column for key in self.keys if key.column)

    @property
    def days(self) -> str:
        """How fine the keys look at a day."""
        return max((key.days for key in self.keys), key=FINENESS.__getitem__, default="month")

    @property
    def outer(self) -> str:
        """Select list of the outer query, each item followed by a comma."""
        return "".join(f"{key.columns}, " for key in self.keys)

    @property
    def joins(self) -> str:
        """Joins that turn numbers into names."""
        return " ".join(dict.fromkeys(key.join for key in self.keys))

    @property
    def order_by(self) -> str:
        """ORDER BY clause: unit tree order, officer code, time; empty for one group."""
        slots = [
            f"{key.order or f'a.key_{key.slot}'} NULLS LAST" for key in self.keys if key.inner
        ]
        return f"ORDER BY {', '.join(slots)}" if slots else ""

    @property
    def names(self) -> list[str]:
        """The key columns of the result, in order."""
        return [name for key in self.keys for name in key.names]


def grouping(by: Sequence[str]) -> Grouping:
    """The grouping for names of KEYS or `criterion`; raises InputError for any other name."""
    for name in by:
        if name not in KEYS and name != CRITERION:
            known = ", ".join([*KEYS, CRITERION])
            raise InputError(UNKNOWN_KEY.format(key=name[:80], known=known))
    keys = [KEYS[name] for name in by if name != CRITERION]
    slots = [key.slot for key in keys]
    if len(set(slots)) < len(slots) or list(by).count(CRITERION) > 1:
        raise InputError(CLASHING_KEYS.format(keys=", ".join(by)))
    if "officer" in slots and "unit" not in slots:
        keys.insert(slots.index("officer") + 1, _OFFICER_UNIT)
    return Grouping(tuple(keys), "child" in by)
