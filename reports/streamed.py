"""A file made while it is handed over, so that nobody keeps the whole of it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator


class Streamed(bytes):
    """Stands for a file whose `parts` are made one after the other when somebody fetches it.

    Streamlit only keeps files that are bytes. These are a random text: nobody can guess the name
    it derives from them, and no two files share one.
    """

    parts: Callable[[], Iterator[bytes]]

    def __new__(cls, parts: Callable[[], Iterator[bytes]]) -> Streamed:
        made = super().__new__(cls, secrets.token_bytes(32))
        made.parts = parts
        return made
