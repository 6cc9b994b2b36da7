"""Nguồn dữ liệu for staff of one commune: their own answers, and nothing of anybody else."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from analysis.errors import InputError
from analysis.filters import Filters
from analysis.mapping import SourceMapping
from analysis.scope import Scope
from data import accounts, within
from data.access import kept
from data.intake import IntakeOptions, import_table
from data.ledger.accounts import Account
from data.queries import counts
from data.raw_table import RawTable
from data.settings import Home, now
from data.snapshot import open_snapshot
from pages.shared import text_access, text_admin

HEADER = ["Dấu thời gian", "Đơn vị", "Cán bộ tiếp nhận", "Mức độ hài lòng chung"]
STAFF = Scope("hoa", "staff", ("X2",), rights=frozenset({"import", "results", "quality", "export"}))


@pytest.fixture
def office(tiny_store: Home) -> Home:
    """The district with an administrator and the staff of one commune."""
    for person in (Account("quan.tri", "admin"), Account("hoa", "staff", units=("X2",)),
                   Account("mot", "staff", units=("X2",))):
        accounts.add_account(kept(tiny_store), person, "thử", now())
    return tiny_store


def file(unit: str, rows: int = 5) -> bytes:
    """An export with answers of one unit."""
    text = io.StringIO()
    lines = [[f"{day:02d}/09/2026 08:00:00", unit, "", "Hài lòng"] for day in range(1, rows + 1)]
    csv.writer(text).writerows([HEADER, *lines])
    return text.getvalue().encode("utf-8-sig")


def opened(app: AppTest, who: str, **address: str) -> AppTest:
    """The page as somebody."""
    app.user = {"account": who}
    app.run()
    app.switch_page("pages/admin/sources.py")
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def bring(app: AppTest, who: str, content: bytes) -> AppTest:
    """The page after a file was chosen and tried."""
    opened(app, who).file_uploader[0].upload("phieu.csv", content, "text/csv").run()
    app.button(key="import_try").click().run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    """The sentence of a refusal, as a person reads it."""
    return str(app.error[0].value).replace("\\", "")


def answers(home: Home, unit: str) -> int:
    """Responses of a unit in the snapshot in force."""
    whole = Scope("", "admin", everything=True, rights=frozenset({"results"}))
    with open_snapshot(home).cursor() as cursor:
        return int(counts(cursor, whole, Filters(unit=unit))["responses"].sum())


def test_own_answers_come_in_and_can_be_taken_back(office: Home, app: AppTest) -> None:
    before = answers(office, "X2")
    bring(app, "hoa", file("X2"))
    app.button(key="import_confirm").click().run()
    assert not app.error and answers(office, "X2") == before + 5
    run = kept(office).runs()[-1].id
    opened(app, "hoa", task="imports").button(key=f"undo-{run}").click().run()
    app.text_input(key=f"undo-{run}-reason").set_value("nhầm tệp")
    app.button(key=f"undo-{run}-yes").click().run()
    assert answers(office, "X2") == before


def test_answers_of_another_commune_are_refused_as_a_whole(office: Home, app: AppTest) -> None:
    head = kept(office).head()
    bring(app, "hoa", file("X2") + file("X1").split(b"\n", 1)[1])
    assert said(app).startswith("5 dòng của tệp không ghi rõ đơn vị của bạn (dòng 7, 8, 9, 10, 11)")
    assert kept(office).head() == head


def test_a_row_nobody_can_place_today_is_not_left_for_tomorrow(office: Home, app: AppTest) -> None:
    head = kept(office).head()
    for stranger, day in (("Xã chưa ai biết", "01/09/2026"), ("", "01/09/2026"), ("X1", "ngày nào đó")):
        row = f"{day} 08:00:00,{stranger},,Hài lòng\r\n".encode()
        bring(app, "hoa", file("X2") + row)
        assert "(dòng 7)" in said(app) and "import_confirm" not in [b.key for b in app.button]
    assert kept(office).head() == head


def test_an_import_is_not_taken_back_once_the_unit_is_somebody_elses(
    office: Home, app: AppTest
) -> None:
    bring(app, "hoa", file("X2"))
    app.button(key="import_confirm").click().run()
    before, run = answers(office, "X2"), kept(office).runs()[-1].id
    accounts.change_account(kept(office), "hoa", "thử", now(), units=("X1",))
    opened(app, "hoa", task="imports").button(key=f"undo-{run}").click().run()
    app.text_input(key=f"undo-{run}-reason").set_value("nhầm tệp")
    app.button(key=f"undo-{run}-yes").click().run()
    assert "không thuộc đơn vị bạn đang phụ trách" in said(app)
    assert answers(office, "X2") == before


def test_nothing_of_others_is_listed_or_undone(office: Home, app: AppTest) -> None:
    opened(app, "hoa", task="imports")
    assert not [button for button in app.button if str(button.key).startswith("undo-")]
    assert text_admin.NO_RUNS in [line.value for line in app.subheader]
    opened(app, "hoa", task="answers")
    bring(app, "hoa", file("X2"))
    app.button(key="import_confirm").click().run()
    run = kept(office).runs()[-1].id
    opened(app, "mot", task="imports")
    assert f"undo-{run}" not in [button.key for button in app.button]


def test_registers_show_ones_own_unit_and_are_not_replaced(office: Home, app: AppTest) -> None:
    registers = kept(office).registers()
    own = {o.name for o in registers.officers.values() if o.unit_code == "X2"}
    foreign = {o.name for o in registers.officers.values()} - own
    assert foreign
    for kind in ("units", "officers", "dossiers"):
        opened(app, "hoa", task="registers", register=kind)
        assert not app.file_uploader
        shown = " ".join(frame.value.to_csv() for frame in app.dataframe)
        assert not [name for name in foreign if name in shown]
    opened(app, "hoa", task="living")
    assert not [one for one in app.text_input if "living" in str(one.key)]


def test_a_source_of_others_is_neither_filled_nor_taken_by_its_name(office: Home) -> None:
    ledger = kept(office)
    known = ledger.sources()[0]
    with pytest.raises(InputError, match="người khác"):
        within.refuse_foreign(ledger, known.name, STAFF)
    within.refuse_foreign(ledger, "moi", STAFF)
    within.refuse_foreign(ledger, known.name, replace(STAFF, units=(), everything=True))
    assert within.own(ledger, STAFF) == ((), ())


def test_staff_of_one_commune_make_no_units_or_officers(office: Home) -> None:
    raw = RawTable(("Lúc", "Đơn vị", "Chung"), pa.table({
        "0": ["2026-09-01"], "1": ["=cmd|"], "2": ["5"]}), pa.array([2]))
    mapping = SourceMapping("moi", columns={"submitted_at": "Lúc", "unit": "Đơn vị", "overall": "Chung"},
                            create_units=True)
    with pytest.raises(InputError, match="Ghi tạm"):
        import_table(kept(office), raw, mapping, IntakeOptions(now(), "hoa", units=frozenset({"X2"})))


def through_the_doors() -> None:
    """What a forged widget would reach: every change that touches all units."""
    import streamlit as st

    from analysis.errors import InputError
    from pages.shared.doors import deciding, importing, remapping, syncing

    for change in (
        lambda: importing.undo(1, "hoa", "vì sao"), lambda: importing.clear_demo(),
        lambda: importing.register("units", (), "hoa"), lambda: syncing.remove("form", "hoa"),
        lambda: syncing.pull("form", "hoa", print), lambda: remapping.learn_label("form", ("x", 1), "hoa"),
        lambda: deciding.count([1], False, "hoa", "vì sao"),
    ):
        try:
            change()
        except InputError as error:
            st.text(str(error))


def test_the_doors_themselves_refuse_what_touches_every_unit(office: Home) -> None:
    head = kept(office).head()
    app = AppTest.from_function(through_the_doors, default_timeout=120)
    app.user = {"account": "hoa"}
    app.run()
    assert [text.value for text in app.text] == [
        text_admin.NOT_YOUR_RUN, *[text_access.ONLY_EVERYWHERE] * 6,
    ]
    assert kept(office).head() == head
