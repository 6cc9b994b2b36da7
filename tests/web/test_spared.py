"""What the server spares is not in its memory, and is there for whoever asks for it later."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from web.spared import without

CHECKOUT = Path(__file__).resolve().parents[2]
LOADED = """
import sys
import server
import pages.shared.page
print(*sorted({name.partition(".")[0] for name in sys.modules}))
import plotly.graph_objects
"""


def test_the_server_starts_without_what_no_page_needs() -> None:
    said = subprocess.run([sys.executable, "-c", LOADED], cwd=CHECKOUT, capture_output=True, check=True)
    loaded = set(said.stdout.decode().split())
    assert {"streamlit", "pages", "duckdb"} <= loaded
    assert loaded & {"plotly", "_plotly_utils", "narwhals", "alembic", "openpyxl", "xlsxwriter", "requests", "authlib", "joserfc"} == set()


def test_a_module_is_only_hidden_meanwhile() -> None:
    sys.modules.pop("this", None)
    with without("this", "json"):
        import json

        with pytest.raises(ImportError):
            import this  # noqa: F401
    assert "this" not in sys.modules and sys.modules["json"] is json
