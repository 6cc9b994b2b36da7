"""Somebody limited to some units brings in rows of those units, and no row nobody can place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from analysis.errors import InputError
from analysis.mapping import SourceMapping
from analysis.registers import Officer, Unit
from data.intake import ImportResult, IntakeOptions, import_table
from data.ledger import Ledger
from data.raw_table import RawTable

NOW = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)
HEADER = ("Lúc", "Đơn vị", "Cán bộ", "Chung")
MAPPING = SourceMapping(
    "phieu",
    criterion_set="nam-dong-2024",
    columns={"submitted_at": ("Lúc",), "unit": ("Đơn vị",), "officer": ("Cán bộ",)},
    answers={"overall": "Chung"},
)
Row = list[str | None]
OWN: list[Row] = [
    ["01/04/2026 08:00:00", "X1", "Lò Văn Đá", "Hài lòng"],
    ["02/04/2026 08:00:00", "UBND xã Một", None, "Rất hài lòng"],
    ["03/04/2026 08:00:00", "X1A", None, "Tạm hài lòng"],
    ["hôm nọ", "X1", None, "Hài lòng"],
    ["05/04/2026 08:00:00", "X1", "Không ai biết", "Hài lòng"],
]
"""Of X1 and the hamlet under it; three of the five are rejected and yet one's own."""


def table(rows: Sequence[Row], header: Sequence[str] = HEADER) -> RawTable:
    columns = {str(i): pa.array([row[i] for row in rows], pa.string()) for i in range(len(header))}
    return RawTable(tuple(header), pa.table(columns), pa.array(range(2, len(rows) + 2)))


def bring(
    ledger: Ledger,
    raw: RawTable,
    units: frozenset[str] | None = frozenset({"X1", "X1A"}),
    mapping: SourceMapping = MAPPING,
    *,
    dry_run: bool = False,
) -> ImportResult:
    """The import of whoever answers for these units."""
    return import_table(
        ledger, raw, mapping, IntakeOptions(NOW, "hoa", "a.csv", dry_run, units=units)
    )


@pytest.fixture
def communes(ledger: Ledger) -> Ledger:
    """Two communes, one with a hamlet, and two units of one name that followed each other."""
    after = datetime(2026, 3, 1, tzinfo=UTC).date()
    ledger.register_units(
        [
            Unit("X1", "Xã Một"),
            Unit("X1A", "Thôn Một", parent_code="X1"),
            Unit("X2", "Xã Hai"),
            Unit("C1", "Xã Chung", valid_to=after),
            Unit("C2", "Xã Chung", valid_from=after),
        ],
        "an",
        NOW,
    )
    ledger.register_officers([Officer("C9", "Lò Văn Đá", "X1")], "an", NOW)
    return ledger


def test_ones_own_rows_come_in_counted_or_rejected(communes: Ledger) -> None:
    result = bring(communes, table(OWN))
    assert (result.new, result.responses, len(result.rejected)) == (5, 2, 3)


@pytest.mark.parametrize(
    "stranger",
    [
        ["01/04/2026 09:00:00", "X2", None, "Hài lòng"],
        ["01/04/2026 09:00:00", "X2", None, "Tạm hài lòng"],
        ["01/04/2026 09:00:00", "X2", "Không ai biết", "Hài lòng"],
        ["không phải giờ", "X2", None, "Hài lòng"],
        ["01/04/2099 09:00:00", "X2", None, "Hài lòng"],
        ["01/04/2026 09:00:00", "Xã lạ", None, "Hài lòng"],
        ["01/04/2026 09:00:00", "#REF!", None, "Hài lòng"],
        ["01/04/2026 09:00:00", " ", None, "Hài lòng"],
        ["01/04/2026 09:00:00", None, None, None],
        ["01/04/2026 09:00:00", "Xã Chung", None, "Hài lòng"],
    ],
)
@pytest.mark.parametrize("dry_run", [True, False])
def test_one_row_of_another_unit_or_of_none_refuses_the_whole(
    communes: Ledger, stranger: Row, dry_run: bool
) -> None:
    head = communes.head()
    with pytest.raises(InputError, match=r"^1 dòng của tệp .*\(dòng 7\)"):
        bring(communes, table([*OWN, stranger]), dry_run=dry_run)
    assert communes.head() == head and not communes.sources()


def test_two_columns_of_units_must_both_be_ones_own(communes: Ledger) -> None:
    header = ("Lúc", "Đơn vị", "Đơn vị", "Chung")
    mapping = replace(MAPPING, columns={"submitted_at": ("Lúc",), "unit": ("Đơn vị",)})
    with pytest.raises(InputError, match="dòng 3"):
        bring(
            communes,
            table([["01/04/2026", "X1", None, "5"], ["01/04/2026", "X1", "X2", "5"]], header),
            mapping=mapping,
        )


def test_a_table_to_be_held_back_is_asked_row_by_row_too(communes: Ledger) -> None:
    bring(communes, table([[f"0{day}/04/2026 08:00:00", "X1", None, "5"] for day in range(1, 9)]))
    head = communes.head()
    with pytest.raises(
        InputError, match="dòng 2"
    ):  # eight rows vanish: held back, were it one's own
        bring(communes, table([["01/05/2026 08:00:00", "X2", None, "5"]]))
    without = table([["01/05/2026 08:00:00", "X2", None, "5"]], ("Lúc", "Xã", "Cán bộ", "Chung"))
    with pytest.raises(InputError, match="thiếu cột: Đơn vị"):
        bring(communes, without)
    renamed = table(
        [["01/05/2026 08:00:00", "X2", None, "5"]], ("Giờ", "Đơn vị", "Cán bộ", "Chung")
    )
    with pytest.raises(InputError, match="dòng 2"):
        bring(communes, renamed)
    assert communes.head() == head
    assert bring(communes, table([["01/05/2026 08:00:00", "X1", None, "5"]])).quarantined


@pytest.mark.parametrize("counted", ["first", "latest"])
def test_an_edit_carries_no_response_to_another_unit_or_away_from_it(
    communes: Ledger, counted: str
) -> None:
    mapping = replace(MAPPING, counted_version=counted)
    theirs, mine = (
        ["01/04/2026 08:00:00", "X2", None, "5"],
        ["01/04/2026 08:00:00", "X1", None, "5"],
    )
    bring(communes, table([theirs]), None, mapping)
    head = communes.head()
    for rows in ([mine], [["02/04/2026 08:00:00", "X1", None, "5"]]):
        with pytest.raises(InputError, match="Nguồn “phieu” có phiếu không thuộc"):
            bring(communes, table(rows), mapping=mapping)
    assert communes.head() == head
    with pytest.raises(InputError, match="dòng 2"):
        bring(communes, table([theirs]), mapping=mapping)


def test_a_unit_told_once_for_all_rows_is_asked_as_well(communes: Ledger) -> None:
    def told(unit: str, values: dict[str, dict[str, str]]) -> SourceMapping:
        return replace(
            MAPPING, columns={"submitted_at": ("Lúc",)}, constants={"unit": unit}, values=values
        )

    with pytest.raises(InputError, match=r"^5 dòng"):
        bring(communes, table(OWN), mapping=told("X2", {}))
    with pytest.raises(InputError, match=r"^5 dòng"):
        bring(communes, table(OWN), mapping=told("X1", {"unit": {"X1": "X2"}}))
    assert bring(communes, table(OWN), mapping=told("X1", {})).new == 5


def test_a_long_list_of_rows_is_cut(communes: Ledger) -> None:
    rows: list[Row] = [["01/04/2026 09:00:00", "X2", None, str(1 + i % 5)] for i in range(25)]
    with pytest.raises(InputError, match=r"^25 dòng .*dòng 2, 3, .* 21…\)"):
        bring(communes, table(rows))
