"""Hostile names and comments on every page of a real browser: read as they are, calling nobody.

The same visit has every page judged by axe: no serious or critical fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from axe_playwright_python.sync_playwright import Axe

from analysis.mapping_file import parse_mapping
from analysis.registers import Officer, Unit
from data.intake import IntakeOptions, import_table
from data.ledger import open_ledger
from data.raw_table import RawTable
from data.settings import open_home
from data.snapshot.publish import publish
from pages.shared import text
from tests.conftest import HEADER, LEVELS, MAPPING, MOMENT
from tests.e2e.conftest import Screen

pytestmark = pytest.mark.e2e
HOSTILE = {
    "M01": "![t](http://127.0.0.1:9777/b.png)",
    "M02": "[bấm](javascript:alert(1))",
    "M03": "<script>alert(1)</script>",
    "M05": "<img src='http://127.0.0.1:9777/h.png'>",
    "M06": "[x](data:text/html,<script>1</script>)",
    "M07": "# 100% hài lòng",
    "M08": ":red-background[ĐÃ XỬ LÝ] :material/verified:",
    "M10": "[![t](http://127.0.0.1:9777/n.png)](http://127.0.0.1:9777/)",
    "M12": '<a href="http://127.0.0.1:9777/">Cổng dịch vụ công</a>',
    "M13": "<b>đậm</b><br>Hài lòng 100%",
    "M17": "| a | b | |---|---| | 1 | 2 |",
    "M18": "{{7*7}} ${7*7} <%= 7*7 %>",
}
ALL = " ".join(HOSTILE.values())
ADDRESSES = {
    **{key: address for key, (_, address) in text.PAGES.items()},
    "one unit": "don-vi?unit=M10", "everything at once": "don-vi?unit=ALL",
    "one officer": "can-bo?officer=c-M01", "one field": "tieu-chi?unit=M03",
}
NAMED = {"unit", "officer", "compare", "watchlist", "comments", "one unit", "one officer"}
"""Pages that print names or comments as text; other pages draw them in tables or not at all."""
ALIVE = """() => ({
  calls: [...document.querySelectorAll('[src], [href]')]
    .map(e => e.getAttribute('src') || e.getAttribute('href'))
    .filter(a => /9777|^\\s*(javascript|data:text)/i.test(a)),
  made: document.querySelectorAll(
    'b, [data-testid=stMain] table td b, script:not([src]), [style*="red-background"]').length,
  headings: [...document.querySelectorAll('h1,h2,h3')].map(e => e.innerText)
    .filter(t => t.startsWith('100%')).length,
  words: document.body.textContent,
})"""
# Streamlit draws these itself and no setting changes them: the sidebar's list holds sections
# instead of items (outside our markup), and the marks of a metric's small line have no name
# (the metric's label and number say the same).
STREAMLITS_OWN = {
    "list": "[data-testid=stSidebar]", "listitem": "[data-testid=stSidebar]",
    "svg-img-alt": "[data-testid=stMetric]",
}


@pytest.fixture(scope="session")
def markup(templates: Callable[[str], Path]) -> str:
    """A district where every name, field, channel and comment is a hostile one."""
    home = open_home(templates("markup"))
    ledger = open_ledger(home)
    named = {**HOSTILE, "ALL": ALL}
    ledger.register_units([Unit("H", "Huyện " + HOSTILE["M13"], "huyện")], "thử")
    ledger.register_units([Unit(c, name, "xã", "H") for c, name in named.items()], "thử")
    ledger.register_officers([Officer(f"c-{c}", name, c) for c, name in named.items()], "thử")
    rows = [
        (f"{date(2026, 5 + n % 6, 1 + n // 6):%d/%m/%Y} 09:{n % 60:02d}:00", code, f"c-{code}",
         name, name, "Cá nhân", LEVELS[1 + (n * place) % 5], LEVELS[5], name if n % 8 == 0 else "")
        for place, (code, name) in enumerate(named.items(), 1) for n in range(36)
    ]
    cells = {str(i): pa.array(column, pa.string()) for i, column in enumerate(zip(*rows, strict=True))}
    raw = RawTable(HEADER, pa.table(cells), pa.array(range(2, len(rows) + 2), pa.int32()))
    options = IntakeOptions(MOMENT, HOSTILE["M01"], HOSTILE["M05"] + ".csv")
    import_table(ledger, raw, parse_mapping(MAPPING), options)
    publish(ledger, home, MOMENT)
    ledger.close()
    return "markup"


def squeezed(words: str) -> str:
    return re.sub(r"[\s\u2060]+", " ", words)


def faults(screen: Screen) -> list[str]:
    """Serious and critical findings of axe that are not Streamlit's own."""
    said = []
    for found in Axe().run(screen.page).response["violations"]:
        own = STREAMLITS_OWN.get(found["id"], "#nothing")
        for node in found["nodes"] if found["impact"] in ("serious", "critical") else ():
            place = screen.page.locator(node["target"][0]).first
            if not place.evaluate("(e, own) => !!e.closest(own)", own):
                said.append(f"{found['id']}: {node['html'][:300]}")
    return said


@pytest.mark.parametrize("page", ADDRESSES)
def test_hostile_words_stay_words_and_the_page_is_accessible(serve, look, markup, page) -> None:
    screen = look(serve(markup))
    dialogs: list[str] = []
    screen.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    screen.open(f"/{ADDRESSES[page]}")
    needed = list(HOSTILE) if page == "comments" else []

    def seen(found: dict[str, object]) -> list[str]:
        words = squeezed(str(found["words"]))
        return [case for case, name in HOSTILE.items()
                if squeezed(name)[: None if needed else 9] in words]

    found = screen.until(
        lambda: screen.page.evaluate(ALIVE),
        lambda found: seen(found) == needed if needed else bool(seen(found)) or page not in NAMED,
    )
    assert seen(found) == needed if needed else seen(found) or page not in NAMED
    words = squeezed(found.pop("words"))
    assert found == {"calls": [], "made": 0, "headings": 0}
    assert dialogs == [] and "mã lỗi" not in words
    assert faults(screen) == []
