"""The chart library leaves out what no chart of ours draws, and nothing that one does."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import plotly.graph_objects as go
import pytest
from plotly.basedatatypes import BaseTraceType

from web.lighter import KINDS, lighter
from web.scripts import CHARTS, FILES

CHECKOUT = Path(__file__).resolve().parents[2]
SCRIPT = (
    'var T=_({"src/version.js"(e){e.v=1}}),Q={};v(Q,{a:()=>b});function b(){gone()}var q=g({"src/q.ts"(){b={a:`}})`}}}),'
    'core=_({"src/core.js"(e,t){t.exports=T()}}),bar=_({"lib/bar.js"(e,t){t.exports=(q(),x(Q))}}),'
    'heat=_({"lib/heatmap.js"(e,t){t.exports=core()}}),deep=_({"src/deep.js"(e,t){e.deep=1}}),'
    'globe=_({"lib/globe.js"(e,t){t.exports=deep()}}),M={};v(M,{});function m(){}var own=g({"src/own.mjs"(){m()}}),'
    'map=_({"lib/map.js"(e,t){own()}});'
    'return _({"lib/index.js"(e,t){var n=core();n.register([bar(),heat(),globe(),map()]),t.exports=n}})()'
)


def test_only_what_the_registered_kinds_reach_keeps_its_body_in_brackets() -> None:
    assert lighter(SCRIPT) == (
        'var T=_({"src/version.js"(e){e.v=1}}),Q={};v(Q,{a:()=>b});function b(){gone()}var q=g({"src/q.ts":(function(){b={a:`}})`}})}),'
        'core=_({"src/core.js":(function(e,t){t.exports=T()})}),bar=_({"lib/bar.js":(function(e,t){t.exports=(q(),x(Q))})}),'
        'heat=_({"lib/heatmap.js":(function(e,t){t.exports=core()})}),deep=_({"src/deep.js"(){}}),'
        'globe=_({"lib/globe.js"(){}}),own=g({"src/own.mjs"(){}}),'
        'map=_({"lib/map.js"(e,t){own()}});'
        'return _({"lib/index.js"(e,t){var n=core();n.register([bar(),heat()]),t.exports=n}})()'
    )


@pytest.mark.parametrize("other", ["", "export default 1", SCRIPT.replace("lib/bar.js", "lib/bars.js")])
def test_a_script_built_otherwise_is_sent_whole(other: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert lighter(other) == other
    assert "sent whole" in caplog.text


def test_the_installed_script_is_built_as_expected() -> None:
    file = next((FILES / "static/js").glob(CHARTS))
    whole = file.read_text("utf-8")
    made = lighter(whole)
    assert len(made) < len(whole) / 3
    for path in ("src/plots/cartesian/index.js", "src/traces/scatter/plot.js", "src/traces/bar/plot.js",
                 "src/traces/heatmap/plot.js", "src/components/fx/hover.js"):
        assert len(module(made, path)) > 1000, path
    for path in ("src/traces/sankey/render.js", "src/plots/gl3d/scene.js"):
        assert module(made, path) == "(){}}),"
    assert whole[-3000:] == made[-3000:], "what Streamlit adds stays"


def module(script: str, path: str) -> str:
    found = re.search(re.escape(f'{{"{path}"') + r"(.*?)[\w$]+=[\w$]+\(\{", script, re.S)
    assert found
    return found[1]


def test_every_kind_of_trace_our_charts_use_is_there() -> None:
    used = set()
    for file in (CHECKOUT / "analysis/charts").glob("*.py"):
        source = file.read_text("utf-8")
        used |= set(re.findall(r'\btrace\(\s*"(\w+)"', source))
        for name in re.findall(r"\bgo\.([A-Z]\w+)\(", source):
            kind = getattr(go, name)
            used |= {kind().type} if issubclass(kind, BaseTraceType) else set()
    assert used == {"scatter", *KINDS}
