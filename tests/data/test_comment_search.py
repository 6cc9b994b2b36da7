"""Comments by words, level and ticked fact, in pages, with personal numbers masked."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from analysis.filters import CommentSearch, Filters
from analysis.masking import MASK
from analysis.scope import Scope
from data.access import RIGHTS
from data.queries import comment_page, original_comment
from data.snapshot.reading import Snapshot
from data.snapshot.write import write_snapshot
from tests.data.snapshot_values import contents_of, random_rows

ALL = Scope("admin", "admin", everything=True, rights=RIGHTS)
ROWS = random_rows(300, seed=3)
ROWS.loc[5, "comment"] = "Gọi tôi 0912 345 678 nhé"
WRITTEN = ROWS[ROWS["comment"].fillna("") != ""]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory) -> Snapshot:
    path = tmp_path_factory.mktemp("comments") / "one.duckdb"
    write_snapshot(path, contents_of(ROWS))
    return Snapshot(path)


@pytest.fixture
def cursor(snapshot) -> Iterator[duckdb.DuckDBPyConnection]:
    with snapshot.cursor() as opened:
        yield opened


def test_pages_hold_every_comment_once_newest_first(cursor):
    pages = [comment_page(cursor, ALL, Filters(), CommentSearch(page=n, size=50)) for n in range(1, 8)]
    assert sum(map(len, pages)) == len(WRITTEN) == pages[0]["found"][0]
    days = [day for page in pages for day in page["day"]]
    assert days == sorted(days, reverse=True)


def test_words_match_without_accents_and_several_levels_may_be_chosen(cursor):
    found = comment_page(cursor, ALL, Filters(), CommentSearch("DUNG gio", (1, 0), size=500))
    mine = WRITTEN[WRITTEN["comment"].str.contains("Đúng giờ") & WRITTEN["overall"].isin([0, 1])]
    assert len(found) == len(mine) > 0 and set(found["level"].dropna()) == {1}


def test_a_ticked_fact_narrows_and_is_named(cursor):
    found = comment_page(cursor, ALL, Filters(), CommentSearch(tick="negative.harassment", size=500))
    assert len(found) == WRITTEN["t_harassment"].sum() > 0
    assert all("Sách nhiễu" in ticked for ticked in found["ticked"])
    assert comment_page(cursor, ALL, Filters(), CommentSearch(tick="nothing")).empty


def test_numbers_of_persons_never_leave_the_query(cursor):
    found = comment_page(cursor, ALL, Filters(), CommentSearch("goi toi"))
    assert list(found["text"]) == [f"Gọi tôi {MASK} nhé"]


def test_nobody_reads_comments_without_the_right_or_outside_the_scope(cursor):
    assert comment_page(cursor, Scope("x", "x", everything=True), Filters(), CommentSearch()).empty
    near = Scope("hoa", "leader", ("X2",), rights=RIGHTS)
    assert set(comment_page(cursor, near, Filters(), CommentSearch(size=500))["unit_code"]) == {"X2"}


def test_quotes_in_words_are_words_and_an_odd_page_is_the_first(cursor):
    assert comment_page(cursor, ALL, Filters(), CommentSearch("' OR 1=1 --")).empty
    first = comment_page(cursor, ALL, Filters(), CommentSearch(page=-3, levels=(9,)))
    assert len(first) == 20


@pytest.mark.parametrize("probe", ["0912", "345", "678", "0912 345 678", "9"])
def test_p07_what_is_masked_cannot_be_probed_by_searching_for_it(cursor, probe: str):
    """The search finds letters around a number, but no digit of it."""
    hidden = CommentSearch(f"toi {probe} nhe")
    assert comment_page(cursor, ALL, Filters(), hidden).empty
    assert len(comment_page(cursor, ALL, Filters(), CommentSearch("goi toi nhe"))) == 1


def test_the_original_needs_its_own_right_and_the_scope(cursor):
    row = comment_page(cursor, ALL, Filters(), CommentSearch("goi toi")).iloc[0]
    number, unit = int(row["response_id"]), row["unit_code"]
    assert row["hidden"] and original_comment(cursor, ALL, number) == "Gọi tôi 0912 345 678 nhé"
    foreign = next(code for code in ("X2", "X3", "Y1") if code != unit)
    for scope in (
        Scope("lan", "leader", everything=True, rights=RIGHTS - {"original_comments"}),
        Scope("lan", "leader", everything=True, rights=RIGHTS - {"comments"}),
        Scope("lan", "leader", (foreign,), rights=RIGHTS),
        Scope("mot", "officer", (unit,), rights=RIGHTS, officer="CB1"),
    ):
        assert original_comment(cursor, scope, number) is None
    assert original_comment(cursor, ALL, -1) is None


def test_only_the_responses_asked_for_are_found(cursor):
    some = tuple(comment_page(cursor, ALL, Filters(), CommentSearch(size=9))["response_id"][3:5])
    found = comment_page(cursor, ALL, Filters(), CommentSearch(only=some))
    assert tuple(found["response_id"]) == some and found["found"].tolist() == [2, 2]
    assert comment_page(cursor, ALL, Filters(), CommentSearch(only=())).empty
