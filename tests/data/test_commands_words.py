"""Words the command line understands, refuses, and what it says about a defect of ours."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import pytest

from data.commands.printing import named
from data.commands.run import Session, build_parser, guarded, main
from data.intake import ImportResult
from data.settings import open_home

WRONG = [
    [], ["nonsense"], ["import"], ["import", "x.csv"], ["table"], ["table", "nonsense"],
    ["table", "satisfaction", "--by", "nonsense"], ["table", "satisfaction", "--by", ""],
    ["table", "satisfaction", "--by", "unit,month,field"],
    ["table", "satisfaction", "--from", "2026-13-45"], ["table", "satisfaction", "--to", "abc"],
    ["table", "satisfaction", "--from", "2026-12-31", "--to", "2026-01-01"],
    ["table", "satisfaction", "--unit", "\x00"], ["table", "satisfaction", "--unit", "A" * 100_000],
    ["table", "satisfaction", "--respondent-type", "robot"],
    ["table", "satisfaction", "--format", "xlsx"], ["table", "satisfaction", "--format", "pdf"],
    ["table", "satisfaction", "--out", "figures.pdf"], ["table", "satisfaction", "--comments"],
    ["table", "satisfaction", "--out", "/nowhere/at/all.csv"], ["table", "satisfaction", "--un", "A"],
    ["units", "absent.csv"], ["inspect", "absent.csv"],
    ["import", "absent.csv", "--mapping", "absent.toml"], ["source", "add", "x.toml"],
]


@pytest.mark.parametrize("words", WRONG, ids=lambda words: " ".join(words)[:50] or "nothing")
def test_wrong_words_give_one_sentence_and_status_2(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main([*words, "--home", str(tmp_path)])
    out, err = capsys.readouterr()
    assert (status, out) == (2, "")
    assert err.count("\n") == 1 and err.endswith(".\n")
    assert not re.search(r"argument|invalid|usage|required", err)


def test_help_is_vietnamese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["table", "--help"])
    said = capsys.readouterr().out
    assert leaving.value.code == 0 and said.startswith("cách dùng:")
    assert not re.search(r"usage|options:|positional|show this", said)


def test_every_command_of_the_contract_is_there() -> None:
    words = build_parser().format_help()
    for name in ("demo", "units", "officers", "dossiers", "inspect", "import", "source",
                 "status", "table", "verify", "anchor"):
        assert re.search(rf"^ +{name} ", words, re.MULTILINE), name


def test_home_and_json_stand_before_or_after_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--home", str(tmp_path / "h"), "--json", "status"]) == 0
    assert json.loads(capsys.readouterr().out)["home"] == str(tmp_path / "h")


def test_a_defect_gives_status_1_and_a_number_that_the_log_knows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = open_home(tmp_path)

    def broken(session: Session) -> int:
        session.home = home
        raise ZeroDivisionError("mật")

    assert guarded(broken) == 1
    captured = capsys.readouterr()
    number = re.search(r"số ([0-9a-f]{8})", captured.err)
    log = tmp_path / "errors.log"
    written = log.read_text("utf-8")
    assert number and number[1] in written and "ZeroDivisionError" in written
    assert "mật" not in captured.err and captured.out == ""
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_everything_an_import_counts_has_a_vietnamese_name() -> None:
    facts = [name for name in ImportResult("a", None, 0).as_dict() if not name.startswith("unreadable")]
    assert [name for name in facts if re.fullmatch(r"[a-z_]+", named(name))] == []
