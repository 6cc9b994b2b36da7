"""A sheet's owner writes beside the answers: kept, provable, and nobody's response was edited."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pyarrow as pa
import pytest

from analysis.mapping import SourceMapping
from analysis.registers import Unit
from data.intake import ImportResult, IntakeOptions, import_table, withdraw
from data.ledger import Ledger
from data.raw_table import RawTable
from data.settings import Home
from data.snapshot import open_snapshot, publish
from data.verify import verify

NOW = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)
HEADER = ("Lúc", "Đơn vị", "Chung")
WIDE = ("Lúc", "Đã xử lý", "Đơn vị", "Chung")
MAPPING = SourceMapping(
    "phieu",
    criterion_set="nam-dong-2024",
    columns={"submitted_at": ("Lúc",), "unit": ("Đơn vị",)},
    answers={"overall": "Chung"},
)
ROWS = [["01/04/2026 08:00", "X1", "5"], ["02/04/2026 09:00", "X1", "1"], ["03/04/2026 07:00", "X1", "4"]]


def noted(rows: list[list[str]], note: str | None) -> list[list[str | None]]:
    """The rows with a column the office keeps for itself."""
    return [[row[0], note, *row[1:]] for row in rows]


def bring(
    ledger: Ledger, rows: list[list[str]] | list[list[str | None]], header: tuple[str, ...],
    mapping: SourceMapping = MAPPING,
) -> ImportResult:
    columns = {str(i): pa.array([row[i] for row in rows], pa.string()) for i in range(len(header))}
    table = RawTable(header, pa.table(columns), pa.array(range(2, len(rows) + 2)))
    return import_table(ledger, table, mapping, IntakeOptions(NOW, "an", "phieu.csv"))


def seen(ledger: Ledger, home: Home) -> pd.DataFrame:
    """Overall answer and edited of every response a page reads, in the order they came."""
    publish(ledger, home, NOW)
    with open_snapshot(home) as snapshot:
        query = "SELECT overall, edited FROM response ORDER BY response_id"
        return snapshot.cursor().execute(query).df()


@pytest.fixture
def ward(ledger: Ledger) -> Ledger:
    """A ledger with three answers of one unit."""
    ledger.register_units([Unit("X1", "Xã Một")], "an", NOW)
    bring(ledger, ROWS, HEADER)
    return ledger


def test_a_column_nothing_is_read_from_edits_no_response(ward: Ledger, ledger_home: Home) -> None:
    came = bring(ward, noted(ROWS, "rồi"), WIDE)
    assert (came.new, came.changed, came.removed, came.unchanged, came.annotated) == (0, 0, 0, 3, 3)
    table = seen(ward, ledger_home)
    assert table["overall"].tolist() == [5, 1, 4] and not table["edited"].any()
    again = bring(ward, noted(ROWS, "rồi"), WIDE)
    assert (again.unchanged, again.annotated) == (3, 0)
    gone = bring(ward, ROWS, HEADER)
    assert (gone.changed, gone.removed, gone.unchanged, gone.annotated) == (0, 0, 3, 3)
    publish(ward, ledger_home, NOW)
    assert verify(ward, ledger_home) == []


def test_a_rating_changed_together_with_a_note_is_an_edit(ward: Ledger, ledger_home: Home) -> None:
    rows = noted(ROWS, "rồi")
    rows[1][3] = "5"
    came = bring(ward, rows, WIDE)
    assert (came.changed, came.unchanged, came.annotated) == (1, 2, 2)
    table = seen(ward, ledger_home)
    assert table["overall"].tolist() == [5, 1, 4]
    assert table["edited"].tolist() == [False, True, False]
    assert verify(ward, ledger_home) == []


def test_a_noted_row_that_is_edited_later_still_counts_as_first_sent(
    ward: Ledger, ledger_home: Home
) -> None:
    bring(ward, noted(ROWS, "rồi"), WIDE)
    rows = noted(ROWS, "rồi")
    rows[0][3] = "2"
    assert bring(ward, rows, WIDE).changed == 1
    assert seen(ward, ledger_home)["overall"].tolist() == [5, 1, 4]
    assert verify(ward, ledger_home) == []


def test_a_note_that_becomes_a_question_later_counts_from_those_who_sent_it(
    ward: Ledger, ledger_home: Home
) -> None:
    bring(ward, noted(ROWS, "3"), WIDE)
    mapped = replace(MAPPING, answers={"overall": "Chung", "attitude": "Đã xử lý"})
    rows = [*noted(ROWS, "3"), ["04/04/2026 07:00", "2", "X1", "4"]]
    told = bring(ward, rows, WIDE, mapped)
    assert (told.new, told.unchanged, told.responses) == (1, 3, 4)
    publish(ward, ledger_home, NOW)
    with open_snapshot(ledger_home) as snapshot:
        query = "SELECT c_attitude FROM response ORDER BY response_id"
        answers = snapshot.cursor().execute(query).df()["c_attitude"]
    assert answers.fillna(0).tolist() == [0, 0, 0, 2]


def test_withdrawing_the_run_takes_the_notes_back(ward: Ledger, ledger_home: Home) -> None:
    came = bring(ward, noted(ROWS, "rồi"), WIDE)
    assert came.run is not None
    withdraw(ward, came.run, "an", "nhầm tệp", NOW)
    publish(ward, ledger_home, NOW)
    assert verify(ward, ledger_home) == []
    assert bring(ward, ROWS, HEADER).unchanged == 3
