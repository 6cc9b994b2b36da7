"""Units beside each other: gaps, q-values, verdicts, pairs, criteria and the funnel."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportions_ztest

from analysis.compare import (
    against,
    benjamini_hochberg,
    compare,
    funnel_limits,
    gap,
    pairwise,
    side_by_side,
)
from analysis.proportions import newcombe
from analysis.satisfaction import COUNT_COLUMNS, RATE_COLUMNS, summed

GAPS = ["gap", "gap_ci_low", "gap_ci_high", "q_value", "verdict"]


def units(*rows: tuple[str, int, int], criterion: str | None = None) -> pd.DataFrame:
    """Counts of (code, satisfied, n)."""
    records = [(code, n, n - k, 0, 0, 0, k, n) for code, k, n in rows]
    names = ["unit_code", "responses", "n1", "n2", "n3", "n4", "n5", "n"]
    frame = pd.DataFrame(records, columns=names).astype(
        dict.fromkeys(COUNT_COLUMNS, "int64") | {"unit_code": "str"}
    )
    if criterion:
        frame.insert(1, "criterion", criterion)
    return frame


@pytest.mark.parametrize(("k", "n"), [(40, 50), (30, 50), (3, 20), (0, 0), (180, 200)])
def test_the_gap_of_one_group_is_that_of_its_row(k: int, n: int) -> None:
    own, whole = units(("A", k, n)), units(("A", 180, 200))
    expected = against(own, whole).iloc[0][GAPS].to_dict()
    assert repr(gap(summed(own), summed(whole))) == repr(expected)


def test_q_values_agree_with_statsmodels() -> None:
    random = np.random.default_rng(5)
    for size in (1, 2, 3, 17, 500):
        p = random.random(size).round(2)
        assert benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1])


def test_q_values_worked_by_hand() -> None:
    """0.005*4/1, then min(0.04*4/3, 0.03*4/2) from the largest down."""
    assert benjamini_hochberg([0.04, 0.005, np.nan, 0.03, 0.5]).tolist() == pytest.approx(
        [0.04 * 4 / 3, 0.02, np.nan, 0.04 * 4 / 3, 0.5], nan_ok=True
    )
    assert benjamini_hochberg([]).tolist() == []
    assert np.isnan(benjamini_hochberg([np.nan])).all()


def test_a_unit_is_compared_with_the_whole_without_itself() -> None:
    frame = compare(units(("A", 90, 100), ("B", 70, 100), ("C", 80, 100)))
    row = frame.iloc[0]
    assert row["gap"] == pytest.approx(0.9 - 150 / 200)
    assert (row["gap_ci_low"], row["gap_ci_high"]) == pytest.approx(newcombe(90, 100, 150, 200))
    p = [proportions_ztest([k, 240 - k], [100, 200])[1] for k in (90, 70, 80)]
    assert frame["q_value"].tolist() == pytest.approx(multipletests(p, method="fdr_bh")[1])
    assert frame["verdict"].tolist() == ["higher", "lower", "unclear"]


def test_columns_stand_in_the_order_of_the_contract() -> None:
    for frame in (compare(units()), compare(units(("A", 1, 1)))):
        assert list(frame.columns) == ["unit_code", *COUNT_COLUMNS, *RATE_COLUMNS, *GAPS]


def test_small_units_get_no_verdict_and_do_not_weigh_on_others() -> None:
    big = units(("A", 90, 100), ("B", 60, 100))
    frame = compare(pd.concat([big, units(*[(f"S{i}", 1, 2) for i in range(50)])]))
    assert set(frame["verdict"][2:]) == {"few"} and frame["q_value"][2:].isna().all()
    assert frame["gap"][2:].notna().all()
    p = [proportions_ztest([k, 200 - k], [100, 200])[1] for k in (90, 60)]
    assert frame["q_value"][:2].tolist() == pytest.approx(multipletests(p, method="fdr_bh")[1])


def test_one_unit_alone_has_nothing_to_be_compared_with() -> None:
    row = compare(units(("A", 90, 100))).iloc[0]
    assert (
        row["verdict"] == "few"
        and row[["gap", "gap_ci_low", "gap_ci_high", "q_value"]].isna().all()
    )


def test_a_unit_without_answers_has_no_gap() -> None:
    row = compare(units(("A", 0, 0), ("B", 60, 100))).iloc[0]
    assert row["verdict"] == "few" and np.isnan(row["gap"])


def test_units_that_all_satisfy_everyone_are_not_different() -> None:
    assert set(compare(units(("A", 50, 50), ("B", 90, 90)))["verdict"]) == {"unclear"}
    assert set(compare(units(("A", 0, 50), ("B", 0, 90)))["verdict"]) == {"unclear"}


def test_many_equal_units_yield_few_false_findings() -> None:
    random = np.random.default_rng(3)
    k = random.binomial(100, 0.9, 300)
    frame = compare(units(*[(f"U{i}", int(x), 100) for i, x in enumerate(k)]))
    assert (frame["verdict"] != "unclear").sum() <= 3


def test_a_unit_against_its_parent_leaves_itself_out_of_the_parent() -> None:
    row = against(units(("A", 90, 100)), units(("P", 240, 300))).iloc[0]
    assert row["gap"] == pytest.approx(0.9 - 150 / 200)
    assert row["verdict"] == "higher"


def test_officers_are_held_against_the_rest_of_their_own_unit() -> None:
    officers = units(("A", 50, 50), ("B", 10, 40), ("gone", 5, 5))
    officers["officer_code"] = ["1", "2", "3"]
    frame = against(officers, units(("A", 90, 100), ("B", 40, 80)), on="unit_code")
    assert frame["gap"].round(4).tolist()[:2] == [round(1 - 40 / 50, 4), round(0.25 - 30 / 40, 4)]
    assert frame["verdict"].tolist() == ["higher", "lower", "few"]
    assert np.isnan(frame.loc[2, "gap"])


def test_every_pair_of_the_chosen_units_is_compared() -> None:
    counts = units(("A", 45, 50), ("B", 60, 100), ("C", 82, 100), ("A", 45, 50), ("D", 0, 100))
    frame = pairwise(counts, ["B", "A", "C"])
    assert frame[["a", "b"]].to_numpy().tolist() == [["B", "A"], ["B", "C"], ["A", "C"]]
    assert frame["gap"].tolist() == pytest.approx([-0.3, -0.22, 0.08])
    assert frame["n_b"].tolist() == [100, 100, 100]
    p = [proportions_ztest(pair, [100, 100])[1] for pair in ([60, 90], [60, 82], [90, 82])]
    assert frame["q_value"].tolist() == pytest.approx(multipletests(p, method="fdr_bh")[1])
    assert frame["verdict"].tolist() == ["lower", "lower", "unclear"]


def test_a_chosen_unit_without_rows_has_too_few_answers() -> None:
    frame = pairwise(units(("A", 45, 50)), ["A", "Z"])
    assert frame["verdict"].tolist() == ["few"] and frame["n_b"].tolist() == [0]
    assert pairwise(units(("A", 45, 50)), ["A"]).empty


def test_the_same_criteria_stand_side_by_side() -> None:
    counts = pd.concat(
        [
            units(("B", 60, 100), ("A", 90, 100), ("X", 1, 1), criterion="attitude"),
            units(("A", 80, 100), criterion="access"),
            units(("B", 30, 40), criterion="guidance"),
        ]
    )
    frame = side_by_side(counts, ["A", "B"])
    assert frame[["criterion", "unit_code", "verdict"]].to_numpy().tolist() == [
        ["attitude", "A", ""],
        ["attitude", "B", "lower"],
        ["access", "A", ""],
        ["guidance", "B", "few"],
    ]
    assert frame["gap"].tolist() == pytest.approx([np.nan, -0.3, np.nan, np.nan], nan_ok=True)
    assert side_by_side(counts.iloc[:0], ["A", "B"]).empty


def test_the_funnel_is_the_exact_binomial_between_whole_counts() -> None:
    sizes = [1, 5, 30, 100, 2000]
    frame = funnel_limits(0.9, sizes)
    for n, low, high in zip(sizes, frame["low_95"], frame["high_95"], strict=True):
        r = stats.binom.ppf(0.025, n, 0.9)
        assert (r - 1) / n <= low <= max(r, 0) / n + 1e-12 or low == 0
        assert stats.binom.cdf(np.floor(low * n) - 1, n, 0.9) <= 0.025
        assert stats.binom.sf(np.ceil(high * n), n, 0.9) <= 0.025
    assert (frame["low_998"] <= frame["low_95"]).all() and (
        frame["high_95"] <= frame["high_998"]
    ).all()


def test_the_funnel_narrows_and_is_near_the_normal_for_many_answers() -> None:
    frame = funnel_limits(0.8, [100, 10_000])
    assert frame["low_95"].tolist() == pytest.approx([0.716, 0.79216], abs=0.006)
    assert frame["high_998"][1] == pytest.approx(0.8 + 3.0902 * 0.004, abs=0.001)


def test_the_funnel_holds_at_its_ends() -> None:
    assert funnel_limits(1.0, [10]).iloc[0].tolist() == [10, 1, 1, 1, 1]
    assert funnel_limits(0.0, [10]).iloc[0].tolist() == [10, 0, 0, 0, 0]
    assert funnel_limits(0.5, [0]).iloc[0].tolist() == [0, 0, 1, 0, 1]
    assert funnel_limits(0.5, []).empty
    assert funnel_limits(float("nan"), [10]).iloc[0, 1:].isna().all()


def test_units_that_differ_beyond_chance_widen_the_funnel() -> None:
    plain, wide = funnel_limits(0.8, [400]), funnel_limits(0.8, [400], dispersion=4)
    assert 0.8 - wide["low_95"][0] == pytest.approx(2 * (0.8 - plain["low_95"][0]))
    assert funnel_limits(0.8, [400], dispersion=0.3).equals(plain)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=12))
def test_a_verdict_never_contradicts_its_interval(rows: list[tuple[int, int]]) -> None:
    frame = compare(units(*[(str(i), min(k, n), n) for i, (k, n) in enumerate(rows)]))
    for row in frame.itertuples():
        assert row.verdict in {"higher", "lower", "unclear", "few"}
        assert row.verdict != "higher" or (row.gap_ci_low > 0 and row.q_value <= 0.05)
        assert row.verdict != "lower" or (row.gap_ci_high < 0 and row.q_value <= 0.05)
        assert row.n >= 30 or (row.verdict == "few" and np.isnan(row.q_value))
