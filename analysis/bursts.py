"""Many answers for one officer or unit within minutes: a flag to look at, nothing is removed."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.thresholds import BURST_MINUTES, BURST_OFFICER, BURST_UNIT

BURST_COLUMNS = [
    "unit_code", "officer_code", "day", "from_minute", "to_minute", "responses", "most_common",
]  # fmt: skip
_DAY = 24 * 60
_LEVELS = 6
_KINDS = dict.fromkeys(BURST_COLUMNS[:2], "str") | dict.fromkeys(BURST_COLUMNS[3:], "int64")
_NONE = pd.DataFrame({name: pd.Series(dtype=_KINDS.get(name, "object")) for name in BURST_COLUMNS})
Integers = NDArray[np.int64]


def bursts(times: pd.DataFrame) -> pd.DataFrame:
    """Stretches in which some ten minutes hold at least BURST_OFFICER answers for one officer.

    `times` has one row a response: unit_code, officer_code (null: BURST_UNIT for the unit),
    day (date), minute of the day (-1: no clock time, left out) and overall (0..5). Overlapping
    windows are one burst; `to_minute` counts from midnight of `day` and may pass 1,440.
    `most_common` is the largest number of equal general answers in it. Largest first.
    """
    known = times[times["minute"] >= 0].reset_index(drop=True)
    if known.empty:
        return _NONE.copy()
    days = np.asarray(known["day"], dtype="datetime64[D]").astype("int64")
    at = days * _DAY + known["minute"].to_numpy(dtype="int64")
    desk = _desks(known)
    order = np.lexsort((at, desk))
    known, at, desk = known.iloc[order], at[order], desk[order]
    least = np.where(known["officer_code"].notna(), BURST_OFFICER, BURST_UNIT)
    first, last = _stretches(at, desk, least)
    rows = known.iloc[first]
    day = at[first] // _DAY
    frame = pd.DataFrame({
        "unit_code": rows["unit_code"].array, "officer_code": rows["officer_code"].array,
        "day": pd.Series(list(day.astype("datetime64[D]").astype(object)), dtype=object),
        "from_minute": at[first] - day * _DAY, "to_minute": at[last] - day * _DAY,
        "responses": last - first + 1,
        "most_common": _most_common(known["overall"].to_numpy(dtype="int64"), first, last),
    })
    largest = frame.astype(_KINDS).sort_values("responses", ascending=False, kind="stable")
    return largest.reset_index(drop=True)


def _desks(known: pd.DataFrame) -> Integers:
    """A number for each officer of a unit, in order of both; units themselves come last."""
    numbers = known.groupby(["unit_code", "officer_code"], dropna=False, sort=True).ngroup()
    desk = numbers.to_numpy(dtype="int64")
    return np.where(known["officer_code"].notna(), desk, desk + len(known))


def _stretches(at: Integers, desk: Integers, least: Integers) -> tuple[Integers, Integers]:
    """First and last row of each burst; rows come desk by desk in order of time."""
    if not len(at):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    # Desks lie further apart than any window, so that no window reaches the next one.
    line = at - at.min() + desk * (int(at.max() - at.min()) + BURST_MINUTES)
    ends = np.searchsorted(line, line + BURST_MINUTES, side="left")
    starts = np.flatnonzero(ends - np.arange(len(line)) >= least)
    ends = ends[starts]
    fresh = np.ones(len(starts), dtype=bool)
    fresh[1:] = starts[1:] >= ends[:-1]
    last = np.append(np.flatnonzero(fresh)[1:] - 1, len(starts) - 1) if len(starts) else starts
    return starts[fresh], ends[last] - 1


def _most_common(levels: Integers, first: Integers, last: Integers) -> Integers:
    """The largest number of equal levels among the rows from first to last."""
    before = np.zeros((len(levels) + 1, _LEVELS), dtype=np.int64)
    np.cumsum(levels[:, None] == np.arange(_LEVELS), axis=0, out=before[1:])
    return np.asarray((before[last + 1] - before[first]).max(axis=1, initial=0))
