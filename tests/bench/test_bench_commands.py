"""The benchmark's parts on a handful of rows: what they make and how they write it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow.compute as pc
import pytest

from bench.__main__ import COMMANDS
from bench.cases import PAGES, cases
from bench.everything import Everything, page_of
from bench.questions import Row
from bench.rows import SET, Nation
from bench.sessions import Crowd
from bench.store import stored
from bench.table import Measured, markdown, number, quantile, ratio
from bench.visitor import Run
from data.access import whole
from data.queries import counts
from data.snapshot import open_snapshot

CHECKOUT = Path(__file__).resolve().parents[2]
SMALL = Nation(provinces=2, communes=40, officers=200)


@pytest.mark.parametrize("name", ["all", "questions", "sessions", "pages", "exports", "profile"])
def test_every_measurement_says_how_it_is_called(name: str) -> None:
    command = [sys.executable, "-m", "bench", name, "--help"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and f"python -m bench {name}" in done.stdout
    assert name in COMMANDS


def test_the_same_rows_come_again_and_fewer_are_the_first_of_more() -> None:
    once, again = (list(SMALL.batches(3_000, 1_000)) for _ in range(2))
    assert [batch.num_rows for batch in once] == [1_000] * 3
    assert all(a.equals(b) for a, b in zip(once, again, strict=True))
    assert next(SMALL.batches(1_000, 1_000)).equals(once[0])


def test_every_officer_answers_for_the_own_unit() -> None:
    rows = next(SMALL.batches(5_000)).to_pandas().dropna(subset="officer_code")
    at = {code: officer.unit_code for code, officer in SMALL.registers.officers.items()}
    assert (rows["officer_code"].astype(object).map(at) == rows["unit_code"].astype(object)).all()
    assert rows["unit_code"].value_counts().max() > 5 * rows["unit_code"].value_counts().median()


def test_a_home_of_generated_rows_is_built_once(tmp_path: Path) -> None:
    home = stored(tmp_path, 2_000, SMALL)
    made = home.current.read_text()
    assert stored(tmp_path, 2_000, SMALL).current.read_text() == made
    with open_snapshot(home).cursor() as cursor:
        every = cases("VN", "T01", "T00", "Đất đai")
        found = [int(counts(cursor, whole("a"), c.filters)["responses"].sum()) for c in every]
        assert found[3] == 2_000 and 0 < found[1] < found[0] < 2_000 and 0 < found[2] < 2_000
        units = cursor.execute("SELECT last_id - unit_id + 1 FROM unit WHERE code = 'T00'").fetchone()
    assert units == (20,)
    assert set(every[0].pages) == set(PAGES)
    batch = next(SMALL.batches(2_000))
    assert pc.max(batch.column(f"c_{SET.criteria[0].code}")).as_py() == 5


def test_medians_ratios_and_numbers_are_written_as_people_read_them() -> None:
    ours, theirs = Measured("a", [1.0, 2.0, 3.0]), Measured("b", [8.0, 20.0, 24.0])
    assert (ours.middle, ratio(theirs, ours), ratio(Measured("c"), ours)) == (2.0, 8.0, None)
    assert [quantile(range(1, 101), share) for share in (0.5, 0.95, 1.0)] == [50, 95, 100]
    assert [number(1234567.0), number(1.25, 1), number(None)] == ["1.234.567", "1,2", "–"]
    assert markdown(("a", "b"), [("1", "2")]) == "| a | b |\n| --- | --- |\n| 1 | 2 |\n"


def test_the_page_of_speed_names_what_is_reached_and_what_is_not() -> None:
    row = Row(1_000, "quarter", "unit")
    for kind, value in {"page": 0.1, "bare": 0.06, "superset": 1.0, "cached": 0.05}.items():
        row.found[kind].values = [value]
    crowd = Crowd(100, [Run(0.05, over=True)] * 19 + [Run(31.0, over=True)], memory=250.0)
    page = page_of(Everything([row], [crowd]), "máy")
    assert "| cả nước, một quý | Đơn vị | 100 | 60 | 1,7 |" in page
    assert "| Xem trang ≤ 2 lần truy vấn trần | 1,7 | đạt |" in page
    assert "| ≥ 8 lần nhanh hơn Superset (chưa đệm) | 10,0 | đạt |" in page
    assert "| 100 phiên: p95 ≤ 100 ms, không lần nào dở dang sau 30 giây | 50 ms, 1 | chưa |" in page
