"""The e-mail address a form notes beside an answer, and the device's, stay out of the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow as pa
import pytest
import sqlalchemy as sa

from analysis.mapping import SourceMapping
from analysis.masking import MASK
from analysis.registers import Unit
from data.decisions import Decider, apply_held
from data.intake import IntakeOptions, import_table
from data.ledger import Ledger, schema
from data.raw_table import RawTable
from data.snapshot import publish
from data.traces import without_traces
from data.verify import verify

NOW = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)
OPTIONS = IntakeOptions(NOW, "an", "a.csv")
HEADER = ("Lúc", "Đơn vị", "Chung", "Ý kiến", "Địa chỉ email", "Địa chỉ IP", "User agent", "Số phiếu")
MAPPING = SourceMapping(
    "phieu",
    criterion_set="nam-dong-2024",
    columns={"submitted_at": ("Lúc",), "unit": ("Đơn vị",), "comment": ("Ý kiến",)},
    answers={"overall": "Chung"},
)
ROWS: list[list[str | None]] = [
    ["01/04/2026 08:00:00", "X1", "5", "hỏi a.b@thu.vn", "Lan.To+1@Thu.Gmail.com", "203.0.113.7",
     "Mozilla/5.0 (Linux)", "0901"],
    ["02/04/2026 08:00:00", "X1", "4", None, "lan.to+1@thu.gmail.com", "2001:db8::7", None, "0902"],
    ["03/04/2026 08:00:00", "X1", "3", None, None, " ", "Mozilla/5.0 (X11)", "1.234.567"],
]
TRACES = ("thu.gmail", "203.0.113", "2001:db8", "Mozilla")


def table(rows: Sequence[Sequence[str | None]], header: Sequence[str] = HEADER) -> RawTable:
    columns = {str(i): pa.array([row[i] for row in rows], pa.string()) for i in range(len(header))}
    return RawTable(tuple(header), pa.table(columns), pa.array(range(2, len(rows) + 2)))


def everything(ledger: Ledger) -> str:
    """Every cell of every table of the record, the packed ones unpacked."""
    said = []
    with ledger.engine.connect() as connection:
        for one in schema.metadata.tables.values():
            for row in connection.execute(sa.select(one)):
                for cell in row:
                    packed = isinstance(cell, bytes) and cell.startswith(b"ARROW1")
                    said.append(str(pa.ipc.open_file(cell).read_all().to_pylist() if packed else cell))
    return "\n".join(said)


@pytest.fixture
def commune(ledger: Ledger) -> Ledger:
    """A record that knows one commune."""
    ledger.register_units([Unit("X1", "Xã Một")], "an", NOW)
    return ledger


def test_addresses_beside_an_answer_are_nowhere_in_the_record(commune: Ledger) -> None:
    import_table(commune, table(ROWS), MAPPING, OPTIONS)
    kept = everything(commune)
    assert not [trace for trace in TRACES if trace.casefold() in kept.casefold()]
    assert "0901" in kept and "1.234.567" in kept and "hỏi a.b@thu.vn" in kept
    publish(commune, commune.home, NOW)
    assert verify(commune, commune.home) == []


def test_the_same_sheet_again_changes_nothing(commune: Ledger) -> None:
    import_table(commune, table(ROWS), MAPPING, OPTIONS)
    again = import_table(commune, table(ROWS), MAPPING, OPTIONS)
    assert (again.unchanged, again.changed, again.new, again.removed) == (3, 0, 0, 0)


def test_another_address_is_seen_without_being_kept(commune: Ledger) -> None:
    import_table(commune, table(ROWS), MAPPING, OPTIONS)
    before = everything(commune)
    edited = [[*ROWS[0][:4], "khac@thu.gmail.com", *ROWS[0][5:]], *ROWS[1:]]
    result = import_table(commune, table(edited), MAPPING, OPTIONS)
    assert (result.new, result.removed, result.responses) == (0, 0, 3)
    assert "khac@" not in everything(commune)
    assert everything(commune).count(MASK) == before.count(MASK) + 3


def test_a_table_held_back_keeps_no_address_either(commune: Ledger) -> None:
    without = table(ROWS, ("Lúc", "Xã", *HEADER[2:]))
    held = import_table(commune, without, MAPPING, OPTIONS)
    assert held.quarantined and "thu.gmail" not in everything(commune)
    decider = Decider("binh", "tiêu đề đã đổi", NOW, 1)
    applied = apply_held(commune, held.run or 0, decider, {"Đơn vị": "Xã"})
    assert applied.responses == 3 and "thu.gmail" not in everything(commune)
    again = import_table(commune, without, commune.source("phieu").mapping, OPTIONS)
    assert (again.unchanged, again.changed) == (3, 0)


def test_one_address_is_one_hash_in_a_source_and_another_elsewhere(commune: Ledger) -> None:
    once = without_traces(table(ROWS), MAPPING, commune.home)
    first = once.cells.column(4).to_pylist()
    other = without_traces(table(ROWS), replace(MAPPING, name="khac"), commune.home)
    assert first[0] == first[1] != other.cells.column(4)[0].as_py() and first[2] is None
    assert without_traces(once, MAPPING, commune.home) is once


@pytest.mark.parametrize("cell", [
    "viết cho Lan.To@thu.gmail.com nhé", "Lan <lan.to@thu.gmail.com>", "lan.to＠thu.gmail.com",
    "••• lan.to@thu.gmail.com", " lan.to@thu.gmail.com\n", "203.0.113.7", " 2001:db8::7 ",
])
def test_an_address_is_found_wherever_it_stands(commune: Ledger, cell: str) -> None:
    kept = without_traces(table([[cell, cell]], ("Ý kiến", "Ghi chú")), MAPPING, commune.home).cells
    assert kept.column(0)[0].as_py() == cell, "a column the mapping reads is masked where it is shown"
    assert not [trace for trace in TRACES if trace in kept.column(1)[0].as_py().casefold()]


def test_a_table_without_traces_is_left_as_it_is(commune: Ledger) -> None:
    header = ("Ý kiến", "Giờ", "Số tiền", "Phiên bản", "Điện thoại", "Bạn có zip?")
    bare = table([["a@b.vn", "08:00:00", "1.234.567", "2.0.1", "0901234567", "@"]], header)
    assert without_traces(bare, MAPPING, commune.home) is bare
    assert not (commune.home.path / "form-key").exists()
