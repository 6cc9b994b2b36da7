"""What was read from the record stands only until somebody commits, whoever that is."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
import sqlalchemy as sa

from data import accounts, seeing, sessions
from data.access import NOBODY, account_of, accounts_exist, authorise, kept
from data.ledger import Ledger, open_ledger
from data.ledger.accounts import Account
from data.ledger.engine import make_engine
from data.ledger.standing import MOST, Standing
from data.settings import Home

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
CHIEF = Account("quan.tri", "admin")
LAN = Account("lan", "leader", units=("X1",))


@pytest.fixture
def numbers(tmp_path: Path) -> sa.Engine:
    """A database of one number."""
    engine = make_engine(f"sqlite:///{tmp_path / 'numbers.sqlite'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE number (n)")
        connection.exec_driver_sql("INSERT INTO number VALUES (1)")
    return engine


def newest(connection: sa.Connection, *_said: str) -> int:
    found: int = connection.exec_driver_sql("SELECT max(n) FROM number").scalar_one()
    return found


def test_an_answer_is_read_once_while_nobody_writes(numbers: sa.Engine) -> None:
    standing, asked = Standing(numbers), []

    def noted(connection: sa.Connection, said: str) -> int:
        asked.append(said)
        return newest(connection)

    assert [standing.ask(noted, said) for said in ("a", "a", "b", "a")] == [1, 1, 1, 1]
    assert asked == ["a", "b"]


def test_what_another_program_commits_is_seen_at_the_next_question(numbers: sa.Engine) -> None:
    standing = Standing(numbers)
    with sqlite3.connect(str(numbers.url.database)) as other:
        for number in range(2, 50):
            other.execute("INSERT INTO number VALUES (?)", (number,))
            assert standing.ask(newest) == number - 1  # not committed yet
            other.commit()
            assert standing.ask(newest) == number


def test_what_another_thread_commits_is_seen_at_the_next_question(numbers: sa.Engine) -> None:
    standing, wrong = Standing(numbers), []

    def counting(start: int) -> None:
        for number in range(start, start + 40):
            with numbers.begin() as connection:
                connection.exec_driver_sql(f"INSERT INTO number VALUES ({number})")
            if standing.ask(newest) < number:
                wrong.append(number)

    others = [Thread(target=counting, args=(start,)) for start in (2, 20, 30)]
    for one in others:
        one.start()
    for one in others:
        one.join()
    assert wrong == [] and standing.ask(newest) == 69


def test_a_commit_while_a_question_is_read_is_never_missed(numbers: sa.Engine) -> None:
    standing = Standing(numbers)

    def overtaken(connection: sa.Connection) -> int:
        found = newest(connection)
        with numbers.begin() as other:
            other.exec_driver_sql(f"INSERT INTO number VALUES ({found + 1})")
        return found

    assert [standing.ask(overtaken) for _ in range(4)] == [1, 2, 3, 4]


def test_few_answers_are_kept(numbers: sa.Engine) -> None:
    standing = Standing(numbers)
    for number in range(MOST + 10):
        standing.ask(newest, str(number))
    assert len(standing._found) <= MOST


def test_a_database_that_names_no_version_is_asked_every_time(numbers: sa.Engine) -> None:
    standing = Standing(numbers)
    standing._reader = None  # as on PostgreSQL
    assert standing.ask(newest) == 1
    with numbers.begin() as connection:
        connection.exec_driver_sql("INSERT INTO number VALUES (2)")
    assert standing.ask(newest) == 2


@pytest.fixture
def office(tiny_store: Home) -> Ledger:
    """The district with one leader, as another program opens its record."""
    ledger = open_ledger(tiny_store)
    accounts.add_account(ledger, CHIEF, "thử", NOW)
    accounts.add_account(ledger, LAN, "thử", NOW)
    return ledger


def test_a_changed_account_counts_at_the_next_run(office: Ledger) -> None:
    home = office.home
    for said in ({"units": ("X2",)}, {"granted": ("quality",)}, {"role": "staff"}, {"role": "leader"}):
        authorise("lan", home)
        changed = accounts.change_account(office, "lan", "thử", NOW, **said)
        scope = authorise("lan", home)
        assert (scope.units, scope.role) == (changed.units, changed.role)
        assert scope.may("quality") == ("quality" in changed.granted or scope.role == "staff")
    accounts.change_account(office, "lan", "thử", NOW, disabled=True)
    assert authorise("lan", home) == NOBODY


def test_the_first_account_closes_the_house_at_the_next_run(tiny_store: Home) -> None:
    assert not accounts_exist(tiny_store) and authorise(None, tiny_store).everything
    accounts.add_account(open_ledger(tiny_store), CHIEF, "thử", NOW)
    assert accounts_exist(tiny_store) and authorise(None, tiny_store) == NOBODY


def test_a_record_put_in_the_place_of_another_is_read(office: Ledger, tmp_path: Path) -> None:
    home = office.home
    assert account_of(home, "lan") == LAN
    other = open_ledger(Home(tmp_path / "other", f"sqlite:///{tmp_path / 'other.sqlite'}"))
    accounts.add_account(other, CHIEF, "thử", NOW)
    other.close()
    office.close()
    for beside in ("-wal", "-shm"):
        (home.path / f"ledger.sqlite{beside}").unlink(missing_ok=True)
    (tmp_path / "other.sqlite").replace(home.path / "ledger.sqlite")
    assert account_of(home, "lan") is None and account_of(home, "quan.tri") == CHIEF


def test_a_session_ended_by_another_program_is_over_at_once(office: Ledger) -> None:
    home = office.home
    key = sessions.key_of(sessions.start(home, "lan", NOW))
    assert sessions.find(home, key, NOW) and sessions.is_open(home, key, NOW)
    with sqlite3.connect(home.path / sessions.FILE) as other:
        other.execute("DELETE FROM session")
    assert sessions.find(home, key, NOW) is None and not sessions.is_open(home, key, NOW)


def test_who_is_seen_as_ends_for_every_thread_at_once(office: Ledger) -> None:
    home = office.home
    moment = datetime.now(UTC)
    key = sessions.key_of(sessions.start(home, "quan.tri", moment))
    seeing.begin(kept(home), key, authorise("quan.tri", home), "lan", moment)
    assert authorise("quan.tri", home, key).seeing == "lan"
    seeing.end(office, key, moment + timedelta(seconds=1))
    assert authorise("quan.tri", home, key).seeing == ""
