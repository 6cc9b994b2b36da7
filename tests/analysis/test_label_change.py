"""The answers that would change a label are exactly the fewest that do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.label_change import better_in_a_row_to_return, low_in_a_row_to_exceed
from analysis.thresholds import LOW_SHARE
from analysis.watchlist import exceeds

counts = st.integers(0, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_so_many_low_answers_exceed_and_one_fewer_does_not(pair: tuple[int, int]) -> None:
    low, n = pair
    more = low_in_a_row_to_exceed(low, n)
    assert exceeds(low + more, n + more, LOW_SHARE)
    assert more == 0 or not exceeds(low + more - 1, n + more - 1, LOW_SHARE)


@given(counts)
def test_so_many_better_answers_return_and_one_fewer_does_not(pair: tuple[int, int]) -> None:
    low, n = pair
    more = better_in_a_row_to_return(low, n)
    assert not exceeds(low, n + more, LOW_SHARE)
    assert more == 0 or exceeds(low, n + more - 1, LOW_SHARE)
