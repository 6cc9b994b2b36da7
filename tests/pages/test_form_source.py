"""A form stands among the living sources of its page like any other, and a short file registers one."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from data.ledger import open_ledger
from data.settings import Home

FORM = '[source]\nname = "phieu"\nkind = "form"\ncriterion_set = "nam-dong-2024"\n'


def test_a_short_file_registers_a_form_and_the_page_shows_it(empty_store: Home, app: AppTest) -> None:
    app.run()
    app.switch_page("pages/admin/sources.py")
    app.query_params["task"] = "living"
    app.run()
    app.segmented_control(key="living_kind").set_value("toml").run()
    app.file_uploader(key="living_toml").upload("phieu.toml", FORM.encode(), "application/toml").run()
    app.button(key="living_try").click().run()
    app.button(key="living_yes").click().run()
    assert not app.exception
    assert [error.value for error in app.error] == []
    ledger = open_ledger(empty_store)
    assert [(s.kind, s.active) for s in ledger.sources()] == [("form", True)]
    assert "negative" in ledger.source("phieu").mapping.answers
    number = ledger.source("phieu").id
    ledger.close()
    app.run()
    assert any("phieu" in one.value for one in app.markdown)
    app.button(key=f"test-{number}").click().run()
    assert not app.exception
    assert any("đã nhận 0 phiếu" in one.value for one in app.info)
