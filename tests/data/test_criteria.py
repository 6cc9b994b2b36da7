"""Criterion sets: the four that come with the project, and the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.criteria import Criterion, CriterionSet
from analysis.errors import InputError
from analysis.mapping import SourceMapping
from data.criteria import criterion_set_for, load_criterion_sets
from data.settings import Home

OWN = """
code = "own"
name = "Của tôi"
overall_label = "Nói chung"
[criteria.speed]
label = "Nhanh chóng"
[criteria.facts]
label = "Sự việc"
kind = "tick"
[criteria.facts.options]
late = "Trễ hẹn"
"""


def home_with(tmp_path: Path, content: str | bytes) -> Home:
    folder = tmp_path / "criterion_sets"
    folder.mkdir()
    data = content.encode() if isinstance(content, str) else content
    (folder / "own.toml").write_bytes(data)
    return Home(tmp_path, "sqlite://")


def test_four_sets_come_with_the_project() -> None:
    sets = load_criterion_sets(None)
    assert {code: [c.code for c in found.criteria] for code, found in sets.items()} == {
        "nam-dong-2024": ["access_officers", "access_procedures", "attitude", "responsibility",
                          "guidance", "negative"],
        "phuong-2026": [f"q_{number}" for number in range(1, 10)],
        "sipas-2023": ["access", "procedures", "officers", "results", "feedback"],
        "than-thien": ["listens", "explains", "earns_trust", "apologises", "thanks", "respect",
                       "courtesy", "closeness"],
    }
    negative = sets["nam-dong-2024"].criteria[-1]
    assert negative.kind == "tick"
    assert [code for code, _ in negative.options] == [
        "negative_acts", "harassment", "unrelated_costs"
    ]
    assert len(sets["nam-dong-2024"].scales) == 5


def test_a_user_adds_a_set_by_putting_a_file_in_the_home(tmp_path: Path) -> None:
    sets = load_criterion_sets(home_with(tmp_path, "\ufeff" + OWN))
    assert len(sets) == 5
    assert sets["own"] == CriterionSet("own", "Của tôi", "Nói chung", (
        Criterion("speed", "Nhanh chóng"),
        Criterion("facts", "Sự việc", "tick", (("late", "Trễ hẹn"),)),
    ))


def test_a_home_without_sets_has_the_built_in_ones(tmp_path: Path) -> None:
    assert len(load_criterion_sets(Home(tmp_path, "sqlite://"))) == 4


@pytest.mark.parametrize(("old", "new", "said"), [
    ('code = "own"', 'code = "sipas-2023"', "sipas-2023"),
    ('code = "own"', 'code = "../x"', '"code"'),
    ('code = "own"', "", '"code"'),
    ('name = "Của tôi"', "", '"name"'),
    ('overall_label = "Nói chung"', "overall_label = 3", '"overall_label"'),
    ('name = "Của tôi"', 'name = "Của tôi"\nlevels = 4', '"levels"'),
    ("[criteria.speed]", "[criteria.overall]", '"overall"'),
    ("[criteria.speed]", "[criteria.Speed]", '"criteria.Speed"'),
    ("[criteria.speed]", "[criteria.1]", '"criteria.1"'),
    ("[criteria.speed]", "[criteria.late]", '"late"'),
    ('label = "Nhanh chóng"', "", '"criteria.speed.label"'),
    ('label = "Nhanh chóng"', 'label = "x"\nweight = 2', '"criteria.speed.weight"'),
    ('late = "Trễ hẹn"', "late = 1", '"criteria.facts.options.late"'),
    ('late = "Trễ hẹn"', "", '"criteria.facts.options"'),
    ('kind = "tick"', 'kind = "stars"', '"criteria.facts.kind"'),
    ('kind = "tick"', "", '"criteria.facts.options"'),
])
def test_a_wrong_set_is_refused_with_its_file_and_key(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in OWN
    with pytest.raises(InputError) as refused:
        load_criterion_sets(home_with(tmp_path, OWN.replace(old, new)))
    assert "own.toml" in str(refused.value)
    assert said in str(refused.value)


@pytest.mark.parametrize("content", [
    b"", b"\xff\xfe\x00", b"x" * 1_000_000, ("a = " + "[" * 50_000).encode(), b"code = \x00",
])
def test_a_hostile_set_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match=r"own\.toml"):
        load_criterion_sets(home_with(tmp_path, content))


def test_a_source_asks_the_set_it_names() -> None:
    sets = load_criterion_sets(None)
    mapping = SourceMapping("a", criterion_set="than-thien")
    assert criterion_set_for(mapping, sets) is sets["than-thien"]
    with pytest.raises(InputError, match=r"than-thien2.*nam-dong-2024"):
        criterion_set_for(SourceMapping("a", criterion_set="than-thien2"), sets)


def test_inline_criteria_make_a_set_named_after_the_source() -> None:
    speed = Criterion("speed", "Nhanh")
    found = criterion_set_for(SourceMapping("a", criteria=(speed,)), {})
    assert found == CriterionSet("a", "a", "Mức độ hài lòng chung", (speed,))
    general = SourceMapping("a", criteria=(Criterion("overall", "Nói chung"), speed))
    assert criterion_set_for(general, {}) == CriterionSet("a", "a", "Nói chung", (speed,))
