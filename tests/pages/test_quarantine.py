"""Tạm giữ: what happened is seen side by side, and decided on with a written reason."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from analysis.mapping_file import parse_mapping
from analysis.text.reasons import HELD_WHY
from data.decisions import held_runs
from data.intake import ImportResult, IntakeOptions, import_table
from data.ledger import Ledger, open_ledger
from data.raw_table import RawTable
from data.settings import Home, now
from data.snapshot import open_snapshot, publish
from pages.shared import text_record as words

PAGE = "pages/admin/quarantine.py"
MAPPING = """
[source]
name = "to-giay"
criterion_set = "nam-dong-2024"
date_order = "dmy"
[columns]
submitted_at = "Lúc"
unit = "Đơn vị"
[answers]
overall = "Chung"
"""
HEADER = ("Lúc", "Đơn vị", "Chung")
ROWS = [[f"01/09/2026 09:{minute:02}:00", "X3", "Hài lòng"] for minute in range(10)]


def bring(home: Home, rows: Sequence[Sequence[str]], header: tuple[str, ...] = HEADER) -> ImportResult:
    """One import and its snapshot."""
    ledger = open_ledger(home)
    cells = pa.table({
        str(i): pa.array([row[i] for row in rows], pa.string()) for i in range(len(header))
    })
    raw = RawTable(header, cells, pa.array(range(2, len(rows) + 2)))
    done = import_table(ledger, raw, parse_mapping(MAPPING), IntakeOptions(now(), "an"))
    publish(ledger, home, now())
    return done


def opened(app: AppTest) -> AppTest:
    """The page."""
    app.run()
    app.switch_page(PAGE)
    return sound(app.run())


def sound(app: AppTest) -> AppTest:
    """The page, without an error."""
    assert not app.exception and not app.error, app.error
    return app


def states(home: Home) -> list[str]:
    """What became of every table held back."""
    return [held.state for held in held_runs(open_ledger(home))]


def responses(home: Home) -> int:
    """Responses of X3 in the snapshot in force."""
    with open_snapshot(home) as snapshot, snapshot.cursor() as cursor:
        question = "SELECT count(*) FROM response JOIN unit USING (unit_id) WHERE code = 'X3'"
        return int(cursor.execute(question).fetchall()[0][0])


@pytest.fixture
def ledger_of(tiny_store: Home) -> Ledger:
    """The record of a small district with a source of ten paper forms."""
    bring(tiny_store, ROWS)
    return open_ledger(tiny_store)


def test_nothing_is_held_and_nothing_was_lost(tiny_store: Home, app: AppTest) -> None:
    opened(app)
    assert app.subheader[0].value == words.NOTHING_EVER


def test_a_renamed_question_is_shown_and_applied_with_a_reason(
    tiny_store: Home, ledger_of: Ledger, app: AppTest
) -> None:
    run = bring(tiny_store, ROWS, ("Lúc", "Đơn vị", "Đánh giá chung")).run
    opened(app)
    assert HELD_WHY["missing_header"] in [t.value for t in app.text]
    frame = app.dataframe[0].value
    assert list(frame.iloc[0]) == ["Chung", "Đánh giá chung", words.DIFFERS]
    assert app.selectbox(key=f"renamed-{run}-0").value == "Đánh giá chung"
    app.button(key=f"apply-{run}").click().run()
    assert "lý do" in app.error[0].value
    app.text_area(key=f"reason-{run}").set_value("đổi chữ trong câu hỏi").run()
    app.button(key=f"apply-{run}").click().run()
    assert "10 phiếu" in sound(app).success[0].value
    assert states(tiny_store) == ["applied"] and responses(tiny_store) == 10


def test_vanished_rows_are_listed_and_the_table_kept_out(
    tiny_store: Home, ledger_of: Ledger, app: AppTest
) -> None:
    run = bring(tiny_store, ROWS[:4]).run
    opened(app)
    assert app.expander[0].label == "6 dòng không còn trong bảng"
    assert list(app.dataframe[0].value["row"]) == list(range(6, 12))
    app.text_area(key=f"reason-{run}").set_value("lọc nhầm khi chép").run()
    app.button(key=f"keep-{run}").click().run()
    assert words.KEPT_OUT.format(run=run) in sound(app).success[0].value.replace("\\", "")
    assert states(tiny_store) == ["kept_out"] and responses(tiny_store) == 10


def test_a_source_is_not_applied_while_a_column_is_unclear(
    tiny_store: Home, ledger_of: Ledger, app: AppTest
) -> None:
    run = bring(tiny_store, ROWS, ("Lúc", "Đơn vị", "Đánh giá chung")).run
    opened(app)
    app.selectbox(key=f"renamed-{run}-0").set_value("").run()
    assert app.button(key=f"apply-{run}").disabled


def test_removed_rows_stand_with_whether_they_count(
    tiny_store: Home, ledger_of: Ledger, app: AppTest
) -> None:
    bring(tiny_store, ROWS[:8])
    opened(app)
    assert list(app.dataframe[0].value["counted"]) == [True, True]
    assert responses(tiny_store) == 10
