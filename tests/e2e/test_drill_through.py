"""From a figure to where it comes from: a click on a dot opens the unit behind it."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.e2e


def test_a_click_on_a_dot_opens_the_profile_of_its_unit(serve, look) -> None:
    screen = look(serve())
    screen.open("/don-vi")
    dot = screen.page.locator(".js-plotly-plot .scatterlayer .points path").first
    place = dot.bounding_box()
    screen.page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    screen.page.wait_for_url(re.compile(r"/don-vi\?.*unit=X1"))
    screen.settle()
    assert "Xã Suối Mơ" in screen.page.get_by_role("heading", level=2).first.inner_text()
    assert "60 phiếu" in screen.text()
