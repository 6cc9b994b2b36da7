"""How many forms are required, cliffs included, and how many are missing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import ceil

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.quota import QUOTA_COLUMNS, quota, required

COLUMNS = ["unit_code", "unit_name", "period_from", "period_to", "field", "dossiers", "responses"]
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def registered(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS)


@pytest.mark.parametrize(
    ("dossiers", "forms"),
    [(0, 0), (1, 1), (3, 2), (99, 50), (100, 30), (101, 31), (499, 150), (500, 100), (999, 200), (1000, 100), (1001, 101), (5000, 500)],
)  # fmt: skip
def test_the_plan_requires_so_many_forms_with_its_cliffs(dossiers: int, forms: int) -> None:
    assert required(dossiers) == forms


@given(st.integers(0, 10**7))
def test_forms_are_the_share_rounded_up_exactly(dossiers: int) -> None:
    percent = 50 if dossiers < 100 else 30 if dossiers < 500 else 20 if dossiers < 1000 else 10
    assert required(dossiers) == ceil(Fraction(dossiers * percent, 100))


def test_a_unit_sees_what_is_missing_and_by_which_rule() -> None:
    frame = quota(
        registered(("A", "Xã A", *YEAR, None, 480, 100), ("B", "Xã B", *YEAR, None, 40, 90))
    )
    assert list(frame.columns) == ["unit_code", "unit_name", "period", *QUOTA_COLUMNS]
    assert frame.to_numpy().tolist() == [
        ["A", "Xã A", "2026", 480, 144, 100, 44, "30%"],
        ["B", "Xã B", "2026", 40, 20, 90, 0, "50%"],
    ]


def test_the_rule_applies_to_the_sum_over_fields() -> None:
    rows = [("A", "Xã A", *YEAR, field, 60, 10) for field in ("Đất đai", "Hộ tịch")]
    frame = quota(registered(*rows))
    assert frame[QUOTA_COLUMNS].to_numpy().tolist() == [[120, 36, 20, 16, "30%"]]


def test_a_count_of_all_fields_is_not_added_to_those_of_single_fields() -> None:
    frame = quota(
        registered(("A", "Xã A", *YEAR, "Đất đai", 60, 10), ("A", "Xã A", *YEAR, None, 600, 40))
    )
    assert frame[QUOTA_COLUMNS].to_numpy().tolist() == [[600, 120, 40, 80, "20%"]]


def test_a_period_off_the_calendar_keeps_its_days() -> None:
    days = (pd.Timestamp("2020-01-02"), pd.Timestamp("2020-08-31"))
    assert quota(registered(("A", "Xã A", *days, None, 10, 0)))["period"].tolist() == [
        "2020-01-02/2020-08-31"
    ]
    half = (pd.Timestamp("2026-01-01"), pd.Timestamp("2026-06-30"))
    assert quota(registered(("A", "Xã A", *half, None, 10, 0)))["period"].tolist() == ["2026-H1"]


def test_no_dossiers_registered_give_an_empty_table() -> None:
    frame = quota(registered())
    assert list(frame.columns) == ["unit_code", "unit_name", "period", *QUOTA_COLUMNS]
    assert frame.empty
    assert quota(registered(("A", "Xã A", *YEAR, None, 0, 0)))["missing"].tolist() == [0]
