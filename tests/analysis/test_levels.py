"""What an answer's text says on the five levels."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.levels import LEVELS, level_of
from analysis.names import fold

LABELS = {
    "Rất hài lòng": 5, "Hài lòng": 4, "Bình thường": 3, "Không hài lòng": 2,
    "Rất không hài lòng": 1,
}


@pytest.mark.parametrize(("label", "level"), LABELS.items())
@pytest.mark.parametrize("form", [
    "{0}", " {0} ", "{1} - {0}", "{1} – {0}", "{1}. {0}", "{1}.{0}", "({1}) {0}", "({1}){0}",
    "{1}) {0}", "{1}: {0}", "{1} {0}", "{1}-{0}",
])
def test_a_built_in_label_is_read_with_or_without_its_number(
    label: str, level: int, form: str
) -> None:
    text = form.format(label, level)
    for variant in (text, text.upper(), text.lower(), text.replace(" ", "\u00a0 "),
                    unicodedata.normalize("NFD", text)):
        assert level_of(variant, {}) == level, variant


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("form", ["{}", "{}.0", "{},0", "({})", "{}.", " {} ", "{} -", "{}.00"])
def test_a_number_of_one_to_five_is_a_level(level: int, form: str) -> None:
    assert level_of(form.format(level), {}) == level


@pytest.mark.parametrize("text", ["", "   ", "\u00a0", "\u200b", "\ufeff", "\t\n"])
def test_an_empty_cell_is_no_answer(text: str) -> None:
    assert level_of(text, {}) == 0


@pytest.mark.parametrize("text", [
    "6", "0", "-1", "4.5", "55", "05", "5/5", "Tạm hài lòng", "hai long", "Rất", "rất hài long",
    "5 - Không hài lòng", "(1) Rất hài lòng", "6 - Rất hài lòng", "5 5", "1.5", "(5", "Rất tốt",
    "Hài lòng, Không hài lòng", "#N/A", "⭐⭐⭐⭐⭐", "45", "5 - 4", "५",
])
def test_a_label_outside_the_list_is_never_guessed(text: str) -> None:
    assert level_of(text, {}) == -1


def test_labels_of_the_mapping_win() -> None:
    extra = {fold("Tạm hài lòng"): 3, "6": 0, fold("Hài lòng"): 5, "very good": 4, "1": 5}
    assert level_of("TẠM  hài lòng", extra) == 3
    assert level_of("6", extra) == level_of("6.0", extra) == 0
    assert level_of("Hài lòng", extra) == 5
    assert level_of("Very Good", extra) == 4
    assert level_of("1", extra) == 5
    assert level_of("3 - Tạm hài lòng", extra) == 3
    assert level_of("4 - Tạm hài lòng", extra) == -1
    assert level_of("", {"": 3}) == 0


@given(st.text(), st.dictionaries(st.text().map(fold), st.integers(0, 5)))
def test_a_level_is_always_one_of_seven_values(text: str, extra: dict[str, int]) -> None:
    assert level_of(text, extra) in {-1, 0, 1, 2, 3, 4, 5}
