"""Sessions end when they should; tries are slowed down; nothing of a secret is kept."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from data import sessions
from data.sessions import ACCOUNT, ADDRESS, IDLE, LONGEST, RESET_FOR, key_of
from data.settings import Home

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def test_a_session_is_found_by_its_cookie_and_ends_once_and_for_all(sqlite_home: Home) -> None:
    token = sessions.start(sqlite_home, "lan", NOW)
    other = sessions.start(sqlite_home, "lan", NOW)
    assert len(token) == 43 and token != other
    found = sessions.find(sqlite_home, key_of(token), NOW)
    assert found is not None and found.account == "lan"
    assert sessions.find(sqlite_home, key_of(token + "x"), NOW) is None
    sessions.end(sqlite_home, key_of(token))
    assert sessions.find(sqlite_home, key_of(token), NOW) is None
    assert sessions.find(sqlite_home, key_of(other), NOW) is not None


def test_the_file_holds_no_secret_and_is_closed_to_others(sqlite_home: Home) -> None:
    tokens = [sessions.start(sqlite_home, "lan", NOW), sessions.reset_token(sqlite_home, "lan", NOW)]
    files = list(sqlite_home.path.glob(f"{sessions.FILE}*"))
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    held = b"".join(file.read_bytes() for file in files)
    assert not any(token.encode() in held for token in tokens)


def test_a_session_ends_after_an_hour_without_use(sqlite_home: Home) -> None:
    key = key_of(sessions.start(sqlite_home, "lan", NOW))
    later = NOW + IDLE - timedelta(seconds=1)
    assert sessions.find(sqlite_home, key, later)
    assert sessions.is_open(sqlite_home, key, later + IDLE - timedelta(seconds=1))
    assert not sessions.is_open(sqlite_home, key, later + IDLE)
    assert sessions.find(sqlite_home, key, later + IDLE) is None


def test_asking_whether_a_session_is_open_does_not_lengthen_it(sqlite_home: Home) -> None:
    key = key_of(sessions.start(sqlite_home, "lan", NOW))
    assert sessions.is_open(sqlite_home, key, NOW + IDLE / 2)
    assert sessions.find(sqlite_home, key, NOW + IDLE) is None


def test_no_session_outlives_its_longest_time(sqlite_home: Home) -> None:
    key = key_of(sessions.start(sqlite_home, "lan", NOW))
    moment = NOW
    while moment < NOW + LONGEST:
        assert sessions.find(sqlite_home, key, moment)
        moment += IDLE / 2
    assert sessions.find(sqlite_home, key, moment) is None


def test_every_session_of_an_account_can_be_ended(sqlite_home: Home) -> None:
    keys = [key_of(sessions.start(sqlite_home, name, NOW)) for name in ("lan", "lan", "hoa")]
    link = sessions.reset_token(sqlite_home, "lan", NOW)
    sessions.end_all(sqlite_home, "lan")
    assert [sessions.is_open(sqlite_home, key, NOW) for key in keys] == [False, False, True]
    assert sessions.reset_account(sqlite_home, link, NOW) is None


def test_a_reset_link_is_for_one_account_and_one_day(sqlite_home: Home) -> None:
    first = sessions.reset_token(sqlite_home, "lan", NOW)
    second = sessions.reset_token(sqlite_home, "lan", NOW)
    assert sessions.reset_account(sqlite_home, first, NOW) is None
    assert sessions.reset_account(sqlite_home, second, NOW) == "lan"
    assert sessions.reset_account(sqlite_home, second, NOW + RESET_FOR) is None


def test_the_person_last_seen_is_known(sqlite_home: Home) -> None:
    key = key_of(sessions.start(sqlite_home, "lan", NOW))
    sessions.find(sqlite_home, key, NOW + timedelta(minutes=9))
    assert sessions.last_seen(sqlite_home) == {"lan": "2026-11-20T02:09:00+00:00"}


def test_tries_wait_longer_and_longer_and_ten_lock(sqlite_home: Home) -> None:
    moment, tried = NOW, []
    while len(tried) < 11:
        if sessions.admit(sqlite_home, "account:lan", ACCOUNT, moment):
            tried.append(moment)
        else:
            moment += timedelta(seconds=1)
    waits = [(b - a).total_seconds() for a, b in pairwise(tried)]
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 900]


def test_tries_during_a_delay_are_not_counted(sqlite_home: Home) -> None:
    for _ in range(5):
        assert sessions.admit(sqlite_home, "account:lan", ACCOUNT, NOW)
    for _ in range(100):
        assert not sessions.admit(sqlite_home, "account:lan", ACCOUNT, NOW)
    assert sessions.admit(sqlite_home, "account:lan", ACCOUNT, NOW + timedelta(seconds=1))


def test_two_hundred_tries_at_once_are_five(sqlite_home: Home) -> None:
    with ThreadPoolExecutor(20) as pool:
        tries = [pool.submit(sessions.admit, sqlite_home, "a", ACCOUNT, NOW) for _ in range(200)]
    assert sum(one.result() for one in tries) == 5


def test_an_office_behind_one_address_may_mistype(sqlite_home: Home) -> None:
    assert all(sessions.admit(sqlite_home, "address:x", ADDRESS, NOW) for _ in range(30))
    assert not sessions.admit(sqlite_home, "address:x", ADDRESS, NOW)


@pytest.mark.parametrize("forget", ["success", "time"])
def test_failures_are_forgotten(sqlite_home: Home, forget: str) -> None:
    for _ in range(4):
        sessions.admit(sqlite_home, "a", ACCOUNT, NOW)
    moment = NOW
    if forget == "success":
        sessions.forgive(sqlite_home, "a")
    else:
        moment += timedelta(hours=2)
    assert all(sessions.admit(sqlite_home, "a", ACCOUNT, moment) for _ in range(5))
