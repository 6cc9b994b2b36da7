"""Which column a header text means."""

from __future__ import annotations

import unicodedata

from analysis.headers import header_index, missing_headers
from analysis.mapping import SourceMapping


def test_a_header_is_recognised_in_every_spelling_a_sheet_gives_it() -> None:
    header = ("\ufeffĐơn vị", "Thái độ\u00a0phục vụ ", unicodedata.normalize("NFD", "Ý kiến"))
    assert header_index(header, "đơn  vị") == [0]
    assert header_index(header, "Thái độ phục vụ") == [1]
    assert header_index(header, "Ý kiến") == [2]
    assert header_index(header, "Ý kiến khác") == []


def test_equal_headers_are_all_found() -> None:
    assert header_index(("Ý kiến", "Tên", "ý kiến"), "Ý kiến") == [0, 2]


def test_missing_headers_are_named_as_the_mapping_writes_them() -> None:
    mapping = SourceMapping(
        "a", columns={"unit": ("Đơn vị",), "comment": ("Góp ý", "Khác")},
        answers={"overall": "Chung", "attitude": "Thái độ"},
    )
    assert missing_headers(mapping, ("ĐƠN VỊ", "khác", "Thái độ")) == ["Góp ý", "Chung"]
    assert missing_headers(mapping, ()) == ["Đơn vị", "Góp ý", "Khác", "Chung", "Thái độ"]
