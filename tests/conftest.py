"""Situations every test may use, each a home filled through the real import; invented names only."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from analysis.mapping_file import parse_mapping
from analysis.registers import Officer, Unit
from data.demo.load import load_demo
from data.intake import IntakeOptions, import_table
from data.ledger import open_ledger
from data.raw_table import RawTable
from data.settings import Home, open_home
from data.snapshot.publish import publish

CHECKOUT = Path(__file__).resolve().parent.parent
MOMENT = datetime.fromisoformat("2026-11-20T09:00:00+07:00")
HEADER = ("Thời gian", "Đơn vị", "Cán bộ", "Lĩnh vực", "Hình thức", "Bạn là", "Chung", "Thái độ",
          "Ý kiến")
MAPPING = """
[source]
name = "thu"
criterion_set = "nam-dong-2024"
date_order = "dmy"
[columns]
submitted_at = "Thời gian"
unit = "Đơn vị"
officer = "Cán bộ"
field = "Lĩnh vực"
channel = "Hình thức"
respondent_type = "Bạn là"
comment = "Ý kiến"
[answers]
overall = "Chung"
attitude = "Thái độ"
[values.respondent_type]
"Cá nhân" = "individual"
"Tổ chức" = "organisation"
"""
LEVELS = {1: "Rất không hài lòng", 2: "Không hài lòng", 3: "Bình thường", 4: "Hài lòng",
          5: "Rất hài lòng"}
UNITS = (
    Unit("H", "Huyện Thử", "huyện"),
    Unit("X1", "Xã Suối Mơ", "xã", "H"),
    Unit("X2", "Xã [Bấm](javascript:alert(1)) ![t](http://127.0.0.1:9777/b.png)", "xã", "H"),
    Unit("X3", "Xã Mới", "xã", "H"),
)
OFFICERS = (
    Officer("A1", "Lò Thị Một", "X1"),
    Officer("A2", "# 100% <b>Hai</b> :material/verified:", "X1"),
    Officer("B1", "Lò Thị Một", "X2"),
)


@dataclass(frozen=True)
class Answers:
    """`count` responses of one officer on consecutive days with the same levels."""

    unit: str
    officer: str
    count: int
    overall: int
    comment: str = ""
    first: date = date(2026, 9, 1)


# X1: 60 responses, 45 satisfied, 9 low. X2: 8 responses, 2 low, too few for a rate.
TINY = (
    Answers("X1", "A1", 30, 5),
    Answers("X1", "A1", 10, 4),
    Answers("X1", "A1", 6, 3),
    Answers("X1", "A2", 5, 4),
    Answers("X1", "A2", 9, 1, "<script>alert(1)</script> ![t](http://127.0.0.1:9777/c.png)"),
    Answers("X2", "B1", 6, 5),
    Answers("X2", "B1", 2, 2, "=1+1"),
)


def fill(home: Home, units: Iterable[Unit], answers: Iterable[Answers]) -> None:
    """Registers, one import and a published snapshot, as the command line would make them."""
    units = tuple(units)
    ledger = open_ledger(home)
    ledger.register_units(units, "thử")
    known = {unit.code for unit in units}
    ledger.register_officers([o for o in OFFICERS if o.unit_code in known], "thử")
    rows = [row for group in answers for row in _rows(group)]
    columns = list(zip(*rows, strict=True)) or [()] * len(HEADER)
    cells = pa.table({str(i): pa.array(c, pa.string()) for i, c in enumerate(columns)})
    raw = RawTable(HEADER, cells, pa.array(range(2, len(rows) + 2), pa.int32()))
    import_table(ledger, raw, parse_mapping(MAPPING), IntakeOptions(MOMENT, "thử", "thu.csv"))
    publish(ledger, home, MOMENT)


def _rows(group: Answers) -> list[tuple[str, ...]]:
    rows = []
    for number in range(group.count):
        day = group.first + timedelta(days=number * 2)
        kind = "Cá nhân" if number % 4 else "Tổ chức"
        rows.append((
            f"{day:%d/%m/%Y} {8 + number % 8:02d}:{group.overall}{number % 10}:00", group.unit,
            group.officer, "Đất đai" if number % 2 else "Hộ tịch", "qr", kind,
            LEVELS[group.overall], LEVELS[max(1, group.overall - 1)], group.comment,
        ))
    return rows


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How this machine gave tests a full disk."""
    if any("test_full_disk" in one.nodeid for one in terminalreporter.getreports("passed")):
        from tests.data.small_disk import way

        terminalreporter.write_line(f"full disk: {way()}")


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Homes made once a session, to be copied."""
    made: dict[str, Path] = {}

    def template(name: str) -> Path:
        if name not in made:
            home = open_home(tmp_path_factory.mktemp(name) / "home")
            if name == "tiny":
                fill(home, UNITS, TINY)
            elif name == "one_unit":
                fill(home, UNITS[1:2], TINY[:5])
            elif name == "demo":
                load_demo(home, MOMENT)
            else:
                home.prepare()
            made[name] = home.path
        return made[name]

    return template


def _use(template: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    target = folder / "home"
    shutil.copytree(template, target, dirs_exist_ok=True)
    monkeypatch.setenv("SURVEY_HOME", str(target))
    monkeypatch.setenv("SURVEY_NOW", MOMENT.isoformat())
    return open_home(target)


@pytest.fixture
def tiny_store(
    templates: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Home:
    """A district with two communes that were asked and one that was not; hostile names."""
    return _use(templates("tiny"), tmp_path, monkeypatch)


@pytest.fixture
def one_unit_store(
    templates: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Home:
    """One commune and nothing above it."""
    return _use(templates("one_unit"), tmp_path, monkeypatch)


@pytest.fixture
def empty_store(
    templates: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Home:
    """A home nobody has put anything in."""
    return _use(templates("empty"), tmp_path, monkeypatch)


@pytest.fixture
def demo_store(
    templates: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Home:
    """The whole demonstration district, as of the day before MOMENT."""
    return _use(templates("demo"), tmp_path, monkeypatch)


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the home of the person who runs it."""
    for name in ("SURVEY_LEDGER_URL", "SURVEY_SHEETS_URL", "SURVEY_GOOGLE_KEY", "SURVEY_NOW"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SURVEY_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real data; a test that needs it fails when it is missing."""
    folder = Path(os.environ.get("SURVEY_SHARED", CHECKOUT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.fail(f"no real data in {folder}: set SURVEY_SHARED")
    return folder
