"""The look of the app (colours, typefaces) as a browser is told at the start of every run: made once.

Streamlit reads its 300 options anew for each run, on the one thread that also sends every message.
"""

from __future__ import annotations

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session


def keep_the_look() -> None:
    """Tells every run what the first one was told; nothing when it was done before.

    The options of a server do not change while it runs.
    """
    made = app_session._populate_theme_msg
    if made.__module__ == __name__:
        return
    kept: dict[str, CustomThemeConfig] = {}

    def told(message: CustomThemeConfig, section: str = "theme") -> None:
        if section not in kept:
            first = CustomThemeConfig()
            made(first, section)
            kept[section] = first
        if kept[section].ByteSize():
            message.MergeFrom(kept[section])

    app_session._populate_theme_msg = told
