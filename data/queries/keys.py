"""How responses may be grouped: by small numbers inside, names joined to the groups afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.errors import InputError
from data.text_snapshot import CLASHING_KEYS, UNKNOWN_KEY


@dataclass(frozen=True)
class Key:
    """One way to group `response r`; the group `a` carries `key_<slot>`.

    `inner` is what is grouped by, `columns` what the key looks like outside, `needs` a condition
    for responses that can be grouped at all, `extra` a further aggregate, `order` what sorts the
    groups when it is not their number.
    """

    slot: str
    inner: str
    columns: str
    names: tuple[str, ...]
    join: str = ""
    needs: str = ""
    extra: str = ""
    order: str = ""


def _period(kind: str, number: str, text: str) -> tuple[str, Key]:
    """Periods are grouped by a running number, several times faster than by truncated dates."""
    return kind, Key("period", number, f"{text.format('a.key_period')} AS period", ("period",))


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
        needs="r.officer_id IS NOT NULL", order="o.code",
    ),
    "field": Key(
        "field", "r.field_id", "field_of.name AS field", ("field",), _DIMENSION.format("field")
    ),
    "channel": Key(
        "channel", "r.channel_id", "channel_of.name AS channel", ("channel",),
        _DIMENSION.format("channel"),
    ),
    "respondent_type": Key(
        "respondent", "r.respondent_type",
        "CASE a.key_respondent WHEN 1 THEN 'individual' WHEN 2 THEN 'organisation' END"
        " AS respondent_type",
        ("respondent_type",),
    ),
    "weekday": Key("weekday", "isodow(r.day)", "a.key_weekday AS weekday", ("weekday",)),
    "hour": Key(
        "hour", "r.minute // 60", "a.key_hour AS hour", ("hour",), needs="r.minute >= 0"
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
    "home", "", _UNIT, _UNIT_NAMES, "JOIN unit u ON u.unit_id = a.key_home",
    extra="arg_max(r.unit_id, r.response_id) AS key_home",
)
CRITERION = "criterion"


@dataclass(frozen=True)
class Grouping:
    """Checked keys of one question, without `criterion`, which is no column of a response."""

    keys: tuple[Key, ...]
    child: bool

    @property
    def inner(self) -> str:
        """Select list of the inner query, each item followed by a comma."""
        parts = [f"{key.inner} AS key_{key.slot}, " for key in self.keys if key.inner]
        return "".join(parts + [f"{key.extra}, " for key in self.keys if key.extra])

    @property
    def group_by(self) -> str:
        """GROUP BY clause; empty when everything is one group."""
        slots = [f"key_{key.slot}" for key in self.keys if key.inner]
        return f"GROUP BY {', '.join(slots)}" if slots else ""

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
