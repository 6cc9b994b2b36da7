"""Compares the snapshot in force with one built afresh from the ledger."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from data.ledger import Ledger
from data.settings import Home
from data.snapshot.counters import COUNTERS, counting
from data.snapshot.crowded import RULE
from data.snapshot.files import current_path, intact
from data.snapshot.gather import Gathering
from data.snapshot.reading import Snapshot, attach
from data.snapshot.staging import quoted
from data.snapshot.write import write_snapshot
from data.text_snapshot import (
    BROKEN_SNAPSHOT,
    MISSING_SNAPSHOT,
    OLD_SNAPSHOT,
    TABLE_DIFFERS,
    UNIT_DIFFERS,
)

_TABLES = {
    **dict.fromkeys(("unit", "officer", "criterion_set", "criterion", "dossier", "rejection"), "*"),
    "comment": "response_id, text, search",
    "unreadable": 'source_id, response_id, "row", criterion, value',
}
_BY_UNIT = "SELECT code, count(*) AS n FROM {0}.response JOIN {0}.unit USING (unit_id) GROUP BY code"


def compare(ledger: Ledger, home: Home) -> list[str]:
    """One Vietnamese sentence for each difference from a full build; [] when they are equal.

    Rows are read as of the moment the snapshot was built, so that no row has become due since.
    """
    path = current_path(home)
    if path is None:
        return [MISSING_SNAPSHOT]
    if not intact(path):
        return [BROKEN_SNAPSHOT.format(name=path.name)]
    meta = Snapshot(path).meta()
    gathering = Gathering(ledger, home, datetime.fromisoformat(meta["built_at"]))
    if int(meta["seq"]) != gathering.head.seq:
        return [OLD_SNAPSHOT.format(snapshot=meta["seq"], ledger=gathering.head.seq)]
    with TemporaryDirectory(prefix=".compare-", dir=home.path) as folder:
        fresh = Path(folder) / "fresh.duckdb"
        write_snapshot(fresh, gathering.everything())
        return differences(path, fresh)


def differences(snapshot: Path, fresh: Path) -> list[str]:
    """Sentences on tables and units that differ between two snapshot files."""
    with duckdb.connect() as connection:
        for name, path in (("old", snapshot), ("new", fresh)):
            attach(connection, path, name)
        found = [
            _table(connection, name, f"SELECT {what} FROM old.{name}", f"SELECT {what} FROM new.{name}")
            for name, what in _TABLES.items()
        ]
        found.append(_responses(connection))
        found += _counters(connection)
        found.append(_crowded(connection))
        units = connection.execute(
            f"SELECT code, coalesce(o.n, 0) AS was, coalesce(f.n, 0) AS now FROM"
            f" ({_BY_UNIT.format('old')}) o FULL JOIN ({_BY_UNIT.format('new')}) f USING (code)"
            " WHERE was <> now ORDER BY code LIMIT 20"
        ).fetchall()
    found += [UNIT_DIFFERS.format(unit=u, snapshot=s, ledger=n) for u, s, n in units]
    return [sentence for sentence in found if sentence]


def _responses(connection: duckdb.DuckDBPyConnection) -> str:
    columns = {
        database: [
            name for (name,) in connection.execute(
                "SELECT column_name FROM duckdb_columns() WHERE database_name = ? AND"
                " schema_name = 'main' AND table_name = 'response' AND column_name SIMILAR TO '[ct]_.*' ORDER BY column_name",
                [database],
            ).fetchall()
        ]
        for database in ("old", "new")
    }
    if columns["old"] != columns["new"]:
        return TABLE_DIFFERS.format(table="response", extra="?", lost="?")
    was, now = (decoded(columns[database], database) for database in ("old", "new"))
    return _table(connection, "response", was, now)


def _counters(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Each counter against the responses beside it."""
    names = connection.execute("SELECT value FROM old.meta WHERE key = 'counters'").fetchall()
    columns = [name for name, in connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE database_name = 'old'"
        " AND schema_name = 'main' AND table_name = 'response' ORDER BY column_index"
    ).fetchall()]
    scales, ticks = ([f"r.{quoted(c)}" for c in columns if c.startswith(kind)] for kind in ("c_", "t_"))
    found = []
    for counter in COUNTERS:
        if counter.name in " ".join(name for name, in names).split():
            keys = ", ".join(counter.keys())
            told = f"""SELECT {keys}, max(last_response) AS last_response, sum(COLUMNS(
                * EXCLUDE ({keys}, last_response)))::INTEGER FROM old.{counter.name}
                GROUP BY {keys} HAVING sum(responses) <> 0"""
            rows = counter.rows("old.response", "old.unit")
            is_so = f"{counting(counter, scales, ticks)} FROM {rows} GROUP BY ALL"
            # Beside a base a response may leave a day or field it was the last of; nobody asks there.
            kept = "*" if "officer_id" in counter.columns else "* EXCLUDE (last_response)"
            was, now = (f"SELECT {kept} FROM ({one})" for one in (told, is_so))
            found.append(_table(connection, counter.name, was, now))
    return found


def _crowded(connection: duckdb.DuckDBPyConnection) -> str:
    """Responses that crowd now, by the rule of now, have to be there as they are; others may be."""
    said = connection.execute("SELECT value FROM old.meta WHERE key = 'crowded'").fetchone()
    if said != (RULE,):
        return ""
    extra, lost = (connection.execute(sql).fetchall()[0][0] for sql in (
        "SELECT count(*) FROM (FROM old.crowded EXCEPT ALL FROM old.response)",
        "SELECT count(*) FROM new.crowded ANTI JOIN old.crowded USING (response_id)",
    ))
    return TABLE_DIFFERS.format(table="crowded", extra=extra, lost=lost) if extra or lost else ""


def _table(connection: duckdb.DuckDBPyConnection, name: str, was: str, now: str) -> str:
    extra, lost = (
        connection.execute(f"SELECT count(*) FROM ({one} EXCEPT ALL {other})").fetchall()[0][0]
        for one, other in ((was, now), (now, was))
    )
    return TABLE_DIFFERS.format(table=name, extra=extra, lost=lost) if extra or lost else ""


def decoded(columns: list[str], database: str) -> str:
    """SQL that reads a snapshot's responses with codes and folded names in place of numbers."""
    rest = "".join(f", r.{quoted(column)}" for column in columns)
    return f"""
        SELECT r.response_id, r.source_id, s.code AS set_code, u.code AS unit_code,
               o.code AS officer_code, f.key AS field, p.key AS procedure, ch.key AS channel,
               st.key AS stage, r.respondent_type, r.day, r.minute, r.overall, r.edited,
               r.removed{rest}
        FROM {database}.response r
        JOIN {database}.criterion_set s ON s.set_id = r.set_id
        JOIN {database}.unit u ON u.unit_id = r.unit_id
        LEFT JOIN {database}.officer o ON o.officer_id = r.officer_id
        LEFT JOIN {database}.dim_field f ON f.id = r.field_id
        LEFT JOIN {database}.dim_procedure p ON p.id = r.procedure_id
        LEFT JOIN {database}.dim_channel ch ON ch.id = r.channel_id
        LEFT JOIN {database}.dim_stage st ON st.id = r.stage_id"""
