"""Which column a header text means; headers match after NFC, space and case folding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.mapping import SourceMapping
from analysis.names import fold


def header_index(header: Sequence[str], name: str) -> list[int]:
    """Positions of the columns with this header, in order; several when it occurs twice.

    >>> header_index(("\\ufeffĐơn vị", "Ý kiến", "ý  kiến "), "Ý KIẾN")
    [1, 2]
    """
    wanted = fold(name)
    return [place for place, text in enumerate(header) if fold(text) == wanted]


def header_places(header: Sequence[str]) -> dict[str, list[int]]:
    """Folded header -> positions, for looking up many names in one header."""
    places: dict[str, list[int]] = {}
    for place, text in enumerate(header):
        places.setdefault(fold(text), []).append(place)
    return places


def mapped_headers(mapping: SourceMapping) -> Iterable[str]:
    """Every header text a mapping names, in its order, each once."""
    columns = (header for headers in mapping.columns.values() for header in headers)
    return dict.fromkeys([*columns, *mapping.answers.values()])


def missing_headers(mapping: SourceMapping, header: Sequence[str]) -> list[str]:
    """Header texts the mapping names and the source does not have, as the mapping writes them."""
    places = header_places(header)
    return [name for name in mapped_headers(mapping) if fold(name) not in places]
