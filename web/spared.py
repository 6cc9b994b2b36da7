"""What the server does without; to be imported before Streamlit, which loads it where it is found."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from web.memory import few_heaps


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Meanwhile these modules are as if not installed; whoever asks later finds them again."""
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment] - Python's mark for what is not to be found
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


few_heaps()
# Optional for Streamlit, which fills a template of its own with it: 25 MB of classes. Browsers have
# both, and our charts are JSON already (pages.shared.plot).
with without("plotly"):
    import streamlit  # noqa: F401
