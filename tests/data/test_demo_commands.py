"""The planted facts, asked for the way an administrator would: through the command line."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from analysis.errors import InputError
from data.access import NOBODY, authorise
from data.commands.run import main
from data.demo import clear_demo, facts, is_complete, is_demo, is_empty
from data.ledger import open_ledger
from data.publications import publications
from data.settings import open_home

NOW = "2026-11-20T09:00:00+07:00"
TODAY = date(2026, 11, 20)
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("demo") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SURVEY_NOW", NOW)
        assert main(["demo", "--home", str(home)]) == 0
        yield home


@pytest.fixture
def ask(demo: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    def answer(*words: str) -> Any:
        capsys.readouterr()
        assert main([*words, "--json", "--home", str(demo)]) == 0
        return json.loads(capsys.readouterr().out)

    return answer


def rows_by(answer: Any, key: str) -> dict[str, Any]:
    return {row[key]: row for row in answer["rows"]}


def test_the_whole_district_counts_sixty_thousand_responses(ask: Ask) -> None:
    (whole,) = ask("table", "satisfaction")["rows"]
    assert whole["responses"] == facts.RESPONSES
    assert 0.87 < whole["satisfied_rate"] < 0.90


def test_a_unit_at_exactly_a_quarter_is_not_over(ask: Ask) -> None:
    units = rows_by(ask("table", "watchlist", "--by", "unit"), "unit_code")
    unit = units[facts.UNIT_EXACTLY_A_QUARTER.code]
    assert (unit["n"], unit["low"], unit["low_rate"]) == (1600, 400, 0.25)
    assert unit["over"] is False and unit["evidence"] == "below" and unit["more_needed"] is None
    assert {code for code, row in units.items() if row["over"]} == facts.UNITS_OVER


def test_officers_over_the_line_are_told_apart_by_evidence(ask: Ask) -> None:
    officers = rows_by(ask("table", "watchlist", "--by", "officer"), "officer_code")
    assert {code for code, row in officers.items() if row["over"]} == facts.OFFICERS_OVER
    for planted in facts.PLANTED_OFFICERS:
        assert (officers[planted.code]["n"], officers[planted.code]["low"]) == (planted.n, planted.low)
    assert officers[facts.OFFICER_OVER_WITH_ENOUGH.code]["evidence"] == "enough"
    few = officers[facts.OFFICER_OVER_WITH_FEW.code]
    assert few["evidence"] == "few" and few["more_needed"] > 0


def test_the_drop_is_seen_in_the_month_it_began(ask: Ask) -> None:
    months = rows_by(ask("table", "trend", "--unit", facts.DROP_UNIT), "period")
    dropped = months[f"{facts.dates(TODAY).drop:%Y-%m}"]
    assert dropped["change"] < -0.08 and dropped["change_ci_high"] < 0


def test_the_model_raises_satisfaction_in_the_pilots(ask: Ask) -> None:
    days = facts.dates(TODAY)
    for unit in facts.PILOTS:
        before = ask("table", "satisfaction", "--unit", unit, "--to", str(days.pilots_start - timedelta(days=1)))
        after = ask("table", "satisfaction", "--unit", unit, "--from", str(days.pilots_start))
        assert after["rows"][0]["satisfied_rate"] > before["rows"][0]["satisfied_rate"]


def test_one_criterion_drags(ask: Ask) -> None:
    criteria = rows_by(
        ask("table", "satisfaction", "--by", "criterion", "--criterion-set", "nam-dong-2024"), "criterion"
    )
    dragging = criteria.pop(facts.DRAGGING_CRITERION)
    assert all(dragging["satisfied_rate"] < row["satisfied_rate"] - 0.05
               for code, row in criteria.items() if code != "overall")


def test_officers_of_one_name_stay_apart(ask: Ask) -> None:
    officers = rows_by(ask("table", "satisfaction", "--by", "officer"), "officer_code")
    first, second = (officers[code] for code in facts.SAME_NAME_OFFICERS)
    assert first["officer_name"] == second["officer_name"]
    assert first["unit_code"] != second["unit_code"] and min(first["n"], second["n"]) > 100


def test_a_merged_unit_keeps_its_responses_and_a_new_one_has_none(ask: Ask) -> None:
    units = rows_by(ask("table", "satisfaction", "--by", "unit"), "unit_code")
    assert units[facts.MERGED_UNIT]["responses"] == 1600
    assert units.get(facts.NEW_UNIT, {"responses": 0})["responses"] == 0


def test_the_burst_fills_ten_minutes_of_its_day(ask: Ask) -> None:
    day = str(facts.dates(TODAY).burst)
    (row,) = ask("table", "satisfaction", "--officer", facts.BURST_OFFICER, "--from", day, "--to", day)["rows"]
    assert row["n5"] >= facts.BURST_SIZE


def test_units_whose_names_differ_by_an_accent_stay_apart(ask: Ask) -> None:
    units = rows_by(ask("table", "satisfaction", "--by", "unit"), "unit_code")
    assert (units["MH11"]["unit_name"], units["MH12"]["unit_name"]) == ("Xã Lăng Vân", "Xã Lang Vân")
    assert (units["MH11"]["responses"], units["MH12"]["responses"]) == (4000, 3500)


def test_what_could_not_be_read_is_counted(ask: Ask) -> None:
    status = ask("status")
    assert status["rejections"] == facts.REJECTED
    sources = {source["source"]: source for source in status["sources"]}
    assert sources[facts.NAM_DONG]["unreadable"] == facts.UNREADABLE
    friendly = sources[facts.FRIENDLY]
    assert (friendly["edited"], friendly["removed"]) == (facts.EDITED, facts.REMOVED)


def test_every_response_belongs_to_a_known_kind_and_channel(ask: Ask) -> None:
    kinds = rows_by(ask("table", "satisfaction", "--by", "respondent_type"), "respondent_type")
    assert set(kinds) == {"individual", "organisation"}
    assert set(rows_by(ask("table", "satisfaction", "--by", "channel"), "channel")) == {"qr", "paper", "online"}


def test_tick_lists_name_each_fact(ask: Ask) -> None:
    rows = ask("table", "responses", "--criterion-set", "nam-dong-2024")["rows"]
    for option in ("negative_acts", "harassment", "unrelated_costs"):
        assert sum(bool(row[f"negative.{option}"]) for row in rows) > 50


def test_dossiers_give_every_month_its_quota(ask: Ask) -> None:
    rows = ask("table", "quota")["rows"]
    assert len(rows) == sum(1 for _ in rows) > 300
    assert any(row["missing"] > 0 for row in rows) and any(row["missing"] == 0 for row in rows)


def test_the_last_finished_half_year_is_public_and_marked(demo: Path) -> None:
    (one,) = publications(open_ledger(open_home(demo)))
    assert (one.period, one.demo) == ("2026-H1", True)
    assert len(one.lines) > 15 and one.lines[-1].shown[3] > 10_000


def test_loading_again_changes_nothing(ask: Ask) -> None:
    before = ask("status")["head"]
    assert ask("demo")["loaded"] is False
    assert ask("status")["head"] == before


def test_the_demonstration_is_told_from_anything_else(demo: Path, tmp_path: Path) -> None:
    ledger = open_ledger(open_home(demo))
    assert is_demo(ledger) and is_complete(ledger) and not is_empty(ledger)
    empty = open_ledger(open_home(tmp_path))
    assert is_empty(empty) and not is_demo(empty)


def test_a_home_with_other_data_is_refused_and_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    units = tmp_path / "units.csv"
    units.write_text("code,name\nX,Xã Thật\n", "utf-8")
    home = tmp_path / "home"
    assert main(["units", str(units), "--home", str(home)]) == 0
    assert main(["demo", "--home", str(home)]) == 2
    with pytest.raises(InputError):
        clear_demo(open_home(home))
    assert set(open_ledger(open_home(home)).registers().units) == {"X"}


def test_a_broken_off_load_starts_again_and_can_be_cleared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = open_home(tmp_path / "home")
    units = tmp_path / "units.csv"
    units.write_text("code,name\nMH,Khu vực\n", "utf-8")
    assert main(["units", str(units), "--home", str(home.path)]) == 0
    began = time.perf_counter()
    assert main(["demo", "--home", str(home.path)]) == 0
    assert time.perf_counter() - began < 20  # the promise is 10 s; tests share their machine
    assert "60.000 phiếu" in capsys.readouterr().out
    held_open = open_ledger(home)
    assert is_complete(held_open)
    assert main(["user", "add", "quan.tri", "--role", "admin", "--home", str(home.path)]) == 0
    clear_demo(home)
    assert authorise(None, home) == NOBODY and authorise("quan.tri", home).may("accounts")
    assert is_empty(held_open) and publications(held_open) == []
    assert not home.current.exists() and not list(home.snapshots.glob("*.duckdb"))
    assert is_empty(open_ledger(home))
