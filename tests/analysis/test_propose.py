"""A proposal is right where the file says it, and says so where it does not."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.mapping_file import mapping_toml, parse_mapping
from analysis.propose import TIME_PLACEHOLDER, Proposal, propose
from analysis.registers import Registers, Unit
from analysis.text.propose import UNIT_PLACEHOLDER
from data.criteria import load_criterion_sets
from data.sources.tabular_file import read_file

SHARED = Path(os.environ.get("SURVEY_SHARED", Path(__file__).parents[3] / "shared")) / "data"
SETS = load_criterion_sets(None)
NOBODY = Registers()
REGISTERED = Registers({
    "01": Unit("01", "Xã Tiên Hòa"), "02": Unit("02", "Phường Bắc"), "03": Unit("03", "Xã Đông"),
})  # fmt: skip


def proposed(columns: dict[str, list[str | None]], registers: Registers = NOBODY) -> Proposal:
    cells = pd.DataFrame({str(i): pd.Series(v, dtype=object) for i, v in enumerate(columns.values())})
    return checked(propose(list(columns), cells, registers, SETS))


def of_file(path: str) -> Proposal:
    raw = read_file(SHARED / path)
    return checked(propose(raw.header, raw.cells.slice(0, 500).to_pandas(), Registers(), SETS))


def checked(proposal: Proposal) -> Proposal:
    """A proposal with answers is a mapping file as it stands."""
    if proposal.mapping.answers:
        assert parse_mapping(mapping_toml(proposal.mapping)) == proposal.mapping
    return proposal


def why(proposal: Proposal, role: str) -> str:
    return next(reason.why for reason in proposal.reasons if reason.role == role)


def test_sfo_2015_has_boarding_areas_a_general_question_and_no_date():
    proposal = of_file("sfo/2015_SFO_Customer_Survey_20250817.csv")
    mapping = proposal.mapping
    assert (mapping.columns["unit"], mapping.create_units) == (("BAREA",), True)
    assert mapping.answers["overall"] == "Q7ALL"
    assert mapping.levels == {"6": 0, "0": 0}
    assert mapping.constants == {"submitted_at": TIME_PLACEHOLDER}
    assert "ngày trong tháng" in why(proposal, "submitted_at")
    assert any(TIME_PLACEHOLDER in warning for warning in proposal.warnings)
    assert {"Q7ART", "Q7WIFI", "Q9ALL", "Q10SAFE"} <= set(mapping.answers.values())
    assert not {"PEAK", "LANG", "Q5TIMESFLOWN", "Q16LIVE", "Q2PURP1"} & set(mapping.answers.values())


def test_sfo_2016_writes_the_month_first():
    proposal = of_file("sfo/2016_SFO_Customer_Survey_20250817.csv")
    mapping = proposal.mapping
    assert (mapping.columns["submitted_at"], mapping.date_order) == (("INTDATE",), "mdy")
    assert (mapping.columns["unit"], mapping.create_units) == (("BAREA",), True)
    assert mapping.answers["overall"] == "Q7ALL"
    assert mapping.levels == {"6": 0, "0": 0}
    assert "tháng đứng trước ngày" in why(proposal, "date_order")


def test_a_google_form_in_english_is_read_with_its_zone_and_both_scales():
    proposal = of_file("google-forms-jrg94/evaluation-survey-history.csv")
    mapping = proposal.mapping
    assert mapping.columns["submitted_at"] == ("Timestamp",)
    assert mapping.timezone == "America/New_York"
    assert (mapping.columns["unit"], mapping.create_units) == (("Class name",), True)
    contribution = "Contribution to learning [Contribution of course to your skill/knowledge]"
    assert mapping.answers["overall"] == contribution
    assert mapping.levels == {
        "excellent": 5, "very good": 4, "satisfactory": 3, "fair": 2, "poor": 1,
        "strongly agree": 5, "agree": 4, "neutral": 3, "disagree": 2, "strongly disagree": 1,
    }  # fmt: skip
    assert len(mapping.criteria) == 14
    assert "How would you improve this course?" in mapping.columns["comment"]
    assert any("câu hỏi chung" in warning for warning in proposal.warnings)


def test_a_file_without_time_and_unit_gets_constants_that_must_be_filled():
    proposal = of_file("gov-upload/sample_cx_responses_upload_with_bom.csv")
    mapping = proposal.mapping
    assert mapping.answers["overall"] == "question_1"
    assert mapping.constants == {"submitted_at": TIME_PLACEHOLDER, "unit": UNIT_PLACEHOLDER}
    assert not mapping.create_units
    assert mapping.columns["comment"] == ("question_4",)
    ticks = {c.code: [code for code, _ in c.options] for c in mapping.criteria}
    assert (len(ticks["positive"]), len(ticks["negative"])) == (7, 7)
    assert sum("hằng số" in warning for warning in proposal.warnings) == 2


def test_a_vietnamese_form_is_matched_with_units_and_its_criterion_set():
    proposal = proposed({
        "Dấu thời gian": ["04/05/2026 8:15:59 CH", "13/05/2026 9:00:00 SA"],
        "Đơn vị": ["UBND xã Tiên Hoà", "Phường Bắc"],
        "Cán bộ tiếp nhận": ["Nguyễn Văn A", "Nguyễn Văn A"],
        "Lĩnh vực": ["Đất đai", "Hộ tịch"],
        "Thủ tục": ["Cấp giấy", "Khai sinh"],
        "Bạn là": ["Cá nhân", "Tổ chức"],
        "Hình thức": ["QR", "Phiếu giấy"],
        "Giai đoạn": ["Trả kết quả", "Tiếp nhận"],
        "Mức độ hài lòng chung": ["Rất hài lòng", "Hài lòng"],
        "Thái độ tiếp xúc và giải quyết công việc": ["Hài lòng", "Bình thường"],
        "Tinh thần trách nhiệm": ["Hài lòng", "5"],
        "Cách thức hướng dẫn và làm việc": ["4", "Không hài lòng"],
        "Ý kiến khác": ["Cán bộ rất nhiệt tình", None],
        "Số điện thoại": ["0901234567", "0901234568"],
    }, REGISTERED)  # fmt: skip
    mapping = proposal.mapping
    assert dict(mapping.columns) == {
        "submitted_at": ("Dấu thời gian",), "unit": ("Đơn vị",), "officer": ("Cán bộ tiếp nhận",),
        "field": ("Lĩnh vực",), "procedure": ("Thủ tục",), "respondent_type": ("Bạn là",),
        "channel": ("Hình thức",), "stage": ("Giai đoạn",), "comment": ("Ý kiến khác",),
    }  # fmt: skip
    assert (mapping.criterion_set, mapping.criteria) == ("nam-dong-2024", ())
    assert dict(mapping.answers) == {
        "overall": "Mức độ hài lòng chung",
        "attitude": "Thái độ tiếp xúc và giải quyết công việc",
        "responsibility": "Tinh thần trách nhiệm",
        "guidance": "Cách thức hướng dẫn và làm việc",
    }
    assert (mapping.date_order, mapping.create_units, mapping.levels) == ("dmy", False, {})
    assert "100 %" in why(proposal, "unit") and proposal.warnings == ()


def test_the_form_of_a_ward_is_recognised_by_its_numbered_questions():
    rows = 12
    proposal = proposed({
        "MaPhieu": [f"{i:03}" for i in range(rows)],
        "ThoiGianGui": [f"2026-03-{i + 1:02} 08:30:00" for i in range(rows)],
        "LinhVuc": ["Hộ tịch"] * rows,
        **{f"q_{i}": [str(3 + (i + j) % 3) for j in range(rows)] for i in range(1, 10)},
        "GioiTinh": ["Nam"] * rows, "DoTuoi": ["3"] * rows, "TrinhDo": ["4"] * rows,
        "FileUrl": [f"https://example.org/{i}" for i in range(rows)],
    })  # fmt: skip
    mapping = proposal.mapping
    assert mapping.columns == {"submitted_at": ("ThoiGianGui",), "field": ("LinhVuc",)}
    assert mapping.criterion_set == "phuong-2026"
    assert mapping.answers == {"overall": "q_9", **{f"q_{i}": f"q_{i}" for i in range(1, 10)}}
    assert mapping.constants == {"unit": UNIT_PLACEHOLDER}
    assert any("q_9" in warning for warning in proposal.warnings)


TIMES = ["2026-03-02 08:30:00", "2026-03-03 08:30:00"]


@pytest.mark.parametrize(
    ("cells", "order", "warned"),
    [
        (["13/05/2026", "01/02/2026"], "dmy", False),
        (["05/13/2026", "01/02/2026"], "mdy", False),
        (["05/06/2026", "01/02/2026"], "dmy", True),
        (["13/05/2026", "12/05/2026", "11/05/2026", "10/05/2026", "05/13/2026"], "dmy", True),
        (["2026-05-06", "2026-02-01"], "dmy", False),
        (["46146.5", "46147.25"], "dmy", False),
    ],
)
def test_the_date_order_follows_a_day_above_twelve_and_is_doubted_without_one(cells, order, warned):
    rates = (["4", "5"] * 3)[: len(cells)]
    proposal = proposed({"Dấu thời gian": cells, "Đơn vị": ["01"] * len(cells), "Hài lòng": rates},
                        REGISTERED)  # fmt: skip
    assert proposal.mapping.columns["submitted_at"] == ("Dấu thời gian",)
    assert proposal.mapping.date_order == order
    assert bool(proposal.warnings) == warned


def test_a_column_is_the_unit_when_its_values_are_registered_whatever_its_header():
    proposal = proposed({"Thời gian": TIMES * 3, "Nhóm": ["Xã Tiên Hoà", "Phường Bắc", "Xã Đông"] * 2,
                         "Đơn vị tính": ["lần"] * 6, "Hài lòng": ["5", "4"] * 3}, REGISTERED)  # fmt: skip
    assert proposal.mapping.columns["unit"] == ("Nhóm",)


def test_units_nobody_registered_are_listed_and_created_only_when_most_are_unknown():
    half = proposed({"Thời gian": TIMES * 2, "Đơn vị": ["Xã Tiên Hòa", "Phường Bắc", "Xã Đông", "Xã Lạ"],
                     "Hài lòng": ["5"] * 4}, REGISTERED)  # fmt: skip
    assert not half.mapping.create_units and any("“Xã Lạ”" in w for w in half.warnings)
    none = proposed({"Thời gian": TIMES, "Đơn vị": ["X", "Y"], "Hài lòng": ["5", "4"]}, REGISTERED)
    assert none.mapping.create_units


def test_the_only_registered_unit_stands_in_for_a_missing_column():
    one = Registers({"01": Unit("01", "Xã Tiên Hòa")})
    assert proposed({"Thời gian": TIMES, "Hài lòng": ["5", "4"]}, one).mapping.constants == {"unit": "01"}


def test_the_shortest_of_several_questions_about_satisfaction_is_the_general_one():
    proposal = proposed({"Thời gian": TIMES, "Mức độ hài lòng về thái độ": ["5", "4"],
                         "Mức độ hài lòng": ["5", "4"], "Mức độ hài lòng về kết quả": ["5", "4"]})  # fmt: skip
    assert proposal.mapping.answers["overall"] == "Mức độ hài lòng"
    assert any("câu hỏi chung" in warning for warning in proposal.warnings)


def test_codes_beside_one_to_five_are_no_answer_and_foreign_labels_are_confirmed():
    rows = [*"5432154321" * 4, "6", "0", "BLANK", "N/A"]
    proposal = proposed({"Thời gian": [TIMES[0]] * len(rows), "Overall": rows})
    assert proposal.mapping.levels == {"6": 0, "0": 0, "blank": 0, "n/a": 0}
    proposal = proposed({"Thời gian": TIMES, "Đánh giá chung": ["Rất tốt", "Kém"]})
    assert proposal.mapping.levels == {"rất tốt": 5, "kém": 2}
    assert any("“rất tốt” = 5" in warning for warning in proposal.warnings)


def test_opinions_about_a_unit_or_an_officer_are_comments_and_names_stay_out():
    proposal = proposed({
        "Thời gian": TIMES, "Ý kiến về đơn vị": ["Tốt", "Chậm"],
        "Họ và tên cán bộ": ["Nguyễn Thị Hồng Nhung", "Trần Văn Quang Minh"],
        "Họ và tên": ["Lê Thị Ngọc Hân", "Phạm Văn Đức Anh"], "Góp ý cho cán bộ": ["Được", "Ổn"],
        "Hài lòng": ["5", "4"],
    }, REGISTERED)  # fmt: skip
    assert proposal.mapping.columns == {
        "submitted_at": ("Thời gian",), "officer": ("Họ và tên cán bộ",),
        "comment": ("Ý kiến về đơn vị", "Góp ý cho cán bộ"),
    }  # fmt: skip


def test_a_file_without_ratings_says_so():
    proposal = proposed({"Tên": ["A", "B"], "Ghi chú": ["x", "y"]})
    assert proposal.mapping.answers == {}
    assert any("Không thấy cột đánh giá" in warning for warning in proposal.warnings)
    assert proposed({}).mapping.answers == {}


CELL = st.none() | st.sampled_from(["5", "4", "0", "Hài lòng", "Agree", "04/05/2026", "Xã Đông", ""])
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(ANY | st.sampled_from(["Đơn vị", "Ngày", "Hài lòng", "q_1"]),
                       st.lists(CELL | ANY, min_size=3, max_size=3), max_size=8))  # fmt: skip
def test_any_table_gets_a_proposal_that_is_a_valid_mapping(columns):
    proposed(columns, REGISTERED)
