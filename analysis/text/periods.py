"""How periods are named on the screen; the calendar itself is analysis/periods.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LABELS: Final[Mapping[str, str]] = {
    "day": "Ngày {day:02d}/{month:02d}/{year}",
    "week": "Tuần {number}/{year}",
    "month": "Tháng {number}/{year}",
    "quarter": "Quý {number}/{year}",
    "half": "6 tháng {half} năm {year}",
    "year": "Năm {year}",
}
WITHIN_YEAR: Final[Mapping[str, str]] = {
    "day": "ngày {day:02d}/{month:02d}",
    "week": "tuần {number}",
    "month": "tháng {number}",
    "quarter": "quý {number}",
    "half": "6 tháng {half} năm",
    "year": "năm {year}",
}
SHORT: Final[Mapping[str, str]] = {
    "day": "{day:02d}/{month:02d}",
    "week": "T{number}/{year}",
    "month": "{number}/{year}",
    "quarter": "Q{number}/{year}",
    "half": "{half} {year}",
    "year": "{year}",
}
HALVES: Final = ("", "đầu", "cuối")

PRESETS: Final[Mapping[str, str]] = {
    "this_month": "Tháng này",
    "this_quarter": "Quý này",
    "half_year": "6 tháng",
    "this_year": "Năm nay",
    "all": "Từ đầu",
}
KINDS: Final[Mapping[str, str]] = {
    "day": "Ngày",
    "week": "Tuần",
    "month": "Tháng",
    "quarter": "Quý",
    "half": "6 tháng",
    "year": "Năm",
}

SPAN: Final = "Từ {first} đến {last}"
SPAN_FROM: Final = "Từ {first}"
SPAN_TO: Final = "Đến {last}"
SPAN_ALL: Final = "Từ đầu"
BAD_KEY: Final = "“{key}” không phải là một kỳ; viết như 2026-05-04, 2026-W19, 2026-05, 2026-Q2, 2026-H1 hoặc 2026."
MIXED_KINDS: Final = (
    "Một chuỗi chỉ gồm các kỳ cùng loại (ngày, tuần, tháng, quý, 6 tháng hoặc năm)."
)
BAD_KIND: Final = (
    "“{kind}” không phải là một loại kỳ; chọn ngày, tuần, tháng, quý, 6 tháng hoặc năm."
)
