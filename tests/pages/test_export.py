"""Xuất dữ liệu: every table of the contract, under the filters of the address."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from data.settings import Home

PAGE = "pages/admin/export.py"


def opened(app: AppTest, **address: str) -> AppTest:
    """The page under an address."""
    app.run()
    app.switch_page(PAGE)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception and not app.error
    return app


def size(app: AppTest) -> str:
    """The line that says how large the table is."""
    return next(m.value for m in app.markdown if "dòng ×" in m.value)


def test_satisfaction_by_unit_comes_first_and_can_be_downloaded(
    demo_store: Home, app: AppTest
) -> None:
    opened(app)
    frame = app.dataframe[0].value
    assert frame["n"].sum() == 59_298 and frame["responses"].sum() == 60_000
    assert size(app).startswith("**16 dòng × 16 cột")
    names = [button.label for button in app.get("download_button")]
    assert "Tải bảng này (Excel)" in names and "Tải bảng này (CSV)" in names


@pytest.mark.parametrize("name", ["watchlist", "trend", "compare", "quota", "responses"])
def test_every_table_shows_its_first_rows(demo_store: Home, app: AppTest, name: str) -> None:
    opened(app, table=name, unit="MH09")
    assert 0 < len(app.dataframe[0].value) <= 20


def test_two_keys_and_a_period_in_words(demo_store: Home, app: AppTest) -> None:
    opened(app, by="unit", then="quarter")
    frame = app.dataframe[0].value
    assert {"unit_code", "period"} <= set(frame) and len(frame) == 20
    opened(app, table="compare", by="unit")
    assert set(app.dataframe[0].value["verdict"]) <= {
        "cao hơn rõ", "thấp hơn rõ", "chưa đủ căn cứ", "chưa đủ phiếu"
    }


def test_responses_hold_every_row_of_the_filters(tiny_store: Home, app: AppTest) -> None:
    opened(app, table="responses", unit="X2")
    assert size(app).startswith("**8 dòng")
    assert "comment" not in app.dataframe[0].value
    app.checkbox[0].check().run()
    assert "=1+1" in app.dataframe[0].value["comment"].tolist()


def test_an_unknown_table_is_the_first_one(one_unit_store: Home, app: AppTest) -> None:
    opened(app, table="secrets", by="password")
    assert app.dataframe[0].value["unit_code"].tolist() == ["X1"]


def test_a_table_without_rows_says_so(one_unit_store: Home, app: AppTest) -> None:
    opened(app, table="quota")
    assert app.subheader[0].value == "Bảng này không có dòng nào"


def test_an_empty_home_leads_to_the_sources(empty_store: Home, app: AppTest) -> None:
    opened(app)
    assert app.subheader[0].value == "Chưa có dữ liệu"
