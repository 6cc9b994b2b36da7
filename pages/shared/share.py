"""The full address of what is on the screen, for someone else."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from pages.shared import address, text
from pages.shared.drawn import still


def share(filters: Mapping[str, str]) -> None:
    """Offers the address with these filters and with what the page itself keeps there."""
    own = {n: st.query_params.get_all(n) for n in st.query_params if n not in address.NAMES}
    said = urlencode({**filters, **own}, doseq=True)
    with st.popover(text.COPY, key="filter_link", type="tertiary", icon=":material/link:"):
        _link(f"{st.context.url or ''}{'?' if said else ''}{said}")


@still
def _link(full: str) -> None:
    st.caption(text.COPY_HINT)
    st.code(full, language=None, wrap_lines=True)
