"""Nobody sees a unit outside the scope: not by link, forged widget, nor another's cache."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from analysis.scope import Scope
from data.settings import Home
from pages.shared import text

LEADER = Scope("leader", "leader", units=("X1",), rights=frozenset({"results", "comments"}))
NOBODY = Scope("nobody", "leader", rights=frozenset({"results"}))


def line(app: AppTest) -> str:
    """Whose data, which period, how many."""
    said = (str(c.value).replace("\\", "") for c in app.caption)
    return next(words for words in said if " · " in words)


def sent(app: AppTest) -> str:
    """Every byte of the run a browser would get, as text."""
    return str(app.main) + "".join(str(node.proto) for node in app.main)


@pytest.fixture
def leader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.access.authorise", lambda identity, home, *_: LEADER)


def test_the_leader_after_the_administrator_gets_only_the_own_unit(
    tiny_store: Home, app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.run()
    assert line(app).endswith("68 phiếu")
    monkeypatch.setattr("data.access.authorise", lambda identity, home, *_: LEADER)
    second = AppTest.from_file(app._script_path, default_timeout=120).run()
    assert line(second) == "Xã Suối Mơ · Từ đầu · 60 phiếu"
    assert second.selectbox(key="filter_unit").options == [text.ALL_UNITS, "Xã Suối Mơ"]
    assert "Bấm" not in sent(second)


def test_a_link_to_another_unit_is_refused(tiny_store: Home, app: AppTest, leader: None) -> None:
    app.query_params["unit"] = "X2"
    app.query_params["officer"] = "B1"
    app.run()
    assert [w.value for w in app.warning] == [
        text.BAD_VALUE.format(name=text.LABELS[name]) for name in ("unit", "officer")
    ]
    assert line(app).endswith("60 phiếu")
    assert "Bấm" not in sent(app)


def test_a_forged_widget_value_is_refused_like_a_link(
    tiny_store: Home, app: AppTest, leader: None
) -> None:
    app.run()
    states = app._tree.get_widget_states()
    forged = app.selectbox(key="filter_unit").id
    for state in states.widgets:
        if state.id == forged:
            state.string_value = "X2"
    app._run(states)
    assert not app.exception and not app.error
    assert line(app).endswith("60 phiếu")
    assert "Bấm" not in sent(app)


def test_a_scope_without_units_sees_no_row(
    tiny_store: Home, app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.access.authorise", lambda identity, home, *_: NOBODY)
    app.run()
    assert app.text[0].value == text.NO_UNITS
    assert "Suối Mơ" not in sent(app)
