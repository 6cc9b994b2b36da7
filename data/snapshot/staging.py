"""Gathers response rows, new and kept, in temporary tables of small numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import duckdb
import pandas as pd
import pyarrow as pa

from analysis.masking import masked
from analysis.names import fold, search_key
from analysis.registers import Officer, Unit
from data.snapshot.contents import Batch, Contents, Kept, Rows
from data.snapshot.reading import attach

DIMENSIONS = ("field", "procedure", "channel", "stage")
CODED = ("set_code", "unit_code", "officer_code", *DIMENSIONS)
PLAIN = {
    "response_id": "BIGINT", "source_id": "INTEGER", "respondent_type": "TINYINT", "day": "DATE",
    "minute": "SMALLINT", "overall": "TINYINT", "edited": "BOOLEAN", "removed": "BOOLEAN",
}
RESPONDENT_TYPES = {"individual": 1, "organisation": 2}
_NUMBERED = {  # what a snapshot calls a coded column, and the table that spells its numbers out
    "set_code": ("set_id", "SELECT set_id, code FROM kept.criterion_set"),
    "unit_code": ("unit_id", "SELECT unit_id, code FROM kept.unit"),
    "officer_code": ("officer_id", "SELECT officer_id, code FROM kept.officer"),
    **{name: (f"{name}_id", f"SELECT id, key FROM kept.dim_{name}") for name in DIMENSIONS},
}
_TABLES = {
    "commented": "response_id BIGINT, text VARCHAR, search VARCHAR",
    "rejected": 'source_id INTEGER, response_id BIGINT, "row" BIGINT, "column" VARCHAR,'
    " value VARCHAR, reason VARCHAR",
    "unread": 'source_id INTEGER, response_id BIGINT, "row" BIGINT, criterion VARCHAR, value VARCHAR',
}


@dataclass
class Staged:
    """What the temporary tables hold: the text behind each number, and who is provisional.

    Fields, procedures, channels and stages are known by their folded name, `spelt` as people read
    it. Provisional units and officers stand in the order in which they became known.
    """

    codes: dict[str, dict[str, int]] = field(default_factory=lambda: {name: {} for name in CODED})
    spelt: dict[str, dict[str, str]] = field(default_factory=lambda: {name: {} for name in DIMENSIONS})
    units: list[Unit] = field(default_factory=list)
    officers: list[Officer] = field(default_factory=list)

    def key(self, name: str, text: str) -> str:
        """What a text of a coded column is known by; of spellings of one name the best is kept."""
        if name not in DIMENSIONS:
            return text
        key, spelt = fold(text), self.spelt[name]
        spelt[key] = min(spelt.get(key, text), text, key=_effort)
        return key

    def used(self, connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, int]:
        """Responses behind each text of a coded column that occurs."""
        rows = connection.execute(
            f"SELECT {name}, count(*) FROM staged WHERE {name} IS NOT NULL GROUP BY {name}"
        ).fetchall()
        texts = list(self.codes[name])
        return {texts[number]: count for number, count in rows}


def _effort(text: str) -> tuple[bool, int, str]:
    """Orders spellings of one name: a capital first, few others, whichever row comes first."""
    return not text[:1].isupper(), sum(letter.isupper() for letter in text), text


def quoted(name: str) -> str:
    """A column name as an SQL identifier, whatever it contains."""
    return '"' + name.replace('"', '""') + '"'


def stage(
    connection: duckdb.DuckDBPyConnection, contents: Contents, schema: str = "main"
) -> Staged:
    """Fills the temporary tables `staged`, `commented`, `rejected` and `unread`.

    What is kept is read from that schema of the former snapshot, which stays attached as `kept`
    with the slots read anew as `touched`.
    """
    types = dict.fromkeys(CODED, "INTEGER") | PLAIN
    types |= dict.fromkeys(contents.scale_columns(), "TINYINT DEFAULT 0")
    types |= dict.fromkeys(contents.tick_columns(), "BOOLEAN")  # null: the table does not ask it
    columns = ", ".join(f"{quoted(name)} {kind}" for name, kind in types.items())
    for table, body in {"staged": columns, **_TABLES}.items():
        connection.execute(f"CREATE TEMP TABLE {table} ({body})")
    staged = Staged()
    if contents.kept:
        _take_over(connection, contents.kept, staged, (schema, list(types)[len(CODED) :]))
    for batch in contents.batches:
        _add(connection, batch, staged, types)
        staged.units += batch.units
        staged.officers += batch.officers
    return staged


def _take_over(
    connection: duckdb.DuckDBPyConnection, kept: Kept, staged: Staged, rows: tuple[str, list[str]]
) -> None:
    """Rows keep the numbers their snapshot gave them; texts found later get further ones."""
    touched = pa.table({"response_id": pa.array(sorted(kept.touched), pa.int64())})
    connection.register("rows", touched)
    connection.execute("CREATE TEMP TABLE touched AS SELECT * FROM rows")
    connection.unregister("rows")
    attach(connection, kept.path, "kept")
    schema, columns = rows
    for name, (_, sql) in _NUMBERED.items():
        known = connection.execute(f"{sql} ORDER BY 1").fetchall()
        staged.codes[name] = {text: number for number, text in known}
    for name in DIMENSIONS:
        for text, in connection.execute(f"SELECT name FROM kept.dim_{name}").fetchall():
            staged.key(name, text)
    if not connection.execute(
        "SELECT 1 FROM duckdb_tables() WHERE database_name = 'kept' AND schema_name = ?"
        " UNION ALL SELECT 1 WHERE ? = 'main'", [schema, schema],
    ).fetchall():
        return
    numbers = ", ".join(f"{number} AS {name}" for name, (number, _) in _NUMBERED.items())
    for target, select, table in (
        ("staged", f"{numbers}, {', '.join(map(quoted, columns))}", "response"),
        ("commented", "response_id, text, search", "comment"),
        ("rejected", "*", "rejection"),
        ("unread", 'source_id, response_id, "row", criterion, value', "unreadable"),
    ):
        connection.execute(
            f"INSERT INTO {target} BY NAME SELECT {select} FROM kept.{schema}.{table}"
            " ANTI JOIN touched USING (response_id) WHERE NOT list_contains(?, source_id)",
            [sorted(kept.renewed)],
        )


def _add(
    connection: duckdb.DuckDBPyConnection, batch: Batch, staged: Staged, types: dict[str, str]
) -> None:
    rows = _arrow(batch.responses)
    rows = _with(rows, "source_id", [batch.source.source_id] * rows.num_rows)
    rows = _with(rows, "set_code", [batch.source.set_code] * rows.num_rows)
    rows = _with(rows, "respondent_type", _respondents(rows.column("respondent_type")))
    _insert(connection, "commented", _comments(rows.select(["response_id", "comment"])))
    rows = rows.select([name for name in types if name in rows.column_names])
    for name in CODED:
        rows = _with(rows, name, _numbers(rows.column(name), staged, name))
    _insert(connection, "staged", rows)
    for target, frame in (("rejected", batch.rejected), ("unread", batch.unreadable)):
        _insert(connection, target, _arrow(frame.assign(source_id=batch.source.source_id)))


def _arrow(rows: Rows) -> pa.Table:
    if isinstance(rows, pd.DataFrame):
        return pa.Table.from_pandas(rows, preserve_index=False)
    return rows if isinstance(rows, pa.Table) else pa.Table.from_batches([rows])


def _with(rows: pa.Table, name: str, values: Iterable[object]) -> pa.Table:
    if name in rows.column_names:
        rows = rows.drop_columns([name])
    return rows.append_column(name, values if isinstance(values, pa.Array) else pa.array(values))


def _texts(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """One dictionary for the whole column, which is read once a distinct text."""
    column = column.combine_chunks()
    if pa.types.is_null(column.type):
        column = column.cast(pa.string())
    return column if pa.types.is_dictionary(column.type) else column.dictionary_encode()


def _numbers(column: pa.ChunkedArray, staged: Staged, name: str) -> pa.Array:
    texts, codes = _texts(column), staged.codes[name]
    keys = [staged.key(name, text) for text in texts.dictionary.to_pylist()]
    known = [codes.setdefault(key, len(codes)) for key in keys]
    return pa.array(known, pa.int32()).take(texts.indices)


def _respondents(column: pa.ChunkedArray) -> pa.Array:
    if pa.types.is_integer(column.type):
        return column.combine_chunks()
    texts = _texts(column)
    known = [RESPONDENT_TYPES.get(text, 0) for text in texts.dictionary.to_pylist()]
    return pa.array(known, pa.int8()).take(texts.indices).fill_null(0)


def _comments(rows: pa.Table) -> pa.Table:
    """Words to search by; what is masked on the screen is not found either, digit by digit."""
    rows = rows.drop_null()
    texts = _texts(rows.column("comment"))
    distinct = texts.dictionary.to_pylist()
    keys = pa.array([search_key(masked(text)) for text in distinct], pa.string())
    comments = pa.table({
        "response_id": rows.column("response_id"),
        "text": texts.dictionary.take(texts.indices),
        "search": keys.take(texts.indices),
    })
    return comments.filter(pa.compute.not_equal(comments.column("text"), ""))


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    if rows.num_rows:
        connection.register("rows", rows)
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM rows")
        connection.unregister("rows")
