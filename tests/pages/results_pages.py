"""Opening a results page under an address, and what a run put on the screen."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from analysis.mapping_file import parse_mapping
from analysis.registers import Unit
from data.intake import IntakeOptions, import_table
from data.ledger import open_ledger
from data.raw_table import RawTable
from data.settings import Home, open_home
from data.snapshot.publish import publish
from tests.conftest import MOMENT

BARE = """
[source]
name = "chi-ngay"
criterion_set = "nam-dong-2024"
date_order = "dmy"
[columns]
submitted_at = "Ngày"
unit = "Đơn vị"
[answers]
overall = "Chung"
"""

_KINDS = ("title", "header", "subheader", "caption", "markdown", "text", "info")


def opened(app: AppTest, page: str, **address: str | list[str]) -> AppTest:
    """pages/results/<page>.py as a person sees it who opens that address; fails on any error."""
    app.run()
    app.switch_page(f"pages/results/{page}.py")
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception and not app.error
    return app


def without_escapes(words: object) -> str:
    """Words as they are read: no Markdown escapes, no joiners, ordinary spaces."""
    return str(words).replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")


def said(app: AppTest) -> str:
    """Every sentence of a run, one a line."""
    return "\n".join(
        without_escapes(element.value) for kind in _KINDS for element in getattr(app, kind)
    )


def metrics(app: AppTest) -> dict[str, str]:
    """Label and value of every card."""
    return {without_escapes(m.label): without_escapes(m.value) for m in app.metric}


def table_with(app: AppTest, *columns: str) -> pd.DataFrame:
    """The first table that has all of these columns."""
    return next(d.value for d in app.dataframe if set(columns) <= set(d.value.columns))


@pytest.fixture
def bare_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """One commune whose form asks the general question only, without officer or hour."""
    home = open_home(tmp_path / "home")
    ledger = open_ledger(home)
    ledger.register_units([Unit("X1", "Xã Suối Mơ", "xã")], "thử")
    rows = [(f"{day:02d}/09/2026", "X1", "Hài lòng") for day in range(1, 31)]
    columns = zip(*rows, strict=True)
    cells = pa.table({str(i): pa.array(c, pa.string()) for i, c in enumerate(columns)})
    raw = RawTable(("Ngày", "Đơn vị", "Chung"), cells, pa.array(range(2, 32), pa.int32()))
    import_table(ledger, raw, parse_mapping(BARE), IntakeOptions(MOMENT, "thử", "ngay.csv"))
    publish(ledger, home, MOMENT)
    monkeypatch.setenv("SURVEY_NOW", MOMENT.isoformat())
    return home
