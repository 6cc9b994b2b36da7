"""Mapping files: what is understood, and one clear sentence for everything else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.criteria import Criterion, CriterionSet
from analysis.errors import InputError
from analysis.mapping import COLUMN_ROLES, SourceMapping
from analysis.mapping_file import check_answers, mapping_toml, parse_mapping
from analysis.names import fold

FULL = """
[source]
name = "nam-dong-2024"
kind = "file"
criterion_set = "nam-dong-2024"
timezone = "Asia/Ho_Chi_Minh"
date_order = "mdy"
sheet = "Câu trả lời biểu mẫu 1"
header_row = 3
create_units = true
counted_version = "latest"
partial = true

[columns]
submitted_at = "Dấu thời gian"
unit = "Đơn vị"
comment = ["Ý kiến khác", "Góp ý"]

[constants]
channel = "qr"

[answers]
overall = "Mức độ hài lòng chung"
negative.harassment = "Nhũng nhiễu"

[levels]
"TẠM  hài lòng" = 3
"Không có ý kiến" = "none"

[values.respondent_type]
"Doanh nghiệp" = "organisation"
"""
LEAST = """
[source]
name = "a"
[columns]
submitted_at = "T"
unit = "U"
[answers]
overall = "Q"
"""


def test_a_full_mapping_is_read() -> None:
    assert parse_mapping(FULL) == SourceMapping(
        "nam-dong-2024", "file", "nam-dong-2024", date_order="mdy",
        sheet="Câu trả lời biểu mẫu 1", header_row=3, create_units=True,
        counted_version="latest", partial=True,
        columns={"submitted_at": ("Dấu thời gian",), "unit": ("Đơn vị",),
                 "comment": ("Ý kiến khác", "Góp ý")},
        constants={"channel": "qr"},
        answers={"overall": "Mức độ hài lòng chung", "negative.harassment": "Nhũng nhiễu"},
        levels={"tạm hài lòng": 3, "không có ý kiến": 0},
        values={"respondent_type": {"Doanh nghiệp": "organisation"}},
    )


def test_a_short_mapping_takes_the_defaults() -> None:
    mapping = parse_mapping(LEAST)
    assert mapping == SourceMapping(
        "a", columns={"submitted_at": ("T",), "unit": ("U",)}, answers={"overall": "Q"}
    )
    assert parse_mapping("\ufeff" + LEAST.replace("\n", "\r\n")) == mapping


@pytest.mark.parametrize("written", ["2015-05-15", '"2015-05-15"'])
def test_a_constant_date_may_be_written_as_date_or_text(written: str) -> None:
    text = LEAST.replace('submitted_at = "T"\n', "") + f"[constants]\nsubmitted_at = {written}\n"
    assert parse_mapping(text).constants == {"submitted_at": "2015-05-15"}


def test_inline_criteria_become_criteria() -> None:
    mapping = parse_mapping(LEAST + """
[criteria.speed]
label = "Nhanh chóng"
[criteria.negative]
label = "Phản ánh"
kind = "tick"
[criteria.negative.options]
costs = "Chi phí"
""")
    assert mapping.criteria == (
        Criterion("speed", "Nhanh chóng"),
        Criterion("negative", "Phản ánh", "tick", (("costs", "Chi phí"),)),
    )


@pytest.mark.parametrize(("kind", "needed"), [
    ("google_sheet", ["spreadsheet_id"]), ("duckdb", ["path", "table"]), ("folder", ["path"]),
])
def test_each_kind_of_source_needs_its_own_keys(kind: str, needed: list[str]) -> None:
    options = "".join(f'{key} = "x/y"\n' for key in needed)
    head = f'name = "a"\nkind = "{kind}"\n'
    mapping = parse_mapping(LEAST.replace('name = "a"\n', head + options))
    assert mapping.options == dict.fromkeys(needed, "x/y")
    with pytest.raises(InputError, match=rf"source\.{needed[0]}"):
        parse_mapping(LEAST.replace('name = "a"\n', head))


@pytest.mark.parametrize(("old", "new", "key"), [
    ('name = "a"', "", "source.name"),
    ('name = "a"', 'name = "../x"', "source.name"),
    ('name = "a"', 'name = "bản đồ"', "source.name"),
    ('name = "a"', f'name = "{"a" * 65}"', "source.name"),
    ('name = "a"', "name = 3", "source.name"),
    ('name = "a"', 'name = "a"\nkind = "oracle"', "source.kind"),
    ('name = "a"', 'name = "a"\nkind = ["file"]', "source.kind"),
    ('name = "a"', 'name = "a"\ntimezone = "Mars/Base"', "source.timezone"),
    ('name = "a"', 'name = "a"\ntimezone = "../../etc/hosts"', "source.timezone"),
    ('name = "a"', 'name = "a"\ndate_order = "ymd"', "source.date_order"),
    ('name = "a"', 'name = "a"\nheader_row = 0', "source.header_row"),
    ('name = "a"', 'name = "a"\nheader_row = true', "source.header_row"),
    ('name = "a"', 'name = "a"\nheader_row = 1.0', "source.header_row"),
    ('name = "a"', 'name = "a"\ncreate_units = "yes"', "source.create_units"),
    ('name = "a"', 'name = "a"\npartial = 1', "source.partial"),
    ('name = "a"', 'name = "a"\ncounted_version = "last"', "source.counted_version"),
    ('name = "a"', 'name = "a"\nsheet = " "', "source.sheet"),
    ('name = "a"', 'name = "a"\nspreadsheet_id = "x"', "source.spreadsheet_id"),
    ('name = "a"', 'name = "a"\nformat = "x"', "source.format"),
    ("[columns]", "[column]", "column"),
    ('unit = "U"', "", "columns.unit"),
    ('submitted_at = "T"', "", "columns.submitted_at"),
    ('unit = "U"', 'unit = ["U", "V"]', "columns.unit"),
    ('unit = "U"', 'unit = ""', "columns.unit"),
    ('unit = "U"', 'unit = "U"\nage = "A"', "columns.age"),
    ('unit = "U"', 'unit = "U"\ncomment = []', "columns.comment"),
    ('unit = "U"', 'unit = "U"\ncomment = ["a", 3]', "columns.comment"),
    ('unit = "U"', f'unit = "{"u" * 1001}"', "columns.unit"),
    ('unit = "U"', 'unit = "U\\u0000"', "columns.unit"),
    ("[answers]", '[constants]\nunit = "U"\n[answers]', "unit"),
    ("[answers]", "[constants]\nchannel = 3\n[answers]", "constants.channel"),
    ('submitted_at = "T"', '[constants]\nsubmitted_at = "29/02/2025"', "constants.submitted_at"),
    ('overall = "Q"', "", "answers"),
    ('overall = "Q"', "overall = 3", "answers.overall"),
    ('overall = "Q"', 'overall = "Q"\na.b.c = "x"', "answers.a.b"),
    ('overall = "Q"', 'overall = "Q"\n[levels]\n"x" = 6', "levels.x"),
    ('overall = "Q"', 'overall = "Q"\n[levels]\n"x" = 0', "levels.x"),
    ('overall = "Q"', 'overall = "Q"\n[levels]\n"x" = true', "levels.x"),
    ('overall = "Q"', 'overall = "Q"\n[levels]\n"x" = "không"', "levels.x"),
    ('overall = "Q"', 'overall = "Q"\n[levels]\n" " = 3', "levels. "),
    ('overall = "Q"', 'overall = "Q"\n[levels]\n"x" = 3\n"X" = 4', "levels.X"),
    ('overall = "Q"', 'overall = "Q"\n[values.comment]\na = "b"', "values.comment"),
    ('overall = "Q"', 'overall = "Q"\n[values.respondent_type]\na = "b"', "values.respondent_type.a"),
    ('overall = "Q"', 'overall = "Q"\n[values]\nfield = "b"', "values.field"),
    ('overall = "Q"', 'overall = "Q"\n[values.field]\na = "b"\nA = "c"', "values.field"),
    ('overall = "Q"', 'overall = "Q"\n[criteria.Speed]\nlabel = "x"', "criteria.Speed"),
    ('overall = "Q"', 'overall = "Q"\n[criteria.speed]\nlabel = 3', "criteria.speed.label"),
    ('overall = "Q"', 'overall = "Q"\n[criteria.speed]\nlabel = "x"\nkind = "y"', "criteria.speed.kind"),
    ('overall = "Q"', 'overall = "Q"\n[criteria.speed]\nlabel = "x"\nkind = "tick"',
     "criteria.speed.options"),
    ('overall = "Q"', 'overall = "Q"\n[criteria]\nspeed = 3', "criteria.speed"),
    ('name = "a"', 'name = "a"\ncriterion_set = "x"\n[criteria.speed]\nlabel = "x"', "criteria"),
])
def test_a_wrong_mapping_is_refused_with_a_sentence_naming_the_key(
    old: str, new: str, key: str
) -> None:
    assert old in LEAST
    with pytest.raises(InputError) as refused:
        parse_mapping(LEAST.replace(old, new))
    sentence = str(refused.value)
    assert f'"{key}"' in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize("text", [
    "", "[source", "a = \x00", "x" * 200_000, "a = " + "[" * 90_000, "a = " + "{a=" * 30_000,
    "a" + ".a" * 40_000 + " = 1", "[" + "a." * 40_000 + "a]", "a = 1\na = 2", "a = 2025-02-30",
    "[source]\nheader_row = " + "9" * 50_000, "\n" * 99_000, "source = 3", "a = '''" + "\n" * 999,
    ("[" + "a." * 390 + "a]\n") * 100,
])
def test_a_hostile_mapping_is_refused_quickly(text: str) -> None:
    started = time.monotonic()
    with pytest.raises(InputError) as refused:
        parse_mapping(text)
    assert time.monotonic() - started < 5
    assert len(str(refused.value)) < 400


def test_an_answer_must_belong_to_the_criterion_set() -> None:
    asked = CriterionSet("s", "S", "Chung", (
        Criterion("attitude", "Thái độ"),
        Criterion("negative", "Phản ánh", "tick", (("costs", "Chi phí"),)),
    ))
    known = ("overall", "attitude", "negative", "costs", "negative.costs")
    check_answers(SourceMapping("a", answers=dict.fromkeys(known, "x")), asked)
    for key in ("speed", "attitude.costs", "negative.speed"):
        with pytest.raises(InputError, match=f'answers.{key}" .*"s"'):
            check_answers(SourceMapping("a", answers={key: "x"}), asked)


def test_a_written_mapping_reads_back_equal() -> None:
    for text in (FULL, LEAST):
        mapping = parse_mapping(text)
        assert parse_mapping(mapping_toml(mapping)) == mapping


WORDS = st.text(
    st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=30
).filter(str.strip)
CODES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda c: c != "overall")


@given(
    columns=st.dictionaries(
        st.sampled_from([r for r in COLUMN_ROLES if r not in ("submitted_at", "unit")]),
        WORDS.map(lambda header: (header,)),
    ),
    answers=st.dictionaries(CODES, WORDS, min_size=1),
    levels=st.dictionaries(WORDS.map(fold).filter(bool), st.integers(0, 5)),
    fields=st.dictionaries(WORDS, WORDS, max_size=1),
    labels=st.dictionaries(CODES, WORDS),
    sheet=st.none() | WORDS,
)
def test_any_mapping_survives_being_written_and_read(
    columns: dict[str, tuple[str, ...]], answers: dict[str, str], levels: dict[str, int],
    fields: dict[str, str], labels: dict[str, str], sheet: str | None,
) -> None:
    mapping = SourceMapping(
        "any", sheet=sheet, columns={"submitted_at": ("T",), "unit": ("U",), **columns},
        answers=answers, levels=levels, values={"field": fields} if fields else {},
        criteria=tuple(Criterion(code, label) for code, label in labels.items()),
    )
    assert parse_mapping(mapping_toml(mapping)) == mapping
