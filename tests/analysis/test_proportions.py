"""Intervals and tests against statsmodels, scipy, published tables and hand-worked numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
)

from analysis.proportions import (
    binomial_at_least,
    binomial_at_most,
    binomial_window,
    newcombe,
    newcombe_arrays,
    rates,
    two_proportion_p,
    two_proportion_p_arrays,
    wilson,
    wilson_arrays,
    wilson_lower_one_sided,
)

COUNTS = [
    (k, n)
    for n in (1, 2, 3, 5, 10, 25, 44, 100, 257, 1000, 60_000)
    for k in range(0, n + 1, max(1, n // 12))
] + [(n, n) for n in (1, 10, 999)]


def pairs(seed: int, size: int) -> list[tuple[int, int, int, int]]:
    random = np.random.default_rng(seed)
    sizes = random.integers(1, 400, (size, 2))
    return [
        (int(random.integers(0, m + 1)), int(m), int(random.integers(0, n + 1)), int(n))
        for m, n in sizes
    ]


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.998])
def test_wilson_agrees_with_statsmodels(confidence: float) -> None:
    for k, n in COUNTS:
        expected = proportion_confint(k, n, alpha=1 - confidence, method="wilson")
        assert wilson(k, n, confidence) == pytest.approx(expected, abs=1e-12)


def test_the_one_sided_bound_is_the_lower_end_of_a_ninety_per_cent_interval() -> None:
    for k, n in COUNTS:
        expected = proportion_confint(k, n, alpha=0.10, method="wilson")[0]
        assert wilson_lower_one_sided(k, n) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [  # Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (7, 25, 0.1428, 0.4758),
    ],
)
def test_wilson_gives_the_published_intervals(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("k1", "n1", "k2", "n2", "low", "high"),
    [  # Newcombe 1998, "Interval estimation for the difference", table II, method 10
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (10, 10, 0, 20, 0.6791, 1.0),
        (10, 10, 0, 10, 0.6075, 1.0),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (5, 56, 0, 29, -0.0381, 0.1926),
    ],
)
def test_newcombe_gives_the_published_intervals(
    k1: int, n1: int, k2: int, n2: int, low: float, high: float
) -> None:
    assert newcombe(k1, n1, k2, n2) == pytest.approx((low, high), abs=5e-5)


def test_newcombe_agrees_with_statsmodels() -> None:
    for k1, n1, k2, n2 in [*pairs(1, 400), (0, 1, 1, 1), (0, 5, 0, 9), (5, 5, 9, 9), (5, 5, 0, 9)]:
        expected = confint_proportions_2indep(k1, n1, k2, n2, method="newcomb", compare="diff")
        assert newcombe(k1, n1, k2, n2) == pytest.approx(expected, abs=1e-12)


def test_the_pooled_z_test_agrees_with_statsmodels() -> None:
    for k1, n1, k2, n2 in pairs(2, 400):
        if 0 < k1 + k2 < n1 + n2:
            expected = proportions_ztest([k1, k2], [n1, n2])[1]
            assert two_proportion_p(k1, n1, k2, n2) == pytest.approx(expected, abs=1e-12)


def test_two_groups_that_all_agree_are_not_different() -> None:
    assert two_proportion_p(5, 5, 9, 9) == 1.0
    assert two_proportion_p(0, 5, 0, 9) == 1.0


def test_an_empty_group_has_no_interval_and_no_p_value() -> None:
    assert wilson(0, 0) == (None, None)
    assert wilson_lower_one_sided(0, 0) is None
    assert newcombe(0, 0, 3, 5) == (None, None)
    assert newcombe(3, 5, 0, 0) == (None, None)
    assert two_proportion_p(0, 0, 3, 5) is None
    assert np.isnan(rates([0], [0])).all()


def test_arrays_and_single_numbers_give_the_same() -> None:
    cases = np.array([*pairs(3, 50), (0, 0, 1, 2), (1, 2, 0, 0)])
    low, high = newcombe_arrays(*cases.T)
    p_values = two_proportion_p_arrays(*cases.T)
    one_low, one_high = wilson_arrays(cases[:, 0], cases[:, 1])
    for row, case in enumerate(cases):
        as_numbers = [
            None if np.isnan(x) else x
            for x in (low[row], high[row], p_values[row], one_low[row], one_high[row])
        ]
        assert as_numbers == [*newcombe(*case), two_proportion_p(*case), *wilson(*case[:2])]


def test_empty_arrays_stay_empty() -> None:
    assert [part.shape for part in wilson_arrays([], [])] == [(0,), (0,)]
    assert [part.shape for part in newcombe_arrays([], [], [], [])] == [(0,), (0,)]
    assert two_proportion_p_arrays([], [], [], []).shape == (0,)


def test_binomial_tails_agree_with_scipy() -> None:
    for n in (1, 2, 7, 30, 400, 60_000):
        for p in (0.001, 0.02, 0.25, 0.5, 0.9, 0.999):
            for k in {0, 1, n // 4, round(n * p), n - 1, n}:
                assert binomial_at_most(k, n, p) == pytest.approx(
                    stats.binom.cdf(k, n, p), abs=1e-9
                )
                assert binomial_at_least(k, n, p) == pytest.approx(
                    stats.binom.sf(k - 1, n, p), abs=1e-9
                )


def test_binomial_tails_hold_at_the_ends() -> None:
    assert [binomial_at_most(k, 5, 0.0) for k in (-1, 0, 5)] == [0.0, 1.0, 1.0]
    assert [binomial_at_most(k, 5, 1.0) for k in (0, 4, 5)] == [0.0, 0.0, 1.0]
    assert [binomial_at_least(k, 5, 1.0) for k in (0, 5, 6)] == [1.0, 1.0, 0.0]
    assert binomial_at_most(0, 0, 0.3) == 1.0


@given(st.integers(0, 100_000), st.floats(0, 1))
def test_binomial_chances_add_up_to_one(n: int, p: float) -> None:
    first, chances = binomial_window(n, p)
    assert 0 <= first <= n and first + len(chances) - 1 <= n
    assert chances.sum() == pytest.approx(1, abs=1e-6)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_an_interval_lies_in_zero_to_one_and_holds_its_rate(k: int, n: int) -> None:
    k = min(k, n)
    low, high = wilson(k, n)
    bound = wilson_lower_one_sided(k, n)
    assert low is not None and high is not None and bound is not None
    assert 0 <= low <= k / n <= high <= 1
    assert low <= bound <= k / n + 1e-12


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 500), st.integers(1, 500))
def test_swapping_two_groups_turns_the_difference_round(k1: int, n1: int, k2: int, n2: int) -> None:
    k1, k2 = min(k1, n1), min(k2, n2)
    low, high = newcombe(k1, n1, k2, n2)
    swapped_low, swapped_high = newcombe(k2, n2, k1, n1)
    assert low is not None and high is not None
    assert (swapped_low, swapped_high) == pytest.approx((-high, -low), abs=1e-12)
    assert -1 <= low <= k1 / n1 - k2 / n2 <= high <= 1
