"""Opening a results page under an address, and what a run put on the screen."""

from __future__ import annotations

import pandas as pd
from streamlit.testing.v1 import AppTest

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
