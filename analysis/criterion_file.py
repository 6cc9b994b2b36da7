"""The TOML form of criterion sets, shared by set files and mapping files. Text in, values out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from analysis.criteria import OVERALL, Criterion, CriterionSet
from analysis.errors import InputError
from analysis.text import mapping as text

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
SET_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
LARGEST_FILE = 100_000  # characters; the longest real mapping is under 20,000
_MOST_DOTS = 400  # tomllib takes quadratic time for keys of thousands of dotted parts
LONGEST_TEXT = 1_000
_KINDS = ("scale", "tick")


class TooLargeError(ValueError):
    """The TOML text is larger, deeper or more dotted than any honest file."""


def read_toml(source: str) -> dict[str, Any]:
    """The document; TooLargeError when it is a bomb, ValueError when it is not TOML."""
    if len(source) > LARGEST_FILE or any(
        line.count(".") > _MOST_DOTS for line in source.splitlines()
    ):
        raise TooLargeError
    try:
        return tomllib.loads(source.lstrip("\ufeff"))
    except RecursionError as error:
        raise TooLargeError from error


def is_text(value: object, longest: int = LONGEST_TEXT) -> bool:
    """Whether a value is non-blank text without NUL, at most so many characters."""
    return (
        isinstance(value, str) and bool(value.strip()) and len(value) <= longest
        and "\x00" not in value
    )


def parse_criterion_set(source: str, file: str) -> CriterionSet:
    """The set a TOML file describes; InputError names the file and the key."""
    try:
        document = read_toml(source)
    except TooLargeError as error:
        raise InputError(text.SET_TOO_LARGE.format(file=file)) from error
    except ValueError as error:
        raise InputError(text.SET_NOT_TOML.format(file=file, problem=str(error)[:200])) from error
    _only(document, ("code", "name", "overall_label", "source", "criteria"), "", file)
    code = document.get("code")
    if not isinstance(code, str) or not SET_CODE.fullmatch(code):
        raise _wrong("code", text.NAME, file)
    for key in ("name", "overall_label"):
        if not is_text(document.get(key)):
            raise _wrong(key, text.TEXT.format(size=LONGEST_TEXT), file)
    if not is_text(document.get("source", "-")):
        raise _wrong("source", text.TEXT.format(size=LONGEST_TEXT), file)
    criteria = read_criteria(document.get("criteria", {}), file)
    if any(criterion.code == OVERALL for criterion in criteria):
        raise InputError(text.SET_RESERVED.format(file=file))
    return CriterionSet(
        code, document["name"], document["overall_label"], criteria, document.get("source", "")
    )


def read_criteria(table: object, file: str) -> tuple[Criterion, ...]:
    """The criteria of a `[criteria.<code>]` table in order; InputError names file and key."""
    if not isinstance(table, dict):
        raise _wrong("criteria", text.TABLE, file)
    criteria = tuple(_criterion(code, entry, file) for code, entry in table.items())
    seen: set[str] = set()
    for code in (c for one in criteria for c in (one.code, *(o for o, _ in one.options))):
        if code in seen:
            raise InputError(text.SET_CODE_TWICE.format(code=code, file=file))
        seen.add(code)
    return criteria


def _criterion(code: str, entry: object, file: str) -> Criterion:
    key = f"criteria.{code[:60]}"
    if not CODE.fullmatch(code):
        raise _wrong(key, text.CODE, file)
    if not isinstance(entry, dict):
        raise _wrong(key, text.TABLE, file)
    _only(entry, ("label", "kind", "options"), f"{key}.", file)
    if not is_text(entry.get("label")):
        raise _wrong(f"{key}.label", text.TEXT.format(size=LONGEST_TEXT), file)
    kind = entry.get("kind", "scale")
    if kind not in _KINDS:
        raise _wrong(f"{key}.kind", text.ONE_OF.format(values=", ".join(_KINDS)), file)
    options = entry.get("options", {})
    if not isinstance(options, dict) or bool(options) != (kind == "tick"):
        raise _wrong(f"{key}.options", text.TABLE, file)
    for option, label in options.items():
        if not CODE.fullmatch(option):
            raise _wrong(f"{key}.options.{option[:60]}", text.CODE, file)
        if not is_text(label):
            raise _wrong(f"{key}.options.{option}", text.TEXT.format(size=LONGEST_TEXT), file)
    return Criterion(code, entry["label"], kind, tuple(options.items()))


def _only(table: Mapping[str, Any], known: tuple[str, ...], prefix: str, file: str) -> None:
    for key in table:
        if key not in known:
            shown = f"{prefix}{key[:60]}"
            raise InputError(text.SET_UNKNOWN_KEY.format(key=shown, file=file))


def _wrong(key: str, expected: str, file: str) -> InputError:
    return InputError(text.SET_WRONG_VALUE.format(key=key, expected=expected, file=file))
