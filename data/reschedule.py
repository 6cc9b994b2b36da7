"""Gives a living source another schedule; everything else about it stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from analysis.errors import InputError
from analysis.schedule import read_schedule, schedule_settings
from data import text_sources as text
from data.ledger import Ledger, Source
from data.sources.registry import READERS


def reschedule(
    ledger: Ledger, name: str, settings: Mapping[str, Any], who: str, now: datetime
) -> Source:
    """The source with some of interval_minutes, working_hours ("07:00-17:00") and working_days.

    Those not given stay; `working_days` is a list of "mon" … "sun". InputError, and nothing
    written, for an unknown or removed source, one that is not pulled, or a wrong value.
    """
    source = ledger.source(name)
    if not source.active:
        raise InputError(text.REMOVED.format(name=name))
    if source.kind not in READERS:
        raise InputError(text.NOT_LIVING.format(name=name, kind=source.kind))
    known = schedule_settings(source.mapping.schedule)
    wanted = {key: list(value) if isinstance(value, tuple) else value
              for key, value in (known | dict(settings)).items()}
    return ledger.add_source(replace(source.mapping, schedule=read_schedule(wanted)), who, now)
