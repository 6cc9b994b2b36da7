"""What lives long is set aside, and no run waits for a collection of everything."""

from __future__ import annotations

import gc
from datetime import datetime, timedelta

from streamlit import config

from web.memory import next_tidying, tidy
from web.work import regular_jobs


def test_what_is_left_is_set_aside_again_and_again() -> None:
    kept = [[number] for number in range(1000)]
    try:
        tidy()
        assert gc.get_freeze_count() > len(kept)
        assert len(gc.get_objects()) < 1000
    finally:
        gc.unfreeze()


def test_the_server_tidies_every_two_minutes() -> None:
    moment = datetime(2026, 11, 20, 9)
    assert next_tidying(moment) - moment == timedelta(minutes=2)
    assert "memory" in [job.name for job in regular_jobs()]


def test_no_run_ends_with_a_collection_of_everything() -> None:
    assert config.get_option("runner.postScriptGC") is False
    assert gc.isenabled()
