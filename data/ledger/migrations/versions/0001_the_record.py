"""The record: events, evidence that refuses change, and the derived table of slots."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

EVIDENCE = ("event", "source", "mapping", "register", "header", "run", "quarantine", "raw_row")

POSTGRESQL_REFUSAL = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'append-only'; END $$
"""


def upgrade() -> None:
    """Makes the tables and the triggers that refuse UPDATE and DELETE on evidence."""
    _make_events_and_slots()
    _make_evidence()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL_REFUSAL)
        for table in EVIDENCE:
            _refuse_on_postgresql(table)
    else:
        for table in EVIDENCE:
            _refuse_on_sqlite(table, "UPDATE")
            _refuse_on_sqlite(table, "DELETE")


def downgrade() -> None:
    """Refused: the record is never taken apart."""
    raise NotImplementedError("the record is never taken apart")


def _number(name: str, key: bool = False, empty: bool = False) -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, kind, primary_key=key, autoincrement=False, nullable=empty)


def _text(name: str, unique: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, unique=unique)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _make_events_and_slots() -> None:
    op.create_table(
        "event",
        _number("seq", key=True),
        _text("at"),
        _text("kind"),
        _number("source_id", empty=True),
        _number("run_id", empty=True),
        _number("slot_id", empty=True),
        _text("detail"),
        _bytes("body_hash"),
        _bytes("prev_hash"),
        _bytes("hash"),
    )
    about_no_row = sa.text("slot_id IS NULL")
    op.create_index(
        "event_about_no_row",
        "event",
        ["kind"],
        sqlite_where=about_no_row,
        postgresql_where=about_no_row,
    )
    op.create_table(
        "slot",
        _number("slot_id", key=True),
        _number("source_id"),
        _number("first_raw_id"),
        _number("latest_raw_id"),
        _number("versions"),
        sa.Column("removed", sa.Boolean(), nullable=False),
        _number("row_number"),
        _bytes("content_hash"),
    )
    op.create_index("slot_of_source", "slot", ["source_id"])


def _make_evidence() -> None:
    op.create_table("source", _number("source_id", key=True), _text("kind"), _text("name", True))
    op.create_table("mapping", _number("mapping_id", key=True), _number("source_id"), _text("toml"))
    op.create_table(
        "register", _number("register_id", key=True), _text("kind"), _text("key"), _text("body")
    )
    op.create_table("header", _number("header_id", key=True), _number("source_id"), _text("cells"))
    op.create_table("run", _number("run_id", key=True), _number("source_id"), _text("body"))
    op.create_table(
        "quarantine",
        _number("quarantine_id", key=True),
        _number("run_id"),
        _text("toml"),
        _bytes("body"),
    )
    op.create_table(
        "raw_row",
        _number("raw_id", key=True),
        _number("run_id"),
        _number("header_id"),
        _number("row_number"),
        _bytes("content_hash"),
        _text("body"),
    )


def _refuse_on_sqlite(table: str, change: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    )


def _refuse_on_postgresql(table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
