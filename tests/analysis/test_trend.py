"""Series of periods: gaps, changes with intervals, and signals that ring only when they should."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.control import dispersion, limits, signals, turning_point
from analysis.errors import InputError
from analysis.periods import between
from analysis.proportions import newcombe
from analysis.satisfaction import COUNT_COLUMNS, RATE_COLUMNS
from analysis.trend import fill_gaps, trend, with_limits

CHANGES = ["change", "change_ci_low", "change_ci_high", "signal"]


def months(
    *pairs: tuple[int, int], start: str = "2025-01", unit: str | None = None
) -> pd.DataFrame:
    """Counts of (satisfied, n) for the months from `start`; a pair of None leaves the month out."""
    keys = between(start, "2030-12")[: len(pairs)]
    rows = [(key, n, 0, n - k, 0, 0, k, n) for key, (k, n) in zip(keys, pairs, strict=True)]
    frame = pd.DataFrame(rows, columns=["period", "responses", "n1", "n2", "n3", "n4", "n5", "n"])
    frame = frame.astype(dict.fromkeys(COUNT_COLUMNS, "int64") | {"period": "str"})
    if unit is not None:
        frame.insert(0, "unit_code", pd.Series(unit, frame.index, "str"))
    return frame


def test_the_change_is_against_the_month_before_with_newcombes_interval() -> None:
    frame = trend(months((80, 100), (90, 100)))
    assert frame["change"].isna().tolist() == [True, False]
    row = frame.iloc[1]
    assert row["change"] == pytest.approx(0.1)
    assert (row["change_ci_low"], row["change_ci_high"]) == pytest.approx(
        newcombe(90, 100, 80, 100)
    )


def test_columns_stand_in_the_order_of_the_contract() -> None:
    for frame in (trend(months((1, 2))), trend(months())):
        assert list(frame.columns) == ["period", *COUNT_COLUMNS, *RATE_COLUMNS, *CHANGES]


def test_a_missing_month_is_a_row_of_zeros_with_no_rate_and_no_change_after_it() -> None:
    counts = months((8, 10), (8, 10), (9, 10))
    frame = trend(counts.drop(index=1))
    assert frame["period"].tolist() == ["2025-01", "2025-02", "2025-03"]
    assert frame["n"].tolist() == [10, 0, 10]
    assert frame["satisfied_rate"].isna().tolist() == [False, True, False]
    assert frame["change"].isna().all()


def test_a_month_without_answers_gives_no_change_though_it_is_there() -> None:
    assert trend(months((8, 10), (0, 0), (9, 10)))["change"].isna().all()


def test_rows_come_in_order_of_time_whatever_the_order_given() -> None:
    counts = months((1, 10), (2, 10), (3, 10))
    assert trend(counts.iloc[::-1])["satisfied"].tolist() == [1, 2, 3]


def test_each_unit_is_its_own_series() -> None:
    both = pd.concat(
        [months((8, 10), (9, 10), unit="B"), months((1, 10), (5, 10), start="2025-02", unit="A")]
    )
    frame = trend(both)
    assert frame["unit_code"].tolist() == ["B", "B", "A", "A"]
    assert frame["period"].tolist() == ["2025-01", "2025-02", "2025-02", "2025-03"]
    assert frame["change"].round(3).tolist()[1::2] == [0.1, 0.4]
    assert frame["change"].isna().tolist() == [True, False, True, False]


def test_gaps_are_filled_for_each_unit_between_its_own_ends() -> None:
    both = pd.concat(
        [months((8, 10), (9, 10), (9, 10), unit="A").drop(index=1), months((1, 9), unit="B")]
    )
    frame = fill_gaps(both)
    assert frame[["unit_code", "period", "n"]].to_numpy().tolist() == [
        ["A", "2025-01", 10],
        ["A", "2025-02", 0],
        ["A", "2025-03", 10],
        ["B", "2025-01", 9],
    ]


def test_weeks_are_filled_over_the_turn_of_the_year() -> None:
    counts = months((1, 2), (1, 2)).assign(period=["2026-W52", "2027-W02"])
    assert fill_gaps(counts)["period"].tolist() == ["2026-W52", "2026-W53", "2027-W01", "2027-W02"]


def test_mixed_kinds_of_period_are_refused() -> None:
    with pytest.raises(InputError):
        trend(months((1, 2), (1, 2)).assign(period=["2026-01", "2026"]))


def test_one_bad_month_among_steady_ones_is_outside() -> None:
    frame = trend(months(*[(180, 200)] * 11, (140, 200)))
    assert frame["signal"].tolist() == [""] * 11 + ["outside"]


def test_a_steady_series_rings_nowhere() -> None:
    assert set(signals([178, 182, 181, 179, 180, 183, 177, 180, 181, 179], [200] * 10)) == {""}


def test_eight_in_a_row_on_one_side_ring_from_the_eighth_on() -> None:
    satisfied = [184] * 9 + [176] * 9
    rung = signals(satisfied, [200] * 18)
    assert rung == [""] * 7 + ["run"] * 2 + [""] * 7 + ["run"] * 2


def test_a_point_on_the_centre_breaks_a_run() -> None:
    satisfied = [184] * 7 + [180] + [184] * 4 + [176] * 4 + [180] + [176] * 7
    assert set(signals(satisfied, [200] * 24)) == {""}


def test_an_empty_month_neither_counts_nor_breaks_a_run() -> None:
    satisfied = [184] * 4 + [0] + [184] * 4 + [176] * 8
    rung = signals(satisfied, [200] * 4 + [0] + [200] * 12)
    assert rung == [""] * 8 + ["run"] + [""] * 7 + ["run"]


def test_few_answers_do_not_ring_falsely() -> None:
    """One of two satisfied at 98 % lies beyond three sigma, yet happens every 25th time."""
    satisfied, n = [50] * 9 + [1], [50] * 4 + [51] * 5 + [2]
    lines = limits(satisfied, n)
    assert lines["limit_low"].iloc[-1] > 0.5
    assert signals(satisfied, n)[-1] == ""


def test_nearly_everyone_satisfied_with_few_answers_is_no_run() -> None:
    """At 98 % and five answers nine months in ten lie above the centre by themselves."""
    assert set(signals([5] * 12 + [4] + [5] * 7, [5] * 20)) == {""}


def test_a_short_series_has_no_usual() -> None:
    assert set(signals([190, 190, 190, 100, 190], [200] * 5)) == {""}


@pytest.mark.parametrize("pairs", [[(0, 0)] * 9, [(30, 30)] * 12, [(0, 30)] * 12, [(1, 1)]])
def test_series_with_nothing_to_tell_stay_silent(pairs: list[tuple[int, int]]) -> None:
    frame = with_limits(trend(months(*pairs)))
    assert set(frame["signal"]) == {""}
    assert frame["centre"].isna().all() == (sum(n for _, n in pairs) == 0)


def test_limits_follow_the_number_of_answers() -> None:
    """p = 0.9: three standard deviations are 0.9 / sqrt(n), 0.09 at n = 100 and 0.18 at n = 25."""
    lines = limits([90, 22, 23, 0], [100, 25, 25, 0])
    centre = 135 / 150
    assert lines["centre"].tolist() == [centre] * 4
    assert lines["limit_low"].tolist() == pytest.approx([0.81, 0.72, 0.72, np.nan], nan_ok=True)
    assert lines["limit_high"].tolist() == pytest.approx([0.99, 1.0, 1.0, np.nan], nan_ok=True)


def test_the_lines_of_two_units_are_their_own() -> None:
    both = pd.concat([months((9, 10), (9, 10), unit="A"), months((1, 10), (3, 10), unit="B")])
    assert with_limits(trend(both))["centre"].tolist() == [0.9, 0.9, 0.2, 0.2]


def test_dispersion_is_one_by_chance_and_large_when_units_differ() -> None:
    random = np.random.default_rng(7)
    n = np.full(400, 100)
    assert 0.5 < (dispersion(random.binomial(n, 0.9), n) or 0) < 1
    assert (dispersion([90, 60, 99], [100, 100, 100]) or 0) > 10
    assert (
        dispersion([5], [9]) is None
        and dispersion([5, 9], [5, 9]) is None
        and dispersion([], []) is None
    )


def test_one_unit_far_away_does_not_widen_the_funnel_worked_by_hand() -> None:
    """Eleven units of 100 around 50 %, so z = (k - 50) / 5: -8, 0.4 (4), 0.8 (2) and 1.2 (4).

    Of eleven scores the 10 % and 90 % quantiles are the second smallest and the second largest,
    so -8 becomes 0.4: (5 x 0.16 + 2 x 0.64 + 4 x 1.44) / 11. As it stands it would be above 6.
    """
    k = [10, 52, 52, 52, 52, 54, 54, 56, 56, 56, 56]
    assert sum(k) == 550
    assert dispersion(k, [100] * 11) == pytest.approx(7.84 / 11)


def test_a_series_without_change_seldom_rings() -> None:
    """A thousand months at 95 % with 40 answers each: fewer than one in fifty rings."""
    random = np.random.default_rng(11)
    rung = [
        mark for _ in range(42) for mark in signals(random.binomial(40, 0.95, 24), np.full(24, 40))
    ]
    assert sum(mark != "" for mark in rung) < len(rung) / 50


@pytest.mark.parametrize(
    ("satisfied", "row"),
    [
        ([184] * 9 + [164] * 5, 9),
        ([164] * 3 + [184] * 12, 3),
        ([184] * 12 + [150] * 2, None),  # two months are not yet a level
        ([180] * 14, None),
        ([200] * 14, None),
        ([184, 150] * 4, None),
        ([184] * 5, None),
        ([], None),
    ],
)
def test_a_new_level_is_named_from_the_month_it_began(
    satisfied: list[int], row: int | None
) -> None:
    assert turning_point(satisfied, [200] * len(satisfied)) == row


def test_a_new_level_is_found_beyond_an_empty_month() -> None:
    assert turning_point([184] * 6 + [0] + [150] * 6, [200] * 6 + [0] + [200] * 6) == 7


def test_a_series_at_one_level_seldom_seems_to_turn() -> None:
    random = np.random.default_rng(2)
    turns = [turning_point(random.binomial(80, 0.9, 24), np.full(24, 80)) for _ in range(200)]
    assert sum(turn is not None for turn in turns) <= 4


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=20))
def test_any_series_holds(pairs: list[tuple[int, int]]) -> None:
    frame = with_limits(trend(months(*[(min(k, n), n) for k, n in pairs])))
    assert len(frame) == len(pairs)
    assert set(frame["signal"]) <= {"", "outside", "run"}
    assert (frame["n"][frame["signal"] != ""] > 0).all()
    known = frame["change"].dropna().index
    assert (frame["change_ci_low"][known] <= frame["change"][known]).all()
    assert (frame["change"][known] <= frame["change_ci_high"][known]).all()
    assert frame["change_ci_low"].isna().equals(frame["change"].isna())


def test_many_series_at_once_get_the_marks_and_limits_each_gets_alone() -> None:
    random = np.random.default_rng(5)
    lengths = random.integers(1, 25, 600)
    last = np.cumsum(lengths)
    levels = np.repeat(random.beta(8, 2, 600), lengths) - 0.15 * (np.arange(last[-1]) % 24 > 15)
    n = random.poisson(40, last[-1]) * (random.random(last[-1]) > 0.1)
    k = random.binomial(n, np.clip(levels, 0, 1))
    alone = [(k[end - size : end], n[end - size : end]) for end, size in zip(last, lengths, strict=True)]
    rung = signals(k, n, last - lengths)
    assert rung == [mark for pair in alone for mark in signals(*pair)]
    assert min(rung.count("outside"), rung.count("run")) > 20
    lines = pd.concat([limits(*pair) for pair in alone], ignore_index=True)
    pd.testing.assert_frame_equal(limits(k, n, last - lengths), lines)


def test_a_table_in_any_order_gets_its_limits() -> None:
    both = trend(pd.concat([months((9, 10), (8, 10), unit="A"), months((1, 10), (3, 10), unit="B")]))
    mixed = both.iloc[[0, 2, 1, 3]]
    assert with_limits(mixed)["centre"].tolist() == [0.85, 0.2, 0.85, 0.2]
