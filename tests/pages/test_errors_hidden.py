"""What an error says stays on the server."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from data.settings import Home
from tests.conftest import CHECKOUT

SECRET = "mật khẩu 4711 ở /duong/dan"


def test_n02_the_text_of_an_error_is_not_sent(
    tiny_store: Home, app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("data.access.authorise", broken)
    app.run()
    said = str(app.main) + "".join(str(node.proto) for node in app.main)
    assert "mã lỗi" in said
    assert not any(word in said for word in ("4711", "duong", "Traceback", "RuntimeError"))
    settings = (CHECKOUT / ".streamlit/config.toml").read_text("utf-8")
    assert 'showErrorDetails = "none"' in settings and "showErrorLinks = false" in settings
