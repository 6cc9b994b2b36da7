"""Every run is told the look of the app as Streamlit itself would tell it."""

from __future__ import annotations

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

import server
from web.look import keep_the_look

SECTIONS = {
    "theme": (), "theme.light": ("light",), "theme.dark": ("dark",), "theme.sidebar": ("sidebar",),
    "theme.light.sidebar": ("light", "sidebar"), "theme.dark.sidebar": ("dark", "sidebar"),
}


def told() -> CustomThemeConfig:
    """What a browser is told, section by section as a session does it."""
    whole = CustomThemeConfig()
    for section, path in SECTIONS.items():
        part = whole
        for name in path:
            part = getattr(part, name)
        app_session._populate_theme_msg(part, section)
    return whole


def test_the_second_run_is_told_what_streamlit_says_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = app_session._populate_theme_msg
    own = kept.__closure__  # type: ignore[attr-defined]
    streamlits = next(
        cell.cell_contents for cell in own or () if getattr(cell.cell_contents, "__module__", "") == app_session.__name__
    )
    assert kept.__module__ == "web.look"
    first, second = told(), told()
    monkeypatch.setattr(app_session, "_populate_theme_msg", streamlits)
    assert first == second == told()
    assert first.ByteSize() > 100 and first.light.primary_color == config.get_option("theme.light.primaryColor")


def test_the_server_keeps_the_look_and_does_so_once() -> None:
    assert server.app is not None
    changed = app_session._populate_theme_msg
    keep_the_look()
    assert app_session._populate_theme_msg is changed
    assert changed.__module__ == "web.look"
