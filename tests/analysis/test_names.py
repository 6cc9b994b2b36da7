"""Names as keys: what is one name, what is two, and whom a text means."""

from __future__ import annotations

import csv
import os
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.names import Resolver, fold, search_key, sort_key, tidy, unit_key
from analysis.registers import Officer, Registers, Unit

SHARED = Path(os.environ.get("SURVEY_SHARED", Path(__file__).parents[2] / ".." / "shared"))
ODD = st.text(alphabet="oaeuyqnòàóáùýhđð \u0300\u0301\u0303\u0306\u0309\u0323\u0345\u200b\u00a0İß")


@pytest.mark.parametrize(("one", "other"), [
    ("Hòa", "Hoà"), ("hỏe", "hoẻ"), ("Thúy", "Thuý"), ("Uỷ ban", "Ủy ban"), ("HÓA", "hoá"),
    ("Quý", "Qúy"), ("Hoàn", "Hòan"), ("Huỳnh", "Hùynh"), ("Ngoài", "Ngòai"),
    ("Tư  pháp\u00a0", " tư pháp"), ("\ufeffĐơn vị", "đơn vị"), ("Ðường", "Đường"),
    ("Đơn\u200b vị", "Đơn vị"), ("Ea H’leo", "Ea H'leo"),
    (unicodedata.normalize("NFD", "Nguyễn Thị Hoà"), "NGUYỄN THỊ HÒA"),
])
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [
    ("Văn Lang", "Văn Lăng"), ("Đăk", "Dăk"), ("Tân Thành", "Tân Thạnh"), ("Hoa", "Hòa"),
    ("Ba Tơ", "Ba Tô"), ("hai long", "hài lòng"),
])
def test_accents_keep_names_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_the_key_of_a_closed_syllable_reads_as_it_is_written() -> None:
    assert fold("Hoàn toàn quý hoá") == "hoàn toàn quý hóa"


@given(st.one_of(st.text(), ODD))
@example("o\u0300a\u0306")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.one_of(st.text(), ODD))
def test_both_unicode_forms_have_one_key(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_tidy_leaves_nothing_to_tidy(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_search_forgives_accents_and_d() -> None:
    assert search_key("Đắk Nông – Hoà") == "dak nong – hoa"


def test_names_sort_in_vietnamese_order() -> None:
    names = ["Yên", "Đồng", "Dung", "Ân", "Ăn", "An", "Án", "Àn", "Ản", "Ãn", "Ạn", "Anh", "Em"]
    assert sorted(names, key=sort_key) == [
        "An", "Àn", "Ản", "Ãn", "Án", "Ạn", "Anh", "Ăn", "Ân", "Dung", "Đồng", "Em", "Yên",
    ]


@pytest.mark.parametrize("text", [
    "Xã Tiên Hòa", "xã Tiên Hoà", "X. Tiên Hoà", "X.Tiên Hòa", "UBND xã Tiên Hòa",
    "Uỷ ban nhân dân xã Tiên Hoà", "ủy ban nhân dân X. TIÊN HÒA", "UBND X Tiên Hòa",
])
def test_a_commune_is_found_however_its_office_is_written(text: str) -> None:
    assert unit_key(text) == fold("xã Tiên Hòa")


@pytest.mark.parametrize(("short", "full"), [
    ("P. Hoà Mạc", "Phường Hòa Mạc"), ("P.5", "Phường 5"), ("P5", "phường 5"),
    ("TT. Vạn Giã", "Thị trấn Vạn Giã"), ("ĐK. Côn Đảo", "Đặc khu Côn Đảo"),
    ("TP. Huế", "Thành phố Huế"), ("TP Huế", "Thành phố Huế"), ("TX. Duy Tiên", "Thị xã Duy Tiên"),
    ("Q.1", "Quận 1"), ("H. Vạn Ninh", "Huyện Vạn Ninh"), ("T. Hà Nam", "Tỉnh Hà Nam"),
    ("P. Văn Miếu-Quốc Tử Giám", "Phường Văn Miếu – Quốc Tử Giám"),
])
def test_abbreviated_kinds_are_written_out(short: str, full: str) -> None:
    assert unit_key(short) == unit_key(full)


def test_the_kind_stays_in_the_key() -> None:
    assert unit_key("Phường Tân An") != unit_key("Xã Tân An")
    assert unit_key("Xuân Lộc") == "xuân lộc"


def resolver(*units: Unit, officers: tuple[Officer, ...] = ()) -> Resolver:
    return Resolver(Registers({u.code: u for u in units}, {o.code: o for o in officers}))


def test_a_unit_is_found_by_code_then_name_then_alias() -> None:
    found = resolver(
        Unit("A", "Xã B"), Unit("B", "Xã C", aliases=("Mộc Bắc", "Xã B")), Unit("00004", "Phường 4")
    )
    assert found.unit(" b ") == "B"
    assert found.unit("Xã B") == "A"
    assert found.unit("mộc bắc") == "B"
    assert found.unit("00004") == "00004"


def test_leading_zeros_of_a_code_count() -> None:
    assert resolver(Unit("00004", "Phường 4")).unit("4") is None
    assert resolver(Unit("00004", "Phường 4"), Unit("4", "Xã Tân")).unit("4") == "4"


def test_a_bare_name_means_the_only_unit_that_has_it() -> None:
    assert resolver(Unit("1", "Xã Tân An")).unit("Tân An") == "1"
    assert resolver(Unit("1", "Xã Tân An"), Unit("2", "Phường Tân An")).unit("Tân An") is None
    assert resolver(Unit("1", "Xã Tân An")).unit("Phường Tân An") is None
    assert resolver(Unit("1", "Tân An", kind="xã")).unit("UBND xã Tân An") == "1"


def test_a_name_two_units_bear_is_nobody() -> None:
    found = resolver(Unit("1", "Xã Tân An", parent_code="X"), Unit("2", "xã Tân An"))
    assert found.unit("Xã Tân An") is None
    assert found.unit_candidates("Xã Tân An") == ("1", "2")


def test_nothing_is_found_by_similarity() -> None:
    found = resolver(Unit("1", "Xã Văn Lang"), Unit("2", "Xã Văn Lăng"))
    assert found.unit("Xã Văn Lang") == "1"
    assert found.unit("Xã Văn Lăng") == "2"
    assert found.unit("Xã Van Lang") is None
    assert found.unit("") is None


def staff() -> Resolver:
    return resolver(Unit("U", "Xã U"), Unit("V", "Xã V"), officers=(
        Officer("h1", "Trần Thị Hoà", "U", valid_to=date(2025, 6, 30), aliases=("Chị Hòa",)),
        Officer("h2", "Trần Thị Hòa", "U", valid_from=date(2025, 7, 1)),
        Officer("n1", "Lê Văn Nam", "U"), Officer("n2", "Lê Văn Nam", "U"),
        Officer("v", "Lê Văn Nam", "V"),
    ))


def test_an_officer_is_who_served_in_the_unit_that_day() -> None:
    found = staff()
    assert found.officer("TRẦN THỊ HÒA", "U", date(2025, 6, 30)) == "h1"
    assert found.officer("Trần Thị Hoà", "U", date(2025, 7, 1)) == "h2"
    assert found.officer("Trần Thị Hòa", "U", None) is None
    assert found.officer("chị hoà", "U", date(2025, 1, 1)) == "h1"
    assert found.officer("chị hoà", "U", date(2025, 7, 1)) is None


def test_two_officers_of_one_name_in_one_unit_are_nobody_without_a_code() -> None:
    found = staff()
    assert found.officer("Lê Văn Nam", "U", date(2025, 1, 1)) is None
    assert found.officer("n2", "U", date(2025, 1, 1)) == "n2"
    assert found.officer("Lê Văn Nam", "V", date(2025, 1, 1)) == "v"
    assert found.officer("v", "U", date(2025, 1, 1)) is None
    assert found.officer("Lê Văn Nam", "?", None) is None


def rows(name: str) -> list[dict[str, str]]:
    with (SHARED / "data" / "admin-units" / name).open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def province_resolvers(units: list[dict[str, str]]) -> dict[str, Resolver]:
    provinces: dict[str, list[Unit]] = {}
    for unit in units:
        entry = Unit(unit["code"], unit["name"], unit["kind"], unit["parent_code"] or None)
        provinces.setdefault(unit["parent_code"], []).append(entry)
    return {parent: resolver(*members) for parent, members in provinces.items()}


def test_two_registers_of_communes_agree_whatever_their_tone_placement() -> None:
    units = rows("units-2026.csv")
    name = {unit["code"]: unit["name"] for unit in units}
    parent = {unit["code"]: unit["parent_code"] for unit in units}
    found = province_resolvers(units)
    new = {(r["new_code"], r["new_name"]) for r in rows("legacy-to-2025-five-provinces.csv")}
    assert len(new) == 208
    assert sum(name[code] != spelled for code, spelled in new) == 12
    assert all(found[parent[code]].unit(spelled) == code for code, spelled in new)


def test_every_commune_is_found_in_either_tone_placement_and_never_another() -> None:
    units = rows("units-2026.csv")
    found = province_resolvers(units)
    respelled = {"oà": "òa", "oá": "óa", "oả": "ỏa", "uỷ": "ủy", "uý": "úy"}
    for unit in units:
        other = unit["name"]
        for new, old in respelled.items():
            other = other.replace(new, old)
        for text in (unit["name"], other, unicodedata.normalize("NFD", unit["name"]).upper()):
            assert found[unit["parent_code"]].unit(text) == unit["code"], text


def test_eight_pairs_that_differ_only_by_accents_stay_apart() -> None:
    pairs: dict[tuple[str, str], list[str]] = {}
    for unit in rows("units-2026.csv"):
        pairs.setdefault((unit["parent_code"], search_key(unit["name"])), []).append(unit["name"])
    alike = [names for names in pairs.values() if len(names) > 1]
    assert len(alike) == 8
    assert all(len(set(map(unit_key, names))) == len(names) for names in alike)
