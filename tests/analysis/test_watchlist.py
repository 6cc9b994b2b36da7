"""The 25 % rule by integers, its evidence against the Wilson bound, and the mirror for praise."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.proportions import wilson, wilson_lower_one_sided
from analysis.thresholds import LOW_SHARE
from analysis.watchlist import (
    dealt,
    evidence,
    exceeds,
    excellence,
    more_needed,
    status,
    statuses,
    watchlist,
)

KEYS = ["officer_code", "officer_name"]
CONTRACT = ["n", "low", "low_rate", "over", "evidence", "ci_low", "ci_high", "more_needed"]


def counts(*rows: tuple[str, int, int]) -> pd.DataFrame:
    """Rows of (code, low, n); the others answered 5."""
    records = [(code, f"Người {code}", n, low, 0, 0, 0, n - low, n) for code, low, n in rows]
    names = [*KEYS, "responses", "n1", "n2", "n3", "n4", "n5", "n"]
    return pd.DataFrame(records, columns=names).astype(
        dict.fromkeys(names[2:], "int64") | dict.fromkeys(KEYS, "str")
    )


def float_traps() -> list[tuple[int, int, int]]:
    """Exactly 25 %, split over two levels so that adding two float percentages gives more."""
    return [
        (a, low - a, n)
        for n in range(4, 400, 4)
        for low in [n // 4]
        for a in range(low + 1)
        if a / n * 100 + (low - a) / n * 100 > 25
    ]


def test_exactly_a_quarter_is_never_over_though_float_sums_say_so() -> None:
    traps = float_traps()
    assert len(traps) == 188 and (2, 9, 44) in traps
    assert not any(exceeds(a + b, n, LOW_SHARE) for a, b, n in traps)
    assert {evidence(a + b, n) for a, b, n in traps} == {"below"}


def test_one_more_than_a_quarter_is_over_though_rounded_shares_say_no() -> None:
    assert exceeds(64, 255, LOW_SHARE)
    assert round(32 / 255 * 100, 1) * 2 == 25.0


@pytest.mark.parametrize("n", range(1, 400))
def test_the_flag_is_the_fraction_for_every_count(n: int) -> None:
    assert [exceeds(k, n, LOW_SHARE) for k in range(n + 1)] == [
        Fraction(k, n) > Fraction(1, 4) for k in range(n + 1)
    ]


def test_evidence_is_the_one_sided_wilson_bound_for_every_count() -> None:
    for n in [*range(1, 130), 257, 500, 1000, 60_001]:
        for low in range(n + 1) if n < 600 else range(max(0, n // 4 - 300), n // 4 + 300):
            bound = wilson_lower_one_sided(low, n)
            assert bound is not None
            expected = "enough" if bound > 0.25 else "few" if 4 * low > n else "below"
            assert evidence(low, n) == expected, (low, n)


def test_more_needed_is_the_smallest_number_that_gives_enough() -> None:
    for n in range(1, 90):
        for low in range(n // 4 + 1, n + 1):
            more = more_needed(low, n)
            assert more is not None
            if more:
                assert lower_bound(low, n, more) > 0.25 >= lower_bound(low, n, more - 1) - 1e-12
            else:
                assert evidence(low, n) == "enough"


def lower_bound(low: int, n: int, more: int) -> float:
    bound = wilson_lower_one_sided(low * (n + more) / n, n + more)
    assert bound is not None
    return bound


@pytest.mark.parametrize(
    ("low", "n", "more"),
    [
        (3, 10, 193),
        (7, 20, 31),
        (2, 5, 18),
        (1, 2, 7),
        (7, 25, 539),
        (251, 1000, 506_290),
    ],
)
def test_more_needed_worked_by_hand(low: int, n: int, more: int) -> None:
    """Smallest N above 3 z² / (4p - 1)²: 202.9 at 30 %, 50.7 at 35 %, 22.5 at 40 %, 8.1 at 50 %."""
    assert more_needed(low, n) == more


def test_more_needed_is_null_when_not_over_and_zero_when_enough() -> None:
    assert more_needed(0, 0) is None and more_needed(11, 44) is None
    assert more_needed(50, 100) == 0


@pytest.mark.parametrize(("percent", "smallest"), [(30, 257), (35, 58), (40, 23), (50, 7)])
def test_the_published_sizes_belong_to_the_two_sided_bound(percent: int, smallest: int) -> None:
    """First n whose share, rounded up to whole people, has a two-sided 95 % bound above 25 %."""
    found = next(n for n in range(1, 400) if (wilson(-(-percent * n // 100), n)[0] or 0) > 0.25)
    assert found == smallest


@pytest.mark.parametrize(
    ("low", "n", "code"),
    [
        (0, 0, "insufficient"), (0, 29, "insufficient"), (6, 29, "insufficient"), (0, 30, "ok"),
        (6, 30, "ok"), (7, 30, "near"), (10, 40, "near"), (11, 44, "near"), (11, 40, "over_few"),
        (16, 40, "over_enough"), (1, 1, "over_few"), (2, 2, "over_few"), (4, 4, "over_few"), (5, 5, "over_enough"),
    ],
)  # fmt: skip
def test_status_has_one_code_for_every_case(low: int, n: int, code: str) -> None:
    assert status(low, n) == code


def test_the_list_puts_the_proved_first_then_by_rate() -> None:
    frame = watchlist(
        counts(("a", 1, 40), ("b", 11, 40), ("c", 16, 40), ("d", 10, 40), ("e", 3, 5))
    )
    assert frame["officer_code"].tolist() == ["e", "c", "b", "d", "a"]
    assert frame["evidence"].tolist() == ["enough", "enough", "few", "below", "below"]
    assert frame["over"].tolist() == [True, True, True, False, False]
    assert frame["more_needed"].tolist()[:2] == [0, 0] and frame["more_needed"].isna().tolist()[
        3:
    ] == [True, True]
    assert statuses(frame) == ["over_enough", "over_enough", "over_few", "near", "ok"]
    assert (frame["ci_low"][2], frame["ci_high"][2]) == pytest.approx(wilson(11, 40))


def test_the_list_has_the_columns_of_the_contract_even_when_empty() -> None:
    for frame in (watchlist(counts()), watchlist(counts(("a", 0, 0)))):
        assert list(frame.columns) == [*KEYS, *CONTRACT]
        assert frame["over"].dtype == np.dtype(bool)
        assert str(frame["more_needed"].dtype) == "Int64"
        assert frame["n"].dtype == np.dtype("int64")
    assert pd.isna(watchlist(counts(("a", 0, 0)))["low_rate"][0])
    assert list(excellence(counts()).columns) == [
        *KEYS,
        "n",
        "satisfied",
        "satisfied_rate",
        *CONTRACT[3:],
    ]


def test_praise_needs_proof_and_enough_answers() -> None:
    frame = excellence(
        counts(("a", 0, 30), ("b", 0, 29), ("c", 0, 400), ("d", 1, 10), ("e", 3, 31))
    ).set_index("officer_code")
    assert frame["evidence"].to_dict() == {
        "a": "enough",
        "c": "enough",
        "b": "few",
        "e": "few",
        "d": "below",
    }
    assert frame["more_needed"]["b"] == 1 and pd.isna(frame["more_needed"]["d"])
    satisfied, n = 28, 31
    needed = n + int(frame["more_needed"]["e"])
    at = [wilson_lower_one_sided(satisfied / n * size, size) or 0 for size in (needed - 1, needed)]
    assert at[0] <= 0.9 < at[1]


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_flag_evidence_and_status_never_contradict(low: int, n: int) -> None:
    low = min(low, n)
    over, label, more = exceeds(low, n, LOW_SHARE), evidence(low, n), more_needed(low, n)
    assert over == (4 * low > n) == (label != "below") == (more is not None)
    assert (label == "enough") == (more == 0)
    assert status(low, n).startswith("over") == over


def test_few_answers_never_stand_above_enough() -> None:
    rows = [("over_enough", 10), ("over_enough", 400), ("over_few", 1), ("over_few", 90), ("near", 40)]
    parts, few = dealt(pd.DataFrame(rows, columns=["status", "n"]))
    assert {code: list(part["n"]) for code, part in parts.items() if len(part)} == {
        "over_enough": [400, 10], "over_few": [90], "near": [40],
    }
    assert list(few["n"]) == [1]
