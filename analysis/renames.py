"""Headers that were renamed and mapped anew: the column stays the same column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from analysis.mapping import SourceMapping
from analysis.matching import header_key


def mapped_keys(mapping: SourceMapping) -> dict[tuple[str, str, int], str]:
    """The header key each role and answer of a mapping names."""
    keys = {
        ("columns", role, index): header_key(header)
        for role, headers in mapping.columns.items()
        for index, header in enumerate(headers)
    }
    answers = {("answers", code, 0): header_key(text) for code, text in mapping.answers.items()}
    return keys | answers


def renamed_headers(
    versions: Sequence[tuple[SourceMapping, Iterable[str]]],
) -> dict[str, str]:
    """New header key -> the key the column was first known by.

    `versions` are a source's mappings, oldest first, each with the header keys seen before it.
    A header counts as renamed when a mapping names, for the same role, a header nobody had seen
    and no longer names the old one.
    """
    renamed: dict[str, str] = {}
    for (before, _), (after, seen) in pairwise(versions):
        known, still_named = set(seen), set(mapped_keys(after).values())
        was = mapped_keys(before)
        for role, key in mapped_keys(after).items():
            old = was.get(role, key)
            if old in known and key not in known and old not in still_named:
                renamed[key] = renamed.get(old, old)
    return renamed


def with_renames(mapping: SourceMapping, renames: Mapping[str, str]) -> SourceMapping:
    """The mapping that names columns by their new headers; `renames` is old text -> new text.

    >>> old = SourceMapping("a", columns={"unit": ("Xã",)}, answers={"overall": "Chung"})
    >>> with_renames(old, {"Xã": "Đơn vị"}).columns
    {'unit': ('Đơn vị',)}
    """
    columns = {
        role: tuple(renames.get(text, text) for text in headers)
        for role, headers in mapping.columns.items()
    }
    answers = {code: renames.get(text, text) for code, text in mapping.answers.items()}
    return replace(mapping, columns=columns, answers=answers)


def present_names(
    header: Sequence[str], mapping: SourceMapping, renamed: Mapping[str, str]
) -> tuple[str, ...]:
    """The header of kept rows with the names the mapping in force uses for its columns."""
    texts = [text for headers in mapping.columns.values() for text in headers]
    now = {header_key(text): text for text in (*texts, *mapping.answers.values())}
    standing = {header_key(text) for text in header}
    by_origin = {renamed.get(key, key): key for key in now if key not in standing}
    result = []
    for text in header:
        key = header_key(text)
        present = by_origin.get(renamed.get(key, key)) if key not in now else None
        result.append(now[present] if present else text)
    return tuple(result)
