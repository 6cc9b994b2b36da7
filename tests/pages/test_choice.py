"""Labels of choices: every one can be chosen by itself."""

from __future__ import annotations

from pages.shared.choice import unique


def test_names_that_two_codes_share_carry_the_code() -> None:
    labels = {"A": "Xã Mơ", "B": "Xã Mơ", "C": "Xã Mai"}
    assert unique(labels) == {"A": "Xã Mơ (A)", "B": "Xã Mơ (B)", "C": "Xã Mai"}
