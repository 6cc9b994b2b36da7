"""Copies are made while the home is in use, hold what they should, and come back whole."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from analysis.errors import InputError, IntegrityError
from analysis.registers import Unit
from data.anchor import keep_anchor
from data.backup import LEDGER, MANIFEST, backup, restore
from data.commands.run import main
from data.ledger import Ledger, open_ledger
from data.seal import KEY_FILE
from data.settings import CHECKOUT, Home, open_home
from data.snapshot import open_snapshot
from data.text_backup import DISK_FULL
from data.verify import verify

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SET = (CHECKOUT / "data" / "criterion_sets" / "than-thien.toml").read_text("utf-8").replace(
    'code = "than-thien"', 'code = "rieng"'
)


def counted(home: Home) -> int:
    """Responses in the snapshot in force."""
    with open_snapshot(home) as snapshot, snapshot.cursor() as cursor:
        return int(cursor.execute("SELECT count(*) FROM response").fetchall()[0][0])


@pytest.fixture
def sealed(tiny_store: Home) -> Ledger:
    """A small district with a seal and a criterion set of its own."""
    ledger = open_ledger(tiny_store)
    keep_anchor(ledger, tiny_store, NOW)
    own = tiny_store.path / "criterion_sets"
    own.mkdir()
    (own / "rieng.toml").write_text(SET, "utf-8")
    return ledger


def test_a_copy_comes_back_with_the_same_record_figures_and_seals(
    sealed: Ledger, tmp_path: Path
) -> None:
    made = backup(sealed, sealed.home, tmp_path / "copies", NOW)
    home = open_home(tmp_path / "other")
    restore(tmp_path / "copies", home, NOW)
    again = open_ledger(home)
    assert again.head() == sealed.head() == made.head
    assert verify(again, home) == []
    assert counted(home) == counted(sealed.home) == 68
    for name in (KEY_FILE, "criterion_sets/rieng.toml"):
        assert (home.path / name).read_bytes() == (sealed.home.path / name).read_bytes()
    assert all(p.stat().st_mode & 0o077 == 0 for p in home.path.rglob("*") if p.is_file())
    assert all(p.stat().st_mode & 0o077 == 0 for p in made.folder.rglob("*"))


def test_a_copy_made_while_others_write_is_one_moment(sealed: Ledger, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            sealed.register_units([Unit(f"N{number}", f"Xã {number}")], "an", NOW)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [backup(sealed, sealed.home, tmp_path / "copies", NOW) for _ in range(3)]
    finally:
        stop.set()
        writer.join()
    home = open_home(tmp_path / "other")
    restore(copies[-1].folder, home, NOW)
    assert open_ledger(home).head() == copies[-1].head


def test_seven_days_five_weeks_and_twelve_months_are_kept(sealed: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    made = backup(sealed, sealed.home, folder, NOW).folder
    for day in range(1, 500):
        (folder / f"{NOW - timedelta(days=day):%Y%m%dT%H%M%SZ}").mkdir()
    (folder / "cua-toi").mkdir()
    last = backup(sealed, sealed.home, folder, NOW + timedelta(hours=3))
    kept = sorted(path.name for path in folder.iterdir() if path.name.endswith("Z"))
    assert last.kept == len(kept) == 21
    assert made.name not in kept and last.folder.name in kept
    assert kept[-7:-1] == [f"{NOW - timedelta(days=d):%Y%m%dT%H%M%SZ}" for d in range(6, 0, -1)]
    assert len({name[:6] for name in kept}) == 12
    assert (folder / "cua-toi").exists()


@pytest.mark.parametrize("what", ["ledger", "anchor", "manifest", "missing"])
def test_a_spoilt_copy_is_not_restored_and_leaves_the_home_empty(
    sealed: Ledger, tmp_path: Path, what: str
) -> None:
    made = backup(sealed, sealed.home, tmp_path / "copies", NOW).folder
    if what == "ledger":
        with closing(sqlite3.connect(made / LEDGER)) as connection, connection:
            connection.execute("DROP TRIGGER event_refuses_update")
            connection.execute("UPDATE event SET detail = 'x' WHERE seq = 2")
    elif what == "anchor":
        next((made / "anchors").iterdir()).write_text("{}")
    elif what == "missing":
        (made / KEY_FILE).unlink()
    else:
        (made / MANIFEST).write_text("?")
    home = open_home(tmp_path / "other")
    with pytest.raises((IntegrityError, InputError)):
        restore(made, home, NOW)
    assert not (home.path / LEDGER).exists() and not home.current.exists()


def test_a_copy_with_a_remade_manifest_must_still_hold_by_its_own_seals(
    sealed: Ledger, tmp_path: Path
) -> None:
    made = backup(sealed, sealed.home, tmp_path / "copies", NOW).folder
    with closing(sqlite3.connect(made / LEDGER)) as connection, connection:
        connection.execute("DROP TRIGGER event_refuses_delete")
        connection.execute("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)")
    told = json.loads((made / MANIFEST).read_text())
    told["files"][LEDGER] = sha256((made / LEDGER).read_bytes()).hexdigest()
    (made / MANIFEST).write_text(json.dumps(told))
    home = open_home(tmp_path / "other")
    with pytest.raises(IntegrityError):
        restore(made, home, NOW)
    assert not (home.path / LEDGER).exists()


def test_a_record_that_was_changed_is_not_copied_over_good_copies(
    sealed: Ledger, tmp_path: Path
) -> None:
    backup(sealed, sealed.home, tmp_path / "copies", NOW)
    with sealed.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER event_refuses_update")
        connection.exec_driver_sql("UPDATE event SET detail = 'x' WHERE seq = 2")
    with pytest.raises(IntegrityError, match="số 2"):
        backup(sealed, sealed.home, tmp_path / "copies", NOW + timedelta(days=1))
    assert len([p for p in (tmp_path / "copies").iterdir() if p.is_dir()]) == 1


def test_commands_refuse_with_one_sentence(
    sealed: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", str(sealed.home.path / "trong")]) == 2
    assert main(["--home", str(tmp_path / "trong"), "backup", str(tmp_path / "c")]) == 2
    assert main(["restore", str(tmp_path / "khong-co")]) == 2
    assert main(["backup", str(tmp_path / "c")]) == 0
    assert main(["restore", str(tmp_path / "c")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 4
    assert main(["--home", str(tmp_path / "moi"), "restore", str(tmp_path / "c"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["anchors"] == 1
    assert DISK_FULL


def test_postgresql_is_backed_up_by_its_own_tools(ledger: Ledger, tmp_path: Path) -> None:
    if ledger.engine.dialect.name == "sqlite":
        with pytest.raises(InputError, match="còn trống"):
            backup(ledger, ledger.home, tmp_path / "copies", NOW)
        return
    with pytest.raises(InputError, match="pg_dump"):
        backup(ledger, ledger.home, tmp_path / "copies", NOW)
    with pytest.raises(InputError, match="pg_dump"):
        restore(tmp_path, ledger.home, NOW)
