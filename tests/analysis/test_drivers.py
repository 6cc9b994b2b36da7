"""Which criterion goes with low general answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.drivers import CROSS_COLUMNS, drivers
from analysis.proportions import newcombe


def cross(*rows: tuple[str, int, int, int, int]) -> pd.DataFrame:
    """Rows of (criterion, both low, criterion low, overall low, n)."""
    return pd.DataFrame(
        [(code, code.upper(), *counts) for code, *counts in rows], columns=CROSS_COLUMNS
    )


def test_the_difference_is_between_those_low_on_the_criterion_and_the_others() -> None:
    row = drivers(cross(("attitude", 30, 40, 50, 200))).iloc[0]
    assert (row["rate_when_low"], row["rate_otherwise"]) == (0.75, 0.125)
    assert row["difference"] == 0.625
    assert (row["ci_low"], row["ci_high"]) == pytest.approx(newcombe(30, 40, 20, 160))
    assert row["enough"]


def test_a_criterion_few_rated_low_does_not_lead_by_chance() -> None:
    frame = drivers(
        cross(("rare", 2, 2, 20, 200), ("dragging", 15, 20, 20, 200), ("nothing", 1, 10, 20, 200))
    )
    assert frame["criterion"].tolist() == ["dragging", "rare", "nothing"]
    assert frame["difference"].tolist()[1] > frame["difference"].tolist()[0]
    assert frame["enough"].tolist() == [True, False, False]  # "rare": fewer than five people


def test_nobody_or_everybody_low_gives_no_difference() -> None:
    frame = drivers(
        cross(("nobody", 0, 0, 5, 50), ("everybody", 5, 50, 5, 50), ("empty", 0, 0, 0, 0))
    )
    assert frame[["difference", "ci_low", "ci_high"]].isna().to_numpy().all()
    assert not frame["enough"].any()
    assert np.isnan(frame.set_index("criterion")["rate_otherwise"]["everybody"])


def test_few_answers_are_never_enough() -> None:
    assert not drivers(cross(("few", 9, 9, 9, 29)))["enough"][0]


def test_no_criteria_give_an_empty_frame_with_all_columns() -> None:
    frame = drivers(cross())
    assert list(frame.columns) == [
        *CROSS_COLUMNS,
        "rate_when_low",
        "rate_otherwise",
        "difference",
        "ci_low",
        "ci_high",
        "enough",
    ]
    assert frame.empty
