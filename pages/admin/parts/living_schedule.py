"""When a living source is read: said in words, and changed on the screen."""

from __future__ import annotations

from datetime import time

import streamlit as st

from analysis.schedule import LONGEST_INTERVAL, Schedule
from analysis.text.labels import WEEKDAYS
from analysis.text.numbers import integer
from pages.shared import text_sync as words
from pages.shared.doors import syncing

LAST_MINUTE = time(23, 59)


def schedule_words(schedule: Schedule) -> str:
    """How often, in which hours and on which days; hours and days only when they are fewer."""
    said = words.EVERY.format(n=integer(schedule.interval_minutes))
    if (schedule.opens, schedule.closes) != (time.min, time.max):
        hours = {"opens": f"{schedule.opens:%H:%M}", "closes": f"{schedule.closes:%H:%M}"}
        said = f"{said}, {words.HOURS.format(**hours)}"
    if len(schedule.days) < len(WEEKDAYS):
        said = f"{said}, {', '.join(_weekday(day) for day in schedule.days)}"
    return said


def schedule_form(source: syncing.Source) -> Schedule | None:
    """The schedule a person saved in this run, None when nothing was; what is wrong is said."""
    now, key = source.mapping.schedule, f"schedule-{source.id}"
    with st.expander(words.SCHEDULE), st.form(key, border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            minutes = st.number_input(
                words.INTERVAL, 1, LONGEST_INTERVAL, now.interval_minutes, key=f"{key}-minutes",
                width=200,
            )
            opens = st.time_input(words.OPENS, now.opens, key=f"{key}-opens", width=150)
            shuts = min(now.closes, LAST_MINUTE)
            closes = st.time_input(words.CLOSES, shuts, key=f"{key}-closes", width=150)
        days = st.pills(
            words.DAYS, range(len(WEEKDAYS)), selection_mode="multi", default=list(now.days),
            format_func=_weekday, key=f"{key}-days",
        )
        st.caption(words.SCHEDULE_NOTE)
        if not st.form_submit_button(words.SAVE_SCHEDULE):
            return None
    if not days or opens >= closes:
        st.error(words.BAD_SCHEDULE)
        return None
    whole = time.max if closes >= LAST_MINUTE else closes
    return Schedule(int(minutes), opens, whole, tuple(sorted(days)))


def _weekday(day: int) -> str:
    return WEEKDAYS[day + 1]
