"""The targets beside what was measured: reached or not, and what bounds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bench import text_written as text
from bench.questions import Row
from bench.table import markdown, number, ratio
from bench.written import growth

if TYPE_CHECKING:
    from bench.everything import Everything

SESSION_LIMITS = {100: 100, 200: 500}
MOST_MEMORY, MOST_GROWTH, PAGE_RATIO, SUPERSET_RATIO = 300, 1.5, 2.0, 8.0
Target = tuple[str, str, bool | None, str]


def targets_table(found: Everything) -> str:
    """Every target with what was measured."""
    every = [*of_questions(found.rows), *of_sessions(found), *of_browser(found), *of_exports(found)]
    return markdown(text.TARGETS_HEAD, [
        (what, said, text.REACHED[reached], why) for what, said, reached, why in every
    ])


def of_questions(rows: Sequence[Row]) -> list[Target]:
    """Page over bare queries, Superset over page, growth."""
    pages = _known(ratio(row.found["page"], row.found["bare"]) for row in rows)
    found = [_worst(text.PAGE_RATIO, pages, PAGE_RATIO, text.PAGE_RATIO_WHY)]
    for kind, ours, theirs in zip(
        text.SUPERSET_KINDS, ("page", "cached"), ("superset", "superset_cached"), strict=True
    ):
        times = _known(ratio(row.found[theirs], row.found[ours]) for row in rows)
        said = _between(times)
        reached = min(times) >= SUPERSET_RATIO if times else None
        found.append((text.SUPERSET.format(kind=kind), said, reached, text.SUPERSET_WHY))
    grown = [bare for small, _, bare, _ in growth(rows) if small.case in ("subtree", "all_filters")]
    found.append(_worst(text.GROWTH_TARGET, grown, MOST_GROWTH, text.GROWTH_WHY))
    return found


def of_sessions(found: Everything) -> list[Target]:
    """Answer times with many sessions, and memory."""
    targets: list[Target] = []
    for one in found.crowds:
        if (limit := SESSION_LIMITS.get(one.count)) is not None:
            what = text.SESSION_TARGET.format(count=one.count, limit=limit)
            reached = one.p95 <= limit and not one.unfinished and not one.broken
            targets.append((what, f"{number(one.p95)} ms, {one.unfinished}", reached, text.SESSION_WHY))
    memory = [one.memory for one in found.crowds if one.count >= 200]
    targets.append(_worst(text.MEMORY_TARGET, memory, MOST_MEMORY, text.MEMORY_WHY, 0))
    return targets


def of_browser(found: Everything) -> list[Target]:
    """Bytes, text, a click and a choice the server answers."""
    visit = found.visit
    said = (visit.bytes, visit.charts, visit.click, visit.asked) if visit else ()
    values = [one.middle for one in said] or [None] * 4
    return [
        _worst(text.BYTES_TARGET, _known([values[0] and values[0] / 1e6]), 3.0, text.BYTES_WHY, 2),
        _worst(text.TEXT_TARGET, _known([values[1]]), 1.5, text.TEXT_WHY, 2),
        _worst(text.CLICK_TARGET, _known([values[2] and values[2] * 1000]), 120, text.CLICK_WHY, 0),
        _worst(text.ASKED_TARGET, _known([values[3] and values[3] * 1000]), 120, text.ASKED_WHY, 0),
    ]


def of_exports(found: Everything) -> list[Target]:
    """Excel in seconds and megabytes, CSV beside COPY."""
    targets: list[Target] = []
    if found.excel:
        seconds, peak = found.excel[:2]
        said = f"{number(seconds, 2)} s, {number(peak)} MB"
        targets.append((text.EXCEL_TARGET, said, seconds < 1 and peak < 300, text.EXCEL_WHY))
    if found.csv:
        targets.append(_worst(text.CSV_TARGET, _known([ratio(*found.csv)]), 1.5, text.CSV_WHY, 2))
    return targets


def _known(values: Sequence[float | None] | object) -> list[float]:
    return [value for value in values if value is not None]  # type: ignore[attr-defined]


def _worst(what: str, values: Sequence[float], limit: float, why: str, digits: int = 1) -> Target:
    return what, _between(values, digits), max(values) <= limit if values else None, why


def _between(values: Sequence[float], digits: int = 1) -> str:
    if not values:
        return "–"
    ends = sorted({number(min(values), digits), number(max(values), digits)}, key=len)
    return ends[0] if len(ends) == 1 else f"{number(min(values), digits)} – {number(max(values), digits)}"
