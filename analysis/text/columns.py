"""Vietnamese headings for every column a table may hold."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import pandas as pd

from analysis.text.labels import (
    CHANNELS,
    EVIDENCE,
    REASONS,
    RESPONDENT_TYPES,
    SIGNALS,
    STATUSES,
    VERDICTS,
    WEEKDAYS,
)

HEADINGS: Final[Mapping[str, str]] = {
    # keys
    "unit_code": "Mã đơn vị",
    "unit_name": "Đơn vị",
    "unit_kind": "Loại đơn vị",
    "parent_code": "Mã đơn vị cấp trên",
    "officer_code": "Mã cán bộ",
    "officer_name": "Cán bộ, công chức",
    "position": "Chức danh",
    "counter": "Quầy",
    "criterion": "Mã tiêu chí",
    "criterion_label": "Tiêu chí",
    "criterion_set": "Bộ tiêu chí",
    "option": "Mã nội dung",
    "option_label": "Nội dung đánh dấu",
    "ticked": "Số lần đánh dấu",
    "asked": "Số phiếu được hỏi",
    "share": "Tỷ lệ",
    "field": "Lĩnh vực",
    "procedure": "Thủ tục",
    "respondent_type": "Đối tượng",
    "channel": "Hình thức",
    "stage": "Giai đoạn",
    "period": "Kỳ",
    "period_from": "Từ ngày",
    "period_to": "Đến ngày",
    "day": "Ngày",
    "week": "Tuần",
    "month": "Tháng",
    "quarter": "Quý",
    "half": "Nửa năm",
    "year": "Năm",
    "minute": "Phút trong ngày",
    "weekday": "Thứ",
    "hour": "Giờ",
    "source": "Nguồn",
    "source_name": "Tên nguồn",
    # counts and rates
    "responses": "Số phiếu",
    "n": "Số trả lời (n)",
    "n1": "Rất không hài lòng",
    "n2": "Không hài lòng",
    "n3": "Bình thường",
    "n4": "Hài lòng",
    "n5": "Rất hài lòng",
    "satisfied": "Số hài lòng",
    "low": "Số đánh giá thấp",
    "satisfied_rate": "Tỷ lệ hài lòng",
    "low_rate": "Tỷ lệ đánh giá thấp",
    "rate": "Hài lòng (n; khoảng tin cậy)",
    "mean": "Điểm trung bình (1–5)",
    "ci_low": "Khoảng tin cậy, cận dưới",
    "ci_high": "Khoảng tin cậy, cận trên",
    "interval": "Khoảng tin cậy",
    # watchlist
    "over": "Vượt 25 %",
    "near": "Cận ngưỡng",
    "evidence": "Căn cứ",
    "more_needed": "Cần thêm số phiếu",
    "status": "Tình trạng",
    # quota
    "dossiers": "Số hồ sơ",
    "required": "Số phiếu phải lấy",
    "missing": "Còn thiếu",
    "rule": "Quy tắc",
    "progress": "Tiến độ",
    "count": "Số lượng",
    "early": "Trước hạn",
    "on_time": "Đúng hạn",
    "late": "Quá hạn",
    # trend
    "change": "Thay đổi so với kỳ trước",
    "change_ci_low": "Thay đổi, cận dưới",
    "change_ci_high": "Thay đổi, cận trên",
    "change_word": "Nhận định",
    "signal": "Dấu hiệu khác thường",
    "centre": "Đường giữa",
    "limit_low": "Giới hạn dưới",
    "limit_high": "Giới hạn trên",
    # compare
    "gap": "Chênh lệch so với phần còn lại",
    "gap_ci_low": "Chênh lệch, cận dưới",
    "gap_ci_high": "Chênh lệch, cận trên",
    "p_value": "Trị số p",
    "q_value": "Trị số q",
    "verdict": "Kết luận",
    "a": "Đơn vị thứ nhất (mã)",
    "b": "Đơn vị thứ hai (mã)",
    "name_a": "Đơn vị thứ nhất",
    "name_b": "Đơn vị thứ hai",
    "n_a": "n thứ nhất",
    "n_b": "n thứ hai",
    "rate_a": "Tỷ lệ hài lòng thứ nhất",
    "rate_b": "Tỷ lệ hài lòng thứ hai",
    "low_95": "Giới hạn dưới 95 %",
    "high_95": "Giới hạn trên 95 %",
    "low_998": "Giới hạn dưới 99,8 %",
    "high_998": "Giới hạn trên 99,8 %",
    # criteria that go with low general answers
    "both_low": "Thấp cả tiêu chí và câu chung",
    "criterion_low": "Thấp ở tiêu chí",
    "overall_low": "Thấp ở câu chung",
    "rate_when_low": "Tỷ lệ thấp chung khi tiêu chí thấp",
    "rate_otherwise": "Tỷ lệ thấp chung khi tiêu chí không thấp",
    "difference": "Chênh lệch",
    "enough": "Đủ căn cứ",
    # many answers within minutes
    "from_minute": "Từ (phút trong ngày)",
    "to_minute": "Đến (phút trong ngày)",
    "most_common": "Số phiếu cùng một mức",
    # single responses
    "response_id": "Số thứ tự phiếu",
    "overall": "Mức độ hài lòng chung",
    "level": "Mức (1–5)",
    "comment": "Ý kiến",
    "edited": "Đã sửa sau khi gửi",
    "removed": "Đã xoá khỏi nguồn",
    "excluded": "Không tính theo quyết định",
    "warning": "Cảnh báo",
    # data quality
    "row": "Dòng",
    "column": "Cột",
    "value": "Giá trị",
    "reason": "Lý do",
    "what_to_do": "Cần làm gì",
    "rejected": "Dòng bị loại",
    "suggestion": "Có thể là",
    "unreadable": "Câu trả lời không đọc được",
    "unattributed": "Không xác định cán bộ",
    "attributed": "Ghi rõ cán bộ",
    "answers": "Số câu trả lời",
    "counted_version": "Bản được tính",
    "last_import": "Lần nhập gần nhất",
    "file_name": "Tên tệp",
    "who": "Người thực hiện",
    "at": "Thời điểm",
    "new": "Phiếu mới",
    "changed": "Phiếu đã sửa",
    "unchanged": "Phiếu không đổi",
    "duplicates": "Phiếu trùng",
    "no_overall": "Không trả lời câu chung",
    "quarantined": "Tạm giữ",
    "code": "Mã",
    "name": "Tên",
    "kind": "Loại",
    "valid_from": "Hiệu lực từ",
    "valid_to": "Hiệu lực đến",
    "successor_codes": "Mã đơn vị kế thừa",
    "aliases": "Tên gọi khác",
    "model_start": "Ngày bắt đầu mô hình",
    "provisional": "Tạm ghi",
}

WORDS: Final[Mapping[str, Mapping[Any, str]]] = {
    "respondent_type": RESPONDENT_TYPES,
    "channel": CHANNELS,
    "evidence": EVIDENCE,
    "verdict": VERDICTS,
    "signal": SIGNALS,
    "reason": REASONS,
    "weekday": WEEKDAYS,
    "status": {code: f"{icon} {word}" for code, (icon, word) in STATUSES.items()},
}
"""Words of the codes a column may hold."""
_KNOWN: Final = frozenset(text.casefold() for text in HEADINGS.values())


def heading(column: object) -> str:
    """The Vietnamese heading of a column; its own name when it has none."""
    return HEADINGS.get(str(column), str(column))


def headings(columns: list[object], labels: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """One heading per column, made unique with " (2)", " (3)" … where two would be equal.

    `labels` are the words of columns only the data know (criteria); none takes a known heading.

    >>> headings(["n", "Số trả lời (n)", "q_7"])
    ['Số trả lời (n)', 'Số trả lời (n) (2)', 'q_7']
    """
    taken: set[str] = set()
    result = []
    for column in columns:
        label = labels.get(str(column), "")
        text = unique = label if label and label.casefold() not in _KNOWN else heading(column)
        number = 1
        while unique.casefold() in taken:
            number += 1
            unique = f"{text} ({number})"
        taken.add(unique.casefold())
        result.append(unique)
    return result


def headed(frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows under Vietnamese, unique headings; an unknown column keeps its name."""
    renamed = frame.copy(deep=False)
    renamed.columns = pd.Index(headings(list(frame.columns), frame.attrs.get("labels", {})))
    return renamed


def worded(frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows with words in place of codes (evidence, verdict, channel …), for people.

    A code without words and every other column stay as they are.
    """
    known = {name: words for name, words in WORDS.items() if name in frame}
    return frame.assign(**{name: _said(frame[name], words) for name, words in known.items()})


def _said(codes: pd.Series, words: Mapping[Any, str]) -> Any:
    """The words of the codes, text unless a code without words is something else."""
    said = [words.get(code, code) for code in codes.tolist()]
    text = all(isinstance(one, str) or pd.isna(one) for one in set(said))
    return pd.Series(said, codes.index, "str" if text else object)
