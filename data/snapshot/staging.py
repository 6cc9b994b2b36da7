"""Gathers response rows, new and kept, in one temporary table with codes instead of numbers."""

from __future__ import annotations

import duckdb
import pandas as pd
import pyarrow as pa

from analysis.masking import masked
from analysis.names import search_key
from data.snapshot.contents import Batch, Contents, Kept

FIXED = {
    "response_id": "BIGINT", "source_id": "INTEGER", "set_code": "VARCHAR",
    "unit_code": "VARCHAR", "officer_code": "VARCHAR", "field": "VARCHAR", "procedure": "VARCHAR",
    "channel": "VARCHAR", "stage": "VARCHAR", "respondent_type": "TINYINT", "day": "DATE",
    "minute": "SMALLINT", "overall": "TINYINT", "edited": "BOOLEAN", "removed": "BOOLEAN",
    "comment": "VARCHAR", "search": "VARCHAR",
}
DIMENSIONS = ("field", "procedure", "channel", "stage")
RESPONDENT_TYPES = {"individual": 1, "organisation": 2}


def quoted(name: str) -> str:
    """A column name as an SQL identifier, whatever it contains."""
    return '"' + name.replace('"', '""') + '"'


def decoded(columns: list[str], database: str = "") -> str:
    """SQL that reads a snapshot's responses with codes and texts in place of numbers."""
    rest = "".join(f", r.{quoted(column)}" for column in columns)
    at = f"{database}." if database else ""
    return f"""
        SELECT r.response_id, r.source_id, s.code AS set_code, u.code AS unit_code,
               o.code AS officer_code, f.name AS field, p.name AS procedure, ch.name AS channel,
               st.name AS stage, r.respondent_type, r.day, r.minute, r.overall, r.edited,
               r.removed, c.text AS comment, c.search{rest}
        FROM {at}response r
        JOIN {at}criterion_set s ON s.set_id = r.set_id
        JOIN {at}unit u ON u.unit_id = r.unit_id
        LEFT JOIN {at}officer o ON o.officer_id = r.officer_id
        LEFT JOIN {at}dim_field f ON f.id = r.field_id
        LEFT JOIN {at}dim_procedure p ON p.id = r.procedure_id
        LEFT JOIN {at}dim_channel ch ON ch.id = r.channel_id
        LEFT JOIN {at}dim_stage st ON st.id = r.stage_id
        LEFT JOIN {at}comment c ON c.response_id = r.response_id"""


def stage(connection: duckdb.DuckDBPyConnection, contents: Contents) -> None:
    """Fills the temporary table `staged` and the tables `rejection` and `unreadable`."""
    columns = contents.scale_columns() + contents.tick_columns()
    types = FIXED | dict.fromkeys(contents.scale_columns(), "TINYINT DEFAULT 0")
    types |= dict.fromkeys(contents.tick_columns(), "BOOLEAN DEFAULT false")
    body = ", ".join(f"{quoted(name)} {kind}" for name, kind in types.items())
    connection.execute(f"CREATE TEMP TABLE staged ({body})")
    connection.execute(
        'CREATE TEMP TABLE rejected (source_id INTEGER, response_id BIGINT, "row" BIGINT,'
        ' "column" VARCHAR, value VARCHAR, reason VARCHAR)'
    )
    connection.execute(
        'CREATE TEMP TABLE unread (source_id INTEGER, response_id BIGINT, "row" BIGINT,'
        " criterion VARCHAR, value VARCHAR)"
    )
    if contents.kept:
        _take_over(connection, contents.kept, columns)
    for batch in contents.batches:
        _add(connection, batch, types)


def _take_over(connection: duckdb.DuckDBPyConnection, kept: Kept, columns: list[str]) -> None:
    touched = pa.array(sorted(kept.touched), pa.int64())
    connection.register("touched", pa.table({"response_id": touched}))
    path = str(kept.path).replace("'", "''")  # ATTACH takes no parameter
    connection.execute(f"ATTACH '{path}' AS kept (READ_ONLY)")
    for target, rows in (
        ("staged", decoded(columns, "kept")),
        ("rejected", 'SELECT * FROM kept.rejection'),
        ("unread", 'SELECT * FROM kept.unreadable'),
    ):
        connection.execute(
            f"INSERT INTO {target} BY NAME SELECT * FROM ({rows})"
            " ANTI JOIN touched USING (response_id) WHERE NOT list_contains(?, source_id)",
            [sorted(kept.renewed)],
        )
    connection.execute("DETACH kept")
    connection.unregister("touched")


def _add(connection: duckdb.DuckDBPyConnection, batch: Batch, types: dict[str, str]) -> None:
    responses = batch.responses
    responses = responses.assign(
        source_id=batch.source.source_id,
        set_code=batch.source.set_code,
        respondent_type=responses["respondent_type"].map(RESPONDENT_TYPES).fillna(0).astype("int8"),
        search=_search_keys(responses["comment"]),
    )
    present = [name for name in types if name in responses.columns]
    _insert(connection, "staged", responses[present])
    for target, frame in (("rejected", batch.rejected), ("unread", batch.unreadable)):
        _insert(connection, target, frame.assign(source_id=batch.source.source_id))


def _search_keys(comments: pd.Series[str]) -> pd.Series[str]:
    """Words to search by; what is masked on the screen is not found either, digit by digit."""
    codes, distinct = pd.factorize(comments)
    keys = pd.array([search_key(masked(str(text))) for text in distinct] + [None], dtype="str")
    return pd.Series(keys.take(codes), index=comments.index)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> None:
    if frame.empty:
        return
    connection.register("rows", pa.Table.from_pandas(frame, preserve_index=False))
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM rows")
    connection.unregister("rows")
