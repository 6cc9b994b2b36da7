"""The frontend as a browser gets it: Vietnamese, compressed, kept only where that is safe."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from web.scripts import FILES, early, tag
from web.vietnamese import Vietnamese


async def beyond(scope, receive, send) -> None:  # type: ignore[no-untyped-def]
    """Stands for Streamlit: says which path reached it."""
    await PlainTextResponse(f"beyond {Request(scope).url.path}")(scope, receive, send)


@pytest.fixture
def browser() -> TestClient:
    app = Starlette()
    app.mount("/", beyond)
    return TestClient(Vietnamese(app, beside=("/healthz",)))


@pytest.mark.parametrize("path", ["/", "/don-vi", "/tong-quan?unit=X1"])
def test_every_page_address_gives_the_vietnamese_shell(browser: TestClient, path: str) -> None:
    answer = browser.get(path)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "no-cache"
    assert '<html lang="vi">' in answer.text
    assert not re.search(r"<script(?![^>]*src=)", answer.text)
    assert "<title>Hài lòng Một cửa</title>" in answer.text
    assert "a:focus-visible{outline:2px" in answer.text, "who uses keys sees where he is"
    assert "http" not in answer.text and "_stcore" not in answer.text


@pytest.mark.parametrize("path", ["/healthz", "/_stcore/health", "/media/x.bin", "/a.b", "/x/y"])
def test_what_is_no_page_goes_through(browser: TestClient, path: str) -> None:
    assert browser.get(path).text == f"beyond {path}"


def test_scripts_are_translated_and_kept_for_ever_under_the_tag(browser: TestClient) -> None:
    name = next(file.name for file in (FILES / "static/js").glob("Toolbar.*.js"))
    answer = browser.get(f"/static/{tag()}/js/{name}")
    assert "`Toàn màn hình`" in answer.text and "label:`Fullscreen`" not in answer.text
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize("folder", ["", "v-000000000000/"])
def test_a_script_outside_the_tag_is_asked_for_again(browser: TestClient, folder: str) -> None:
    name = next(file.name for file in (FILES / "static/js").glob("Toolbar.*.js"))
    first = browser.get(f"/static/{folder}js/{name}")
    assert first.headers["cache-control"] == "no-cache"
    again = browser.get(f"/static/{folder}js/{name}", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content


def test_a_browser_without_gzip_gets_plain_text(browser: TestClient) -> None:
    answer = browser.get("/", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert '<html lang="vi">' in answer.text


def test_every_script_the_shell_names_is_there(browser: TestClient) -> None:
    named = re.findall(r'(?:src|href)="\./(static/[^"]+)"', browser.get("/").text)
    assert len(named) == 9
    assert [path for path in named if browser.get("/" + path).text.startswith("beyond")
            and not (FILES / re.sub(r"/v-\w+/", "/", path)).is_file()] == []


def test_no_typeface_is_fetched_for_words(browser: TestClient) -> None:
    name = next(file.name for file in (FILES / "static/css").glob("index.*.css"))
    style = browser.get(f"/static/{tag()}/css/{name}").text
    assert "SourceSansVF-Upright" not in style and 'src:local("Segoe UI")' in style


def test_fonts_and_pictures_under_the_tag_reach_streamlit(browser: TestClient) -> None:
    assert browser.get(f"/static/{tag()}/media/a.woff2").text == "beyond /static/media/a.woff2"


@pytest.mark.parametrize("path", [
    "/static/js/..%2f..%2findex.html", "/static/js/%2e%2e%2f%2e%2e%2fsecrets.toml", "/static/js/nothing.js",
])
def test_nothing_outside_the_scripts_is_read(browser: TestClient, path: str) -> None:
    assert browser.get(path).text.startswith("beyond")


def test_what_nearly_every_page_draws_is_fetched_with_the_first_scripts(browser: TestClient) -> None:
    page = browser.get("/don-vi").text
    named = re.findall(r'<link rel="modulepreload" crossorigin href="\./static/v-\w+/js/([\w.-]+)">', page)
    assert named == early() and len(named) == 4 and named[-1].startswith("PlotlyChart.")
    assert re.findall(r'<script type="module" [^>]*/([\w.-]+)">', page) == named[:1]
    assert re.findall(r'<link rel="preload" as="(\w+)"[^>]*/(\w+)[\w.-]*">', page) == [
        ("style", "DataFrame"), ("font", "MaterialSymbols")]
