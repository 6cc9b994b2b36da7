"""The citizens' form in a real browser: a phone without script, keys alone, light and dark."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from analysis.form_mapping import with_questions
from analysis.mapping_file import parse_mapping
from data.criteria import criterion_set_for, load_criterion_sets
from data.form import hand_out, last_day
from data.ledger import open_ledger
from data.ledger.answers import CodeBatch
from data.settings import open_home
from tests.e2e.conftest import MOMENT, Screen, served

pytestmark = pytest.mark.e2e
NOW = datetime.fromisoformat(MOMENT)
FORM = '[source]\nname = "phieu"\nkind = "form"\ncriterion_set = "nam-dong-2024"\n'
PHONE = (360, 740)


@pytest.fixture(scope="module")
def handed_out(
    templates: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, list[str]]]:
    """A server and codes of a unit whose name is full of markup."""
    folder = tmp_path_factory.mktemp("form-e2e") / "home"
    shutil.copytree(templates("tiny"), folder)
    home = open_home(folder)
    with closing(open_ledger(home)) as ledger:
        mapping = parse_mapping(FORM)
        asked = criterion_set_for(mapping, load_criterion_sets(home))
        source = ledger.add_source(with_questions(mapping, asked), "an", NOW)
        codes = hand_out(ledger, CodeBatch(source.id, "X2", "B1", 4, last_day(NOW, 9), "an"), NOW)[1]
    with served(folder) as (url, _):
        yield url, codes


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_form_is_filled_with_keys_alone_on_a_phone(
    handed_out: tuple[str, list[str]], look: Callable[..., Screen], scheme: str
) -> None:
    url, codes = handed_out
    code = codes[0] if scheme == "light" else codes[1]
    page = look(url, *PHONE, scheme).page
    page.goto(f"{url}/phieu?ma={code}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Phiếu đánh giá sự phục vụ")
    expect(page.get_by_role("group", name="Mức độ hài lòng chung")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    heights = [box.bounding_box() for box in page.locator(".choices label").all()]
    assert min(box["height"] for box in heights if box) >= 44
    for _ in range(6):  # a group is one stop of Tab; Space takes the level that has the focus
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    expect(page.get_by_role("radio", name="Rất hài lòng", exact=True)).to_have_count(6)
    page.get_by_label("Ý kiến khác (không bắt buộc)").fill("Tốt <b>lắm</b>")
    page.get_by_role("button", name="Gửi phiếu").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cảm ơn bạn")


def test_a_second_press_and_a_page_gone_back_to_scare_nobody(
    handed_out: tuple[str, list[str]], look: Callable[..., Screen]
) -> None:
    url, codes = handed_out
    screen = look(url, *PHONE)
    page = screen.page
    page.goto(f"{url}/phieu?ma={codes[2]}")
    for name in ("overall", "access_officers", "access_procedures", "attitude", "responsibility", "guidance"):
        page.locator(f"input[name={name}]").first.check()
    page.get_by_role("button", name="Gửi phiếu").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile("Cảm ơn bạn|Phiếu đã được nhận")
    )
    page.goto(f"{url}/phieu?ma={codes[2]}")
    expect(page.get_by_role("status")).to_contain_text("Mã này đã được dùng")
    screen.errors.clear()  # the browser notes the status 409 of that page
