"""Colours that people with any eyes can tell apart, and text that Plotly cannot be talked into."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from streamlit.elements.lib.streamlit_plotly_theme import GRAY_90

from analysis.charts import style
from analysis.text.labels import LEVELS

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
SEEN_BY = {
    "anyone": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868],
                            [0.114503, 0.786281, 0.099216],
                            [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968],
                              [0.280085, 0.672501, 0.047413],
                              [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779],
                            [-0.078411, 0.930809, 0.147602],
                            [0.004733, 0.691367, 0.303900]]),
}  # fmt: skip
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375],
                [0.2126729, 0.7151522, 0.0721750],
                [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip
THEMES = {"light": "#ffffff", "dark": "#12191b"}


def linear(colour: str) -> np.ndarray:
    signs = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(signs <= 0.04045, signs / 12.92, ((signs + 0.055) / 1.055) ** 2.4)


def lab(colour: str, eyes: str = "anyone") -> np.ndarray:
    xyz = XYZ @ np.clip(SEEN_BY[eyes] @ linear(colour), 0, 1) / np.array([0.95047, 1, 1.08883])
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: str, other: str) -> float:
    bright, dark = sorted(((XYZ @ linear(colour))[1] for colour in (one, other)), reverse=True)
    return float((bright + 0.05) / (dark + 0.05))


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_any_two_levels_can_be_told_apart_with_any_eyes(eyes: str) -> None:
    colours = [lab(colour, eyes) for colour in style.LEVEL_COLOURS.values()]
    assert min(np.linalg.norm(a - b) for a, b in combinations(colours, 2)) >= 20


def test_levels_can_be_told_apart_in_grey_print() -> None:
    lightness = [lab(colour)[0] for colour in style.LEVEL_COLOURS.values()]
    assert min(abs(a - b) for a, b in combinations(lightness, 2)) >= 8
    assert min(abs(a - b) for a, b in pairwise(lightness)) >= 10


def test_the_two_ends_of_the_scale_are_dark_and_the_inner_ones_light() -> None:
    lightness = {level: lab(colour)[0] for level, colour in style.LEVEL_COLOURS.items()}
    assert max(lightness[5], lightness[1]) < min(lightness[4], lightness[2], lightness[3])
    assert list(style.LEVEL_COLOURS) == list(LEVELS) == [5, 4, 3, 2, 1]


@pytest.mark.parametrize("level", LEVELS)
def test_text_on_a_level_is_readable(level: int) -> None:
    assert contrast(style.LEVEL_COLOURS[level], style.LEVEL_INKS[level]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_lines_and_dots_stand_out_in_both_themes(theme: str) -> None:
    for colour in (style.ACCENT, style.NEUTRAL):
        assert contrast(colour, THEMES[theme]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_the_levels_are_edged_where_they_would_fade_into_the_page(theme: str) -> None:
    assert all(contrast(colour, THEMES[theme]) >= 1.4 for colour in style.LEVEL_COLOURS.values())
    assert contrast(style.NEUTRAL, THEMES[theme]) >= 3


@pytest.mark.parametrize("theme", [("#ffffff", "#10191b"), ("#12191b", "#e6eced")])
@pytest.mark.parametrize("level", [1, 5])
def test_the_pages_ink_is_readable_on_the_strongest_tint(
    theme: tuple[str, str], level: int
) -> None:
    page, ink = theme
    tint = style.alpha_scale(style.LEVEL_COLOURS[level])[1][1]
    red, green, blue, alpha = (float(part) for part in tint[5:-1].split(","))
    under = [int(page[place : place + 2], 16) for place in (1, 3, 5)]
    mixed = [
        round(c * alpha + p * (1 - alpha)) for c, p in zip((red, green, blue), under, strict=True)
    ]
    assert contrast("#" + "".join(f"{part:02x}" for part in mixed), ink) >= 4


def test_the_ink_is_still_the_token_that_streamlit_replaces() -> None:
    assert style.INK == GRAY_90


def test_a_name_is_one_line_without_invisible_signs() -> None:
    assert style.visible("  Xã\n A\u200b\u202e  B\x00 ") == "Xã A B"
    assert style.visible("Xa\u0303") == "Xã"


def test_a_name_is_cut_before_it_is_escaped() -> None:
    assert style.plain("&" * 10, 4) == "&amp;&amp;&amp;…"
    assert style.plain("a" * 60) == "a" * 60
    assert style.plain("a" * 61) == "a" * 59 + "…"


def test_markup_tex_and_templates_are_neutral() -> None:
    assert style.plain("<a href='x'>$x$</a> %{y}") == (
        "&lt;a href='x'&gt;&#36;x&#36;&lt;/a&gt; &#37;{y}"
    )


def test_a_label_breaks_at_words_and_ends_with_an_ellipsis() -> None:
    assert style.label("Tiếp cận dịch vụ", 22) == "Tiếp cận dịch vụ"
    assert style.label("Tiếp cận dịch vụ công ở bộ phận một cửa", 16) == (
        "Tiếp cận dịch vụ<br>công ở bộ phận…"
    )
    assert style.label("x" * 100, 10, 1) == "x" * 9 + "…"


def test_axes_have_few_round_ticks_in_vietnamese() -> None:
    axis = style.share_axis(0.62, 0.97)
    assert axis["tickvals"] == [0.6, 0.7, 0.8, 0.9, 1.0]
    assert axis["ticktext"][0] == "60\u00a0%"
    points = style.points_axis(-0.11, 0.04)
    assert points["ticktext"] == ["\u221215", "\u221210", "\u22125", "0", "+5"]
    assert all(len(style.share_axis(low / 10, 1)["tickvals"]) <= 6 for low in range(10))


def test_a_number_is_short_and_never_nan() -> None:
    assert style.numbers([1 / 3, float("nan"), 1]) == [0.33333, None, 1.0]


def test_one_row_leaves_room_for_the_words_of_its_axis() -> None:
    assert style.figure([], 90)["layout"]["minreducedheight"] < 64


def test_an_axis_makes_room_for_its_labels_and_measures_none_of_them_twice() -> None:
    assert style.axis()["automargin"] is True and style.axis()["ticklabeloverflow"] == "allow"
