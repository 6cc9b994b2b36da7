"""Hostile file names, headers, labels and cells on every step of an import (M01–M18)."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from data.settings import Home
from tests.analysis.charts.test_every_chart import HOSTILE

PAGE = "pages/admin/sources.py"
FILE = "![t](http://127.0.0.1:9777/f.png) <b>.csv"
ALIVE = re.compile(r"(?<!\\)(\]\(|<script|<img|<a href|<b>|:red-background|\$\{7)|(?<!\\):material/verified")
"""What Markdown would bring to life; escaped signs stay words."""
TITLES = ("body", "label", "help", "text")
"""Fields of an element in which Streamlit reads Markdown."""


def said(app: AppTest) -> list[str]:
    """Every text on the page in which Markdown is read; tables and plain text are not among them."""

    def walk(block: Block) -> list[str]:
        found = []
        for node in block.children.values():
            if isinstance(node, Block):
                found.append(str(getattr(node.proto, "label", "")))
                found += walk(node)
            elif isinstance(node, Element) and node.type not in ("text", "arrow_data_frame"):
                found += [str(getattr(node.proto, name, "")) for name in TITLES]
        return found

    return [words for words in walk(app.main) if words]


def sound(app: AppTest) -> AppTest:
    assert not app.exception
    assert [words for words in said(app) if ALIVE.search(words)] == []
    assert not app.toast, "a toast would need its own look here"
    return app


def opened(app: AppTest, **address: str) -> AppTest:
    app.run()
    app.switch_page(PAGE)
    for name, value in address.items():
        app.query_params[name] = value
    return sound(app.run())


def sheet() -> bytes:
    """Forty answers; headers, units and levels of the last rows are the hostile words."""
    rows = [["Dấu thời gian", "Đơn vị", "Mức độ hài lòng chung", *HOSTILE.values()]]
    for number in range(40):
        day = date(2026, 9, 14) + timedelta(days=number)
        odd = list(HOSTILE.values())[number % len(HOSTILE)]
        rows.append([
            f"{day:%d/%m/%Y} 08:00:00" if number != 39 else odd, odd if number >= 34 else "X1",
            odd if 28 <= number < 31 else "Hài lòng", *HOSTILE.values(),
        ])
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def test_every_step_of_an_import_shows_hostile_words_as_words(
    tiny_store: Home, app: AppTest
) -> None:
    app = opened(app)
    sound(app.file_uploader[0].upload(FILE, sheet(), "text/csv").run())
    sound(app.button(key="import_try").click().run())
    rejected = app.dataframe[-1].value
    assert set(HOSTILE.values()) & set(rejected["value"])
    sound(app.button(key="import_confirm").click().run())
    assert app.success
    opened(app, task="imports")
    app.switch_page("pages/admin/quality.py")
    sound(app.run())
    assert set(HOSTILE.values()) & {cell for table in app.dataframe for cell in table.value.get("value", ())}


def test_a_refused_file_is_named_in_plain_words(tiny_store: Home, app: AppTest) -> None:
    app = opened(app)
    for number, words in enumerate(HOSTILE.values()):
        content = (b"MZ\x90\0" + bytes(600), b"", b"<html></html>")[number % 3]
        app.file_uploader[0].upload(words.replace("/", "") + ".csv", content, "text/csv").run()
        assert sound(app).error, words


def test_the_look_finds_what_is_alive() -> None:
    from pages.shared.plain import plain

    for words in (FILE, *HOSTILE.values()):
        assert not ALIVE.search(plain(words))
    assert all(ALIVE.search(HOSTILE[case]) for case in ("M01", "M02", "M03", "M05", "M08", "M12", "M13"))
