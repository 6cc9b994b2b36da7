"""The words around a chart: drawn once for the same words, whoever reads them."""

from __future__ import annotations

import streamlit as st

from pages.shared.drawn import still
from pages.shared.plain import plain


@still
def head(title: str, subtitle: str) -> None:
    """The finding, and what was counted for it."""
    st.subheader(plain(title), anchor=False)
    st.caption(plain(subtitle))


@still
def reading(said: str) -> None:
    """The sentence that says how to read the chart."""
    st.caption(plain(said))
