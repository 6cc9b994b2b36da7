"""The demonstration district's units, officers and word lists, read from its TOML files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from analysis.registers import Officer, Unit
from data.demo import facts

FOLDER = Path(__file__).parent
SEED = 20240701


def generator(purpose: str) -> np.random.Generator:
    """Random numbers that depend on nothing but their purpose, so that one change moves one thing."""
    return np.random.default_rng([SEED, crc32(purpose.encode())])


@dataclass(frozen=True)
class Place:
    """One commune with what its figures are drawn from; `shares` of its officers add up to 1."""

    code: str
    responses: int
    quality: float
    coverage: float
    officers: tuple[str, ...]


@dataclass(frozen=True)
class District:
    """Everything about the district that does not depend on a single response."""

    units: tuple[Unit, ...]
    officers: tuple[Officer, ...]
    places: tuple[Place, ...]
    words: dict[str, Any]
    comments: dict[str, list[str]]
    dates: facts.Dates

    @cached_property
    def fields(self) -> list[dict[str, Any]]:
        """Fields of work with weight, effect on satisfaction and procedures."""
        return list(self.words["fields"])

    @cached_property
    def officer_number(self) -> dict[str, int]:
        """Position of every officer in `officers`, by code."""
        return {officer.code: index for index, officer in enumerate(self.officers)}


def load_district(today: date) -> District:
    """The district as it stands on `today`."""
    words = tomllib.loads((FOLDER / "district.toml").read_text(encoding="utf-8"))
    comments = tomllib.loads((FOLDER / "comments.toml").read_text(encoding="utf-8"))
    days = facts.dates(today)
    officers = tuple(_officers(words, days))
    places = tuple(
        Place(
            item["code"], item["responses"], item["quality"], item["coverage"],
            tuple(officer.code for officer in officers if officer.unit_code == item["code"]),
        )
        for item in words["units"]
    )
    return District(tuple(_units(words, days)), officers, places, words, comments, days)


def _units(words: dict[str, Any], days: facts.Dates) -> list[Unit]:
    root = Unit(words["root"]["code"], words["root"]["name"], words["root"]["kind"])
    return [root, *(_unit(item, root.code, days) for item in words["units"])]


def _unit(item: dict[str, Any], parent: str, days: facts.Dates) -> Unit:
    code = item["code"]
    unit = Unit(
        code, item["name"], item["kind"], parent, aliases=tuple(item.get("aliases", ())),
        model_start=days.pilots_start if code in facts.PILOTS else days.others_start,
    )
    if code == facts.NEW_UNIT:
        return replace(unit, valid_from=days.new_unit, model_start=days.new_unit)
    if code == facts.MERGED_UNIT:
        return replace(
            unit, valid_to=days.merger - timedelta(days=1), model_start=None,
            successor_codes=(facts.MERGED_INTO,),
        )
    return unit


def _officers(words: dict[str, Any], days: facts.Dates) -> list[Officer]:
    names = _distinct_names(words["officer_names"])
    officers: list[Officer] = []
    for item in words["units"]:
        for number in range(1, item["officers"] + 1):
            code = f"{item['code']}-{number:02d}"
            same = code in facts.SAME_NAME_OFFICERS
            officers.append(Officer(
                code, words["officer_names"]["same_name"] if same else next(names), item["code"],
                position=words["positions"][len(officers) % len(words["positions"])],
                counter=words["counter"].format(number=(number - 1) % 6 + 1),
                valid_to=days.merger - timedelta(days=1)
                if item["code"] == facts.MERGED_UNIT else None,
            ))
    return officers


def _distinct_names(pool: dict[str, Any]) -> Iterator[str]:
    every = [
        f"{family} {middle} {given}"
        for family in pool["family"] for middle in pool["middle"] for given in pool["given"]
    ]
    generator("officers").shuffle(every)
    return iter(every)
