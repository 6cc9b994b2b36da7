"""The small tables of a snapshot: units in tree order, officers, sets, criteria, dossiers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import duckdb
import pyarrow as pa

from analysis.criteria import CriterionSet
from analysis.names import fold
from analysis.registers import Officer, Registers, Unit
from data.snapshot.contents import Contents

_TEXT, _INT, _DATE, _BOOL = pa.string(), pa.int32(), pa.date32(), pa.bool_()
_UNIT = pa.schema([
    ("unit_id", _INT), ("code", _TEXT), ("name", _TEXT), ("kind", _TEXT), ("parent_id", _INT),
    ("last_id", _INT), ("depth", _INT), ("valid_from", _DATE), ("valid_to", _DATE),
    ("successor_codes", _TEXT), ("aliases", _TEXT), ("model_start", _DATE), ("provisional", _BOOL),
])
_OFFICER = pa.schema([
    ("officer_id", _INT), ("code", _TEXT), ("name", _TEXT), ("unit_id", _INT), ("position", _TEXT),
    ("counter", _TEXT), ("valid_from", _DATE), ("valid_to", _DATE), ("provisional", _BOOL),
])
_SET = pa.schema([
    ("set_id", _INT), ("code", _TEXT), ("name", _TEXT), ("overall_label", _TEXT),
])
_CRITERION = pa.schema([
    ("set_id", _INT), ("code", _TEXT), ("label", _TEXT), ("kind", _TEXT), ("position", _INT),
])
_SOURCE = pa.schema([
    ("source_id", _INT), ("name", _TEXT), ("counted_version", _TEXT), ("last_import", _TEXT),
    ("excluded", _INT),
])
_DOSSIER = pa.schema([
    ("unit_id", _INT), ("period_from", _DATE), ("period_to", _DATE), ("field", _TEXT),
    ("count", pa.int64()), ("early", pa.int64()), ("on_time", pa.int64()), ("late", pa.int64()),
    ("field_key", _TEXT),
])
_NAME = pa.schema([("id", _INT), ("name", _TEXT), ("key", _TEXT)])
_META = pa.schema([("key", _TEXT), ("value", _TEXT)])


@dataclass(frozen=True)
class Provisional:
    """Provisional units and officers in order of trust, and the codes that responses name."""

    units: Iterable[Unit]
    officers: Iterable[Officer]
    unit_codes: set[str]
    officer_codes: set[str]


@dataclass(frozen=True)
class _Table:
    name: str
    schema: pa.Schema
    rows: Iterable[tuple[object, ...]]


def write_dimensions(
    connection: duckdb.DuckDBPyConnection, contents: Contents
) -> dict[str, dict[str, int]]:
    """Creates every table that does not come from responses; the number of each code in them."""
    registers = contents.registers
    officers = _officers(registers)
    for table in (
        _Table("meta", _META, sorted(contents.meta.items())),
        _Table("unit", _UNIT, _units(registers)),
        _Table("officer", _OFFICER, officers),
        _Table("dossier", _DOSSIER, _dossiers(registers)),
        _Table("criterion_set", _SET, [
            (number, s.code, s.name, s.overall_label) for number, s in enumerate(contents.sets)
        ]),
        _Table("criterion", _CRITERION, [
            (number, *row) for number, s in enumerate(contents.sets) for row in criteria_rows(s)
        ]),
        _Table("source", _SOURCE, [
            (s.source_id, s.name, s.counted_version, s.last_import, s.excluded) for s in contents.sources
        ]),
    ):
        _write(connection, table)
    return {
        "set_code": {s.code: number for number, s in enumerate(contents.sets)},
        "unit_code": dict(registers.tree.number),
        "officer_code": {str(row[1]): number for number, row in enumerate(officers)},
    }


def write_names(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    numbers: Mapping[str, int],
    spelt: Mapping[str, str],
) -> None:
    """Creates dim_<name> with each name, as it is spelt and as it is folded, under its number."""
    rows = [(number, spelt[key], key) for key, number in numbers.items()]
    _write(connection, _Table(f"dim_{name}", _NAME, rows))


def _write(connection: duckdb.DuckDBPyConnection, table: _Table) -> None:
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.schema)
    rows = pa.table(
        [pa.array(values, kind.type) for values, kind in zip(columns, table.schema, strict=True)],
        schema=table.schema,
    )
    connection.register("rows", rows)
    connection.execute(f'CREATE TABLE "{table.name}" AS SELECT * FROM rows')
    connection.unregister("rows")


def criteria_rows(criterion_set: CriterionSet) -> list[tuple[str, str, str, int]]:
    """(code, label, kind, position) of each criterion; tick options follow their list."""
    rows: list[tuple[str, str, str]] = []
    for criterion in criterion_set.criteria:
        rows.append((criterion.code, criterion.label, criterion.kind))
        rows.extend(
            (f"{criterion.code}.{code}", label, "tick_option") for code, label in criterion.options
        )
    return [(*row, position) for position, row in enumerate(rows)]


def _units(registers: Registers) -> list[tuple[object, ...]]:
    tree = registers.tree
    rows: list[tuple[object, ...]] = []
    for number, code in enumerate(tree.order):
        unit = registers.units[code]
        parent = tree.number.get(unit.parent_code or "")
        rows.append((
            number, code, unit.name, unit.kind, parent, tree.span(code)[1], tree.depth[code],
            unit.valid_from, unit.valid_to, ";".join(unit.successor_codes),
            ";".join(unit.aliases), unit.model_start, unit.provisional,
        ))
    return rows


def _officers(registers: Registers) -> list[tuple[object, ...]]:
    """In order of units, so that a unit's officers have numbers close to one another."""
    number = registers.tree.number
    ordered = sorted(
        registers.officers.values(), key=lambda o: (number.get(o.unit_code, -1), o.code)
    )
    return [
        (
            index, officer.code, officer.name, number.get(officer.unit_code), officer.position,
            officer.counter, officer.valid_from, officer.valid_to, officer.provisional,
        )
        for index, officer in enumerate(ordered)
    ]


def _dossiers(registers: Registers) -> list[tuple[object, ...]]:
    number = registers.tree.number
    rows = [
        (number[d.unit_code], d.period_from, d.period_to, d.field, d.count, d.early, d.on_time, d.late,
         None if d.field is None else fold(d.field))
        for d in registers.dossiers
        if d.unit_code in number
    ]
    return sorted(rows, key=lambda row: (*row[:3], row[3] or ""))


def with_provisional(registers: Registers, found: Provisional) -> Registers:
    """The registers with the provisional units and officers that responses name, and no others.

    A registered unit or officer always wins over a provisional one of the same code.
    """
    officers = {o.code: o for o in found.officers if o.code in found.officer_codes}
    officers |= dict(registers.officers)
    wanted = found.unit_codes | {officer.unit_code for officer in officers.values()}
    units = {unit.code: unit for unit in found.units if unit.code in wanted}
    return replace(registers, units=units | dict(registers.units), officers=officers)
