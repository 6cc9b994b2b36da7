"""Jobs of the server run on time, in threads of their own, and survive their own failures."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest

from analysis.errors import InputError
from web import jobs
from web.jobs import Job, run_once, start_jobs


def every(seconds: float):
    return lambda moment: moment + timedelta(seconds=seconds)


def test_a_job_runs_again_and_again_until_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SHORTEST_WAIT", 0.01)
    thrice, runs = threading.Event(), []

    def work() -> None:
        runs.append(threading.current_thread())
        if len(runs) >= 3:
            thrice.set()

    stop = start_jobs([Job("thử", every(0.01), work)])
    assert thrice.wait(10)
    stop.set()
    assert threading.main_thread() not in runs


def test_a_job_at_start_runs_before_its_first_moment() -> None:
    ran = threading.Event()
    stop = start_jobs([Job("thử", every(86_400), ran.set, at_start=True)])
    assert ran.wait(10)
    stop.set()


@pytest.mark.parametrize("error", [InputError("không đọc được"), ZeroDivisionError()])
def test_a_failing_job_is_logged_and_comes_again(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def work() -> None:
        raise error

    assert not run_once(Job("hỏng", every(1), work))
    assert "hỏng" in caplog.text


def test_a_fixed_clock_never_makes_a_job_spin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURVEY_NOW", "2026-11-20T09:00:00+07:00")
    runs: list[datetime] = []
    stop = start_jobs([Job("thử", lambda moment: moment, lambda: runs.append(datetime.now()))])
    stop.wait(0.2)
    stop.set()
    assert len(runs) <= 1
