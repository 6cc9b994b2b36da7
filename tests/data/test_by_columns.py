"""What is written and read by columns is what would be written and read row by row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
import sqlalchemy as sa

from analysis.mapping import SourceMapping
from analysis.registers import Unit
from data.ahead import ahead
from data.intake import IntakeOptions, import_table
from data.ledger import Ledger, columns, counted, open_ledger, schema
from data.ledger.counted import read_counted
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
