"""The public board: what a stranger may open, and that only published bytes ever leave it."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from analysis.public import line
from data.access import whole
from data.ledger import open_ledger
from data.publications import Publication, make_public, proposed, publications
from data.settings import Home
from tests.conftest import MOMENT, OFFICERS, TINY, UNITS, Answers, fill
from web.middleware import Hardened
from web.public import ROUTES
from web.signin import sign_in_form

ALL = whole("quan.tri")
CANARIES = ("ykiencanary", "0901234561", *(officer.name for officer in OFFICERS))
MORE = (
    *TINY, Answers("X1", "A1", 40, 5, "ykiencanary 0901234561"), Answers("X2", "B1", 60, 4),
    Answers("X2", "B1", 25, 1, "ykiencanary"), Answers("X1", "A2", 25, 3),
)


@pytest.fixture
def browser() -> TestClient:
    """A stranger's browser before the routes and the headers."""
    return TestClient(Starlette(routes=ROUTES, middleware=[Middleware(Hardened)]))


@pytest.fixture
def published_home(tiny_store: Home) -> Home:
    """The district with two months published."""
    fill(tiny_store, UNITS, MORE)
    ledger = open_ledger(tiny_store)
    for period in ("2026-Q3", "2026-10"):
        make_public(ledger, proposed(tiny_store, ALL, period), "quan.tri", MOMENT)
    return tiny_store


class Outline(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_nothing_published_is_said_in_a_sentence(tiny_store: Home, browser: TestClient) -> None:
    answer = browser.get("/cong-khai")
    assert answer.status_code == 200 and "Chưa có kỳ nào được công bố" in answer.text
    assert "Suối Mơ" not in answer.text and "<table" not in answer.text
    assert browser.get("/cong-khai.csv").status_code == 404


def test_the_newest_table_stands_first_and_any_other_can_be_chosen(
    published_home: Home, browser: TestClient
) -> None:
    page = browser.get("/cong-khai").text
    assert "<h2>Tháng 10/2026</h2>" in page and "Quý 3/2026</option>" in page
    other = browser.get("/cong-khai?period=2026-Q3").text
    assert "<h2>Quý 3/2026</h2>" in other and "giữ nguyên từ đó" in other
    assert "Xã Suối Mơ" in other and "20/11/2026" in other


def test_only_published_numbers_leave_the_route(published_home: Home, browser: TestClient) -> None:
    """No officer, comment or phone number, and no number that is not a multiple of five."""
    for path in ("/cong-khai", "/cong-khai?period=2026-Q3", "/cong-khai.csv", "/cong-khai?unit=X1"):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert [word for word in CANARIES if word in answer.text] == [], path
    rows = browser.get("/cong-khai.csv?period=2026-Q3").text.lstrip("\ufeff").splitlines()
    assert rows[0].startswith("Mã đơn vị,Đơn vị,") and len(rows) == 1 + 2 + 1
    counts = [cell for row in rows[1:] for cell in re.findall(r"(?<=,)\d+(?=,)", row)]
    assert counts and all(int(cell) % 5 == 0 and int(cell) >= 5 for cell in counts)


@pytest.mark.parametrize("asked", [
    "2026-09", "2026", "2026-Q4", "", "x" * 5000, "%00", "..%2F..%2Fetc", "' OR 1=1 --",
    "2026-Q3%00", "<script>alert(1)</script>",
])
def test_another_period_is_answered_with_404_and_without_an_echo(
    published_home: Home, browser: TestClient, asked: str
) -> None:
    for path in ("/cong-khai", "/cong-khai.csv"):
        answer = browser.get(f"{path}?period={asked}")
        assert answer.status_code == 404 and "<table" not in answer.text
        assert "alert(1)" not in answer.text and "xxxx" not in answer.text


def test_the_page_runs_nothing_fetches_nothing_and_shows_names_as_text(
    published_home: Home, browser: TestClient
) -> None:
    answer = browser.get("/cong-khai?period=2026-Q3")
    outline = Outline(answer.text)
    assert {tag for tag, _ in outline.tags}.isdisjoint({"script", "img", "link", "iframe", "object"})
    assert {a["href"] for a in outline.all("a")} == {"/cong-khai.csv?period=2026-Q3", "/dang-nhap"}
    assert "[Bấm](javascript:alert(1))" in answer.text  # text, as the register says it
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none';")
    hostile = line("U", "<img src=x onerror=alert(1)>\"'&", [5, 5, 40, 50], True)
    make_public(open_ledger(published_home), Publication(
        0, "2026-01", "", "s", (hostile, replace(hostile, code=""))), "quan.tri", MOMENT)
    assert "<img" not in browser.get("/cong-khai?period=2026-01").text


def test_the_page_is_small_and_can_be_read_by_everyone(published_home: Home, browser: TestClient) -> None:
    outline = Outline(page := browser.get("/cong-khai?period=2026-Q3").text)
    assert len(page.encode()) < 40_000
    assert outline.all("html")[0]["lang"] == "vi" and outline.all("meta")[1]["name"] == "viewport"
    assert len(outline.all("caption")) == 1
    assert {th.get("scope") for th in outline.all("th")} == {"col", "row"}
    assert "prefers-color-scheme: dark" in page and "@media print" in page


def test_a_district_of_150_units_stays_below_40_kilobytes(tiny_store: Home, browser: TestClient) -> None:
    one = line("X", "Ủy ban nhân dân xã Suối Mơ", [10, 20, 235, 265], True)
    lines = (*(replace(one, code=f"X{n}") for n in range(150)), replace(one, code=""))
    make_public(open_ledger(tiny_store), Publication(0, "2026-01", "", "s", lines), "x", MOMENT)
    assert len(browser.get("/cong-khai").content) < 40_000


def test_a_year_appears_by_itself_once_all_its_parts_are_published(
    tiny_store: Home, browser: TestClient
) -> None:
    ledger = open_ledger(tiny_store)
    lines = (line("X1", "Xã Suối Mơ", [5, 5, 10, 20], False), line("", "Tất cả", [5, 5, 10, 20], False))
    for quarter in range(1, 5):
        assert "Năm 2025" not in browser.get("/cong-khai").text
        make_public(ledger, Publication(0, f"2025-Q{quarter}", "", "s", lines), "x", MOMENT)
    page = browser.get("/cong-khai").text
    assert "<h2>Năm 2025</h2>" in page and "50\u00a0%" in page
    assert "Cộng từ các bảng đã công bố và giữ nguyên: Quý 1/2025, Quý 2/2025" in page
    assert [one.period for one in publications(ledger)] == [f"2025-Q{q}" for q in range(1, 5)]


@pytest.mark.parametrize(("hosts", "framed"), [
    ("", "frame-ancestors 'none'"), ("https://huyen.gov.vn, xa.gov.vn",
                                     "frame-ancestors https://huyen.gov.vn xa.gov.vn"),
    ("*; script-src *", "frame-ancestors 'none'"), ("https://a.vn/x;y, b.vn", "frame-ancestors b.vn"),
])
def test_only_named_sites_may_frame_the_board(
    tiny_store: Home, browser: TestClient, monkeypatch: pytest.MonkeyPatch, hosts: str, framed: str
) -> None:
    monkeypatch.setenv("SURVEY_BOARD_HOSTS", hosts)
    headers = browser.get("/cong-khai").headers
    assert headers["Content-Security-Policy"].endswith(framed)
    assert ("X-Frame-Options" in headers) == ("'none'" in framed)
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_nothing_but_reading_is_answered(published_home: Home, browser: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert browser.request(method, "/cong-khai").status_code == 405


def test_the_sign_in_page_leads_to_the_board() -> None:
    assert '<a href="/cong-khai">' in sign_in_form("/", "").foot
