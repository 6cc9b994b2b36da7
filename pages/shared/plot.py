"""A chart on its way to the browser as Streamlit's own element, without Plotly in this process.

`st.plotly_chart` needs 25 MB of Plotly's classes to check a figure and write it as JSON; ours are
JSON and were checked by the tests, so the same message is filled here (a test compares the two).
"""

from __future__ import annotations

import json
from typing import Any

from streamlit.delta_generator_singletons import get_dg_singleton_instance
from streamlit.elements.lib.layout_utils import LayoutConfig
from streamlit.elements.lib.utils import compute_and_register_element_id
from streamlit.elements.plotly_chart import PlotlyChartSelectionSerde, parse_selection_mode
from streamlit.proto.PlotlyChart_pb2 import PlotlyChart
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx
from streamlit.runtime.state import register_widget

from analysis.charts.chart import Chart
from analysis.charts.style import PLOTLY_CONFIG

KIND, THEME, WIDTH, POINTS = "plotly_chart", "streamlit", "stretch", "points"


def plot(chart: Chart, key: str | None = None) -> Any:
    """Draws the figure with its alt text; with a `key` a click reruns the page and is returned."""
    sent = PlotlyChart(
        theme=THEME, spec=json.dumps(chart.spec, allow_nan=False, separators=(",", ":")),
        config=json.dumps(dict(PLOTLY_CONFIG)), alt=chart.alt,
    )
    here = get_dg_singleton_instance().main_dg
    sent.id = compute_and_register_element_id(
        KIND, user_key=key, key_as_main_identity=False, dg=here, plotly_spec=sent.spec,
        plotly_config=sent.config, selection_mode=POINTS, is_selection_activated=bool(key),
        theme=THEME, width=WIDTH, height="content", alt=sent.alt,
    )
    picked = _selection(sent) if key else None
    here._enqueue(KIND, sent, LayoutConfig(width=WIDTH, height=chart.spec["layout"]["height"]))
    return picked


def _selection(sent: PlotlyChart) -> Any:
    sent.selection_mode.extend(parse_selection_mode(POINTS))
    serde = PlotlyChartSelectionSerde()
    return register_widget(
        sent.id, deserializer=serde.deserialize, serializer=serde.serialize,
        ctx=get_script_run_ctx(), value_type="string_value",
    ).value
