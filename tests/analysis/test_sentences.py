"""Generated Vietnamese sentences, word for word."""

from __future__ import annotations

import pytest

from analysis.text import sentences as say
from analysis.text.sentences import Change, Overview
from analysis.watchlist import STATUSES


def plain(text: str) -> str:
    """With ordinary spaces and minus, as one types them."""
    return text.replace("\u00a0", " ").replace("\u2212", "-")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            Overview("Tháng 10/2026", 412, 375, 411, Change(-0.01, 0.03, "tháng 9"), 2),
            "Tháng 10/2026: 412 phiếu, 91,2 % hài lòng, trong mức dao động so với tháng 9; 2 cán bộ cần chú ý",
        ),
        (
            Overview("Tháng 10/2026", 1412, 1000, 1400, Change(-0.05, -0.01, "tháng 9"), 0),
            "Tháng 10/2026: 1.412 phiếu, 71,4 % hài lòng, giảm rõ so với tháng 9; không có cán bộ nào cần chú ý",
        ),
        (Overview("Quý 1/2026", 50, 50, 50, Change(0.01, 0.2, "quý 4/2025")), "Quý 1/2026: 50 phiếu, 100,0 % hài lòng, tăng rõ so với quý 4/2025"),
        (Overview("Quý 1/2026", 50, 50, 50, Change(None, None, "quý 4/2025")), "Quý 1/2026: 50 phiếu, 100,0 % hài lòng, chưa so được với quý 4/2025"),
        (Overview("Tuần 19/2026", 13, 9, 12, Change(-0.1, 0.2, "tuần 18"), 1), "Tuần 19/2026: 13 phiếu, chưa đủ phiếu (12/30); 1 cán bộ cần chú ý"),
        (Overview("Từ đầu", 400, 300, 400), "Từ đầu: 400 phiếu, 75,0 % hài lòng"),
        (Overview("Năm 2020", 0, 0, 0, None, 0), "Năm 2020: chưa có phiếu nào"),
        (Overview("Năm 2020", 40, 0, 0), "Năm 2020: 40 phiếu, chưa đủ phiếu (0/30)"),
    ],
)  # fmt: skip
def test_the_overview_says_what_happened_in_one_sentence(facts: Overview, sentence: str) -> None:
    assert plain(say.overview(facts)) == sentence


def test_a_rate_stands_with_its_n_and_interval_or_not_at_all() -> None:
    assert plain(say.rate_text(360, 412, 0.838, 0.902)) == "87,4 % (n = 412; 84–90 %)"
    assert plain(say.rate_text(360, 412)) == "87,4 % (n = 412)"
    assert plain(say.rate_text(12, 12, 0.7, 1.0)) == "chưa đủ phiếu (12/30)"


def test_a_turn_is_a_headline() -> None:
    assert say.turn_title("Tiên Hòa", -0.08, "tháng 6") == "Tiên Hòa giảm rõ từ tháng 6"
    assert say.turn_title("Tiên Hòa", 0.08, "tháng 6") == "Tiên Hòa tăng rõ từ tháng 6"
    assert say.turn_title("Tiên Hòa", None, "") == "Tiên Hòa giữ mức ổn định"


def test_a_signal_names_its_rule() -> None:
    numbers = (0.7, (0.83, 0.97), 0.9)
    assert (
        plain(say.signal_sentence("outside", "Tháng 6/2026", *numbers))
        == "Tháng 6/2026: 70,0 %, ngoài mức dao động thường thấy 83–97 %"
    )
    assert (
        plain(say.signal_sentence("run", "Tháng 6/2026", *numbers))
        == "Tháng 6/2026: đã 8 kỳ trở lên liền nhau ở một phía của mức chung 90,0 %"
    )
    assert say.signal_sentence("", "Tháng 6/2026", *numbers) == ""


def test_the_watchlist_counts_before_it_judges() -> None:
    assert (
        plain(say.watch_sentence("over_few", 11, 40, (0.161, 0.428)))
        == "11/40 đánh giá thấp (27,5 %; khoảng tin cậy 16–43 %): vượt 25 % nhưng ít phiếu"
    )
    assert (
        say.watch_sentence("over_few", 3, 10, (0.1, 0.6))
        == "3/10 đánh giá thấp: vượt 25 % nhưng ít phiếu"
    )
    assert (
        say.watch_sentence("insufficient", 0, 0, (None, None))
        == "0/0 đánh giá thấp: chưa đủ phiếu để kết luận"
    )
    assert set(say.WATCH) == set(STATUSES)


def test_what_is_missing_is_said_only_when_something_is() -> None:
    assert say.more_sentence(23) == "cần thêm 23 phiếu cùng tỷ lệ thì đủ căn cứ"
    assert say.more_sentence(0) == say.more_sentence(None) == ""


def test_two_units_are_told_apart_in_words() -> None:
    ends = (-0.15, -0.03)
    assert (
        plain(say.pair_sentence("lower", ("A", "B"), -0.09, ends))
        == "A thấp hơn B 9,0 điểm (từ +3,0 điểm đến +15,0 điểm): khác biệt rõ"
    )
    assert (
        plain(say.pair_sentence("unclear", ("A", "B"), 0.02, (-0.03, 0.07)))
        == "A và B chênh 2,0 điểm (từ -3,0 điểm đến +7,0 điểm): chưa đủ căn cứ nói là khác nhau"
    )
    assert (
        say.pair_sentence("few", ("A", "B"), float("nan"), (float("nan"),) * 2)
        == "A và B: chưa đủ phiếu để so"
    )


def test_the_quota_says_what_is_missing_and_why() -> None:
    assert (
        plain(say.quota_sentence(480, 144, 100, "30%"))
        == "100/144 phiếu (30 % của 480 hồ sơ), còn thiếu 44"
    )
    assert (
        plain(say.quota_sentence(480, 144, 1440, "30%"))
        == "1.440/144 phiếu (30 % của 480 hồ sơ), đã đủ"
    )


def test_a_burst_is_told_with_its_clock_times_over_midnight_too() -> None:
    assert say.burst_sentence(50, 48, 545, 554).startswith(
        "50 phiếu từ 9:05 đến 9:14, 48 phiếu cùng một mức;"
    )
    assert "từ 23:59 đến 0:02" in say.burst_sentence(12, 12, 1439, 1442)


def test_units_that_differ_beyond_chance_are_noted() -> None:
    assert "2,5 lần phương sai" in say.dispersion_note(2.5)
    assert say.dispersion_note(1.2) == say.dispersion_note(None) == ""


def test_a_reading_says_where_the_true_rate_may_lie() -> None:
    assert (
        plain(say.reading(412, 0.84, 0.902))
        == "Nếu hỏi thêm nhiều người, tỷ lệ hài lòng thật có lẽ nằm trong khoảng 84–90 %."
    )
    assert say.reading(12, 0.5, 0.9) == "Mới có 12 phiếu; từ 30 phiếu trở lên mới nêu tỷ lệ."
    assert say.reading(0, None, None).startswith("Mới có 0 phiếu")
    assert "từ 30 phiếu trở lên" in say.praise_note()
