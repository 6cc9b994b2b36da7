"""Writes drawn responses as three sheets of text, the way three offices would have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from analysis.criteria import OVERALL, Criterion, CriterionSet
from analysis.mapping import SourceMapping
from data.demo import facts
from data.demo.answers import draw_criterion
from data.demo.district import District, generator
from data.demo.responses import comment_texts
from data.raw_table import RawTable

Columns = dict[str, Any]
NO_CRITERION, COUPLING = 0.015, 0.7
TICKS_AMONG_LOW, TICKS_ELSEWHERE = 0.12, 0.0015


@dataclass(frozen=True)
class Sheet:
    """One source: how it is read, and the tables to import one after the other."""

    mapping: SourceMapping
    tables: tuple[RawTable, ...]


def write_sheets(
    district: District, responses: pd.DataFrame, sets: Mapping[str, CriterionSet]
) -> list[Sheet]:
    """The three sources with every planted irregularity; KeyError when a criterion set is absent."""
    sheets = []
    for number, name in enumerate(facts.SOURCES):
        rows = responses[responses["source"] == number].reset_index(drop=True)
        criterion_set = sets[facts.CRITERION_SETS[name]]
        columns = _columns(district, rows, criterion_set, number)
        tables: tuple[pa.Table, ...] = (pa.table(columns),)
        if name == facts.NAM_DONG:
            tables = (_with_unreadable(district, tables[0], rows, criterion_set),)
        if name == facts.FRIENDLY:
            tables = _two_versions(district, tables[0], rows, criterion_set)
        mapping = _mapping(district, name, criterion_set)
        sheets.append(Sheet(mapping, tuple(map(_raw_table, tables))))
    return sheets


def _mapping(district: District, name: str, criterion_set: CriterionSet) -> SourceMapping:
    headers: Mapping[str, str] = district.words["headers"]
    answers = {OVERALL: criterion_set.overall_label}
    answers |= {criterion.code: criterion.label for criterion in criterion_set.criteria}
    return SourceMapping(
        name=name, criterion_set=criterion_set.code, answers=answers,
        columns={role: (header,) for role, header in headers.items()},
        values={
            role: {item["text"]: item["code"] for item in district.words[f"{role}s"]}
            for role in ("respondent_type", "channel")
        },
    )


def _columns(
    district: District, rows: pd.DataFrame, criterion_set: CriterionSet, number: int
) -> Columns:
    words, headers = district.words, district.words["headers"]
    unit_texts = [place.code if number == 1 else unit.name for place, unit in
                  zip(district.places, district.units[1:], strict=True)]
    procedures = [text for field in district.fields for text in field["procedures"]]
    labels = {
        "unit": (unit_texts, rows["place"]),
        "officer": ([officer.name for officer in district.officers], rows["officer"]),
        "field": ([field["name"] for field in district.fields], rows["field"]),
        "procedure": (procedures, rows["procedure"]),
    }
    for role in ("respondent_type", "channel", "stage"):
        labels[role] = ([item["text"] for item in words[f"{role}s"]], rows[role])
    columns: Columns = {headers["submitted_at"]: _time_texts(rows["moment"], number)}
    columns |= {headers[role]: _take(texts, codes) for role, (texts, codes) in labels.items()}
    columns |= _answer_columns(district, rows, criterion_set, number)
    columns[headers["comment"]] = _take(comment_texts(district), rows["comment"])
    return columns


def _answer_columns(
    district: District, rows: pd.DataFrame, criterion_set: CriterionSet, number: int
) -> Columns:
    words: Sequence[str] = district.words["levels"]
    texts = (list(words), list("12345"), [f"{i} - {text}" for i, text in enumerate(words, 1)])[number]
    random = generator(criterion_set.code)
    overall = rows["overall"].to_numpy()
    columns = {
        criterion_set.overall_label: _take(texts, np.where(rows["answered"], overall, 0) - 1)
    }
    for criterion in criterion_set.criteria:
        if criterion.kind == "tick":
            columns[criterion.label] = _ticks(random, criterion, overall)
            continue
        style = district.words["criteria"].get(criterion.code, {})
        levels = draw_criterion(
            random, overall, rows["satisfied"].to_numpy(),
            style.get("coupling", COUPLING), style.get("shift", 0.0),
        )
        blank = random.random(len(rows)) < NO_CRITERION
        levels = np.where(rows["straight"], 5, np.where(blank, 0, levels))
        columns[criterion.label] = _take(texts, levels - 1)
    return columns


def _ticks(random: np.random.Generator, criterion: Criterion, overall: NDArray[Any]) -> pa.Array:
    options = [label for _, label in criterion.options]
    texts = [*options, ", ".join(options[:2])]
    chance = np.where(overall <= 2, TICKS_AMONG_LOW, TICKS_ELSEWHERE)
    ticked = random.random(len(overall)) < chance
    return _take(texts, np.where(ticked, random.integers(0, len(texts), len(overall)), -1))


def _take(texts: Sequence[str], codes: Any) -> pa.Array:
    """The texts at the codes; -1 is an empty cell."""
    codes = np.asarray(codes, dtype=np.int64)
    return pa.array([*texts, None], pa.string()).take(
        pa.array(np.where(codes < 0, len(texts), codes))
    )


def _time_texts(moments: pd.Series, number: int) -> pa.Array:
    """One spelling for each source: d/m/Y with a 24-hour clock, ISO, d/m/Y with SA and CH."""
    if number == 1:
        return pc.strftime(pa.array(moments.astype("datetime64[s]")), format="%Y-%m-%d %H:%M:%S")
    times = pa.array(moments.astype("datetime64[s]"))
    if number == 0:
        return pc.strftime(times, format="%d/%m/%Y %H:%M:%S")
    halves = _take(["SA", "CH"], (moments.dt.hour >= 12).to_numpy())
    clock = pc.strftime(times, format="%d/%m/%Y %I:%M:%S")
    return pc.binary_join_element_wise(clock, halves, " ")


def _with_unreadable(
    district: District, table: pa.Table, rows: pd.DataFrame, criterion_set: CriterionSet
) -> pa.Table:
    """Adds rows that must be rejected, and spoils answers to one criterion."""
    label = next(c.label for c in criterion_set.criteria if c.code == facts.UNREADABLE_CRITERION)
    random = generator("unreadable")
    hit = np.zeros(len(rows), bool)
    hit[random.choice(len(rows), facts.UNREADABLE, replace=False)] = True
    spoiled = pc.if_else(pa.array(hit), district.words["unreadable_answer"], table[label])
    table = table.set_column(table.column_names.index(label), label, spoiled)
    recent = np.flatnonzero((rows["place"] == 0) & (rows["officer"] >= 0))
    base = table.take(pa.array(recent[-sum(facts.REJECTED.values()):])).to_pylist()
    reasons = [reason for reason, count in facts.REJECTED.items() for _ in range(count)]
    bad = [cells | _fault(district, reason, criterion_set)
           for cells, reason in zip(base, reasons, strict=True)]
    return pa.concat_tables([table, pa.Table.from_pylist(bad, schema=table.schema)])


def _fault(district: District, reason: str, criterion_set: CriterionSet) -> dict[str, str | None]:
    words, headers = district.words, district.words["headers"]
    merged = next(unit.name for unit in district.units if unit.code == facts.MERGED_UNIT)
    return {
        "unknown_level": {criterion_set.overall_label: words["unreadable_overall"]},
        "unknown_unit": {headers["unit"]: words["unknown_unit"]},
        "unknown_officer": {headers["officer"]: words["unknown_officer"]},
        "bad_time": {headers["submitted_at"]: "31/02/2026 09:00:00"},
        "future_time": {headers["submitted_at"]: "15/03/2099 09:00:00"},
        "out_of_scope": {headers["unit"]: merged, headers["officer"]: None},
        "spreadsheet_error": {criterion_set.overall_label: "#N/A"},
    }[reason]


def _two_versions(
    district: District, table: pa.Table, rows: pd.DataFrame, criterion_set: CriterionSet
) -> tuple[pa.Table, pa.Table]:
    """The sheet with duplicates as first sent in, and again after rows were edited and removed."""
    label = criterion_set.overall_label
    order = np.arange(len(rows))
    mine = np.flatnonzero(rows["place"] == 0)[: 2 * facts.DUPLICATES]
    order[mine[: facts.DUPLICATES]] = mine[facts.DUPLICATES :]
    first = table.take(pa.array(order))
    editable = np.flatnonzero((rows["place"] == 2) & (rows["overall"] < 5) & rows["answered"])
    edited = np.zeros(len(rows), bool)
    edited[editable[: facts.EDITED]] = True
    best = f"5 - {district.words['levels'][4]}"
    second = first.set_column(
        first.column_names.index(label), label, pc.if_else(pa.array(edited), best, first[label])
    )
    keep = np.ones(len(rows), bool)
    keep[editable[facts.EDITED : facts.EDITED + facts.REMOVED]] = False
    return first, second.filter(pa.array(keep))


def _raw_table(table: pa.Table) -> RawTable:
    names = [str(index) for index in range(table.num_columns)]
    return RawTable(
        tuple(table.column_names), table.rename_columns(names).combine_chunks(),
        pa.array(range(2, table.num_rows + 2)),
    )
