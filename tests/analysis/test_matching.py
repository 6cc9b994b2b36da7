"""Row identity: every row and every known row is told exactly once, and edits find their row."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.mapping import SourceMapping
from analysis.matching import (
    BLOCK,
    KeyColumns,
    Matching,
    column_names,
    match_exact,
    pair_changes,
)
from analysis.renames import present_names, renamed_headers

KEYS = KeyColumns(frozenset({"t"}), frozenset({"u", "o"}))
contents = st.lists(st.integers(0, 3), max_size=12)
cells = st.lists(
    st.dictionaries(st.sampled_from("tuoqr"), st.sampled_from("123"), max_size=5), max_size=9
)


def matched(rows: list[int], alive: list[int], gone: list[int]) -> Matching:
    return match_exact(*(np.array(some, dtype=np.int64) for some in (rows, alive, gone)))


@given(contents, contents, contents)
def test_every_row_and_every_known_row_is_told_once(
    rows: list[int], alive: list[int], gone: list[int]
) -> None:
    found = matched(rows, alive, gone)
    unchanged, restored = found.unchanged.tolist(), found.restored.tolist()
    new, removed = found.new.tolist(), found.removed.tolist()
    assert sorted([row for _, row in unchanged + restored] + new) == list(range(len(rows)))
    assert sorted([position for position, _ in unchanged] + removed) == list(range(len(alive)))
    assert len({position for position, _ in restored}) == len(restored)
    assert all(alive[position] == rows[row] for position, row in unchanged)
    assert all(gone[position] == rows[row] for position, row in restored)
    left = Counter(rows[row] for row in new)
    assert not left & Counter(alive[position] for position in removed)
    assert found.duplicates == len(rows) - len(set(rows))


@given(contents, contents, contents)
def test_equal_contents_pair_in_the_order_they_stand(
    rows: list[int], alive: list[int], gone: list[int]
) -> None:
    found = matched(rows, alive, gone)
    waiting = {content: [p for p, c in enumerate(alive) if c == content] for content in alive}
    back = {content: [p for p, c in enumerate(gone) if c == content] for content in gone}
    unchanged, left = [], []
    for row, content in enumerate(rows):
        if waiting.get(content):
            unchanged.append([waiting[content].pop(0), row])
        else:
            left.append(row)
    restored = [[back[rows[row]].pop(0), row] for row in left if back.get(rows[row])]
    assert (found.unchanged.tolist(), found.restored.tolist()) == (unchanged, restored)


@given(contents, st.randoms(use_true_random=False))
def test_order_never_matters(rows: list[int], random) -> None:  # type: ignore[no-untyped-def]
    found = matched(random.sample(rows, len(rows)), rows, [])
    assert (len(found.removed), len(found.new), len(found.unchanged)) == (0, 0, len(rows))


@given(cells, cells)
def test_pairs_share_their_time_or_everything_else(
    old: list[dict[str, str]], new: list[dict[str, str]]
) -> None:
    pairs = pair_changes(old, new, KEYS)
    assert len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(pairs)
    for a, b in pairs:
        same_rest = {k: v for k, v in old[a].items() if k != "t"} == {
            k: v for k, v in new[b].items() if k != "t"
        }
        same_visit = "t" in old[a] and all(old[a].get(k) == new[b].get(k) for k in "tuo")
        assert same_rest or same_visit


@given(cells)
def test_a_change_of_time_alone_finds_its_row(rows: list[dict[str, str]]) -> None:
    later = [{**row, "t": "9"} for row in rows]
    speaking = [row for row in rows if set(row) - {"t"}]
    assert len(pair_changes(rows, later, KEYS)) >= len(speaking)


def test_the_most_similar_rows_of_one_visit_are_paired() -> None:
    visit = {"t": "1", "u": "X", "o": "Y"}
    old = [visit | {"q": "5", "r": "5"}, visit | {"q": "1", "r": "1", "s": "x"}]
    new = [visit | {"q": "1", "r": "2", "s": "x"}, visit | {"q": "5", "r": "4"}]
    assert pair_changes(old, new, KEYS) == [(0, 1), (1, 0)]


def test_another_officer_another_unit_or_another_time_is_another_row() -> None:
    old = {"t": "1", "u": "X", "o": "Y", "q": "5"}
    for change in ({"o": "Z", "q": "4"}, {"u": "Z", "q": "4"}, {"t": "2", "q": "4"}):
        assert pair_changes([old], [old | change], KEYS) == []


def test_rows_without_a_time_are_never_taken_for_one_visit() -> None:
    assert pair_changes([{"u": "X", "q": "5"}], [{"u": "X", "q": "4"}], KEYS) == []


def test_without_a_time_column_nothing_is_an_edit() -> None:
    assert pair_changes([{"u": "X", "q": "5"}], [{"u": "X", "q": "4"}], KeyColumns()) == []


def test_a_large_group_is_paired_in_full() -> None:
    old = [{"t": "1", "q": str(n)} for n in range(2 * BLOCK + 7)]
    new = [{"t": "1", "q": str(n), "r": "x"} for n in range(2 * BLOCK + 7)]
    assert pair_changes(old, new, KEYS) == [(n, n) for n in range(2 * BLOCK + 7)]


def test_equal_headers_are_told_apart_by_their_order() -> None:
    assert column_names(("Ý kiến", "Khác", "ý  KIẾN"), {}) == ["ý kiến", "khác", "ý kiến\x1f1"]
    assert column_names(("Mới",), {"mới": "cũ"}) == ["cũ"]


OLD = SourceMapping("a", columns={"unit": ("Đơn vị",)}, answers={"overall": "Chung", "x": "Một"})


@pytest.mark.parametrize(
    ("answers", "seen", "renamed"),
    [
        ({"overall": "Mức chung", "x": "Một"}, ["chung", "một"], {"mức chung": "chung"}),
        ({"overall": "Một", "x": "Chung"}, ["chung", "một"], {}),
        ({"overall": "Khác", "x": "Một"}, ["chung", "một", "khác"], {}),
        ({"overall": "Mới", "x": "Chung"}, ["chung", "một"], {}),
        ({"overall": "Mới", "x": "Một"}, ["một"], {}),
    ],
    ids=["renamed", "swapped", "another column", "old still named", "old never seen"],
)
def test_a_header_is_renamed_only_when_the_old_one_left_its_role_to_a_new_one(
    answers: dict[str, str], seen: list[str], renamed: dict[str, str]
) -> None:
    assert renamed_headers([(OLD, []), (replace(OLD, answers=answers), seen)]) == renamed


def test_a_header_renamed_twice_keeps_its_first_name() -> None:
    second = replace(OLD, answers={"overall": "Hai", "x": "Một"})
    third = replace(OLD, answers={"overall": "Ba", "x": "Một"})
    versions = [(OLD, []), (second, ["chung"]), (third, ["chung", "hai"])]
    renamed = renamed_headers(versions)
    assert renamed == {"hai": "chung", "ba": "chung"}
    assert present_names(("Chung", "Một"), third, renamed) == ("Ba", "Một")
    assert present_names(("Hai", "Một"), third, renamed) == ("Ba", "Một")
    assert present_names(("Ba", "Hai"), third, renamed) == ("Ba", "Hai")
