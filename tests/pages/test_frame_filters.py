"""Filters: the address is the state, checked on the server against what a person may choose."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest

from data.queries.registered import Choices, OfficerChoice, UnitChoice
from data.settings import Home
from pages.shared import options, text


def opened(app: AppTest, **address: str) -> AppTest:
    """The dashboard opened with an address."""
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception and not app.error
    return app


def line(app: AppTest) -> str:
    """Whose data, which period, how many."""
    said = (str(c.value).replace("\\", "") for c in app.caption)
    return next(words for words in said if " · " in words)


def problem(name: str) -> str:
    """The sentence about a value that cannot be used."""
    return text.BAD_VALUE.format(name=text.LABELS[name])


def test_a_link_opens_the_same_view(tiny_store: Home, app: AppTest) -> None:
    opened(app, unit="X1", officer="A2", period="this_year")
    assert line(app) == "Xã Suối Mơ · Năm 2026 · 14 phiếu"
    assert app.selectbox(key="filter_unit").value == "X1"
    assert app.selectbox(key="filter_officer").value == "A2"


def test_choosing_a_unit_writes_its_code_into_the_address(tiny_store: Home, app: AppTest) -> None:
    opened(app)
    app.selectbox(key="filter_unit").select("X1").run()
    assert app.query_params["unit"] == "X1"
    assert line(app) == "Xã Suối Mơ · Từ đầu · 60 phiếu"


def test_clearing_filters_empties_the_address(tiny_store: Home, app: AppTest) -> None:
    opened(app, unit="X1", period="this_month")
    app.button(key="filter_clear").click().run()
    assert not app.query_params.get("unit") and not app.query_params.get("period")
    assert line(app) == "Toàn bộ đơn vị · Từ đầu · 68 phiếu"


def test_days_are_both_inclusive(tiny_store: Home, app: AppTest) -> None:
    opened(app, **{"from": "2026-09-01", "to": "2026-09-01"})
    assert line(app) == "Toàn bộ đơn vị · Ngày 01/09/2026 · 7 phiếu"


@pytest.mark.parametrize("value", [
    "';DROP TABLE raw_row;--", "X9", "Xã Suối Mơ", "\x00", "A" * 100_000, "../../etc/passwd",
])
def test_a_unit_nobody_may_choose_is_named_and_left_out(
    tiny_store: Home, app: AppTest, value: str
) -> None:
    started = time.process_time()
    opened(app, unit=value)
    assert [w.value for w in app.warning] == [problem("unit")]
    assert line(app).endswith("68 phiếu")
    assert time.process_time() - started < 5


@pytest.mark.parametrize("name", ["officer", "field", "respondent_type", "channel", "criterion",
                                  "criterion_set", "period"])
def test_every_other_filter_is_checked_too(tiny_store: Home, app: AppTest, name: str) -> None:
    opened(app, **{name: "x' OR 1=1 --"})
    assert [w.value for w in app.warning] == [problem(name)]
    assert line(app).endswith("68 phiếu")


@pytest.mark.parametrize(("first", "last", "count"), [
    ("2026-13-45", "abc", 2), ("2026-02-30", "", 1), ("2026-W19-1", "", 1), ("0" * 100_000, "", 1),
])
def test_days_nobody_can_read_fall_back_to_the_whole(
    tiny_store: Home, app: AppTest, first: str, last: str, count: int
) -> None:
    opened(app, **{"from": first, "to": last})
    assert len(app.warning) == count
    assert line(app) == "Toàn bộ đơn vị · Từ đầu · 68 phiếu"


def test_from_after_to_is_said(tiny_store: Home, app: AppTest) -> None:
    opened(app, **{"from": "2026-12-31", "to": "2026-01-01"})
    assert [w.value for w in app.warning] == [text.FROM_AFTER_TO]
    assert line(app).endswith("68 phiếu")


def test_names_of_other_parameters_change_nothing(tiny_store: Home, app: AppTest) -> None:
    opened(app, k="0", page="../../etc/passwd", minimum="1")
    assert not app.warning
    assert line(app).endswith("68 phiếu")


def test_filters_carried_over_between_pages_are_checked_again(
    tiny_store: Home, app: AppTest
) -> None:
    app.session_state["address"] = {"unit": "Z9", "channel": "qr"}
    app.session_state["address_page"] = "unit"
    opened(app)
    assert [w.value for w in app.warning] == [problem("unit")]
    assert app.query_params["channel"] == "qr"
    assert line(app).endswith("68 phiếu")


def test_own_days_start_from_the_days_there_are(tiny_store: Home, app: AppTest) -> None:
    opened(app)
    app.selectbox(key="filter_period").select("custom").run()
    assert app.query_params["from"] == "2026-09-01"
    assert app.date_input(key="filter_from").value.isoformat() == "2026-09-01"


def test_the_more_filters_say_how_many_are_in_force(tiny_store: Home, app: AppTest) -> None:
    opened(app, officer="A1", channel="qr")
    assert text.MORE_ACTIVE.format(count=2) in [b.proto.popover.label for b in app.get("popover")]


def test_officers_offered_are_those_of_the_unit(tiny_store: Home, app: AppTest) -> None:
    opened(app, unit="X2")
    assert app.selectbox(key="filter_officer").options == [
        text.ALL, "Lò Thị Một · " + "Xã [Bấm](javascript:alert(1)) ![t](http://127.0.0.1:9777/b.png)",
    ]


def test_officers_of_many_units_are_listed_once_a_unit_is_chosen() -> None:
    units = UnitChoice("T", "Tỉnh", 0, None), *(UnitChoice(f"X{i}", f"Xã {i}", 1, "T") for i in (1, 2))
    officers = [OfficerChoice(f"A{i}", f"Người {i}", "X1") for i in range(options.MOST_OFFICERS + 1)]
    choices = Choices(units, (*officers, OfficerChoice("B1", "Bà Một", "X2")))
    every = options.offered(choices)

    def listed(unit: str | None, officer: str | None = None) -> dict[str, str]:
        return options.narrowed(every, choices, {"unit": unit, "officer": officer})["officer"]

    assert listed(None) == listed("T") == {"": text.UNIT_FIRST}
    assert listed("T", "A7") == {"": text.UNIT_FIRST, "A7": "Người 7 · Xã 1"}
    assert list(listed("X2")) == ["B1"] and list(listed("X2", "A7")) == ["B1", "A7"]
    assert len(listed("X1")) == len(officers), "there is no smaller unit to choose"
