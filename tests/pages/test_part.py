"""A part of a page is drawn once for whoever sees the same, and anew when anything differs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analysis.filters import Filters
from analysis.scope import Scope
from data.queries import Choices
from data.settings import Home
from pages.shared import drawn
from pages.shared.doors import asked
from pages.shared.drawn import still
from pages.shared.part import part, worked
from pages.shared.view import View
from tests.pages.results_pages import opened, said

SCOPE = Scope("an", "leader", units=("X1",), rights=frozenset({"results", "comments"}))
VIEW = View(
    "unit", SCOPE, Filters(unit="X1"), "snapshot-1", Choices(), "Từ đầu", "Xã A", {},
    {"unit": "X1"}, datetime(2026, 11, 20, 9),
)
OTHERS = {
    "units": replace(VIEW, scope=replace(SCOPE, units=("X2",))),
    "rights": replace(VIEW, scope=replace(SCOPE, rights=frozenset({"results"}))),
    "role": replace(VIEW, scope=replace(SCOPE, role="inspector")),
    "everything": replace(VIEW, scope=replace(SCOPE, everything=True)),
    "officer": replace(VIEW, scope=replace(SCOPE, officer="A1")),
    "seeing as": replace(VIEW, scope=replace(SCOPE, seeing="binh")),
    "snapshot": replace(VIEW, snapshot="snapshot-2"),
    "unit": VIEW.only(unit="X2"),
    "days": VIEW.only(from_day=date(2026, 1, 1)),
    "address": replace(VIEW, address={"unit": "X1", "period": "this_year"}),
    "page": replace(VIEW, key="overview"),
    "day": replace(VIEW, now=VIEW.now + timedelta(days=1)),
    "period": replace(VIEW, period="Tháng 3"),
    "whose": replace(VIEW, whose="Xã B"),
    "chosen": replace(VIEW, chosen={"Lĩnh vực": "Đất đai"}),
    "tables": replace(VIEW, tables={"Bảng": pd.DataFrame()}),
}


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    drawn.PARTS.clear()
    asked._FIGURES.clear()


def drawing(drawn: list[Any]) -> Any:
    @part
    def block(view: View, *said: str) -> None:
        st.text(view.whose)
        drawn.append((view, said))

    return block


def test_the_same_part_is_drawn_once_for_whoever_sees_the_same() -> None:
    drawn: list[Any] = []
    block = drawing(drawn)
    for view in (VIEW, replace(VIEW, scope=replace(SCOPE, user="binh")), VIEW):
        block(replace(view, now=view.now + timedelta(hours=1)), "a")
    assert len(drawn) == 1
    assert drawn[0][0].scope.user == "" and drawn[0][0].now == datetime(2026, 11, 20)


@pytest.mark.parametrize("what", OTHERS)
def test_no_two_scopes_snapshots_or_questions_share_a_part(what: str) -> None:
    drawn: list[Any] = []
    block = drawing(drawn)
    found: list[Any] = []

    @worked
    def work(view: View) -> pd.DataFrame:
        found.append(view)
        return pd.DataFrame()

    for view in (VIEW, OTHERS[what]):
        block(view)
        work(view)
    assert len(drawn) == 2
    assert len(found) == 2 - (what == "tables")


def test_parts_and_what_was_said_to_them_are_told_apart() -> None:
    drawn: list[Any] = []
    block = drawing(drawn)
    block(VIEW, "a")
    block(VIEW, "b")
    block(VIEW, "a", "b")
    drawing(drawn)(VIEW, "a")
    assert [one[1] for one in drawn] == [("a",), ("b",), ("a", "b")]


def test_what_follows_from_words_alone_is_drawn_once_for_the_same_words() -> None:
    said: list[Any] = []

    @still
    def line(*words: str) -> None:
        said.append(words)

    for words in (("a",), ("a",), ("b",), ("a", "b"), ("a",)):
        line(*words)
    assert said == [("a",), ("b",), ("a", "b")]


def test_tables_reach_the_download_each_time_and_large_ones_are_not_kept() -> None:
    drawn = []

    @part
    def block(view: View, rows: str) -> None:
        drawn.append(rows)
        view.tables["Bảng"] = pd.DataFrame({"n": range(int(rows))})

    for rows in ("3", "3", "30000", "30000"):
        view = replace(VIEW, tables={})
        block(view, rows)
        assert len(view.tables["Bảng"]) == int(rows)
    assert drawn == ["3", "30000", "30000"]


def sent(app: AppTest) -> list[str]:
    """Everything drawn, without the numbers of files that are made when asked for."""
    return [str(n.proto) for n in app.main if n.type != "download_button"]


@pytest.mark.parametrize("page", ["overview", "unit"])
def test_a_page_shown_again_is_the_page_that_was_drawn(
    page: str, demo_store: Home, app: AppTest
) -> None:
    first = said(opened(app, page, unit="MH03"))
    bodies = sent(app)
    app.run()
    assert said(app) == first
    assert sent(app) == bodies
