"""E01–E18: tables offer no download of their own; only ours, which neutralises formulas."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e
OWN = re.compile("^Tải CSV")


@pytest.mark.parametrize("address", ["/can-bo", "/don-vi"])
def test_a_table_has_no_download_past_ours(serve, look, address: str) -> None:
    screen = look(serve())
    screen.open(address)
    tables = screen.page.get_by_test_id("stDataFrame")
    expect(tables.first).to_be_visible()
    for number in range(tables.count()):
        table = tables.nth(number)
        table.scroll_into_view_if_needed()
        table.hover()
        expect(screen.page.get_by_role("button", name=re.compile("^Tìm: ")).nth(number)).to_be_visible()
    expect(screen.page.get_by_role("button", name=OWN)).to_have_count(0)
