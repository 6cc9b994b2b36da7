"""From a figure to where it comes from: a click on a dot opens the unit behind it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e


def test_a_click_on_a_dot_opens_the_profile_of_its_unit(serve, look) -> None:
    screen = look(serve())
    screen.open("/don-vi")
    dot = screen.page.locator(".js-plotly-plot .scatterlayer .points path").first
    dot.hover(force=True)  # the chart's own layer lies over its dots
    expect(screen.page.locator(".js-plotly-plot .hovertext").first).to_be_visible()
    dot.click(force=True)
    screen.page.wait_for_url(re.compile(r"/don-vi\?.*unit=X1"))
    expect(screen.page.get_by_role("heading", level=2).first).to_contain_text("Xã Suối Mơ")
    screen.reads("60 phiếu")


def test_a_share_in_a_table_is_written_and_read_aloud_with_its_decimal(serve, look) -> None:
    screen = look(serve())
    screen.open("/don-vi")
    row = screen.page.locator("canvas table tr", has_text="Xã Suối Mơ").first
    expect(row).to_contain_text("75,0\u00a0%")  # 45 of 60
