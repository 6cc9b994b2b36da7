"""What is written and read by columns is what would be written and read row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Timer
from threading import enumerate as enumerate_threads
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
import sqlalchemy as sa

from analysis.mapping import SourceMapping
from analysis.registers import Unit
from data import intake
from data.ahead import ahead
from data.intake import IntakeOptions, import_table
from data.ledger import Ledger, columns, counted, open_ledger, schema, slots
from data.ledger.counted import read_counted
from data.ledger.joined import joined
from data.ledger.slots import slot_columns
from data.ledger.sources import read_headers
from data.raw_table import RawTable
from data.settings import Home

OPTIONS = IntakeOptions(datetime(2026, 5, 4, 3, 0, tzinfo=UTC), "an", "phieu.csv")
MAPPING = SourceMapping(
    "phieu", criterion_set="nam-dong-2024", counted_version="latest",
    columns={"submitted_at": ("Lúc",), "unit": ("Đơn vị",), "comment": ("Ý kiến",)},
    answers={"overall": "Chung"},
)
ODD = ("", None, '"', "\\", "a\nb", "]\n[", "\x00", "],[", "null", "😀", "Hoà", ", ", "\u2028", "x" * 400)


def sheet(first: int, further: str = "") -> RawTable:
    """Rows whose comments are of every kind, numbered from `first`; perhaps with a further column."""
    said = [None if text is None else f"{text}" for text in ODD]
    cells = {
        "0": pa.array([f"2026-04-01T08:{n % 60:02}:00" for n in range(first, first + len(ODD))]),
        "1": pa.array(["X1"] * len(ODD)), "2": pa.array(["4"] * len(ODD)), "3": pa.array(said, pa.string()),
    }
    header: tuple[str, ...] = ("Lúc", "Đơn vị", "Chung", "Ý kiến")
    if further:
        header, cells["4"] = (*header, further), pa.array(["thêm"] * len(ODD))
    return RawTable(header, pa.table(cells), pa.array(range(2, len(ODD) + 2)))


def filled(path: Path) -> Ledger:
    """A ledger with rows under two headers, of which some were edited and some are gone."""
    ledger = open_ledger(Home(path, f"sqlite:///{path / 'ledger.sqlite'}"))
    ledger.register_units([Unit("X1", "Xã Một")], "an", OPTIONS.now)
    for table in (sheet(0), sheet(5), sheet(3, "Khác")):
        import_table(ledger, table, MAPPING, IntakeOptions(OPTIONS.now, "an", accept_removal=True))
    return ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = filled(tmp_path / "home")
    yield opened
    opened.close()


@pytest.mark.parametrize(("name", "value"), [("MANY", 1), ("LARGEST", 0)])
def test_a_record_written_by_columns_is_the_same_to_the_last_bit(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: int
) -> None:
    monkeypatch.setattr(columns, "MANY", 1)
    monkeypatch.setattr(columns, name, value)
    other = filled(tmp_path / "other")
    for table in (schema.event, schema.raw_row, schema.slot):
        kinds = [sa.func.typeof(column) for column in table.columns]
        rows = sa.select(table, *kinds).order_by(next(iter(table.primary_key)))
        with ledger.engine.connect() as one, other.engine.connect() as two:
            assert one.execute(rows).all() == two.execute(rows).all()
    other.close()


def counted_rows(ledger: Ledger, slots: list[int] | None) -> list[Any]:
    """Header and cells of the counted rows, as text."""
    with ledger.engine.connect() as connection:
        source = ledger.source("phieu")
        parts = list(read_counted(connection, source, read_headers(connection, source.id), slots))
    frames = [part.cells.astype(object).where(part.cells.notna(), None) for part in parts]
    return [(part.header, frame.reset_index().to_dict("list")) for part, frame in zip(parts, frames, strict=True)]


@pytest.mark.parametrize("too_long", [False, True])
def test_rows_read_by_columns_are_those_read_one_by_one(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, too_long: bool
) -> None:
    source = ledger.source("phieu").id
    with ledger.engine.connect() as connection:
        slots = sa.select(schema.slot.c.slot_id).where(schema.slot.c.source_id == source)
        every = list(connection.execute(slots).scalars())
    wanted = counted_rows(ledger, every)
    assert len(wanted) == 2 and sum(len(cells["slot"]) for _, cells in wanted) == len(every)

    def refused(*_: object) -> None:
        raise sa.exc.DataError("string or blob too big", None, ValueError())

    if too_long:
        monkeypatch.setattr(counted, "joined", refused)
    assert counted_rows(ledger, None) == wanted
    texts = [text for _, cells in wanted for text in cells["3"]]
    assert set(ODD) <= set(texts) | {""}
    assert pd.Series([flag for _, cells in wanted for flag in cells["removed"]]).any()


def test_rows_come_in_their_order_whichever_the_database_finds_them_in(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def backwards(*asked: Any) -> Any:
        found = joined(*asked)
        if found is None:
            return None
        numbers, said = found
        if said.startswith(b"["):
            return [column[::-1] for column in numbers], b"\n".join(said.split(b"\n")[::-1])
        hashes = [said[start : start + 64] for start in range(0, len(said), 64)]
        return [column[::-1] for column in numbers], b"".join(hashes[::-1])

    wanted, source = counted_rows(ledger, None), ledger.source("phieu").id
    with ledger.engine.connect() as connection:
        known = slot_columns(connection, source)
        for module in (counted, slots):
            monkeypatch.setattr(module, "joined", backwards)
        assert counted_rows(ledger, None) == wanted
        found = slot_columns(connection, source)
    assert all((getattr(found, column.name) == getattr(known, column.name)).all() for column in fields(known))


def test_who_stops_early_waits_for_the_step_under_way() -> None:
    begun, may_end, ended = Event(), Event(), []

    def parts() -> Iterator[int]:
        yield 0
        begun.set()
        may_end.wait(5)
        ended.append(True)
        yield 1

    coming = ahead(parts())
    assert next(coming) == 0 and begun.wait(5)
    Timer(0.05, may_end.set).start()
    coming.close()
    assert ended == [True]


def test_no_thread_reads_on_when_a_table_cannot_be_counted(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(intake, "normalise", failing)
    with pytest.raises(MemoryError) as kept:  # whoever keeps the error keeps what it has passed
        import_table(ledger, sheet(0), MAPPING, OPTIONS)
    assert kept.tb and not [one for one in enumerate_threads() if one.name.startswith("ahead")]


def test_what_goes_wrong_ahead_is_raised_in_its_place() -> None:
    def parts() -> Iterator[int]:
        yield 1
        yield 2
        raise OSError("disk")

    seen = []
    with pytest.raises(OSError, match="disk"):
        for part in ahead(parts()):
            seen.append(part)
    assert seen == [1, 2]


def test_who_stops_early_lets_the_source_go() -> None:
    let_go = []

    def parts() -> Iterator[int]:
        try:
            yield from range(100)
        finally:
            let_go.append(True)

    coming = ahead(parts())
    assert next(coming) == 0
    coming.close()
    assert let_go == [True]
