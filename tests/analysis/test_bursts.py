"""Many answers within minutes are flagged, and nothing else is."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.bursts import BURST_COLUMNS, bursts

DAY = date(2026, 5, 4)
Row = tuple[str, str | None, date, int, int]


def times(*rows: Row) -> pd.DataFrame:
    frame = pd.DataFrame(
        list(rows), columns=["unit_code", "officer_code", "day", "minute", "overall"]
    )
    return frame.astype({"minute": "int64", "overall": "int64"})


def answers(
    count: int, minutes: int, start: int = 540, officer: str | None = "K1", level: int = 5
) -> list[Row]:
    """So many answers spread evenly over so many minutes."""
    return [("A", officer, DAY, start + i * minutes // count, level) for i in range(count)]


def test_fifty_answers_for_one_officer_in_ten_minutes_are_one_burst() -> None:
    frame = bursts(times(*answers(50, 10)))
    assert frame.to_numpy().tolist() == [["A", "K1", DAY, 540, 549, 50, 50]]


def test_a_steady_day_is_no_burst() -> None:
    assert bursts(times(*answers(96, 480))).empty


def test_nine_in_ten_minutes_are_not_ten() -> None:
    assert bursts(times(*answers(9, 10))).empty
    assert len(bursts(times(*answers(10, 10)))) == 1


def test_ten_minutes_end_before_the_tenth_minute_after() -> None:
    ten = [("A", "K1", DAY, 540, 5)] * 9
    assert len(bursts(times(*ten, ("A", "K1", DAY, 549, 5)))) == 1
    assert bursts(times(*ten, ("A", "K1", DAY, 550, 5))).empty


def test_a_long_burst_is_one_and_two_apart_are_two() -> None:
    assert bursts(times(*answers(60, 30)))["responses"].tolist() == [60]
    frame = bursts(times(*answers(12, 5), *answers(20, 5, start=900)))
    assert frame[["from_minute", "responses"]].to_numpy().tolist() == [[900, 20], [540, 12]]


def test_a_burst_runs_on_over_midnight() -> None:
    late = [("A", "K1", DAY, 1439, 5)] * 6
    early = [("A", "K1", date(2026, 5, 5), 2, 5)] * 6
    assert bursts(times(*late, *early)).to_numpy().tolist() == [
        ["A", "K1", DAY, 1439, 1442, 12, 12]
    ]


def test_answers_without_a_clock_time_are_left_out() -> None:
    assert bursts(times(*[("A", "K1", DAY, -1, 5)] * 50)).empty


def test_a_unit_without_named_officers_needs_thirty() -> None:
    assert bursts(times(*answers(29, 10, officer=None))).empty
    frame = bursts(times(*answers(30, 10, officer=None)))
    assert frame["responses"].tolist() == [30] and frame["officer_code"].isna().all()


def test_two_officers_are_not_added_together() -> None:
    assert bursts(times(*answers(8, 10), *answers(8, 10, officer="K2"))).empty


def test_the_most_common_answer_is_counted() -> None:
    assert bursts(times(*answers(8, 5), *answers(6, 5, level=1)))["most_common"].tolist() == [8]


def test_no_answers_give_an_empty_table() -> None:
    frame = bursts(times())
    assert list(frame.columns) == BURST_COLUMNS and frame.empty
