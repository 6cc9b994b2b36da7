"""Raw cells to responses: every row is a response or names its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.criteria import Criterion, CriterionSet
from analysis.mapping import SourceMapping
from analysis.mapping_file import parse_mapping
from analysis.names import fold
from analysis.normalise import Normalised, Rules, normalise
from analysis.registers import Officer, Registers, Unit

HEADER = ("T", "U", "O", "F", "R", "Q", "A", "N", "K")
ASKED = CriterionSet("s", "S", "Chung", (
    Criterion("attitude", "Thái độ"), Criterion("guidance", "Hướng dẫn"),
    Criterion("negative", "Phản ánh", "tick", (
        ("harassment", "Nhũng nhiễu"), ("costs", "Chi phí, lệ phí ngoài quy định"),
    )),
))
MAPPING = SourceMapping(
    "a",
    columns={"submitted_at": ("T",), "unit": ("U",), "officer": ("O",), "field": ("F",),
             "respondent_type": ("R",), "comment": ("K",)},
    constants={"channel": "qr"},
    answers={"overall": "Q", "attitude": "A", "negative": "N"},
)
REGISTERS = Registers(
    {u.code: u for u in (
        Unit("01", "Xã Tiên Hòa"), Unit("02", "Xã Mộc Bắc", valid_to=date(2025, 6, 30)),
        Unit("03", "Xã Mộc Bắc", valid_from=date(2025, 7, 1)),
        Unit("04", "Xã Tân An", parent_code="X"), Unit("05", "Xã Tân An", parent_code="Y"),
    )},
    {o.code: o for o in (
        Officer("h", "Trần Thị Hoà", "01", valid_to=date(2026, 1, 31)),
        Officer("n1", "Lê Nam", "01"), Officer("n2", "Lê Nam", "01"), Officer("m", "Vũ Minh", "02"),
    )},
)
RULES = Rules(MAPPING, ASKED, REGISTERS, datetime(2026, 5, 10, 3, 0, tzinfo=UTC))  # 10:00 local
GOOD = {"T": "04/05/2026 8:15", "U": "Xã Tiên Hòa", "Q": "Hài lòng"}


def frame(rows: Sequence[dict[str, str | None]], header: Sequence[str] = HEADER) -> pd.DataFrame:
    cells = pd.DataFrame({
        str(place): pd.Series([row.get(name) for row in rows], dtype=object)
        for place, name in enumerate(header)
    })
    cells["row"] = range(2, len(rows) + 2)
    cells.index = pd.Index([100 + place for place in range(len(rows))], dtype="int64", name="raw_id")
    return cells


def read(*rows: dict[str, str | None], rules: Rules = RULES) -> Normalised:
    return normalise(frame(rows), HEADER, rules)


def with_mapping(**changes: object) -> Rules:
    return replace(RULES, mapping=replace(MAPPING, **changes))  # type: ignore[arg-type]


def test_a_row_becomes_a_response() -> None:
    found = read({
        **GOOD, "O": "trần thị hòa", "T": "04/01/2026 8:15", "F": " Hộ\u00a0tịch ", "R": "NGƯỜI DÂN",
        "A": "2", "N": "Nhũng nhiễu, Chi phí, lệ phí ngoài quy định", "K": " Chờ lâu\nlắm ",
    })
    assert found.responses.to_dict("records") == [{
        "raw_id": 100, "unit_code": "01", "officer_code": "h", "day": date(2026, 1, 4),
        "minute": 495, "field": "Hộ tịch", "procedure": None, "respondent_type": "individual",
        "channel": "qr", "stage": None, "overall": 4, "c_attitude": 2, "c_guidance": 0,
        "t_harassment": True, "t_costs": True, "comment": "Chờ lâu\nlắm",
    }]
    assert found.rejected.empty
    assert found.unreadable.empty


def test_a_short_row_leaves_the_rest_open() -> None:
    record = read({**GOOD, "T": "46146", "Q": None}).responses.iloc[0]
    assert record["minute"] == -1
    assert record["overall"] == 0
    assert record["officer_code"] is None
    assert record["comment"] is None
    assert not record["t_harassment"]


@pytest.mark.parametrize(("changed", "reason", "column", "value"), [
    ({"T": "#REF!"}, "spreadsheet_error", "T", "#REF!"),
    ({"U": "#n/a"}, "spreadsheet_error", "U", "#n/a"),
    ({"O": "#VALUE!"}, "spreadsheet_error", "O", "#VALUE!"),
    ({"Q": "#DIV/0!"}, "spreadsheet_error", "Q", "#DIV/0!"),
    ({"K": "x" * 32_768}, "too_long", "K", "…"),
    ({"F": "x" * 32_768}, "too_long", "F", "x" * 199 + "…"),
    ({"T": None}, "bad_time", "T", ""),
    ({"T": "29/02/2025"}, "bad_time", "T", "29/02/2025"),
    ({"T": "01/01/1900"}, "bad_time", "T", "01/01/1900"),
    ({"T": "13"}, "bad_time", "T", "13"),
    ({"T": "31/12/1999 23:59"}, "bad_time", "T", "31/12/1999 23:59"),
    ({"T": "01/01/2099"}, "future_time", "T", "01/01/2099"),
    ({"T": "11/05/2026 10:01"}, "future_time", "T", "11/05/2026 10:01"),
    ({"U": None}, "unknown_unit", "U", ""),
    ({"U": "\u200b "}, "unknown_unit", "U", ""),
    ({"U": "Xã Tiên Hoa"}, "unknown_unit", "U", "Xã Tiên Hoa"),
    ({"U": "Xã Tân An"}, "unknown_unit", "U", "Xã Tân An"),
    ({"U": "02"}, "out_of_scope", "U", "02"),
    ({"U": "03", "T": "30/06/2025"}, "out_of_scope", "U", "03"),
    ({"O": "Ai đó"}, "unknown_officer", "O", "Ai đó"),
    ({"O": "Lê Nam"}, "unknown_officer", "O", "Lê Nam"),
    ({"O": "Trần Thị Hòa"}, "unknown_officer", "O", "Trần Thị Hòa"),
    ({"O": "Vũ Minh"}, "unknown_officer", "O", "Vũ Minh"),
    ({"Q": "Tạm hài lòng"}, "unknown_level", "Q", "Tạm hài lòng"),
    ({"Q": "6"}, "unknown_level", "Q", "6"),
])
def test_a_row_that_cannot_count_is_listed_with_its_reason(
    changed: dict[str, str | None], reason: str, column: str, value: str
) -> None:
    found = read(GOOD, {**GOOD, **changed}, GOOD)
    assert found.responses["raw_id"].tolist() == [100, 102]
    assert found.rejected.to_dict("records") == [
        {"raw_id": 101, "row": 3, "column": column, "value": value, "reason": reason}
    ]


def test_a_row_with_several_faults_is_listed_once_under_the_first_reason() -> None:
    faults = [
        ("Q", "?", "unknown_level"), ("O", "?", "unknown_officer"), ("U", "02", "out_of_scope"),
        ("U", "?", "unknown_unit"), ("T", "01/01/2099", "future_time"), ("T", "?", "bad_time"),
        ("K", "x" * 40_000, "too_long"), ("O", "#REF!", "spreadsheet_error"),
    ]
    row = dict(GOOD)
    for column, value, reason in faults:
        row[column] = value
        assert read(row).rejected["reason"].tolist() == [reason]


def test_the_edges_of_time_are_in() -> None:
    found = read({**GOOD, "T": "01/01/2000"}, {**GOOD, "T": "11/05/2026 10:00"})
    assert found.responses["day"].tolist() == [date(2000, 1, 1), date(2026, 5, 11)]


def test_the_day_is_the_local_day_whatever_the_clock_of_the_server() -> None:
    found = read({**GOOD, "T": "2026-05-04T16:59:59Z"}, {**GOOD, "T": "2026-05-04T17:00:00Z"})
    assert found.responses[["day", "minute"]].values.tolist() == [
        [date(2026, 5, 4), 1439], [date(2026, 5, 5), 0]
    ]


def test_of_two_units_of_one_name_the_one_valid_that_day_counts() -> None:
    found = read(
        {**GOOD, "U": "UBND xã Mộc Bắc", "T": "30/06/2025"}, {**GOOD, "U": "Mộc Bắc", "T": "01/07/2025"}
    )
    assert found.responses["unit_code"].tolist() == ["02", "03"]


def test_an_unreadable_answer_stays_out_and_its_response_stays_in() -> None:
    found = read(GOOD, {**GOOD, "A": "Tạm được"}, {**GOOD, "A": "7", "U": "?"})
    assert found.responses["c_attitude"].tolist() == [0, 0]
    assert found.unreadable.to_dict("records") == [
        {"raw_id": 101, "row": 3, "criterion": "attitude", "value": "Tạm được"}
    ]


def test_labels_and_values_of_the_mapping_are_followed() -> None:
    rules = with_mapping(
        levels={fold("Tạm hài lòng"): 3, "6": 0},
        values={"respondent_type": {"HTX": "organisation", "Cá nhân": "organisation"},
                "field": {"hộ TỊCH": "Tư pháp"}, "channel": {"QR": "Quét mã"},
                "unit": {"Một cửa TH": "01"}, "officer": {"Chị Hòa": "n1"}},
    )
    found = read(
        {**GOOD, "Q": "TẠM HÀI LÒNG", "R": "htx", "F": "Hộ tịch", "U": "một cửa TH"},
        {**GOOD, "Q": "6", "R": "cá nhân", "F": "Đất đai", "O": "chị hoà"},
        {**GOOD, "R": "Khách"}, rules=rules,
    ).responses
    assert found["overall"].tolist() == [3, 0, 4]
    assert found["respondent_type"].tolist() == ["organisation", "organisation", None]
    assert found["field"].tolist() == ["Tư pháp", "Đất đai", None]
    assert found["channel"].tolist() == ["Quét mã"] * 3
    assert found["officer_code"].tolist() == [None, "n1", None]


@pytest.mark.parametrize(("text", "kind"), [
    ("Cá nhân", "individual"), ("người dân", "individual"), ("Tổ  chức", "organisation"),
    ("DOANH NGHIỆP", "organisation"), ("individual", "individual"), ("Khác", None), (None, None),
])
def test_respondents_are_recognised(text: str | None, kind: str | None) -> None:
    found = read({**GOOD, "R": text})
    assert found.responses["respondent_type"].tolist() == [kind]
    listed = [("respondent_type", "Khác")] if text == "Khác" else []
    assert list(found.unreadable[["criterion", "value"]].itertuples(index=False, name=None)) == listed


@pytest.mark.parametrize(("text", "harassment", "costs"), [
    ("Nhũng nhiễu", True, False), ("chi phí, LỆ PHÍ ngoài quy định", False, True),
    ("Khác, Nhũng nhiễu", True, False), ("Nhũng nhiễu\nKhác", True, False),
    ("harassment;costs", True, True), ("Không có nhũng nhiễu", False, False),
    ("Nhũng nhiễu nhẹ", False, False), ("1", False, False), (None, False, False),
])
def test_a_list_of_ticks_is_split_by_its_options(
    text: str | None, harassment: bool, costs: bool
) -> None:
    record = read({**GOOD, "N": text}).responses.iloc[0]
    assert (record["t_harassment"], record["t_costs"]) == (harassment, costs)


@pytest.mark.parametrize(("text", "ticked"), [
    ("1", True), ("TRUE", True), ("Có", True), ("x", True), ("Nhũng nhiễu", True), ("0", False),
    ("FALSE", False), ("không", False), ("", False), ("Ý khác", False),
])
@pytest.mark.parametrize("key", ["negative.harassment", "harassment"])
def test_a_column_per_option_is_a_truth(text: str, ticked: bool, key: str) -> None:
    rules = with_mapping(answers={"overall": "Q", key: "N"})
    assert read({**GOOD, "N": text}, rules=rules).responses["t_harassment"].tolist() == [ticked]


@pytest.mark.parametrize("answers", [{"overall": "Q"}, {"overall": "Q", "negative": "Không có cột này"}])
def test_what_a_table_does_not_ask_is_not_read_as_not_ticked(answers: dict[str, str]) -> None:
    found = read(GOOD, rules=with_mapping(answers=answers)).responses
    assert not {"t_harassment", "t_costs"} & set(found)
    half = with_mapping(answers={"overall": "Q", "negative.costs": "N"})
    found = read({**GOOD, "N": None}, rules=half).responses
    assert "t_harassment" not in found and found["t_costs"].tolist() == [False]


def test_unknown_units_and_officers_are_created_when_the_source_says_so() -> None:
    found = read(
        {**GOOD, "U": " Bến  tàu C ", "O": "Tổ 1"}, {**GOOD, "U": "bến tàu c", "O": "TỔ 1"},
        {**GOOD, "U": "Xã Tân An"}, {**GOOD, "U": None}, {**GOOD, "U": "Bến hỏng", "Q": "?"},
        {**GOOD, "O": "Mới"}, {**GOOD, "O": "Lê Nam"}, {**GOOD, "U": "x" * 300}, {**GOOD, "U": "02"},
        rules=with_mapping(create_units=True),
    )
    assert found.responses["unit_code"].tolist() == ["Bến tàu C", "Bến tàu C", "01"]
    assert found.responses["officer_code"].tolist() == [
        "Bến tàu C/Tổ 1", "Bến tàu C/Tổ 1", "01/Mới"
    ]
    assert found.rejected["reason"].tolist() == [
        "unknown_unit", "unknown_unit", "unknown_level", "unknown_officer", "unknown_unit",
        "out_of_scope",
    ]
    assert found.provisional_units == (Unit("Bến tàu C", "Bến tàu C", provisional=True),)
    assert found.provisional_officers == (
        Officer("Bến tàu C/Tổ 1", "Tổ 1", "Bến tàu C", provisional=True),
        Officer("01/Mới", "Mới", "01", provisional=True),
    )


def test_created_units_are_known_the_next_time() -> None:
    rules = with_mapping(create_units=True)
    rows = ({**GOOD, "U": "C", "O": "Tổ 1"}, {**GOOD, "U": "UBND C"}, {**GOOD, "U": "Xã C"})
    first = read(*rows, rules=rules)
    known = Registers(
        {**REGISTERS.units, **{u.code: u for u in first.provisional_units}},
        {**REGISTERS.officers, **{o.code: o for o in first.provisional_officers}},
    )
    again = read(*rows, rules=replace(rules, registers=known))
    pd.testing.assert_frame_equal(again.responses, first.responses)
    assert again.provisional_units == again.provisional_officers == ()


def test_a_header_that_occurs_twice_counts_while_its_cells_agree() -> None:
    header = ("T", "U", "Q", "q", "K", "K")
    cells = pd.DataFrame({
        "0": ["46146"] * 4, "1": ["01"] * 4, "2": ["5", None, "5", "5"], "3": [None, "4", "5", "2"],
        "4": ["a", None, "c", "d"], "5": ["x", "y", None, "d"], "row": [2, 3, 4, 5],
    }, index=[7, 8, 9, 10])
    found = normalise(cells, header, RULES)
    assert found.responses["overall"].tolist() == [5, 4, 5]
    assert found.responses["comment"].tolist() == ["a\nx", "y", "c"]
    assert found.rejected.to_dict("records") == [
        {"raw_id": 10, "row": 5, "column": "Q", "value": "5 | 2", "reason": "duplicate_header"}
    ]


def test_constants_speak_for_every_row() -> None:
    mapping = parse_mapping("""
[source]
name = "sfo"
create_units = true
[columns]
unit = "U"
[constants]
submitted_at = 2015-05-15
stage = "Trả kết quả"
comment = "giấy"
[answers]
overall = "Q"
""")
    found = read(GOOD, GOOD, rules=replace(RULES, mapping=mapping)).responses
    assert found["day"].tolist() == [date(2015, 5, 15)] * 2
    assert found["minute"].tolist() == [-1, -1]
    assert found["stage"].tolist() == ["Trả kết quả"] * 2
    assert found["comment"].tolist() == ["giấy"] * 2


def test_a_missing_column_is_a_column_of_blanks() -> None:
    cells = frame([GOOD, GOOD], ("T", "U"))
    found = normalise(cells, ("T", "U"), RULES)
    assert found.responses["overall"].tolist() == [0, 0]
    assert normalise(cells, ("T", "?"), RULES).rejected["reason"].tolist() == ["unknown_unit"] * 2


def test_empty_one_row_and_all_blank_input_have_the_same_shape() -> None:
    full, empty, blank = read(GOOD, {**GOOD, "A": "?"}), read(), read({}, {})
    for found in (empty, blank):
        assert found.responses.empty
        assert found.responses.dtypes.equals(full.responses.dtypes)
        assert list(found.rejected) == ["raw_id", "row", "column", "value", "reason"]
        assert found.unreadable.dtypes.equals(full.unreadable.dtypes)
    assert blank.rejected["reason"].tolist() == ["bad_time"] * 2
    assert len(read(GOOD).responses) == 1


def test_cells_of_the_string_type_read_the_same() -> None:
    rows = [GOOD, {**GOOD, "K": "ý", "O": None}, {**GOOD, "U": None}]
    cells = frame(rows)
    typed = cells.astype({str(place): "str" for place in range(len(HEADER))})
    one, other = normalise(cells, HEADER, RULES), normalise(typed, HEADER, RULES)
    pd.testing.assert_frame_equal(one.responses, other.responses)
    pd.testing.assert_frame_equal(one.rejected, other.rejected)


CELL = st.one_of(
    st.none(), st.text(max_size=12),
    st.sampled_from([
        "04/05/2026 8:15", "46146.5", "01/01/2099", "Xã Tiên Hòa", "02", "Lê Nam", "n1", "5",
        "Hài lòng", "#REF!", "Nhũng nhiễu", "x" * 40_000, "Cá nhân",
    ]),
)


@settings(deadline=None)
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(HEADER, CELL)), max_size=8), st.booleans())
def test_no_row_is_ever_lost_or_counted_twice(rows: list[dict[str, str | None]], make: bool) -> None:
    found = read(*rows, rules=with_mapping(create_units=make))
    ids = [*found.responses["raw_id"], *found.rejected["raw_id"]]
    assert sorted(ids) == [100 + place for place in range(len(rows))]
    assert found.responses["overall"].between(0, 5).all()
    assert set(found.unreadable["raw_id"]) <= set(found.responses["raw_id"])
    known = {*REGISTERS.units, *(unit.code for unit in found.provisional_units)}
    assert set(found.responses["unit_code"]) <= known
