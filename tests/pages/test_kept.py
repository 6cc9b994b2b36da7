"""Answers kept in memory: worked out once, bounded, and nobody changes what the next one reads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pandas as pd
import pytest

from data.queries.registered import Choices, OfficerChoice
from pages.shared.kept import BESIDES, ENTRY, Kept


def frame(value: int, rows: int = 3) -> pd.DataFrame:
    return pd.DataFrame({"n": [value] * rows})


def test_an_answer_is_worked_out_once_for_many_at_the_same_time() -> None:
    kept, asked, together = Kept(10, 1 << 20), [], Barrier(8)

    def ask(_: int) -> int:
        together.wait()
        return int(kept.get("a", lambda: asked.append(1) or frame(7))["n"].sum())

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [21] * 8
    assert asked == [1]


def test_whoever_comes_while_an_answer_is_put_away_neither_works_nor_leaves_a_lock() -> None:
    waited: list[bool] = []
    kept = Kept(10, 1 << 20, lambda found: waited.append("a" in kept._working) or True)
    kept.get("a", lambda: frame(1))
    assert waited == [True] and not kept._working


@pytest.mark.parametrize("change", [
    lambda found: found.__setitem__("n", 0),
    lambda found: found.loc.__setitem__((0, "n"), 99),
    lambda found: found.pop("n"),
    lambda found: found.insert(0, "more", 1),
    lambda found: found.attrs.update(labels=1),
])
def test_what_one_reader_changes_the_next_does_not_see(change: Callable[[pd.DataFrame], None]) -> None:
    kept = Kept(10, 1 << 20)
    change(kept.get("a", lambda: frame(7)))
    change(kept.get("a", lambda: frame(0)))
    found = kept.get("a", lambda: frame(0))
    assert found.equals(frame(7)) and found.attrs == {}


def test_no_notes_are_kept_of_copies_that_are_gone() -> None:
    kept, answer = Kept(10, 1 << 20), frame(1)
    gone = [answer.copy(deep=False) for _ in range(100)]
    gone.clear()
    for _ in range(100):
        assert kept.get("a", lambda: answer)["n"].sum() == 3
    assert [len(block.refs.referenced_blocks) < 10 for block in answer._mgr.blocks] == [True]


@pytest.mark.parametrize("choices", [
    Choices(officers=(OfficerChoice("A1", "Bà Một", "X1"),) * 1000),
    {"officer": dict.fromkeys(range(1000), "Bà Một"), "unit": {}},
])
def test_what_a_nation_may_choose_from_is_counted(choices: object) -> None:
    kept = Kept(10, 1 << 20)
    kept.get("a", lambda: choices)
    assert kept.bytes >= 1000 * ENTRY


def test_the_answer_unread_for_longest_goes_first() -> None:
    kept = Kept(2, 1 << 20)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda: frame(1))
    assert kept.get("a", lambda: frame(2))["n"].sum() == 3
    assert kept.get("b", lambda: frame(2))["n"].sum() == 6


def test_answers_stay_within_the_bytes_and_none_larger_is_kept() -> None:
    kept = Kept(100, 3 * BESIDES)
    for key in "abcdef":
        kept.get(key, lambda: frame(1))
        assert kept.bytes <= 3 * BESIDES
    assert kept.get("f", lambda: frame(2))["n"].sum() == 3
    before = kept.bytes
    assert len(kept.get("large", lambda: frame(1, 10_000))) == 10_000
    assert kept.bytes == before
    assert kept.get("large", lambda: frame(2))["n"].iloc[0] == 2


def test_an_error_is_not_kept() -> None:
    kept = Kept(2, 1 << 20)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 / 0)
    assert kept.get("a", lambda: 5) == 5
