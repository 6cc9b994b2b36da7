"""What a part of a page sent to the browser: recorded once, sent again as it is at the same place.

Streamlit's own replay draws every element anew. Here the finished messages are kept; nobody changes
them on the way to the browser. The only module that knows how Streamlit numbers places and messages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_cache import create_reference_msg
from streamlit.runtime.scriptrunner import get_script_run_ctx

MESSAGE = 1_000
"""Bytes counted for a message beside its content."""
ELEMENTS = {
    "alert", "code", "dataframe", "heading", "html", "markdown", "metric", "page_link", "plotly_chart",
    "text",
}
BLOCKS = {"column", "expandable", "flex_container", "grid_container"}
"""What may be sent again: things to look at. Whatever answers to a click belongs to one session."""


@dataclass(frozen=True)
class Recording:
    """Messages of one part, how many elements stand at its top, and the tables it offers."""

    messages: tuple[ForwardMsg, ...] = ()
    places: int = 0
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """About how much memory the messages take."""
        return sum(message.ByteSize() + MESSAGE for message in self.messages)

    @property
    def for_all(self) -> bool:
        """Whether every message is the same for whoever may see it."""
        return all(map(_is_for_all, self.messages))

    def send(self) -> None:
        """Sends everything again to whom this run is for; a browser that has a message keeps it."""
        run, cursor = get_script_run_ctx(suppress_warning=True), _cursor()
        if run is None:
            return
        for message in self.messages:
            known = message.metadata.cacheable and message.hash in run.cached_message_hashes
            run._enqueue(create_reference_msg(message) if known else message)
        for _ in range(self.places):
            cursor.lock_element()


def recorded(draw: Callable[[], Mapping[str, pd.DataFrame]]) -> Recording:
    """Draws, and what was sent meanwhile; nothing is left of a drawing that was broken off."""
    run, cursor = get_script_run_ctx(suppress_warning=True), _cursor()
    if run is None:
        return Recording(tables=draw())
    sent: list[ForwardMsg] = []
    first, enqueue = cursor.index, run.enqueue

    def noted(message: ForwardMsg) -> None:
        enqueue(message)
        sent.append(message)

    vars(run)["enqueue"] = noted
    try:
        tables = draw()
    finally:
        del vars(run)["enqueue"]
    return Recording(tuple(sent), cursor.index - first, tables)


def is_recording() -> bool:
    """Whether what is drawn now is part of something that is recorded already."""
    run = get_script_run_ctx(suppress_warning=True)
    return run is not None and "enqueue" in vars(run)


def place() -> tuple[int, ...]:
    """Where the next element will stand on the page; nowhere outside a run."""
    cursor = _cursor()
    return tuple(cursor.delta_path) if cursor else ()


def _cursor() -> Any:
    return st._main._active_dg._cursor


def _is_for_all(message: ForwardMsg) -> bool:
    delta = message.delta
    if message.WhichOneof("type") != "delta" or delta.fragment_id:
        return False
    if delta.WhichOneof("type") == "add_block":
        return delta.add_block.WhichOneof("type") in BLOCKS and not delta.add_block.expandable.id
    shown = delta.new_element
    frame = shown.dataframe
    alive = shown.plotly_chart.selection_mode or frame.selection_mode or frame.button_click_widgets
    return shown.WhichOneof("type") in ELEMENTS and not alive and not frame.HasField("lazy_data")
