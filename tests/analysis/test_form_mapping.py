"""A form's mapping file is short: its columns are ours, and its questions those of its set."""

from __future__ import annotations

import pytest

from analysis.criteria import Criterion, CriterionSet
from analysis.errors import InputError
from analysis.form_mapping import header_of, with_questions
from analysis.headers import missing_headers
from analysis.mapping_file import mapping_toml, parse_mapping

SHORT = '[source]\nname = "phieu"\nkind = "form"\ncriterion_set = "bo"\n'
SET = CriterionSet("bo", "Bộ", "Chung", (
    Criterion("attitude", "Thái độ"), Criterion("speed", "Nhanh chóng"),
    Criterion("negative", "Tiêu cực", "tick", (("harassment", "Nhũng nhiễu"),)),
))


def test_a_short_file_asks_the_whole_set_and_means_the_same_when_written_out() -> None:
    mapping = with_questions(parse_mapping(SHORT), SET)
    assert list(mapping.answers) == ["overall", "attitude", "speed", "negative"]
    assert mapping.partial
    assert mapping.options == {"codes": "once"}
    assert parse_mapping(mapping_toml(mapping)) == mapping
    assert missing_headers(mapping, header_of(mapping)) == []
    assert len(set(header_of(mapping))) == len(header_of(mapping))


def test_a_form_may_ask_less_but_always_the_general_question() -> None:
    chosen = with_questions(parse_mapping(SHORT + '[answers]\nspeed = "speed"\n'), SET)
    assert list(chosen.answers) == ["overall", "speed"]


def test_a_constant_fills_what_the_form_does_not_ask() -> None:
    mapping = with_questions(parse_mapping(SHORT + '[constants]\nfield = "Hộ tịch"\n'), SET)
    assert mapping.constants == {"field": "Hộ tịch"}


@pytest.mark.parametrize(("more", "said"), [
    ('codes = "many"\n', "source.codes"), ("codes = 1\n", "source.codes"),
    ('path = "/x"\n', "source.path"), ('[columns]\nunit = "Đơn vị"\n', "unit"),
    ('[constants]\nunit = "X1"\n', "unit"), ('[answers]\nspeed = "Nhanh"\n', "speed"),
])
def test_nothing_of_a_form_is_named_anew(more: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse_mapping(SHORT + more)


def test_other_kinds_keep_their_questions() -> None:
    file = parse_mapping(
        '[source]\nname = "tep"\n[columns]\nsubmitted_at = "a"\nunit = "b"\n[answers]\noverall = "c"\n'
    )
    assert with_questions(file, SET) is file
