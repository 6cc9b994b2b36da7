"""Homes for the tests of the record: on SQLite, and on a PostgreSQL server started for them."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from analysis.registers import Unit
from data.ledger import Ledger, open_ledger
from data.settings import Home
from data.snapshot import changes


def postgresql_binaries() -> Path:
    """The folder with initdb and pg_ctl; fails with a sentence when there is no server."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if config := shutil.which("pg_config"):
        told = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=True)
        folders.insert(0, Path(told.stdout.strip()))
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    pytest.fail("these tests need a PostgreSQL server: apt-get install postgresql")


def _as_server_user() -> tuple[list[str], int | None]:
    """A PostgreSQL server refuses to run as root, so root hands over to another user."""
    if os.geteuid() != 0:
        return [], None
    names = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    user = names.get("postgres", names["nobody"])
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"], user


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[sa.URL]:
    """A PostgreSQL server on a socket in a temporary folder, stopped after the session."""
    binaries = postgresql_binaries()
    prefix, user = _as_server_user()
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    if user is not None:
        os.chown(folder, user, user)
    cluster = folder / "cluster"
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)}

    def call(*command: str) -> None:
        subprocess.run(
            [*prefix, *command], check=True, env=environment, cwd=folder, stdout=subprocess.DEVNULL
        )

    call(str(binaries / "initdb"), "-D", str(cluster), "-U", "survey", "-A", "trust", "-E", "UTF8")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    log = str(folder / "log")
    call(str(binaries / "pg_ctl"), "-D", str(cluster), "-w", "-l", log, "-o", options, "start")
    try:
        yield sa.URL.create(
            "postgresql+psycopg", "survey", database="postgres", query={"host": str(folder)}
        )
    finally:
        call(str(binaries / "pg_ctl"), "-D", str(cluster), "-m", "immediate", "stop")
        shutil.rmtree(folder)


def _fresh_database(server: sa.URL) -> str:
    name = f"ledger_{uuid.uuid4().hex}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """An empty home with its ledger on each database."""
    if request.param == "sqlite":
        return Home(tmp_path / "home", f"sqlite:///{tmp_path / 'home' / 'ledger.sqlite'}")
    return Home(tmp_path / "home", _fresh_database(request.getfixturevalue("postgresql_server")))


@pytest.fixture
def ledger(ledger_home: Home) -> Iterator[Ledger]:
    """An empty ledger on each database."""
    opened = open_ledger(ledger_home)
    yield opened
    opened.close()


@pytest.fixture(params=["one file", "beside"])
def growing(
    sqlite_home: Home, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Ledger]:
    """A ledger with two units whose snapshots are written in one file, or beside the one before."""
    if request.param == "beside":
        monkeypatch.setattr(changes, "SMALLEST", 1)
        monkeypatch.setattr(changes, "PART", 0)
    opened = open_ledger(sqlite_home)
    opened.register_units([Unit("X1", "Xã Một"), Unit("X2", "Xã Hai")], "test")
    yield opened
    opened.close()


@pytest.fixture
def sqlite_home(tmp_path: Path) -> Home:
    """An empty home with its ledger in a SQLite file."""
    return Home(tmp_path / "home", f"sqlite:///{tmp_path / 'home' / 'ledger.sqlite'}")
