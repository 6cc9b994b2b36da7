"""The table of Streamlit's words fits the installed Streamlit exactly."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

import pytest

from web.scripts import BACK, BRACKETS, FILES, INKS, ONCE, script, translate
from web.text_streamlit import STRINGS

SCRIPTS = [file for file in (FILES / "static" / "js").iterdir() if file.suffix == ".js"]


@pytest.mark.parametrize("pattern", STRINGS)
def test_every_pattern_names_exactly_one_script(pattern: str) -> None:
    assert len([file for file in SCRIPTS if fnmatchcase(file.name, pattern)]) == 1


@pytest.mark.parametrize("pattern", STRINGS)
def test_every_snippet_stands_in_the_installed_script(pattern: str) -> None:
    script = next(file for file in SCRIPTS if fnmatchcase(file.name, pattern)).read_text("utf-8")
    assert [snippet for snippet in STRINGS[pattern] if snippet not in script] == []


@pytest.mark.parametrize("pattern", STRINGS)
def test_translating_leaves_none_of_the_snippets(pattern: str) -> None:
    script = next(file for file in SCRIPTS if fnmatchcase(file.name, pattern))
    table = STRINGS[pattern]
    translated = translate(script.read_text("utf-8"), table, script.name)
    assert [s for s, vietnamese in table.items() if s in translated and s not in vietnamese] == []


def test_what_is_code_in_a_snippet_stays_code() -> None:
    pairs = [pair for table in STRINGS.values() for pair in table.items() if "plural" not in pair[0]]
    assert [old for old, new in pairs if [s for s in "{}$`" if old.count(s) != new.count(s)]] == []


@pytest.mark.parametrize("pattern", BACK)
def test_the_two_places_that_write_history_are_where_they_were(pattern: str) -> None:
    script = next(file for file in SCRIPTS if fnmatchcase(file.name, pattern)).read_text("utf-8")
    assert [script.count(snippet) for snippet in BACK[pattern]] == [1, 1]


@pytest.mark.parametrize("table", [ONCE, BRACKETS])
def test_the_places_that_draw_a_chart_again_or_begin_a_script_are_where_they_were(
    table: dict[str, dict[str, str]],
) -> None:
    for pattern, replacements in table.items():
        drawn = script(next(file.name for file in SCRIPTS if fnmatchcase(file.name, pattern)))
        assert [drawn.count(replacement) for replacement in replacements.values()] == [1, 1]


@pytest.mark.parametrize("pattern", INKS)
def test_no_button_writes_its_words_in_the_accent_colour(pattern: str) -> None:
    script = next(file for file in SCRIPTS if fnmatchcase(file.name, pattern)).read_text("utf-8")
    drawn = translate(script, INKS[pattern], pattern)
    assert re.findall(r"\bcolor:\w\.colors\.primary\b", script)
    assert re.findall(r"\bcolor:\w\.colors\.primary\b", drawn) == []
