"""A chart is sent as st.plotly_chart would send it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest


def draw(ours: bool, key: str | None) -> None:
    from copy import deepcopy

    import pandas as pd
    import plotly.graph_objects as go
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    from analysis.charts.chart import chart
    from analysis.charts.style import PLOTLY_CONFIG
    from pages.shared.plot import plot

    class AsItIs(go.Figure):  # type: ignore[misc]
        def to_dict(self) -> dict[str, object]:
            return made.spec

    context = get_script_run_ctx()
    assert context is not None
    messages, enqueue = [], context._enqueue
    context._enqueue = lambda message: (messages.append(message), enqueue(message))[1]
    dots = {"type": "scatter", "x": [0.25, None], "y": ["<b>Xã A</b>", "Xã B/C"], "customdata": ["X1", "X2"]}
    made = chart([dots], ("Xã A thấp", "n = 7", "Chấm là tỷ lệ"), pd.DataFrame(), 240)
    if ours:
        picked = plot(made, key)
    else:
        picked = st.plotly_chart(
            AsItIs(), config=dict(PLOTLY_CONFIG), alt=made.alt, key=key,
            on_select="rerun" if key else "ignore", selection_mode="points",
        )
    element = deepcopy(messages[0].delta.new_element)
    element.ClearField("plotly_chart")
    st.text(f"{element} {messages[0].metadata} {picked if key else None}")


def drawn(ours: bool, key: str | None) -> tuple[Any, str]:
    app = AppTest.from_function(draw, args=(ours, key)).run()
    assert not app.exception
    return app.get("plotly_chart")[0].proto, app.text[0].value


@pytest.mark.parametrize("key", [None, "dots"])
def test_a_chart_is_sent_as_streamlit_would_send_it(key: str | None) -> None:
    (sent, place), (theirs, their_place) = drawn(True, key), drawn(False, key)
    assert json.loads(sent.spec) == json.loads(theirs.spec)
    assert sent.id.rpartition("-")[2] == theirs.id.rpartition("-")[2]
    sent.spec = sent.id = theirs.spec = theirs.id = ""
    assert sent == theirs
    assert "240" in place and place == their_place
