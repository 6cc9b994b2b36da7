"""The public board in a real browser: a stranger's phone, keys alone, light and dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Screen
from web import text_public as words

pytestmark = pytest.mark.e2e
PHONE = (360, 740)
INK = """name => { const found = getComputedStyle(document.querySelector(name));
  return [found.color, found.backgroundColor]; }"""
GROUND = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 25, 27)"}


def fits(page: Page) -> bool:
    """Whether nothing has to be pushed sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def faults(page: Page) -> list[str]:
    """What axe finds, contrast of words on their ground included."""
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in Axe().run(page).response["violations"]]


def brightness(colour: str) -> float:
    """How light a colour is, 0..255."""
    red, green, blue = map(int, re.findall(r"\d+", colour)[:3])
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_board_is_read_on_a_phone_by_anybody(
    serve: Callable[..., str], look: Callable[..., Screen], scheme: str
) -> None:
    screen = look(serve("demo"), *PHONE, scheme)
    page = screen.page
    page.goto(f"{screen.url}/cong-khai")
    expect(page.get_by_role("heading", level=1)).to_have_text(words.TITLE)
    expect(page.get_by_role("heading", level=2)).to_have_text("6 tháng đầu năm 2026")
    expect(page.locator("p.note")).to_have_text(words.DEMO)
    assert page.locator("tbody tr").count() > 15 and fits(page)
    names = page.locator("tbody th").all_inner_texts()
    assert all(names) and page.locator("tfoot th").inner_text()
    assert min(box.bounding_box()["height"] for box in page.locator("select, button").all()) >= 44
    ink, _ = page.evaluate(INK, "tbody td")
    _, ground = page.evaluate(INK, "body")
    assert ground == GROUND[scheme]
    assert abs(brightness(ink) - brightness(ground)) > 150
    assert faults(page) == []
    assert {urlsplit(asked).path for asked in screen.requests} <= {"/cong-khai", "/favicon.ico"}


def test_an_empty_board_says_so(serve: Callable[..., str], look: Callable[..., Screen]) -> None:
    screen = look(serve("tiny"), *PHONE)
    page = screen.page
    page.goto(f"{screen.url}/cong-khai")
    expect(page.locator("p.note b")).to_have_text(words.EMPTY)
    assert page.locator("table, select").count() == 0 and fits(page) and faults(page) == []
    page.goto(f"{screen.url}/cong-khai?period=2026-H1")
    expect(page.get_by_role("alert")).to_have_text(words.UNKNOWN)
    screen.errors.clear()  # the browser's own note that the answer was a 404


def test_keys_alone_choose_a_period_and_open_everything(
    serve: Callable[..., str], look: Callable[..., Screen]
) -> None:
    page = look(url := serve("demo")).page
    page.goto(f"{url}/cong-khai")
    met = []
    for _ in range(5):
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.tagName"))
        drawn = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert drawn == "solid", met
    assert met == ["SELECT", "BUTTON", "A", "SUMMARY", "A"]
    page.locator("button").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{url}/cong-khai?period=2026-H1")
    expect(page.locator("tfoot th")).to_have_text("Tất cả đơn vị")
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("details li").first).to_be_hidden()
    with page.expect_download() as found:
        page.get_by_role("link", name=words.CSV).press("Enter")
    assert found.value.suggested_filename == "so-lieu-cong-khai-2026-H1.csv"
