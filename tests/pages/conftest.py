"""The dashboard under test, run by AppTest without a server."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def app() -> AppTest:
    """The dashboard before its first run; set `query_params`, then `run()`."""
    return AppTest.from_file(str(CHECKOUT / "dashboard.py"), default_timeout=120)
