"""A word explained once is read so from then on, from the record alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from analysis.errors import InputError
from analysis.mapping import SourceMapping
from analysis.registers import Officer, Unit
from data.intake import IntakeOptions, import_table
from data.ledger import Ledger
from data.raw_table import RawTable
from data.remap import add_alias, map_label
from data.snapshot import open_snapshot
from data.verify import verify

NOW = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)
HEADER = ("Lúc", "Đơn vị", "Cán bộ", "Chung", "Thái độ")
MAPPING = SourceMapping(
    "phieu",
    criterion_set="nam-dong-2024",
    columns={"submitted_at": ("Lúc",), "unit": ("Đơn vị",), "officer": ("Cán bộ",)},
    answers={"overall": "Chung", "attitude": "Thái độ"},
)
ROWS = [
    ["01/04/2026 08:00:00", "X1", "", "Hài lòng", "5"],
    ["01/04/2026 08:01:00", "X1", "", "Tạm hài lòng", "Tạm hài lòng"],
    ["01/04/2026 08:02:00", "Bản Mới", "", "Hài lòng", "5"],
    ["01/04/2026 08:03:00", "X1", "Chị Hoa", "Hài lòng", "Tạm  hài lòng"],
]


def figures(ledger: Ledger) -> tuple[int, ...]:
    """Responses, rejected rows, unreadable answers, responses rated 3, those with an officer."""
    questions = (
        "SELECT count(*) FROM response", "SELECT count(*) FROM rejection",
        "SELECT count(*) FROM unreadable", "SELECT count_if(overall = 3) FROM response",
        "SELECT count(officer_id) FROM response",
    )
    with open_snapshot(ledger.home) as snapshot, snapshot.cursor() as cursor:
        return tuple(int(cursor.execute(q).fetchall()[0][0]) for q in questions)


def sheet(rows: Sequence[Sequence[str]]) -> RawTable:
    """Rows as a source hands them over."""
    cells = pa.table({str(i): pa.array([row[i] for row in rows]) for i in range(len(HEADER))})
    return RawTable(HEADER, cells, pa.array(range(2, len(rows) + 2)))


@pytest.fixture
def ward(ledger: Ledger) -> Ledger:
    """Four responses, of which only the first can be read in full."""
    ledger.register_units([Unit("X1", "Xã Một"), Unit("X2", "Xã Hai")], "an", NOW)
    ledger.register_officers([Officer("H", "Mùa Thị Hoa", "X1")], "an", NOW)
    import_table(ledger, sheet(ROWS), MAPPING, IntakeOptions(NOW, "an"))
    return ledger


def test_a_label_explained_releases_responses_and_answers(ward: Ledger) -> None:
    name = map_label(ward, "phieu", ("Tạm hài lòng", 3), "bình", NOW)
    assert figures(ward) == (2, 2, 0, 1, 0)
    assert map_label(ward, "phieu", ("tạm hài lòng ", 3), "bình", NOW) == name
    assert ward.source("phieu").mapping.levels == {"tạm hài lòng": 3}
    map_label(ward, "phieu", ("Tạm hài lòng", 0), "bình", NOW)
    assert figures(ward) == (2, 2, 0, 0, 0)
    assert verify(ward, ward.home) == []


def test_another_name_releases_the_responses_of_a_unit_and_an_officer(ward: Ledger) -> None:
    registers = ward.registers()
    add_alias(ward, registers.units["X2"], " Bản  Mới", "bình", NOW)
    assert figures(ward)[:2] == (2, 2)
    add_alias(ward, registers.officers["H"], "Chị Hoa", "bình", NOW)
    assert figures(ward) == (3, 1, 1, 0, 1)
    assert ward.registers().units["X2"].aliases == ("Bản Mới",)


def test_a_name_that_means_another_is_refused_and_nothing_is_written(ward: Ledger) -> None:
    head, units = ward.head(), ward.registers().units
    for alias in ("Xã Một", "X1", ""):
        with pytest.raises(InputError):
            add_alias(ward, units["X2"], alias, "bình", NOW)
    for means in (("", 3), ("Tạm", 6), ("Tạm", -1)):
        with pytest.raises(InputError):
            map_label(ward, "phieu", means, "bình", NOW)
    with pytest.raises(InputError):
        map_label(ward, "khac", ("Tạm", 3), "bình", NOW)
    assert ward.head() == head
