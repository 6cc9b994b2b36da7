"""A table or view of another program's DuckDB file, read-only; the file is opened in a child.

A damaged file can end a process, and its owner's views could read other files: so the child has
few rights, little memory, no network, and this process never opens the file.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from analysis.errors import SurveyError
from analysis.mapping import SourceMapping
from data import text_sources as text
from data.raw_table import RawTable
from data.settings import CHECKOUT, Settings
from data.sources import limits
from data.sources.faults import SourceError
from data.sources.pulled import Pulled
from data.sources.tabular_file import variables

_log = logging.getLogger(__name__)
MAGIC_PLACE, MAGIC = 8, b"DUCK"
BATCH_ROWS = 10_000
SECONDS = 120
SETTINGS: dict[str, Any] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "memory_limit": "256MB",
    "threads": 1,
    "temp_directory": "",
}


class DuckdbTable:
    """Reads the table a mapping names; SourceError with one sentence for whatever is wrong."""

    def __init__(self, settings: Settings | None = None) -> None:
        del settings  # nothing about a local file depends on them

    def pull(self, mapping: SourceMapping) -> Iterator[Pulled]:
        """The rows as text, in the order the file keeps them."""
        yield Pulled(self._read(mapping))

    def test(self, mapping: SourceMapping) -> str:
        """One sentence: how much there is, or what is wrong."""
        try:
            found = self._read(mapping)
        except SurveyError as error:
            return str(error)
        return text.CONNECTED.format(
            tab=mapping.options["table"], rows=found.rows, columns=len(found.header)
        )

    def _read(self, mapping: SourceMapping) -> RawTable:
        path = Path(mapping.options["path"]).expanduser().resolve()
        check_store(path)
        with tempfile.TemporaryDirectory(prefix="survey-") as folder:
            part = Path(folder) / "table.arrow"
            request = {"path": str(path), "table": mapping.options["table"], "part": str(part)}
            header = _ask(request)
            with pa.OSFile(str(part)) as file:
                cells = pa.ipc.open_file(file).read_all()
        numbers = pa.array(range(2, cells.num_rows + 2), pa.int32())
        return RawTable(tuple(header), cells, numbers)


def check_store(path: Path) -> None:
    """SourceError unless the file is there and begins as a DuckDB file does."""
    try:
        if not path.is_file():
            raise _fault("store_missing", name=path.name)
        with path.open("rb") as file:
            head = file.read(MAGIC_PLACE + len(MAGIC))
    except OSError as error:
        raise _fault("store_missing", name=path.name) from error
    if head[MAGIC_PLACE:] != MAGIC:
        raise _fault("store_foreign", name=path.name)


def _ask(request: dict[str, str]) -> list[str]:
    """The header of the table the child wrote."""
    name = Path(request["path"]).name
    try:
        done = subprocess.run(
            [sys.executable, "-m", "data.sources.duckdb_table"], input=json.dumps(request),
            capture_output=True, text=True, encoding="utf-8", cwd=CHECKOUT, env=variables(),
            timeout=SECONDS, check=False,
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise _fault("store_slow", name=name, limit=SECONDS) from error
    except ValueError as error:  # the child died on the file
        raise _fault("store_corrupt", name=name) from error
    if "cause" in answer:
        _log.warning("%s: %s", answer["cause"], answer["detail"])
        raise _fault(answer["cause"], name=name, table=request["table"], tables=answer["tables"])
    return [str(title) for title in answer["header"]]


def _fault(cause: str, **named: object) -> SourceError:
    return SourceError(cause, text.FAULTS[cause].format(**named))


def main() -> None:
    """The child: one request on standard input, one answer on standard output."""
    request = json.load(sys.stdin)
    try:
        answer: dict[str, Any] = {"header": _write(**request)}
    except _Refused as error:
        answer = {"cause": error.args[0], "detail": error.args[0], "tables": error.args[1]}
    except (duckdb.Error, pa.ArrowException, MemoryError) as error:
        answer = {"cause": _cause(error), "detail": str(error)[:500], "tables": ""}
    json.dump(answer, sys.stdout)


class _Refused(Exception):
    pass


def _write(path: str, table: str, part: str) -> list[str]:
    """Writes the table as Arrow text columns "0", "1", …; returns the names of its columns."""
    with duckdb.connect(path, read_only=True, config=SETTINGS) as connection:
        connection.execute("SET lock_configuration = true")
        place = _place(connection, table)
        columns = connection.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name ="
            " current_database() AND schema_name = ? AND table_name = ? ORDER BY column_index",
            place,
        ).fetchall()
        if len(columns) > limits.MAX_COLUMNS:
            raise _Refused("too_large", "")
        wanted = ", ".join(f'{_text(name, kind)} AS "{i}"' for i, (name, kind) in enumerate(columns))
        source = ".".join(map(_quoted, place))
        reader = connection.execute(f"SELECT {wanted} FROM {source}").to_arrow_reader(BATCH_ROWS)
        schema = pa.schema([(str(i), pa.string()) for i in range(len(columns))])
        rows = 0
        with pa.ipc.new_file(part, schema) as writer:
            for batch in reader:
                rows += batch.num_rows
                if rows > limits.MAX_LIVE_ROWS:
                    raise _Refused("too_large", "")
                writer.write_batch(batch.cast(schema))
    return [name for name, _ in columns]


def _place(connection: duckdb.DuckDBPyConnection, wanted: str) -> tuple[str, str]:
    """Schema and name of the table or view, as the file spells them: never text from a mapping."""
    known = connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name ="
        " current_database() UNION ALL SELECT schema_name, view_name FROM duckdb_views()"
        " WHERE database_name = current_database() AND NOT internal ORDER BY ALL"
    ).fetchall()
    found = [(schema, name) for schema, name in known if wanted in (name, f"{schema}.{name}")]
    found = [place for place in found if place[0] == "main"] or found
    if len(found) != 1:
        names = (name if schema == "main" else f"{schema}.{name}" for schema, name in known)
        raise _Refused("unknown_table", ", ".join(names))
    return found[0]


def _text(name: str, kind: str) -> str:
    """The column as a raw table writes it: whole numbers without a point, truth as TRUE or FALSE."""
    column = _quoted(name)
    plain = f"CAST({column} AS VARCHAR)"
    if kind == "BOOLEAN":
        return f"upper({plain})"
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        whole = f"CAST(CAST({column} AS BIGINT) AS VARCHAR)"
        return f"CASE WHEN abs({column}) < 1e15 AND {column} = floor({column}) THEN {whole} ELSE {plain} END"
    return plain


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _cause(error: BaseException) -> str:
    said = str(error)
    if isinstance(error, MemoryError | duckdb.OutOfMemoryException):
        return "too_large"
    if "lock on file" in said:
        return "store_locked"
    if "newer version" in said or "version number" in said:
        return "store_newer"
    if isinstance(error, duckdb.PermissionException):
        return "store_outside"
    return "store_corrupt"


if __name__ == "__main__":
    main()
