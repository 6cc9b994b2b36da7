"""Puts an outcome on standard output: a JSON document, or sentences and aligned tables."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TextIO
from zoneinfo import ZoneInfo

import pandas as pd

from analysis.text.columns import heading
from analysis.text.labels import (
    CHANNELS,
    EVIDENCE,
    REASONS,
    RESPONDENT_TYPES,
    SIGNALS,
    VERDICTS,
    YES_NO,
    word_of,
)
from analysis.text.numbers import MISSING, integer, number, percent
from analysis.text.reasons import HELD_WHY
from data import text_commands as text
from data.commands.outcome import Outcome

WIDEST = 66
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WORDS = {
    "evidence": EVIDENCE, "verdict": VERDICTS, "signal": SIGNALS, "reason": REASONS | HELD_WHY,
    "respondent_type": RESPONDENT_TYPES, "channel": CHANNELS,
}
SHARES = ("_rate", "ci_low", "ci_high", "gap", "change", "limit_low", "limit_high", "centre")


def prepare_streams() -> None:
    """UTF-8 whatever the console says; a lone surrogate becomes an escape, never a crash."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def print_outcome(outcome: Outcome, as_json: bool) -> None:
    """Prints the document or what is shown; a reader who left early is no error."""
    for note in outcome.notes:
        _print_line(note, sys.stderr)
    try:
        if as_json:
            sys.stdout.write(json_line(outcome.document))
        elif outcome.payload is not None:
            sys.stdout.flush()
            sys.stdout.buffer.write(outcome.payload)
        else:
            for part in outcome.shown:
                print(part.rstrip("\n") if isinstance(part, str) else aligned(part))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_error(sentence: str) -> None:
    """One line on standard error."""
    _print_line(sentence, sys.stderr)


def json_line(document: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> str:
    """The document as one line of JSON in plain letters."""
    return json.dumps(document, ensure_ascii=False, default=plain, allow_nan=False) + "\n"


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as JSON values: numbers stay numbers, days are ISO text, missing is null."""
    columns = [[plain(value) for value in _days(frame[name]).tolist()] for name in frame.columns]
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _days(values: pd.Series[Any]) -> pd.Series[Any]:
    """Moments that are all midnight are days."""
    if pd.api.types.is_datetime64_dtype(values.dtype):
        known = values.dropna()
        if (known == known.dt.normalize()).all():
            return values.map(lambda moment: moment.date(), na_action="ignore").astype(object)
    return values


def plain(value: Any) -> Any:
    """One value as JSON knows it."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def aligned(frame: pd.DataFrame) -> str:
    """A table for people: Vietnamese headings and numbers, numbers to the right."""
    if frame.empty:
        return text.NOTHING
    if not isinstance(frame.index, pd.RangeIndex):  # one fact a line, named by the index
        frame = frame.reset_index().set_axis(["", " "], axis=1)
        frame[""] = [named(name) for name in frame[""]]
    cells = [
        [_cell(str(name), value) for value in _days(frame[name]).tolist()] for name in frame.columns
    ]
    titles = [named(str(name)) for name in frame.columns]
    widths = [max(map(len, (title, *column))) for title, column in zip(titles, cells, strict=True)]
    right = [pd.api.types.is_numeric_dtype(frame[name].dtype) for name in frame.columns]
    lines = [titles, *zip(*cells, strict=True)] if any(map(str.strip, titles)) else zip(*cells, strict=True)
    return "\n".join(_line(line, widths, right) for line in lines)


def _line(cells: Iterable[str], widths: list[int], right: list[bool]) -> str:
    padded = [
        cell.rjust(width) if to_right else cell.ljust(width)
        for cell, width, to_right in zip(cells, widths, right, strict=True)
    ]
    return "  ".join(padded).rstrip()


def named(name: str) -> str:
    """What a fact or column is called; the name itself where nothing is known."""
    return text.LABELS.get(name, heading(name))


def _cell(name: str, value: Any) -> str:
    value = plain(value)
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, float):
        if name.endswith(SHARES):
            return percent(value)
        return integer(value) if value.is_integer() else number(value, 4)
    if isinstance(value, int):
        return integer(value)
    return shortened(word_of(WORDS.get(name, {}), str(value)), WIDEST if name != "why" else None)


def local_time(moment: str | None) -> str | None:
    """A moment of the record as people here write it.

    >>> local_time("2026-11-20T09:00:00+00:00")
    '20/11/2026 16:00'
    """
    if not moment:
        return None
    return datetime.fromisoformat(moment).astimezone(ZONE).strftime("%d/%m/%Y %H:%M")


def shortened(value: str, widest: int | None = WIDEST) -> str:
    """Text on one line, cut where it is too wide, without anything a terminal would obey."""
    safe = "".join(sign if sign.isprintable() else " " for sign in value)
    return safe if widest is None or len(safe) <= widest else safe[: widest - 1] + "…"


def _print_line(sentence: str, stream: TextIO) -> None:
    print("".join(sign if sign.isprintable() else " " for sign in sentence), file=stream)
