"""The office's own form: the codes it handed out and the answers that came, as evidence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes both tables and the triggers that refuse UPDATE and DELETE on them."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "codes",
        sa.Column("codes_id", number, primary_key=True, autoincrement=False, nullable=False),
        sa.Column("source_id", number, nullable=False),
        sa.Column("number", number, nullable=False, unique=True),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_table(
        "answer",
        sa.Column("answer_id", number, primary_key=True, autoincrement=False, nullable=False),
        sa.Column("source_id", number, nullable=False),
        sa.Column("used", sa.Text(), nullable=False, unique=True),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("answer_of_source", "answer", ["source_id"])
    for table in ("codes", "answer"):
        _refuse_change(table)


def _refuse_change(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for change, level in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{level.lower()} BEFORE {change} ON {table} "
                f"FOR EACH {level} EXECUTE FUNCTION refuse_change()"
            )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )


def downgrade() -> None:
    """Refused: the record is never taken apart."""
    raise NotImplementedError("the record is never taken apart")
