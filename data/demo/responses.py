"""Draws the demonstration's responses as numbers: who came when, for what, and how content."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.demo import facts
from data.demo.answers import draw_exactly, draw_levels
from data.demo.district import District, Place, generator
from data.demo.working_hours import WorkingHours

Random = np.random.Generator
Numbers = NDArray[np.int64]

NO_OFFICER, NO_ANSWER = 0.05, 0.012
COMMENT_SHARES = (0.0, 0.42, 0.36, 0.10, 0.05, 0.07)
CHANNEL_EFFECTS = np.array([0.0, 0.015, -0.03])


def draw_responses(district: District) -> pd.DataFrame:
    """Every response of the district in order of time, one row each, as positions and levels.

    Columns: place, officer (position in the district's officers, -1 none), moment, field,
    procedure, respondent_type, channel, stage, source, overall 1..5, answered, satisfied (the
    share its levels were drawn from), comment (position, -1 none), straight (all answers alike).
    """
    hours = WorkingHours(district.dates.first, district.dates.last)
    frames = [
        _place_responses(district, index, hours)
        for index, place in enumerate(district.places) if place.responses
    ]
    frame = pd.concat(frames, ignore_index=True).sort_values("moment", kind="stable")
    frame = frame.reset_index(drop=True)
    frame["comment"] = _comments(district, frame)
    return frame


def _place_responses(district: District, index: int, hours: WorkingHours) -> pd.DataFrame:
    place = district.places[index]
    random = generator(place.code)
    n, days = place.responses, district.dates
    last = days.merger - timedelta(days=1) if place.code == facts.MERGED_UNIT else days.last
    frame = pd.DataFrame({
        "place": np.full(n, index), "moment": hours.draw(random, n, days.first, last),
        "officer": _officers(district, place, random),
    })
    frame["field"], frame["procedure"] = _fields(district, random, n)
    for name in ("respondent_type", "channel", "stage"):
        weights = np.array([item["weight"] for item in district.words[f"{name}s"]], float)
        frame[name] = random.choice(len(weights), n, p=weights / weights.sum())
    frame["satisfied"] = _satisfied(district, place, frame, random)
    frame["overall"] = draw_levels(random, frame["satisfied"].to_numpy())
    frame["answered"] = random.random(n) >= NO_ANSWER
    frame["source"] = _sources(district, place, frame, random)
    frame["straight"] = False
    _plant(district, place, frame, random)
    return frame


def _officers(district: District, place: Place, random: Random) -> Numbers:
    """Who served each visitor: exact numbers for planted officers, drawn for the others."""
    numbers = np.array([district.officer_number[code] for code in place.officers])
    if place.code == facts.UNIT_OVER_WITH_FEW.code:
        return np.full(place.responses, -1)
    if place.code == facts.UNIT_EXACTLY_A_QUARTER.code:
        each = np.repeat(numbers, 196)
        return random.permutation(np.append(each, np.full(place.responses - len(each), -1)))
    planted = {p.code: p.n for p in facts.PLANTED_OFFICERS}
    fixed = [np.full(planted[code], district.officer_number[code])
             for code in place.officers if code in planted]
    free = [number for code, number in zip(place.officers, numbers, strict=True)
            if code not in planted]
    weights = random.uniform(0.5, 1.5, len(free))
    drawn = random.choice(free, place.responses - sum(map(len, fixed)), p=weights / weights.sum())
    drawn[random.random(len(drawn)) < NO_OFFICER] = -1
    return random.permutation(np.concatenate([*fixed, drawn]))


def _fields(district: District, random: Random, n: int) -> tuple[Numbers, Numbers]:
    weights = np.array([item["weight"] for item in district.fields], float)
    weights *= random.uniform(0.7, 1.3, len(weights))
    field = random.choice(len(weights), n, p=weights / weights.sum())
    sizes = np.array([len(item["procedures"]) for item in district.fields])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    return field, starts[field] + (random.random(n) * sizes[field]).astype(int)


def _satisfied(
    district: District, place: Place, frame: pd.DataFrame, random: Random
) -> NDArray[np.float64]:
    day = frame["moment"].to_numpy().astype("datetime64[D]")
    unit = next(unit for unit in district.units if unit.code == place.code)
    share = np.full(len(frame), place.quality)
    share += np.array([item["effect"] for item in district.fields])[frame["field"]]
    share += CHANNEL_EFFECTS[frame["channel"]]
    officers = np.append(random.normal(0, 0.015, len(district.officers)), 0.0)
    share += officers[frame["officer"]]
    share += facts.MODEL_EFFECT * _since(day, unit.model_start)
    if place.code == facts.DROP_UNIT:
        share += facts.DROP_EFFECT * _since(day, district.dates.drop)
    return np.asarray(np.clip(share, 0.4, 0.985))


def _since(days: NDArray[np.datetime64], start: date | None) -> NDArray[np.bool_]:
    if start is None:
        return np.zeros(len(days), bool)
    return np.asarray(days >= np.datetime64(start, "D"))


def _sources(district: District, place: Place, frame: pd.DataFrame, random: Random) -> Numbers:
    """Yearly SIPAS rounds in autumn; the friendly-office form only where its model has begun."""
    unit = next(unit for unit in district.units if unit.code == place.code)
    n = len(frame)
    autumn = frame["moment"].dt.month.isin([9, 10, 11]).to_numpy()
    friendly = _since(frame["moment"].to_numpy().astype("datetime64[D]"), unit.model_start)
    sipas = random.random(n) < np.where(autumn, 0.45, 0.12)
    source = np.where(sipas, 1, np.where(friendly & (random.random(n) < 0.4), 2, 0))
    return np.zeros(n, int) if place.code == facts.UNIT_OVER_WITH_FEW.code else source


def _plant(district: District, place: Place, frame: pd.DataFrame, random: Random) -> None:
    for planted in facts.PLANTED_OFFICERS:
        if planted.code in place.officers:
            mine = frame["officer"] == district.officer_number[planted.code]
            _fix(frame, mine, draw_exactly(random, planted.n, planted.low, planted.neutral))
    if place.code == facts.UNIT_OVER_WITH_FEW.code:
        few = facts.UNIT_OVER_WITH_FEW
        _fix(frame, frame["place"] >= 0, draw_exactly(random, few.n, few.low, few.neutral))
    if place.code == facts.UNIT_EXACTLY_A_QUARTER.code:
        for number in frame["officer"].unique():
            mine = frame["officer"] == number
            n = int(mine.sum())
            _fix(frame, mine, draw_exactly(random, n, n // 4, n * 3 // 20))
    if place.code == facts.BURST_UNIT:
        _burst(district, frame, random)


def _fix(frame: pd.DataFrame, rows: pd.Series, levels: NDArray[np.int8]) -> None:
    frame.loc[rows, "overall"] = levels
    frame.loc[rows, "answered"] = True


def _burst(district: District, frame: pd.DataFrame, random: Random) -> None:
    """Very many perfect answers for one officer within a few minutes of one morning."""
    mine = frame.index[frame["officer"] == district.officer_number[facts.BURST_OFFICER]]
    rows = mine[: facts.BURST_SIZE]
    start = np.datetime64(district.dates.burst, "s") + np.timedelta64(facts.BURST_START, "m")
    seconds = random.choice(facts.BURST_MINUTES * 60, len(rows), replace=False)
    frame.loc[rows, "moment"] = start + seconds
    frame.loc[rows, ["overall", "answered", "source", "channel", "straight"]] = (5, True, 0, 0, True)


def comment_texts(district: District) -> list[str]:
    """Every comment the demonstration may hold: good, neutral, bad, personal, hostile."""
    lists, tails = district.comments, district.comments["tails"]
    mixed = [text + tail for kind in ("good", "neutral", "bad") for text in lists[kind] for tail in tails]
    return [*mixed, *lists["personal"], *lists["hostile"]]


def _comments(district: District, frame: pd.DataFrame) -> Numbers:
    random = generator("comments")
    sizes = [len(district.comments[kind]) * len(district.comments["tails"])
             for kind in ("good", "neutral", "bad")]
    kind = np.select([frame["overall"] >= 4, frame["overall"] == 3], [0, 1], 2)
    starts = np.array([0, sizes[0], sizes[0] + sizes[1]])
    comment = starts[kind] + (random.random(len(frame)) * np.array(sizes)[kind]).astype(int)
    comment[random.random(len(frame)) >= np.array(COMMENT_SHARES)[frame["overall"]]] = -1
    special = np.arange(sum(sizes), len(comment_texts(district)))
    first_place = np.flatnonzero((frame["place"] == 0) & (frame["source"] == 0))
    comment[random.choice(first_place, len(special), replace=False)] = special
    return np.asarray(comment)
