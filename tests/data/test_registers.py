"""Register files become values, or the first wrong row is named."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from analysis.errors import InputError
from analysis.registers import DossierCount, Officer, Registers, Unit
from data.raw_table import RawTable
from data.registers import parse_dossiers, parse_officers, parse_units
from data.sources.tabular_file import read_file
from data.suggest import suggest

SHARED = Path(os.environ.get("SURVEY_SHARED", Path(__file__).parents[3] / "shared"))


def table(header: str, *rows: str) -> RawTable:
    """A small table from lines whose cells hold no comma."""
    names = header.split(",")
    cells = [[cell or None for cell in row.split(",")] for row in rows]
    columns = {
        str(place): pa.array([row[place] for row in cells], pa.string())
        for place in range(len(names))
    }
    return RawTable(tuple(names), pa.table(columns), pa.array(range(2, len(rows) + 2)))


def test_units_carry_every_column_of_the_contract():
    header = "code,name,kind,parent_code,valid_from,valid_to,successor_codes,aliases,model_start"
    units = parse_units(table(
        header,
        "01,Huyện Bình Lục,huyện,,,30/06/2025,,,",
        "02,Xã  Tiên Hoà,xã,01,2020-01-01,2025-06-30,03|04;03,Tiên Hoà; X. Tiên Hoà,1/3/2024",
        "03,Xã A,,,2025-07-01T00:00:00,,,,",
        "04,Xã B,,,,,,,",
    ))  # fmt: skip
    assert units == [
        Unit("01", "Huyện Bình Lục", "huyện", valid_to=date(2025, 6, 30)),
        Unit("02", "Xã Tiên Hoà", "xã", "01", date(2020, 1, 1), date(2025, 6, 30), ("03", "04"),
             ("Tiên Hoà", "X. Tiên Hoà"), date(2024, 3, 1)),
        Unit("03", "Xã A", valid_from=date(2025, 7, 1)),
        Unit("04", "Xã B"),
    ]  # fmt: skip


def test_vietnamese_headers_are_understood_and_other_columns_left_aside():
    units = parse_units(table(
        "STT,Mã đơn vị,Tên đơn vị,Loại,Mã cấp trên,Hiệu lực từ,Tên khác", "1,A,Xã A,xã,,1/7/2025,A1"
    ))  # fmt: skip
    assert units == [Unit("A", "Xã A", "xã", None, date(2025, 7, 1), aliases=("A1",))]
    officers = parse_officers(table(
        "Mã cán bộ,Họ và tên,Đơn vị,Chức vụ,Quầy số", "cb1,Nguyễn Văn A,A,Công chức,3"
    ))  # fmt: skip
    assert officers == [Officer("cb1", "Nguyễn Văn A", "A", "Công chức", "3")]
    dossiers = parse_dossiers(table(
        "Mã đơn vị,Từ ngày,Đến ngày,Lĩnh vực,Số hồ sơ,Trước hạn,Đúng hạn,Quá hạn",
        "A,01/01/2026,31/03/2026,Đất đai,120,20,95,5",
    ))  # fmt: skip
    assert dossiers == [
        DossierCount("A", date(2026, 1, 1), date(2026, 3, 31), 120, "Đất đai", 20, 95, 5)
    ]


def test_dossiers_need_neither_field_nor_parts():
    header = "unit_code,period_from,period_to,field,count,early,on_time,late"
    assert parse_dossiers(table(header, "A,2026-01-01,2026-01-31,,0,,,")) == [
        DossierCount("A", date(2026, 1, 1), date(2026, 1, 31), 0)
    ]


UNITS = "code,name,parent_code,valid_from,valid_to,successor_codes"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([",Xã A,,,,"], "Dòng 2: ô “code” trống"),
        (["A,,,,,"], "Dòng 2: ô “name” trống"),
        (["A,Xã A,,,,", "B,Xã B,,,,", "A,Xã C,,,,"], "Dòng 4: mã “A” đã có ở dòng 2"),
        (["A,Xã A,Z,,,"], "Dòng 2: không có đơn vị cấp trên mang mã “Z”"),
        (["A,Xã A,,,,Z"], "Dòng 2: không có đơn vị kế thừa mang mã “Z”"),
        (["A,Xã A,,31/02/2025,,"], "Dòng 2: ô “valid_from” không phải ngày"),
        (["A,Xã A,,2025,,"], "không phải ngày .*“2025”"),
        (["A,Xã A,,45839,,"], "không phải ngày"),
        (["A,Xã A,,2025-07-01,2025-06-30,"], "ngày kết thúc đứng trước"),
        (["A,Xã A,B,,,", "B,Xã B,A,,,"], "Dòng 2: đơn vị “A” nằm dưới chính nó: A → B → A"),
        (["A,Xã A,A,,,"], "nằm dưới chính nó"),
        (["A;B,Xã A,,,,"], "dấu phân cách"),
    ],
)
def test_a_wrong_unit_row_is_named_with_its_reason(rows, sentence):
    with pytest.raises(InputError, match=sentence):
        parse_units(table(UNITS, *rows))


def test_parents_may_be_known_already_and_cycles_through_them_are_found():
    known = Registers({"P": Unit("P", "Tỉnh"), "Q": Unit("Q", "Huyện", parent_code="A")})
    assert parse_units(table(UNITS, "A,Xã A,P,,,"), known)[0].parent_code == "P"
    with pytest.raises(InputError, match="A → Q → A"):
        parse_units(table(UNITS, "A,Xã A,Q,,,"), known)


def test_missing_and_repeated_columns_are_named():
    with pytest.raises(InputError, match="thiếu cột bắt buộc: code, name"):
        parse_units(table("x,y", "1,2"))
    with pytest.raises(InputError, match="hai cột cùng nghĩa “name”"):
        parse_units(table("code,name,Tên đơn vị", "1,2,3"))


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("A,2026-01-01,2026-01-31,,1.5,,,", "“count” không phải số nguyên"),
        ("A,2026-01-01,2026-01-31,,-1,,,", "“count” không phải số nguyên"),
        ("A,2026-01-01,2026-01-31,,,,,", "“count” trống"),
        ("A,,2026-01-31,,5,,,", "“period_from” trống"),
        ("A,2026-02-01,2026-01-31,,5,,,", "kết thúc đứng trước"),
        ("A,2026-01-01,2026-01-31,,5,,,6", "“late” lớn hơn"),
        ("Z,2026-01-01,2026-01-31,,5,,,", "không có đơn vị mang mã “Z”"),
    ],
)
def test_a_wrong_dossier_row_is_named_with_its_reason(row, sentence):
    header = "unit_code,period_from,period_to,field,count,early,on_time,late"
    with pytest.raises(InputError, match="Dòng 2: .*" + sentence):
        parse_dossiers(table(header, row), Registers({"A": Unit("A", "Xã A")}))


def test_one_period_of_a_unit_and_field_is_counted_once():
    header = "unit_code,period_from,period_to,field,count"
    with pytest.raises(InputError, match="cùng kỳ và lĩnh vực ở dòng 2"):
        parse_dossiers(table(header, "A,2026-01-01,2026-01-31,,5", "A,1/1/2026,31/1/2026,,6"))


def test_an_officer_of_an_unknown_unit_is_named():
    officers = table("code,name,unit_code", "1,Nguyễn Văn A,A", "2,Trần Thị B,Z")
    assert len(parse_officers(officers)) == 2
    with pytest.raises(InputError, match="Dòng 3: không có đơn vị mang mã “Z”"):
        parse_officers(officers, Registers({"A": Unit("A", "Xã A")}))


def test_every_commune_of_the_country_is_read_in_half_a_second():
    raw = read_file(SHARED / "data" / "admin-units" / "units-2026.csv")
    taken = []
    for _ in range(3):
        start = time.process_time()
        units = parse_units(raw)
        taken.append(time.process_time() - start)
    communes = [unit for unit in units if unit.parent_code]
    assert (len(units), len(communes)) == (3_355, 3_321)
    assert units[1] == Unit("00004", "Phường Ba Đình", "phường", "01")
    assert min(taken) < 0.5


def test_suggestions_are_the_closest_names_and_never_far_ones():
    names = ["Xã Văn Lang", "Xã Văn Lăng", "Phường Tân An", "Xã Tiên Hòa"]
    assert suggest("xã văn lang", names, limit=2) == ["Xã Văn Lang", "Xã Văn Lăng"]
    assert suggest("Tân Anh", names, limit=1) == ["Phường Tân An"]
    assert suggest("zzz", names) == [] and suggest("", names) == [] and suggest("x", []) == []
