"""Nobody is shown a way to a page that does not open for him; who is lost is shown one that does."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from analysis.registers import Unit
from data import accounts
from data.access import kept
from data.ledger.accounts import Account
from data.settings import Home, now
from pages.shared import text
from pages.shared import text_admin as admin_words
from pages.shared import text_overview as overview_words
from pages.shared import text_results as words
from pages.shared.plain import plain
from tests.conftest import Answers, fill

ADMIN = Account("quan.tri", "admin")
OBSERVER = Account("mt", "observer")
PEOPLE = (
    ADMIN,
    OBSERVER,
    Account("lan", "leader", units=("X1",)),
    Account("tam", "staff", units=("X1",)),
    Account("a1", "officer", officer="A1"),
)


def enrolled(home: Home, *people: Account) -> None:
    for person in people:
        accounts.add_account(kept(home), person, "thử", now())


def opened(app: AppTest, who: str, page: str) -> AppTest:
    app.user = {"account": who}
    app.run()
    app.switch_page(f"pages/{page}.py")
    app.run()
    assert not app.exception
    return app


def links(app: AppTest) -> list[str]:
    return [link.label for link in app.get("page_link")]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("who", "shown"), [("lan", True), ("tam", False)])
def test_the_overview_links_to_the_watchlist_for_who_may_open_it(
    tiny_store: Home, app: AppTest, who: str, shown: bool
) -> None:
    enrolled(tiny_store, *PEOPLE)
    found = links(opened(app, who, "results/overview"))
    assert (overview_words.SEE_WATCHLIST in found) is shown
    assert overview_words.SEE_TREND in found


def test_who_may_not_import_is_not_sent_to_the_sources(empty_store: Home, app: AppTest) -> None:
    enrolled(empty_store, ADMIN, OBSERVER)
    opened(app, "mt", "admin/quality")
    assert app.text[0].value == text.EMPTY_FOR_OTHERS
    assert links(app) == []
    opened(app, "quan.tri", "admin/quality")
    assert app.text[0].value == text.EMPTY_BODY
    assert links(app) == [text.GO_TO_SOURCES]


def test_a_page_that_stays_shut_names_one_that_opens(tiny_store: Home, app: AppTest) -> None:
    enrolled(tiny_store, *PEOPLE)
    opened(app, "a1", "results/overview")
    assert app.text[0].value == text.NO_RIGHT
    assert links(app) == [text.GO_TO.format(name="Cán bộ")]


def test_who_answers_for_a_unit_is_not_told_to_register(tiny_store: Home, app: AppTest) -> None:
    enrolled(tiny_store, *PEOPLE)
    opened(app, "tam", "admin/sources")
    assert [said.value for said in app.caption if said.value == admin_words.OWN_ONLY]
    assert admin_words.WELCOME_TITLE not in [said.value for said in app.subheader]


def test_an_officer_without_a_month_of_many_answers_is_told_so(
    empty_store: Home, app: AppTest
) -> None:
    fill(
        empty_store,
        (Unit("X1", "Xã Thử", "xã"),),
        [Answers("X1", "A1", 80, 5, "", date(2026, 2, 1))],
    )
    enrolled(empty_store, *PEOPLE)
    opened(app, "a1", "results/trend")
    assert any("60 phiếu" in said.value for said in app.caption), "months together have many"
    assert app.segmented_control == []
    assert [said.value for said in app.subheader] == [words.NO_MONTH]


def test_a_number_and_its_sign_stay_on_one_line() -> None:
    assert plain("  đúng 25\u00a0%\n thì thôi ") == "đúng 25\u00a0\\% thì thôi"
