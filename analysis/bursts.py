"""Many answers for one officer or unit within minutes: a flag to look at, nothing is removed."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.thresholds import BURST_MINUTES, BURST_OFFICER, BURST_UNIT

BURST_COLUMNS = [
    "unit_code", "officer_code", "day", "from_minute", "to_minute", "responses", "most_common",
]  # fmt: skip
_DAY = 24 * 60
_EPOCH = date(1970, 1, 1)
Integers = NDArray[np.int64]


def bursts(times: pd.DataFrame) -> pd.DataFrame:
    """Stretches in which some ten minutes hold at least BURST_OFFICER answers for one officer.

    `times` has one row a response: unit_code, officer_code (null: BURST_UNIT for the unit),
    day (date), minute of the day (-1: no clock time, left out) and overall (0..5). Overlapping
    windows are one burst; `to_minute` counts from midnight of `day` and may pass 1,440.
    `most_common` is the largest number of equal general answers in it. Largest first.
    """
    known = times[times["minute"] >= 0]
    days = np.asarray(known["day"], dtype="datetime64[D]").astype("int64")
    known = known.assign(at=days * _DAY + known["minute"].to_numpy(dtype="int64"))
    named = known["officer_code"].notna()
    found: list[tuple[object, ...]] = []
    for who, rows in known[named].groupby(["unit_code", "officer_code"]):
        found += [(*who, *burst) for burst in _of_one(rows, BURST_OFFICER)]
    for unit, rows in known[~named].groupby("unit_code"):
        found += [(unit, None, *burst) for burst in _of_one(rows, BURST_UNIT)]
    frame = pd.DataFrame(found, columns=BURST_COLUMNS)
    kinds = dict.fromkeys(BURST_COLUMNS[3:], "int64") | dict.fromkeys(BURST_COLUMNS[:2], "str")
    order = frame.astype(kinds).sort_values("responses", ascending=False, kind="stable")
    return order.reset_index(drop=True)


def _of_one(rows: pd.DataFrame, least: int) -> list[tuple[date, int, int, int, int]]:
    if len(rows) < least:
        return []
    at = rows["at"].to_numpy()
    order = np.argsort(at, kind="stable")
    at, levels = at[order], rows["overall"].to_numpy(dtype="int64")[order]
    ends = np.searchsorted(at, at + BURST_MINUTES, side="left")
    full = ends - np.arange(len(at)) >= least
    return [_burst(at[a:b], levels[a:b]) for a, b in _merged(np.flatnonzero(full), ends[full])]


def _merged(starts: Integers, ends: Integers) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _burst(at: Integers, levels: Integers) -> tuple[date, int, int, int, int]:
    day, minute = divmod(int(at[0]), _DAY)
    most_common = int(np.bincount(levels).max())
    return _EPOCH + timedelta(day), minute, minute + int(at[-1] - at[0]), len(at), most_common
