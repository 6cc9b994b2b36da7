"""Names that look like a text nobody could resolve; a person decides, nothing is merged here."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from analysis.names import search_key

LEAST_LIKENESS = 65  # of 100; below it names share hardly more than a common word


def suggest(text: str, candidates: Iterable[str], limit: int = 3) -> list[str]:
    """Up to `limit` candidates that resemble the text, the closest first; [] when none does.

    >>> suggest("xa tien hoa", ["Xã Tiên Hòa", "Phường Bắc", "Xã Tiên Hoàn"])
    ['Xã Tiên Hòa', 'Xã Tiên Hoàn']
    """
    names = list(dict.fromkeys(candidates))
    found = process.extract(
        search_key(text), [search_key(name) for name in names],
        scorer=fuzz.token_sort_ratio, limit=limit, score_cutoff=LEAST_LIKENESS,
    )
    return [names[place] for _, _, place in found]
