"""The mapping file: TOML text to a checked SourceMapping and back. Nothing is read from disk."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from analysis import form_mapping
from analysis.criteria import OVERALL, Criterion, CriterionSet
from analysis.criterion_file import (
    LONGEST_TEXT,
    SET_CODE,
    TooLargeError,
    is_text,
    read_criteria,
    read_toml,
)
from analysis.errors import InputError
from analysis.mapping import COLUMN_ROLES, SourceMapping
from analysis.names import fold
from analysis.schedule import KEYS as SCHEDULE_KEYS
from analysis.schedule import read_schedule, schedule_settings
from analysis.text import mapping as text
from analysis.times import local_minute, zone

KINDS = ("file", "google_sheet", "duckdb", "folder", form_mapping.KIND)
OPTIONS = {
    "file": (), "google_sheet": ("spreadsheet_id",), "duckdb": ("path", "table"),
    "folder": ("path",), form_mapping.KIND: ("codes",),
}
DEFAULTS: dict[str, Any] = {"codes": form_mapping.CODES[0]}
VALUE_ROLES = tuple(role for role in COLUMN_ROLES if role not in ("submitted_at", "comment"))
_TABLES = ("source", "columns", "constants", "answers", "levels", "values", "criteria")
_LAST_HEADER_ROW = 1_000
_T = TypeVar("_T")


def parse_mapping(toml_text: str) -> SourceMapping:
    """The mapping a TOML text describes; InputError with one sentence that names the key."""
    document = _document(toml_text)
    source = _table(document, "source")
    settings = _settings(source)
    own = settings["kind"] == form_mapping.KIND
    columns = _columns(_table(document, "columns"))
    columns = _own(columns, form_mapping.COLUMNS) if own else columns
    constants = _constants(_table(document, "constants"), settings)
    for role in constants:
        if role in columns:
            raise InputError(text.GIVEN_TWICE.format(key=role))
    for role in ("submitted_at", "unit"):
        if role not in columns and role not in constants:
            raise InputError(text.MISSING_KEY.format(key=f"columns.{role}"))
    criteria = read_criteria(_table(document, "criteria"), settings["name"])
    if criteria and settings["criterion_set"]:
        raise InputError(text.TWO_SETS)
    return SourceMapping(
        **settings, columns=columns, constants=constants,
        answers=_answers(_table(document, "answers"), own), levels=_levels(_table(document, "levels")),
        values=_values(_table(document, "values")), criteria=criteria,
        options={key: {**DEFAULTS, **source}[key] for key in OPTIONS[settings["kind"]]},
        schedule=read_schedule(source),
    )


def check_answers(mapping: SourceMapping, criterion_set: CriterionSet) -> None:
    """InputError when `answers` names a criterion or tick option the set does not have."""
    known = {OVERALL}
    for criterion in criterion_set.criteria:
        known.add(criterion.code)
        for option, _ in criterion.options:
            known |= {option, f"{criterion.code}.{option}"}
    for key in mapping.answers:
        if key not in known:
            raise InputError(text.UNKNOWN_CRITERION.format(key=key, set=criterion_set.code))


def mapping_toml(mapping: SourceMapping) -> str:
    """The TOML text of a mapping; `parse_mapping` of it gives an equal mapping."""
    default = SourceMapping(mapping.name)
    lines = ["[source]", _line("name", mapping.name), _line("kind", mapping.kind)]
    lines += [
        _line(key, value) for key in _SETTINGS
        if key not in ("name", "kind")
        and (value := getattr(mapping, key)) != getattr(default, key)
    ]
    lines += [_line(key, value) for key, value in mapping.options.items()]
    lines += [_line(key, value) for key, value in schedule_settings(mapping.schedule).items()]
    columns = {r: h if len(h) > 1 else h[0] for r, h in mapping.columns.items()}
    levels = {label: level or "none" for label, level in mapping.levels.items()}
    lines += _section("columns", columns) + _section("constants", mapping.constants)
    lines += _section("answers", mapping.answers) + _section("levels", levels)
    for role, renamed in mapping.values.items():
        lines += _section(f"values.{role}", renamed)
    for criterion in mapping.criteria:
        lines += _criterion_lines(criterion)
    return "\n".join(lines) + "\n"


def _document(toml_text: str) -> dict[str, Any]:
    try:
        document = read_toml(toml_text)
    except TooLargeError as error:
        raise InputError(text.TOO_LARGE) from error
    except ValueError as error:
        problem = str(error)[:200].rstrip(".")
        raise InputError(text.NOT_TOML.format(problem=problem)) from error
    _only(document, _TABLES, "")
    return document


def _table(document: Mapping[str, Any], key: str) -> dict[str, Any]:
    table = document.get(key, {})
    if not isinstance(table, dict):
        raise _wrong(key, text.TABLE)
    return table


def _one_of(*allowed: str) -> tuple[Callable[[object], bool], str]:
    return lambda value: value in allowed, text.ONE_OF.format(values=", ".join(allowed))


def _is_name(value: object) -> bool:
    return isinstance(value, str) and SET_CODE.fullmatch(value) is not None


def _is_zone(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(zone(value))
    except ValueError:
        return False


def _is_row(value: object) -> bool:
    return type(value) is int and 1 <= value <= _LAST_HEADER_ROW


_TRUTH: tuple[Callable[[object], bool], str] = (lambda value: isinstance(value, bool), text.TRUTH)
_TEXT: tuple[Callable[[object], bool], str] = (is_text, text.TEXT.format(size=LONGEST_TEXT))

# Setting -> (check, what the sentence says it must be).
_SETTINGS: dict[str, tuple[Callable[[object], bool], str]] = {
    "name": (_is_name, text.NAME),
    "kind": _one_of(*KINDS),
    "criterion_set": (_is_name, text.NAME),
    "timezone": (_is_zone, text.ZONE),
    "date_order": _one_of("dmy", "mdy"),
    "sheet": _TEXT,
    "header_row": (_is_row, text.WHOLE.format(low=1, high=_LAST_HEADER_ROW)),
    "create_units": _TRUTH,
    "counted_version": _one_of("first", "latest"),
    "partial": _TRUTH,
}
_OPTIONS = {"codes": _one_of(*form_mapping.CODES)}


def _settings(source: Mapping[str, Any]) -> dict[str, Any]:
    if "name" not in source:
        raise InputError(text.MISSING_KEY.format(key="source.name"))
    kind = source.get("kind", "file")
    options = OPTIONS.get(kind, ()) if isinstance(kind, str) else ()
    living = () if kind == "file" else SCHEDULE_KEYS
    _only(source, (*_SETTINGS, *options, *living), "source.")
    default = SourceMapping("")
    settings = {key: source.get(key, getattr(default, key)) for key in _SETTINGS}
    for key, (accepts, expected) in _SETTINGS.items():
        if key in source and not accepts(source[key]):
            raise _wrong(f"source.{key}", expected)
    for key in options:
        if key not in {**DEFAULTS, **source}:
            raise InputError(text.MISSING_KEY.format(key=f"source.{key}"))
        accepts, expected = _OPTIONS.get(key, _TEXT)
        if not accepts({**DEFAULTS, **source}[key]):
            raise _wrong(f"source.{key}", expected)
    # A file in a folder, or a handful of answers, holds some of the rows.
    settings["partial"] = settings["partial"] or kind in ("folder", form_mapping.KIND)
    return settings


def _columns(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    _only(table, COLUMN_ROLES, "columns.")
    columns = {}
    for role, headers in table.items():
        if role == "comment" and isinstance(headers, list):
            if not headers or not all(map(is_text, headers)):
                raise _wrong(f"columns.{role}", text.TEXTS)
            columns[role] = tuple(dict.fromkeys(headers))
        else:
            columns[role] = (_text(f"columns.{role}", headers),)
    return columns


def _own(given: Mapping[str, _T], own: Mapping[str, _T]) -> dict[str, _T]:
    """What our own form calls its columns; InputError when something else is given."""
    for key, headers in given.items():
        if own.get(key) != headers:
            raise _wrong(key, text.OWN_COLUMNS)
    return dict(own)


def _constants(table: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, str]:
    _only(table, COLUMN_ROLES, "constants.")
    constants = {}
    for role, value in table.items():
        if role == "submitted_at" and isinstance(value, date):  # a datetime is a date, too
            value = value.isoformat(*([" "] if isinstance(value, datetime) else []))
        constants[role] = _text(f"constants.{role}", value)
    moment = constants.get("submitted_at")
    if moment and local_minute(moment, settings["date_order"], settings["timezone"]) is None:
        raise _wrong("constants.submitted_at", text.DAY_OR_TIME)
    return constants


def _answers(table: Mapping[str, Any], own: bool) -> dict[str, str]:
    """Criterion code -> header; `[answers.negative]` may name its options one by one.

    Our own form names its columns by the codes, and without answers asks the whole set.
    """
    answers: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            for option, header in value.items():
                answers[f"{key}.{option}"] = _text(f"answers.{key}.{option}", header)
        else:
            answers[key] = _text(f"answers.{key}", value)
    if own:
        return _own(answers, {key: key for key in answers})
    if not answers:
        raise InputError(text.NO_ANSWERS)
    return answers


def _levels(table: Mapping[str, Any]) -> dict[str, int]:
    levels: dict[str, int] = {}
    for label, level in table.items():
        key = fold(label)
        given = 0 if level == "none" else level
        if not key or type(given) is not int or not (1 <= given <= 5 or level == "none"):
            raise _wrong(f"levels.{label[:60]}", text.LEVEL)
        if levels.setdefault(key, given) != given:
            raise InputError(text.GIVEN_TWICE.format(key=f"levels.{label[:60]}"))
    return levels


def _values(table: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    _only(table, VALUE_ROLES, "values.")
    values: dict[str, dict[str, str]] = {}
    for role, renamed in table.items():
        if not isinstance(renamed, dict):
            raise _wrong(f"values.{role}", text.TABLE)
        values[role] = {
            old: _text(f"values.{role}.{old[:60]}", new) for old, new in renamed.items()
        }
        if len({fold(old) for old in renamed}) < len(renamed):
            raise InputError(text.GIVEN_TWICE.format(key=f"values.{role}"))
    allowed = ("individual", "organisation")
    for old, new in values.get("respondent_type", {}).items():
        if new not in allowed:
            expected = text.ONE_OF.format(values=", ".join(allowed))
            raise _wrong(f"values.respondent_type.{old[:60]}", expected)
    return values


def _text(key: str, value: object) -> str:
    if not isinstance(value, str) or not is_text(value):
        raise _wrong(key[:120], _TEXT[1])
    return value


def _only(table: Mapping[str, Any], known: Sequence[str], prefix: str) -> None:
    for key in table:
        if key not in known:
            raise InputError(text.UNKNOWN_KEY.format(key=f"{prefix}{key[:60]}"))


def _wrong(key: str, expected: str) -> InputError:
    return InputError(text.WRONG_VALUE.format(key=key, expected=expected))


def _literal(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_literal, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _line(key: str, value: object) -> str:
    return f"{key if key.isidentifier() and key.isascii() else _literal(key)} = {_literal(value)}"


def _section(name: str, table: Mapping[str, object]) -> list[str]:
    return ["", f"[{name}]", *(_line(k, v) for k, v in table.items())] if table else []


def _criterion_lines(criterion: Criterion) -> list[str]:
    entry = {"label": criterion.label}
    if criterion.kind != "scale":
        entry["kind"] = criterion.kind
    name = f"criteria.{criterion.code}"
    return _section(name, entry) + _section(f"{name}.options", dict(criterion.options))
