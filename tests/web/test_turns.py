"""Few runs at a time, first come first served, and nothing long holds the others up."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock, Thread

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

import server
from web.turns import Turns, take_turns


def test_never_more_than_so_many_at_a_time_and_all_come_to_an_end() -> None:
    turns, guard, inside, most = Turns(2, 60), Lock(), [0], [0]

    def run(_: int) -> None:
        with turns.one():
            with guard:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            time.sleep(0.002)
            with guard:
                inside[0] -= 1

    with ThreadPoolExecutor(30) as pool:
        list(pool.map(run, range(120)))
    assert (inside, most) == ([0], [2])


def test_who_came_first_goes_first() -> None:
    turns, order, held = Turns(1, 60), [], Event()
    threads = []
    with turns.one():
        for number in range(8):
            def run(number: int = number) -> None:
                with turns.one():
                    order.append(number)

            threads.append(Thread(target=run))
            threads[-1].start()
            while len(turns._line) <= number:
                held.wait(0.001)
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_what_works_long_holds_nobody_up() -> None:
    turns, done = Turns(2, 0.05), Event()

    def long() -> None:
        with turns.one():
            done.wait(20)

    with ThreadPoolExecutor(4) as pool:
        for _ in range(3):
            pool.submit(long)
        began = time.monotonic()
        with turns.one():
            waited = time.monotonic() - began
        done.set()
    assert waited < 5


def test_an_error_gives_the_turn_back() -> None:
    turns = Turns(1, 60)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), turns.one():
            1 / 0
    with turns.one():
        pass


def test_the_server_takes_turns_and_does_so_once() -> None:
    assert server.app is not None
    changed = ScriptRunner._run_script
    assert changed.__module__ == "web.turns"
    take_turns()
    assert ScriptRunner._run_script is changed
