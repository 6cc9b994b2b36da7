"""Tổng quan: the figures of the demonstration situations, by hand."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from data.settings import Home


def test_the_cards_show_rate_n_and_interval(tiny_store: Home, app: AppTest) -> None:
    app.run()
    assert not app.exception and not app.error
    # 51 of 68 satisfied, 11 low
    assert [(m.label, m.value) for m in app.metric] == [
        ("Hài lòng", "75,0\u00a0%"), ("Số phiếu", "68"), ("Đánh giá thấp", "16,2\u00a0%"),
        ("Cần chú ý", "1"),
    ]
    captions = [str(c.value) for c in app.caption]
    assert "n = 68 · khoảng tin cậy 64–\u206084\u00a0%" in captions


def test_too_few_answers_show_no_rate(tiny_store: Home, app: AppTest) -> None:
    app.query_params["unit"] = "X2"
    app.run()
    assert app.metric[0].value == "–"
    assert "chưa đủ phiếu (8/30)" in [c.value for c in app.caption]
    assert not app.exception and not app.error


def test_nothing_in_the_period_says_so(tiny_store: Home, app: AppTest) -> None:
    app.query_params["from"] = "2020-01-01"
    app.query_params["to"] = "2020-12-31"
    app.run()
    assert app.subheader[-1].value == "Không có phiếu nào khớp bộ lọc"
    assert not app.metric and not app.exception and not app.error


def test_comments_of_the_unhappy_are_plain_text(tiny_store: Home, app: AppTest) -> None:
    app.run()
    shown = [t.value for t in app.text]
    assert any("<script>alert(1)</script>" in words for words in shown)
    assert not any("<script>" in str(m.value) for m in app.markdown)
