"""What is sent again stands where it would have been drawn, and nothing alive is sent again."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.testing.v1 import AppTest

from pages.shared import drawn, recorded

DRAWN: list[str] = []


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    drawn.PARTS.clear()
    DRAWN.clear()


def page() -> None:
    import streamlit as st

    from pages.shared import drawn
    from tests.pages import test_recorded

    def block(name: str) -> None:
        def draw() -> dict:
            test_recorded.DRAWN.append(name)
            st.text(f"{name}1")
            with st.container(border=True):
                st.text(f"{name}2")
            st.text(f"{name}3")
            return {}

        drawn.drawn((name,), draw)

    if "above" in st.query_params:
        st.text("above")
    block("a")
    left, right = st.columns(2)
    with right:
        block("b")
        st.text("end of b")
    with left:
        block("c")
    block("a")
    st.text("end")


def tree(app: AppTest) -> str:
    return str(app.main)


def test_a_part_sent_again_stands_where_it_was_and_what_follows_below() -> None:
    app = AppTest.from_function(page).run()
    first = tree(app)
    texts = [one.value for one in app.text]
    assert texts == ["a1", "a2", "a3", *("c1", "c2", "c3", "b1", "b2", "b3"), "end of b",
                     "a1", "a2", "a3", "end"]
    assert DRAWN == ["a", "b", "c", "a"]
    assert tree(app.run()) == first and tree(AppTest.from_function(page).run()) == first
    assert DRAWN == ["a", "b", "c", "a"]


def test_a_part_at_another_place_is_drawn_there() -> None:
    AppTest.from_function(page).run()
    app = AppTest.from_function(page)
    app.query_params["above"] = "1"
    texts = [one.value for one in app.run().text]
    assert texts[:4] == ["above", "a1", "a2", "a3"] and texts[-4:] == ["a1", "a2", "a3", "end"]
    moved = tree(app)
    assert tree(app.run()) == moved
    assert DRAWN == ["a", "b", "c", "a"] * 2


def nested() -> None:
    import streamlit as st

    from pages.shared import drawn

    def line(name: str) -> dict:
        drawn.drawn((name,), lambda: (st.text(name) and {}) or {})
        return {}

    line("known")
    drawn.drawn(("whole",), lambda: line("known") or line("new"))
    st.text("end")


def test_what_was_drawn_before_is_sent_again_within_a_part_too() -> None:
    for _ in range(3):
        texts = [one.value for one in AppTest.from_function(nested).run().text]
        assert texts == ["known", "known", "new", "end"]


FRAME = pd.DataFrame({"n": [1]})
ALIVE = {
    "button": lambda: st.button("x"),
    "download": lambda: st.download_button("x", b"x"),
    "choice": lambda: st.selectbox("x", ["a"]),
    "chart": lambda: st.plotly_chart({"data": [{"y": [1]}]}, key="x", on_select="rerun"),
    "rows": lambda: st.dataframe(FRAME, on_select="rerun", key="x"),
    "popover": lambda: st.popover("x").text("y"),
}
STILL: dict[str, Callable[[], object]] = {
    "text": lambda: st.text("x"), "caption": lambda: st.caption("x"), "title": lambda: st.header("x"),
    "number": lambda: st.metric("x", "1"), "rows": lambda: st.dataframe(FRAME),
    "chart": lambda: st.plotly_chart({"data": [{"y": [1]}]}), "more": lambda: st.expander("x").text("y"),
    "grid": lambda: st.grid(2).text("x"), "columns": lambda: st.columns(2)[0].text("x"),
}


FOUND: list[recorded.Recording] = []


def note(draw: Callable[[], object]) -> None:
    FOUND[:] = [recorded.recorded(lambda: (draw() and {}) or {})]


def sent_by(table: str, kind: str) -> recorded.Recording:
    test = f"from tests.pages import test_recorded as t; t.note(t.{table}[{kind!r}])"
    app = AppTest.from_string(test).run()
    assert not app.exception, app.exception
    return FOUND[0]


@pytest.mark.parametrize("kind", ALIVE)
def test_nothing_that_answers_to_a_click_is_sent_again(kind: str) -> None:
    assert not sent_by("ALIVE", kind).for_all


@pytest.mark.parametrize("kind", STILL)
def test_what_is_only_looked_at_is_sent_again(kind: str) -> None:
    found = sent_by("STILL", kind)
    assert found.for_all and found.messages and found.bytes > 0 and found.places == 1


def test_rows_a_browser_fetches_later_and_what_belongs_to_a_fragment_are_not_sent_again() -> None:
    later, fragment = ForwardMsg(), ForwardMsg()
    later.delta.new_element.dataframe.lazy_data.source_id = "x"
    fragment.delta.new_element.text.body = "x"
    assert recorded.Recording((fragment,)).for_all
    fragment.delta.fragment_id = "x"
    assert not any(recorded.Recording((one,)).for_all for one in (later, fragment))


def test_a_browser_that_has_a_message_is_told_only_its_name() -> None:
    app = AppTest.from_string("from tests.pages import test_recorded as t; t.send_twice()").run()
    assert not app.exception, app.exception
    whole, short = SENT
    assert whole.delta.new_element.text.body == "x" * 20_000
    assert short.ref_hash == whole.hash and not short.HasField("delta")
    assert list(short.metadata.delta_path) == list(whole.metadata.delta_path)


SENT: list[ForwardMsg] = []


def send_twice() -> None:
    found = recorded.recorded(lambda: (st.text("x" * 20_000) and {}) or {})
    run = get_script_run_ctx()
    assert run is not None
    SENT.clear()
    run._enqueue = SENT.append
    found.send()
    run.cached_message_hashes = frozenset({found.messages[0].hash})
    found.send()
