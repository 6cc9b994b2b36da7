"""`inspect` and `import`: a file of answers, looked at or brought in."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import InputError
from analysis.mapping import SourceMapping
from analysis.mapping_file import mapping_toml, parse_mapping
from analysis.propose import propose
from data import text_commands as text
from data.commands.outcome import Desk, Outcome
from data.commands.parser import AddCommand, clean
from data.criteria import load_criterion_sets
from data.intake import IntakeOptions, import_table
from data.live import SAMPLE_ROWS, propose_live, sheet_at
from data.raw_table import RawTable
from data.snapshot import publish
from data.sources.tabular_file import read_file

SHOWN_ROWS = 20
LARGEST_TEXT = 5_000_000


def add(command: AddCommand) -> None:
    """Adds both commands."""
    look = command("inspect", _inspect)
    look.add_argument("file", metavar="FILE", help=text.FILE_OR_SHEET)
    look.add_argument("--sheet", type=clean, metavar="TAB", help=text.TAB)
    look.add_argument("--toml", action="store_true", help=text.TOML)
    bring = command("import", _import)
    bring.add_argument("file", type=Path, metavar="FILE", help=text.FILE)
    bring.add_argument("--mapping", type=Path, metavar="MAP.toml", required=True, help=text.MAPPING)
    bring.add_argument("--dry-run", action="store_true", help=text.DRY_RUN)


def _inspect(words: Namespace, desk: Desk) -> Outcome:
    if words.file.startswith("https://"):
        raw, proposal = propose_live(desk.ledger, sheet_at(words.file, words.sheet))
    else:
        raw = read_file(Path(words.file), sheet=words.sheet)
        sets = load_criterion_sets(desk.home)
        proposal = propose(raw.header, _samples(raw), desk.ledger.registers(), sets)
    toml = mapping_toml(proposal.mapping)
    reasons = [asdict(reason) for reason in proposal.reasons]
    warnings = [str(warning) for warning in proposal.warnings]
    return Outcome(
        {"file": Path(words.file).name, "rows": raw.rows, "toml": toml, "reasons": reasons,
         "warnings": warnings},
        (pd.DataFrame(reasons, columns=["role", "header", "why"]),), tuple(warnings),
        payload=toml.encode() if words.toml else None,
    )


def _samples(raw: RawTable) -> pd.DataFrame:
    samples: pd.DataFrame = raw.cells.slice(0, SAMPLE_ROWS).to_pandas().astype(object)
    return samples


def _import(words: Namespace, desk: Desk) -> Outcome:
    mapping = _mapping(words.mapping)
    raw = read_file(words.file, sheet=mapping.sheet, header_row=mapping.header_row)
    options = IntakeOptions(desk.now, desk.who, words.file.name, words.dry_run)
    done = import_table(desk.ledger, raw, mapping, options)
    result = done.as_dict()
    if not words.dry_run:
        result["snapshot"] = publish(desk.ledger, desk.home, desk.now)
    if result["quarantined"]:
        return Outcome(result, (), (text.QUARANTINED.format(reason=done.note),), 3)
    return Outcome(result, shown_result(result), (text.DRY_RUN_DONE,) if words.dry_run else ())


def _mapping(path: Path) -> SourceMapping:
    mapping = parse_mapping(read_text(path))
    if mapping.kind != "file":
        raise InputError(text.NOT_A_FILE_SOURCE.format(kind=mapping.kind))
    return mapping


def read_text(path: Path) -> str:
    """A small text file; InputError when it is not there, too large or not UTF-8."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_TEXT + 1)
        if len(content) > LARGEST_TEXT:
            raise InputError(text.NOT_A_FILE.format(name=path.name))
        return content.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise InputError(text.NOT_UTF8.format(name=path.name)) from error
        raise InputError(text.NOT_A_FILE.format(name=path.name)) from error


def shown_result(result: dict[str, Any]) -> tuple[str | pd.DataFrame, ...]:
    """The counts of a result document, then what it rejects and cannot read."""
    single = {key: value for key, value in result.items() if isinstance(value, int | str)}
    shown: list[str | pd.DataFrame] = [pd.DataFrame(single, index=[0]).drop(columns="quarantined").T]
    for key, title in (("rejected", text.REJECTED), ("unreadable_answers", text.UNREADABLE)):
        rows = pd.DataFrame(result[key])
        if rows.empty:
            continue
        shown += [f"{title}: {len(rows)}", rows.head(SHOWN_ROWS)]
        if len(rows) > SHOWN_ROWS:
            shown.append(text.MORE_ROWS.format(count=len(rows) - SHOWN_ROWS))
    return tuple(shown)
