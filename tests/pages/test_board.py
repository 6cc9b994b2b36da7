"""Công khai: who may publish, what a published period then shows, and to whom."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from data import accounts
from data.access import kept
from data.ledger.accounts import Account
from data.publications import publications
from data.settings import Home, now
from pages.shared import text
from pages.shared import text_public as words
from pages.shared.plain import plain

PAGE = "pages/oversight/board.py"
PEOPLE = (
    Account("quan.tri", "admin"), Account("noi.vu", "home_affairs", units=("X1",)),
    Account("lan", "leader", units=("X1",)), Account("dan", "public"), Account("mt", "observer"),
)


@pytest.fixture
def office(tiny_store: Home) -> Home:
    for person in PEOPLE:
        accounts.add_account(kept(tiny_store), person, "thử", now())
    return tiny_store


def opened(app: AppTest, who: str | None) -> AppTest:
    app.user = {"account": who} if who else {}
    app.run()
    app.switch_page(PAGE)
    app.run()
    assert not app.exception
    return app


def publish(app: AppTest, period: str) -> AppTest:
    app.selectbox(key="publish-period").select(period).run()
    app.button(key="publish").click().run()
    app.button(key="publish-yes").click().run()
    assert not app.exception
    return app


def test_an_administrator_publishes_a_period_after_seeing_it(office: Home, app: AppTest) -> None:
    opened(app, "quan.tri")
    assert words.NONE in [said.value for said in app.text]
    assert app.selectbox(key="publish-period").options == ["Tháng 10/2026", "Quý 3/2026", "Tháng 9/2026"]
    assert len(app.dataframe[0].value) == 3
    publish(app, "2026-Q3")
    assert app.success[0].value == plain(words.DONE.format(period="Quý 3/2026"))
    assert [one.period for one in publications(kept(office))] == ["2026-Q3"]
    assert app.selectbox(key="publish-period").options == ["Tháng 10/2026"]
    assert app.selectbox(key="board-period").options == ["Quý 3/2026"]


@pytest.mark.parametrize("who", ["lan", "dan", "mt"])
def test_others_look_at_what_was_published_and_at_nothing_else(
    office: Home, app: AppTest, who: str
) -> None:
    publish(opened(AppTest.from_file(app._script_path, default_timeout=60), "quan.tri"), "2026-Q3")
    opened(app, who)
    assert words.NEW not in [said.value for said in app.subheader]
    assert len(app.dataframe) == 1 and not app.button
    assert "Một" not in str(app.main)


def test_the_public_role_starts_there_and_learns_nothing_of_the_record(office: Home, app: AppTest) -> None:
    app.user = {"account": "dan"}
    app.run()
    assert app.title[0].value == text.PAGES["board"][0]
    assert not [said.value for said in app.caption if "Bản dữ liệu" in said.value or "duckdb" in said.value]


def test_whoever_does_not_see_every_unit_is_told_so(office: Home, app: AppTest) -> None:
    opened(app, "noi.vu")
    assert "ngoài phạm vi" in app.error[0].value
    assert not [button for button in app.button if button.key == "publish"]


def test_without_data_there_is_nothing_to_publish(empty_store: Home, app: AppTest) -> None:
    opened(app, None)
    assert {words.NONE, words.NO_DATA} <= {said.value for said in app.text}
