"""The headers of a file on offer for a role, with the reason why one was proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from analysis.charts.style import shortened, visible
from analysis.names import fold
from pages.shared import text_admin as words
from pages.shared.plain import plain

WIDTH = 60


@dataclass(frozen=True)
class Headers:
    """Header texts of one file, each once; `reasons` by role; `key` begins the widgets' keys."""

    key: str
    offered: tuple[str, ...]
    reasons: Mapping[str, str]

    def choose(self, role: str, label: str, current: tuple[str, ...]) -> tuple[str, ...]:
        """The header chosen for a role, none or one; for comments as many as one likes.

        A header the mapping names and the file lacks stays chosen and is marked: leaving it
        out must be a decision.
        """
        known = {fold(header): header for header in self.offered}
        chosen = [known.get(fold(header), header) for header in current]
        options = [*self.offered, *(header for header in chosen if header not in self.offered)]
        key = f"{self.key}-{role}"
        if role == "comment":
            result = tuple(
                st.multiselect(label, options, chosen, format_func=self.name, key=key)
            )
        else:
            place = 1 + options.index(chosen[0]) if chosen else 0
            one = st.selectbox(label, ["", *options], place, format_func=self.name, key=key)
            result = (one,) if one else ()
        if role in self.reasons and result == tuple(chosen):
            st.caption(plain(self.reasons[role]))
        return result

    def name(self, header: str) -> str:
        """A header as the list shows it."""
        if not header:
            return words.NO_COLUMN
        shown = shortened(visible(header), WIDTH)
        return shown if header in self.offered else words.NOT_IN_FILE.format(header=shown)
