"""Work the server does by itself, each job in a thread of its own: nothing waits for it."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from analysis.errors import SurveyError
from data.settings import now

SHORTEST_WAIT = 1.0
"""Seconds between two runs whatever a job asks for, so that a wrong clock never makes it spin."""

LONGEST_WAIT = 300.0
"""Seconds after which the clock is looked at again: it may have been set, or the machine slept."""

_log = logging.getLogger("survey.jobs")


@dataclass(frozen=True)
class Job:
    """Something to run again and again: `next_run` gives the moment after the one it is given."""

    name: str
    next_run: Callable[[datetime], datetime]
    run: Callable[[], object]
    at_start: bool = False


def start_jobs(jobs: Sequence[Job]) -> threading.Event:
    """Starts every job in a thread that ends with the process; setting the event stops them."""
    stop = threading.Event()
    for job in jobs:
        threading.Thread(target=_keep_running, args=(job, stop), name=job.name, daemon=True).start()
    return stop


def _keep_running(job: Job, stop: threading.Event) -> None:
    if job.at_start:
        run_once(job)
    due = job.next_run(now())
    while not stop.wait(min(LONGEST_WAIT, max(SHORTEST_WAIT, (due - now()).total_seconds()))):
        if now() >= due:
            run_once(job)
            due = job.next_run(now())


def run_once(job: Job) -> bool:
    """Runs a job; whatever goes wrong is logged, and the next run comes all the same."""
    try:
        job.run()
    except SurveyError as error:
        _log.warning("%s: %s", job.name, error)
    except Exception:  # noqa: BLE001 - the boundary of a thread: logged under a number
        _log.exception("%s: error %s", job.name, secrets.token_hex(4).upper())
    else:
        return True
    return False
