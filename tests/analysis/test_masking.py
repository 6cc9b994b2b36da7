"""What names a person or a case is hidden; what does not stays readable."""

from __future__ import annotations

import pytest

from analysis.masking import MASK, masked

HIDDEN = [
    "0912345678", "0912 345 678", "0912.345.678", "091-234-5678", "+84 912 345 678",
    "84912345678", "(024) 3825 1234", "0912\u200b345\u200b678", "0912–345–678",
    "001086012345", "001 086 012 345", "123456789", "0123456789012345",
    "nguyen.van-a+1@gmail.com", "an@ubnd.namdong.gov.vn",
    "29A-123.45", "51F1-234.56", "30a12345", "29-B1 123.45", "18LD-1234", "59Đ1-123.45",
    "000.00.12.H17-240501-0001", "H17.12-240501-0012", "h17-250101-00001",
]
KEPT = [
    "1.200.000 đồng", "50.000.000.000", "ngày 04/05/2026", "ngày 4-5-2026", "12.05.2026",
    "quầy số 3", "8 giờ 30", "năm 2025", "từ 2024 - 2025", "TTHC mức 4", "100%", "5/5",
    "phiếu 12345", "Nghị định 61/2018/NĐ-CP", "", "không có gì @ đây",
]


@pytest.mark.parametrize("secret", HIDDEN)
def test_what_names_a_person_or_a_case_is_hidden(secret: str) -> None:
    assert masked(f"Xin gọi {secret}, cảm ơn") == f"Xin gọi {MASK}, cảm ơn"
    assert masked(secret) == MASK


@pytest.mark.parametrize("text", KEPT)
def test_dates_money_and_plain_words_stay(text: str) -> None:
    assert masked(text) == text


def test_several_secrets_in_one_comment_are_all_hidden() -> None:
    said = "Tôi là A 0912345678, CCCD 001086012345, xe 29A-123.45 ngày 04/05/2026"
    assert masked(said) == f"Tôi là A {MASK}, CCCD {MASK}, xe {MASK} ngày 04/05/2026"


def test_a_very_long_comment_is_masked_in_no_time() -> None:
    assert MASK in masked("1 " * 16_000 + "a@" * 8_000 + "." * 16_000)
