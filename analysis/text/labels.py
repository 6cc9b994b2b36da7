"""Words for every code a table holds: levels, kinds, statuses, verdicts, signals.

A status is an icon and a word here; its colour lives with the charts. Text a citizen or an
office wrote never comes through this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from analysis.text.numbers import MISSING, TOO_FEW, percent
from analysis.text.reasons import REASONS as REASONS

LEVELS: Final[Mapping[int, str]] = {
    5: "Rất hài lòng",
    4: "Hài lòng",
    3: "Bình thường",
    2: "Không hài lòng",
    1: "Rất không hài lòng",
}
NO_ANSWER: Final = "Không trả lời"

RESPONDENT_TYPES: Final[Mapping[str, str]] = {"individual": "Cá nhân", "organisation": "Tổ chức"}

CHANNELS: Final[Mapping[str, str]] = {
    "qr": "Mã QR",
    "kiosk": "Màn hình tại quầy",
    "form": "Phiếu điện tử",
    "one_time_code": "Mã dùng một lần",
    "shared_code": "Mã chung tại quầy (không xác thực)",
    "web": "Trang web",
    "paper": "Phiếu giấy",
    "phone": "Điện thoại",
    "sms": "Tin nhắn",
    "direct": "Trực tiếp",
    "online": "Trực tuyến",
    "post": "Bưu chính công ích",
}

_OVER: Final = f"Vượt {percent(0.25, 0)}"
STATUSES: Final[Mapping[str, tuple[str, str]]] = {
    "over_enough": ("▲", f"{_OVER} – đủ căn cứ"),
    "over_few": ("△", f"{_OVER} – ít phiếu"),
    "near": ("◆", "Cận ngưỡng"),
    "ok": ("●", "Đạt"),
    "insufficient": ("○", TOO_FEW.capitalize()),
}
EVIDENCE: Final[Mapping[str, str]] = {
    "enough": "đủ căn cứ",
    "few": "ít phiếu, cần thu thêm",
    "below": "chưa vượt ngưỡng",
}

VERDICTS: Final[Mapping[str, str]] = {
    "higher": "cao hơn rõ",
    "lower": "thấp hơn rõ",
    "unclear": "chưa đủ căn cứ",
    "few": TOO_FEW,
}
SIGNALS: Final[Mapping[str, str]] = {
    "": "",
    "outside": "ngoài giới hạn",
    "run": "8 kỳ liền một phía",
}
CHANGES: Final[Mapping[str, str]] = {
    "up": "tăng rõ",
    "down": "giảm rõ",
    "same": "trong mức dao động",
    "unknown": "chưa so được",
}

WEEKDAYS: Final[Mapping[int, str]] = {
    1: "Thứ Hai",
    2: "Thứ Ba",
    3: "Thứ Tư",
    4: "Thứ Năm",
    5: "Thứ Sáu",
    6: "Thứ Bảy",
    7: "Chủ Nhật",
}
WEEKDAYS_SHORT: Final = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")

YES_NO: Final[Mapping[bool, str]] = {True: "có", False: "không"}


def level(value: Any) -> str:
    """The words of a level 1..5; 0, None, pandas.NA and anything else is "Không trả lời".

    >>> level(5), level(0)
    ('Rất hài lòng', 'Không trả lời')
    """
    return LEVELS.get(value, NO_ANSWER)


def status(key: str) -> str:
    """Icon and word of a status of analysis.watchlist; the dash when it is unknown.

    >>> status("ok")
    '● Đạt'
    """
    icon, word = STATUSES.get(key, ("", MISSING))
    return f"{icon} {word}".strip()


def word_of(labels: Mapping[str, str], code: str | None) -> str:
    """The label of a code, the code itself when it has none, the dash when there is no code.

    >>> word_of(CHANNELS, "qr"), word_of(CHANNELS, "Loa phường"), word_of(CHANNELS, None)
    ('Mã QR', 'Loa phường', '–')
    """
    if code is None or code != code:
        return MISSING
    return labels.get(code, code)


def change_word(low: float | None, high: float | None) -> str:
    """How a change with the interval low..high is called: clear only when 0 lies outside.

    >>> change_word(0.01, 0.05), change_word(-0.05, -0.01), change_word(-0.01, 0.05)
    ('tăng rõ', 'giảm rõ', 'trong mức dao động')
    >>> change_word(None, None)
    'chưa so được'
    """
    if low is None or high is None or low != low or high != high:
        return CHANGES["unknown"]
    if low > 0:
        return CHANGES["up"]
    return CHANGES["down"] if high < 0 else CHANGES["same"]
