"""Headings and labels."""

from __future__ import annotations

import pandas as pd

from analysis import watchlist
from analysis.text.columns import HEADINGS, headed, headings, worded
from analysis.text.labels import EVIDENCE, LEVELS, REASONS, STATUSES, VERDICTS, status

SATISFACTION = (
    "responses n n1 n2 n3 n4 n5 satisfied low satisfied_rate low_rate mean ci_low ci_high"
)
CONTRACT = (
    "unit_code unit_name officer_code officer_name criterion criterion_label period field "
    f"respondent_type channel {SATISFACTION} over evidence more_needed dossiers required missing "
    "rule change change_ci_low change_ci_high signal gap gap_ci_low gap_ci_high q_value verdict "
    "day minute overall comment weekday hour procedure stage edited removed"
)


def test_every_column_of_the_contract_has_a_heading() -> None:
    assert [name for name in CONTRACT.split() if name not in HEADINGS] == []


def test_no_two_columns_share_a_heading() -> None:
    assert len({text.casefold() for text in HEADINGS.values()}) == len(HEADINGS)


def test_headings_stay_unique_and_unknown_columns_keep_their_name() -> None:
    assert headings(["unit_name", "Đơn vị", "ĐƠN VỊ", "q_1"]) == [
        "Đơn vị",
        "Đơn vị (2)",
        "ĐƠN VỊ (3)",
        "q_1",
    ]


def test_headed_changes_the_names_only() -> None:
    frame = pd.DataFrame({"unit_code": ["01"], "n": [3], "q_1": [5]})
    named = headed(frame)
    assert list(named.columns) == ["Mã đơn vị", "Số trả lời (n)", "q_1"]
    assert named.to_numpy().tolist() == frame.to_numpy().tolist()
    assert list(frame.columns) == ["unit_code", "n", "q_1"]


def test_the_level_columns_are_named_like_the_levels() -> None:
    assert all(HEADINGS[f"n{number}"] == words for number, words in LEVELS.items())


def test_codes_of_the_contract_have_words() -> None:
    reasons = (
        "unknown_unit unknown_officer unknown_level bad_time future_time out_of_scope "
        "duplicate_header spreadsheet_error too_long"
    )
    assert set(REASONS) == set(reasons.split())
    assert set(VERDICTS) == {"higher", "lower", "unclear", "few"}
    assert set(STATUSES) == set(watchlist.STATUSES)
    assert set(EVIDENCE) == {"enough", "few", "below"}


def test_a_status_is_an_icon_and_a_word() -> None:
    assert status("over_enough") == "▲ Vượt 25\u00a0% – đủ căn cứ"
    assert status("over_few") == "△ Vượt 25\u00a0% – ít phiếu"
    assert status("near") == "◆ Cận ngưỡng"
    assert status("ok") == "● Đạt"
    assert status("insufficient") == "○ Chưa đủ phiếu"
    assert len({icon for icon, _ in STATUSES.values()}) == len(STATUSES)


def test_codes_become_words_for_people() -> None:
    frame = pd.DataFrame(
        {
            "evidence": ["enough", "below"],
            "channel": ["qr", "Loa phường"],
            "respondent_type": ["individual", None],
            "status": ["ok", "near"],
            "weekday": [1, 7],
            "n": [1, 2],
        }
    )
    assert worded(frame).astype(object).where(frame.notna(), None).to_numpy().tolist() == [
        ["đủ căn cứ", "Mã QR", "Cá nhân", "● Đạt", "Thứ Hai", 1],
        ["chưa vượt ngưỡng", "Loa phường", None, "◆ Cận ngưỡng", "Chủ Nhật", 2],
    ]
    assert frame["evidence"].tolist() == ["enough", "below"]
    assert worded(frame.head(0)).empty


def test_criteria_are_headed_by_their_words_and_never_by_a_known_heading():
    frame = pd.DataFrame({"n": [1], "q_1": [5], "q_2": [4]})
    frame.attrs["labels"] = {"q_1": "Thái độ", "q_2": "Số trả lời (n)"}
    assert list(headed(worded(frame.head(1)))) == ["Số trả lời (n)", "Thái độ", "q_2"]
