"""The frame in a browser: Vietnamese throughout, filters in the address, phone, both themes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from pages.shared import text

pytestmark = pytest.mark.e2e
ENGLISH = re.compile(
    r"\b(?:the|of|and|to|for|with|search|open|close|select|choose|show|hide|download|upload|page|"
    r"pages|copy|link|view|more|less|clear|fullscreen|sidebar|loading|running|stop|error|columns?|"
    r"rows?|date|day|month|year|previous|next|main|menu|skip|content|add|remove|value|option|"
    r"options|results?|notifications|help)\b", re.IGNORECASE,
)
ROLES = re.compile(r"^\s*- '?(?:/\w+: .*|[a-z]+(?=[\s:\"]|$))", re.MULTILINE)
FIRST = ("/", "/tong-quan", "/tong-quan?unit=X1")


def english(names: str) -> list[str]:
    """English words in what a screen reader says, without the names of roles."""
    said = ROLES.sub("", names)
    said = re.sub(r"\[(?:level|checked|selected|disabled|expanded|pressed|active)[^\]]*\]", "", said)
    said = re.sub(r"http\S+|\S+\.duckdb", "", said)
    return ENGLISH.findall(said)


@pytest.mark.parametrize("address", FIRST)
def test_the_very_first_request_to_any_address_passes_the_frame(serve, look, address) -> None:
    screen = look(serve("tiny", fresh=True))
    screen.open(address)
    screen.page.wait_for_url(re.compile("/tong-quan"))
    expect(screen.page.get_by_role("heading", level=1)).to_have_text("Tổng quan")
    screen.reads("phiếu")
    expect(screen.page.get_by_role("dialog")).to_have_count(0)


def test_no_english_is_left_for_eye_or_ear(serve, look) -> None:
    screen = look(serve())
    screen.open()
    assert english(screen.names()) == []
    expect(screen.page.locator("html")).to_have_attribute("lang", "vi")
    opened = screen.page.get_by_test_id("stPopoverBody")
    for opener in ("Bộ lọc khác", "Sao chép liên kết", "Tải về"):
        screen.page.get_by_role("button", name=opener).click()
        expect(opened).to_be_visible()
        screen.settle()
        assert english(screen.names()) == []
        screen.page.keyboard.press("Escape")
        expect(opened).to_be_hidden()


def test_choosing_a_unit_changes_the_address_and_back_undoes_it(serve, look) -> None:
    screen = look(serve())
    screen.open()
    screen.page.get_by_role("combobox", name="Đơn vị").click()
    screen.page.get_by_role("option", name="Xã Suối Mơ").click()
    screen.page.wait_for_url(re.compile("unit=X1"))
    screen.reads("Xã Suối Mơ · Từ đầu · 60 phiếu")
    screen.page.get_by_role("button", name="Xoá bộ lọc").click()
    screen.page.wait_for_url(lambda url: "unit" not in url)
    screen.reads("68 phiếu")


def test_own_days_are_typed_and_read_the_vietnamese_way(serve, look) -> None:
    screen = look(serve())
    screen.open("/tong-quan?from=2026-09-01&to=2026-09-30")
    days = screen.page.get_by_role("group", name="Từ ngày")
    expect(days.get_by_role("spinbutton")).to_have_text(["01", "09", "2026"])
    assert english(screen.names()) == []
    screen.page.get_by_role("button", name="Mở lịch").first.click()
    expect(screen.page.get_by_role("grid").first).to_be_visible()
    screen.settle()
    assert english(screen.names()) == []


def test_the_link_to_share_opens_the_same_view(serve, look) -> None:
    screen = look(serve())
    screen.open("/tong-quan?unit=X1&period=this_year")
    screen.page.get_by_role("button", name="Sao chép liên kết").click()
    shared = screen.page.locator("[data-testid=stCode]").inner_text().strip()
    other = look(serve())
    other.open(shared.removeprefix(other.url))
    other.reads("Xã Suối Mơ · Năm 2026 · 60 phiếu")


def test_markup_in_names_stays_text_and_calls_nobody(serve, look) -> None:
    screen = look(serve())
    screen.open("/tong-quan?unit=X2")
    marked = "Xã [Bấm](javascript"
    said = screen.until(lambda: screen.text().replace("\u2060", ""), lambda words: marked in words)
    assert marked in said
    expect(screen.page.locator("a[href^='javascript']")).to_have_count(0)
    expect(screen.page.locator("img[src*='9777']")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_nothing_is_wider_than_the_screen(serve, look, width: int, scheme: str) -> None:
    screen = look(serve(), width=width, scheme=scheme)
    screen.open()
    script = "() => document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth"
    assert screen.until(lambda: screen.page.evaluate(script), lambda wide: wide <= 0) <= 0


def test_a_table_downloads_as_a_file_with_vietnamese_headings(serve, look) -> None:
    screen = look(serve())
    screen.open()
    screen.page.get_by_role("button", name="Tải về").click()
    with screen.page.expect_download() as caught:
        screen.page.get_by_role("button", name="CSV").first.click()
    body = caught.value.path().read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")
    assert caught.value.suggested_filename.startswith("tong-quan-20261120")


def test_an_empty_home_is_a_real_page(serve, look) -> None:
    screen = look(serve("empty"))
    screen.open()
    screen.reads("Chưa có dữ liệu")
    assert english(screen.names()) == []


def test_filters_go_along_to_the_next_page_and_back(serve, look) -> None:
    screen = look(serve())
    screen.open("/tong-quan?unit=X1&period=this_year")
    screen.page.get_by_role("link", name="Xu hướng").first.click()
    screen.page.wait_for_url(re.compile(r"/xu-huong\?.*unit=X1"))
    screen.reads("Xã Suối Mơ · Năm 2026 · 60 phiếu")
    screen.page.go_back()
    screen.page.wait_for_url(re.compile(r"/tong-quan\?.*unit=X1"))
    screen.reads("Xã Suối Mơ · Năm 2026 · 60 phiếu")


@pytest.mark.parametrize(("title", "address"), text.PAGES.values(), ids=text.PAGES)
def test_every_page_speaks_vietnamese_only(serve, look, title: str, address: str) -> None:
    screen = look(serve())
    screen.open(f"/{address}")
    expect(screen.page.get_by_role("heading", level=1)).to_have_text(title)
    screen.settle()
    for closed in screen.page.locator("[data-testid=stExpander] summary").all():
        closed.click()
    screen.settle()
    assert english(screen.names()) == []
    expect(screen.page.locator("body")).not_to_contain_text("mã lỗi")


def test_every_kind_of_chart_is_drawn(serve, look) -> None:
    screen = look(serve())
    screen.open("/tieu-chi")
    for marks in (".barlayer path", ".heatmaplayer image", ".scatterlayer path"):
        expect(screen.page.locator(marks).first).to_be_attached()
    charts = screen.page.get_by_test_id("stPlotlyChart")
    expect(charts.locator(".plot-container")).to_have_count(charts.count())
    assert screen.errors == []
