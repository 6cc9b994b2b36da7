"""Tables put aside: kept whole with the mapping they came with, for a person to decide on."""

from __future__ import annotations

import json

import pyarrow as pa
import sqlalchemy as sa

from data.ledger import schema
from data.ledger.chain import Chain
from data.ledger.runs import Run, keep_run, read_runs
from data.raw_table import RawTable

ROW = "row"
HEADER = b"header"


def keep_quarantined(chain: Chain, run: Run, raw: RawTable, toml: str) -> int:
    """Keeps a quarantined run and its table; returns its number.

    When the newest quarantined run of the source held the same for the same reason, that one's
    number is returned and nothing is written, so that a broken sheet pulled all day stays small.
    """
    earlier = [r for r in read_runs(chain.connection, run.source) if r.quarantined]
    if earlier and (earlier[-1].digest, earlier[-1].reason) == (run.digest, run.reason):
        return earlier[-1].id
    number = keep_run(chain, run)
    chain.bring("quarantine", number, toml, _packed(raw), source_id=run.source_id)
    return number


def read_quarantined(connection: sa.Connection, run_id: int) -> tuple[RawTable, str] | None:
    """The table and mapping text of a quarantined run, None when the run kept none."""
    table = schema.quarantine
    row = connection.execute(sa.select(table).where(table.c.run_id == run_id)).first()
    return (_unpacked(bytes(row.body)), row.toml) if row else None


def _packed(raw: RawTable) -> bytes:
    table = raw.cells.append_column(ROW, raw.row_numbers)
    table = table.replace_schema_metadata({HEADER: json.dumps(raw.header).encode()})
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_file(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def _unpacked(body: bytes) -> RawTable:
    table = pa.ipc.open_file(body).read_all()
    header = tuple(json.loads(table.schema.metadata[HEADER]))
    cells = table.drop_columns([ROW]).replace_schema_metadata(None)
    return RawTable(header, cells, table.column(ROW).combine_chunks())
